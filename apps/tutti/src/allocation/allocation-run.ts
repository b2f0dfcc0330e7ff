import type { Json, RunInput, RunRecord, RunStore } from '@tutti/runtime'
import { contentHash, sha256 } from '@tutti/runtime'
import type { MarketSnapshot } from '@tutti/market'
import { resolve } from 'node:path'
import type { Machine } from '../compose.ts'
import { artifactNames, marketInputs, marketText } from '../runs/index.ts'
import type { MandateSource } from './mandate-source.ts'

/** Name of the workflow of dynamic asset allocation. */
export const allocationWorkflow = 'asset-allocation'

/** What a run of the study is started with. */
export interface NewAllocationRun {
  readonly mandate: MandateSource
  readonly market: { readonly directory: string; readonly snapshot: MarketSnapshot } | null
  readonly seed: number
  readonly machine: Machine
}

/** Records a new run with all that it depends on. */
export function createAllocationRun(store: RunStore, codeVersion: string, start: NewAllocationRun): RunRecord {
  const { mandate, market, seed, machine } = start
  const run = store.createRun({
    workflow: allocationWorkflow,
    inputs: {
      mandate: mandateInput(mandate),
      ...(market === null ? {} : marketInputs(market.directory, market.snapshot)),
    },
    arguments: {
      mandate: mandate.mandate as unknown as Json,
      overrides: definedOverrides(mandate),
      asOf: market?.snapshot.asOf ?? null,
    },
    seed,
    codeVersion,
    machine: { ...machine },
  })
  if (mandate.text !== null) store.saveArtifact(run.id, artifactNames.mandate, mandate.text)
  if (market !== null) store.saveArtifact(run.id, artifactNames.market, marketText(market.snapshot))
  return run
}

function mandateInput({ text, file, mandate }: MandateSource): RunInput {
  if (text === null || file === null) return { hash: contentHash(mandate as unknown as Json) }
  return { hash: sha256(text), bytes: Buffer.byteLength(text), path: resolve(file) }
}

function definedOverrides({ overrides }: MandateSource): Json {
  const { paths, iterations, timeLimitSeconds } = overrides
  return { paths: paths ?? null, iterations: iterations ?? null, timeLimitSeconds: timeLimitSeconds ?? null }
}
