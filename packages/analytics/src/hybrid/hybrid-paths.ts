import { requireInRange, TuttiError } from '../errors/index.ts'
import { fillNormals, openStream } from '../random/index.ts'
import { type HybridModel } from './hybrid-model.ts'
import { type HybridTransition, hybridTransition } from './hybrid-transition.ts'

/** What is needed to draw paths: plain and cloneable to workers. */
export interface HybridWalk {
  /** Dates, years, increasing from above 0. */
  readonly timesYears: readonly number[]
  readonly transitions: readonly HybridTransition[]
  /** State today. */
  readonly start: Float64Array
  readonly seed: number
  readonly stream: number
}

/**
 * Sets up paths of the hybrid at `timesYears` (increasing, above 0). Path p of (seed, stream) is the same however the
 * paths are cut into shards. Throws `invalid-input`.
 */
export function hybridWalk(
  model: HybridModel,
  timesYears: readonly number[],
  random: { readonly seed: number; readonly stream?: number },
): HybridWalk {
  const { seed, stream = 0 } = random
  for (const [field, value, top] of [
    ['seed', seed, Number.MAX_SAFE_INTEGER],
    ['stream', stream, 0xffffffff],
  ] as const) {
    requireInRange(value, 0, top, field)
    if (!Number.isInteger(value)) {
      throw new TuttiError('invalid-input', `${field} must be a whole number, got ${value}`, { field })
    }
  }
  const transitions = timesYears.map((time, i) => {
    const before = i === 0 ? 0 : timesYears[i - 1]
    if (!(time > before && time <= 1000)) {
      throw new TuttiError('invalid-input', `timesYears must increase from above 0, got ${time} after ${before}`, {
        field: `timesYears[${i}]`,
        got: String(time),
        expected: `a time after ${before}`,
      })
    }
    return hybridTransition(model, before, time - before)
  })
  const start = new Float64Array(model.rates.length + model.logs.length)
  for (const [k, log] of model.logs.entries()) start[model.rates.length + k] = log.start
  return { timesYears, transitions, start, seed, stream }
}

/**
 * Draws paths first to first + count - 1 and writes the states of every date into `states`, at
 * (date x stateCount + state) x count + path: one contiguous run of paths for each state of each date.
 */
export function writeHybridPaths(walk: HybridWalk, first: number, count: number, states: Float64Array): void {
  const { transitions, start, seed, stream } = walk
  const size = start.length
  const normals = new Float64Array(size * transitions.length)
  const random = new Int32Array(4)
  const current = new Float64Array(size)
  const next = new Float64Array(size)
  for (let p = 0; p < count; p++) {
    openStream(seed, stream, first + p, random)
    fillNormals(random, normals, normals.length)
    current.set(start)
    for (let d = 0; d < transitions.length; d++) {
      const { rateCount, decay, onRates, constant, noise } = transitions[d]
      for (let i = 0; i < size; i++) {
        let value = constant[i]
        for (let j = 0; j <= i; j++) value += noise[i * size + j] * normals[d * size + j]
        if (i < rateCount) value += decay[i] * current[i]
        else {
          value += current[i]
          const row = (i - rateCount) * rateCount
          for (let j = 0; j < rateCount; j++) value += onRates[row + j] * current[j]
        }
        next[i] = value
      }
      const at = d * size * count + p
      for (let i = 0; i < size; i++) {
        current[i] = next[i]
        states[at + i * count] = next[i]
      }
    }
  }
}
