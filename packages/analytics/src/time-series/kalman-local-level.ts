import type { Sample } from '../statistics/index.ts'
import { stateSpaceFilter, type StateSpaceModel, stateSpaceSmoother } from './state-space.ts'

/** A level that walks randomly, seen with noise: y = level + e, level_(t+1) = level_t + u. */
export interface LocalLevelInput {
  readonly observationVariance: number
  readonly levelVariance: number
  /** The level at the first observation, before it is seen. */
  readonly initial: { readonly mean: number; readonly variance: number }
}

/** Levels by the Kalman filter and smoother. */
export interface LocalLevel {
  /** Exact diffuse: the first observation sets the level, and counts -0.5 ln(2 pi). */
  readonly logLikelihoodDiffuse: number
  /** From the given start. */
  readonly logLikelihood: number
  readonly filtered: Float64Array
  readonly filteredVariances: Float64Array
  readonly smoothed: Float64Array
  readonly smoothedVariances: Float64Array
  readonly innovations: Float64Array
  readonly innovationVariances: Float64Array
}

/**
 * Local level model of `series` at given variances, from a given start; the likelihood also with a diffuse one.
 *
 * Source: Durbin & Koopman (2012), chapter 2.
 */
export function localLevel(series: Sample, input: LocalLevelInput): LocalLevel {
  const model = (initial: StateSpaceModel['initial']): StateSpaceModel => ({
    loadings: Array.from(series, () => [1]),
    transition: [[1]],
    stateCovariance: [[input.levelVariance]],
    observationVariance: input.observationVariance,
    initial,
  })
  const started = model({ mean: [input.initial.mean], covariance: [[input.initial.variance]] })
  const filter = stateSpaceFilter(series, started)
  const smoother = stateSpaceSmoother(started, filter)
  const first = (rows: readonly Float64Array[]): Float64Array => Float64Array.from(rows, (row) => row[0])
  return {
    logLikelihoodDiffuse: stateSpaceFilter(series, model('diffuse')).logLikelihood,
    logLikelihood: filter.logLikelihood,
    filtered: first(filter.filtered),
    filteredVariances: first(filter.filteredCovariances),
    smoothed: first(smoother.smoothed),
    smoothedVariances: first(smoother.smoothedCovariances),
    innovations: filter.innovations,
    innovationVariances: filter.innovationVariances,
  }
}
