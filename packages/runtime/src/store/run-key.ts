import { contentHash } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import type { NewRun } from './run-store.ts'

/** The key of a run: where its inputs lay and what it ran on do not count. */
export function runKey(run: NewRun): string {
  const inputs = Object.fromEntries(Object.entries(run.inputs).map(([name, input]) => [name, input.hash]))
  return contentHash({
    workflow: run.workflow,
    inputs,
    arguments: run.arguments,
    seed: run.seed,
    codeVersion: run.codeVersion,
  })
}

/** The fields of a new run as plain JSON, absent ones left out: what is stored and hashed. */
export function runManifest(run: NewRun): { readonly [key: string]: Json } {
  const inputs = Object.entries(run.inputs).map(([name, { hash, bytes, path }]): [string, Json] => [
    name,
    { hash, ...(bytes === undefined ? {} : { bytes }), ...(path === undefined ? {} : { path }) },
  ])
  return {
    workflow: run.workflow,
    inputs: Object.fromEntries(inputs),
    arguments: run.arguments,
    seed: run.seed,
    codeVersion: run.codeVersion,
    machine: run.machine,
  }
}
