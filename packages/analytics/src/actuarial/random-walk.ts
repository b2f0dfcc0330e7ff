import { normalQuantile, semidefiniteFactor } from '../math/index.ts'
import { requireInRange, TuttiError } from '../errors/index.ts'
import { fillNormals, openStream } from '../random/index.ts'

/** A random walk with drift fitted to indices observed yearly. */
export interface RandomWalk {
  /** Last observed value of each index. */
  readonly start: readonly number[]
  /** Mean yearly change of each. */
  readonly drift: readonly number[]
  /** Covariance of the yearly innovations, divisor one less than the number of changes. */
  readonly covariance: readonly (readonly number[])[]
  /** Number of yearly changes that the fit rests on. */
  readonly changes: number
}

/** The walk that fits yearly `indices` (each a series, oldest first, at least 3 values). */
export function fittedRandomWalk(indices: readonly ArrayLike<number>[]): RandomWalk {
  const years = indices[0]?.length ?? 0
  const changes = years - 1
  if (changes < 2) {
    throw new TuttiError('invalid-input', 'a random walk with drift needs at least three years', {
      field: 'years',
      got: String(years),
      expected: '3 or more',
    })
  }
  const drift = indices.map((index) => (index[years - 1] - index[0]) / changes)
  const deviation = (i: number, t: number) => indices[i][t + 1] - indices[i][t] - drift[i]
  return {
    start: indices.map((index) => index[years - 1]),
    drift,
    covariance: drift.map((_, i) =>
      drift.map((__, j) => {
        let sum = 0
        for (let t = 0; t < changes; t++) sum += deviation(i, t) * deviation(j, t)
        return sum / (changes - 1)
      }),
    ),
    changes,
  }
}

/** Forecast of one index `years` ahead: its centre and the bounds of an interval. */
export interface IndexForecast {
  readonly central: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
}

/**
 * Forecasts of index `i` of a walk for 1, 2, ..., `horizon` years ahead. The variance h years ahead is h s^2, and
 * h^2 s^2 / n more where the drift is uncertain (`withDriftError`), n being the number of changes.
 */
export function walkForecasts(
  walk: RandomWalk,
  i: number,
  horizon: number,
  level: number,
  withDriftError: boolean,
): IndexForecast[] {
  requireInRange(level, 1e-6, 1 - 1e-9, 'level')
  const z = normalQuantile((1 + level) / 2)
  const variance = walk.covariance[i][i]
  return Array.from({ length: horizon }, (_, step) => {
    const h = step + 1
    const central = walk.start[i] + h * walk.drift[i]
    const standardError = Math.sqrt(variance * (h + (withDriftError ? (h * h) / walk.changes : 0)))
    return { central, standardError, lower: central - z * standardError, upper: central + z * standardError }
  })
}

/**
 * Simulated paths of the indices: entry (path * horizon + h - 1) * indices + i. Each path has its own random stream
 * (seed, 1, path); with `withDriftError` each draws its own drift first.
 */
export function simulatedWalk(
  walk: RandomWalk,
  horizon: number,
  simulation: { readonly paths: number; readonly seed: number; readonly withDriftError: boolean },
): Float64Array {
  const { paths, seed, withDriftError } = simulation
  requireInRange(paths, 1, 1e6, 'paths')
  const count = walk.start.length
  const factor = semidefiniteFactor(Float64Array.from(walk.covariance.flat()), count)
  const out = new Float64Array(paths * horizon * count)
  const state = new Int32Array(4)
  const normals = new Float64Array((horizon + 1) * count)
  const drift = new Float64Array(count)
  const value = new Float64Array(count)
  const scale = withDriftError ? 1 / Math.sqrt(walk.changes) : 0
  for (let p = 0; p < paths; p++) {
    openStream(seed, 1, p, state)
    fillNormals(state, normals, normals.length)
    for (let i = 0; i < count; i++) {
      let shock = 0
      for (let j = 0; j <= i; j++) shock += factor[i * count + j] * normals[j]
      drift[i] = walk.drift[i] + scale * shock
      value[i] = walk.start[i]
    }
    for (let h = 0; h < horizon; h++) {
      const at = (h + 1) * count
      for (let i = 0; i < count; i++) {
        let shock = 0
        for (let j = 0; j <= i; j++) shock += factor[i * count + j] * normals[at + j]
        value[i] += drift[i] + shock
        out[(p * horizon + h) * count + i] = value[i]
      }
    }
  }
  return out
}
