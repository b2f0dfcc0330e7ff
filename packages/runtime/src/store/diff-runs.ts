import { jsonDifferences } from './json-differences.ts'
import type { JsonDifferences } from './json-differences.ts'
import { runManifest } from './run-key.ts'
import type { RunStore, StepRecord } from './run-store.ts'

/** A field of the manifests of two runs. */
export type FieldDiff =
  | { readonly field: string; readonly status: 'same' }
  | { readonly field: string; readonly status: 'changed'; readonly differences: JsonDifferences }

/** A step of two runs. `keyChanged` says that inputs, seed or code differed, `changed` that the value did. */
export type StepDiff =
  | { readonly name: string; readonly status: 'same'; readonly keyChanged: boolean }
  | {
      readonly name: string
      readonly status: 'changed'
      readonly keyChanged: boolean
      readonly differences: JsonDifferences
    }
  | { readonly name: string; readonly status: 'only-in-a' | 'only-in-b' }

export interface RunDiff {
  readonly a: string
  readonly b: string
  /** True when both runs have the same steps with the same values. */
  readonly sameResults: boolean
  readonly manifest: readonly FieldDiff[]
  /** The steps of `a` in their order, then those only in `b`. */
  readonly steps: readonly StepDiff[]
}

/**
 * Two runs, field by field and step by step, with the first `limit` (default 20) differing leaves of each.
 * Ids may be prefixes. Throws `missing-data` for a run, or a changed step's value, that is not there.
 */
export function diffRuns(store: RunStore, idA: string, idB: string, limit = 20): RunDiff {
  const [a, b] = [store.run(idA), store.run(idB)]
  const [manifestA, manifestB] = [runManifest(a), runManifest(b)]
  const manifest = Object.keys(manifestA).map((field): FieldDiff => {
    const differences = jsonDifferences(manifestA[field], manifestB[field], limit)
    return differences.total === 0 ? { field, status: 'same' } : { field, status: 'changed', differences }
  })
  const stepsOfA = store.steps(a.id)
  const stepsOfB = new Map(store.steps(b.id).map((step) => [step.name, step]))
  const namesOfA = new Set(stepsOfA.map((step) => step.name))
  const steps = [
    ...stepsOfA.map((step) => stepDiff(store, step, stepsOfB.get(step.name), limit)),
    ...[...stepsOfB.keys()]
      .filter((name) => !namesOfA.has(name))
      .map((name) => ({ name, status: 'only-in-b' }) as const),
  ]
  return { a: a.id, b: b.id, sameResults: steps.every((step) => step.status === 'same'), manifest, steps }
}

function stepDiff(store: RunStore, a: StepRecord, b: StepRecord | undefined, limit: number): StepDiff {
  const { name } = a
  if (b === undefined) return { name, status: 'only-in-a' }
  const keyChanged = a.key !== b.key
  if (a.hash === b.hash) return { name, status: 'same', keyChanged }
  const differences = jsonDifferences(store.stepValue(a.runId, name), store.stepValue(b.runId, name), limit)
  return { name, status: 'changed', keyChanged, differences }
}
