import { contentHash } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import { requireSeed } from './require-run.ts'
import type { RunStore } from './run-store.ts'

/** What a step's value depends on: nothing else may flow into its computation. */
export interface StepInputs {
  readonly name: string
  readonly inputs: Json
  /** A non-negative safe integer. */
  readonly seed: number
  readonly codeVersion: string
}

/** The content address of a step: equal keys stand for equal values. */
export function stepKey(step: StepInputs): string {
  requireSeed(step.seed)
  const { name, inputs, seed, codeVersion } = step
  return contentHash({ name, inputs, seed, codeVersion })
}

/**
 * The value of a step: taken from the store when any run has computed it, else computed and saved; both ways it is
 * recorded in this run, and both ways it is the value read back from its JSON (sorted keys, -0 as 0), so that what
 * follows cannot tell the difference. Throws `invalid-input` with the place when the value is not plain JSON, and what
 * `compute` throws.
 */
export async function runStep<T = Json>(
  store: RunStore,
  runId: string,
  step: StepInputs,
  compute: () => Promise<T> | T,
): Promise<{ value: T; reused: boolean }> {
  const key = stepKey(step)
  const record = { name: step.name, key, inputs: step.inputs }
  const found = store.findStep(key, runId)
  const value = found === undefined ? await compute() : found
  store.saveStep(runId, record, value as Json)
  return { value: store.stepValue(runId, step.name) as T, reused: found !== undefined }
}
