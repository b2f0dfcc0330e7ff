import { requireSample, TuttiError } from '../errors/index.ts'
import { requireSemidefinite, requireSymmetric } from '../math/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'
import { stateSpaceFilter, type StateSpaceModel, stateSpaceSmoother } from './state-space.ts'

/** A regression whose coefficients walk randomly: y_t = x_t b_t + e_t, b_(t+1) = b_t + u_t. */
export interface KalmanRegressionInput {
  /** Covariance of a step of the coefficients. */
  readonly stateCovariance: readonly (readonly number[])[]
  readonly observationVariance: number
  readonly initialMean: readonly number[]
  readonly initialCovariance: readonly (readonly number[])[]
  /** Whether the coefficients take a step before the first observation too, or the start is theirs at it. */
  readonly stepBeforeFirst: boolean
}

/** Coefficient paths; row t is after observation t, or given all of them. */
export interface KalmanRegression {
  readonly logLikelihood: number
  readonly filtered: readonly Float64Array[]
  readonly filteredCovariances: readonly Float64Array[]
  readonly smoothed: readonly Float64Array[]
  readonly smoothedCovariances: readonly Float64Array[]
  readonly innovations: Float64Array
  readonly innovationVariances: Float64Array
}

/**
 * Kalman filter and smoother of a regression of `y` on the columns of `x` (n rows; put a column of ones for an intercept).
 *
 * Source: Durbin & Koopman (2012), section 3.6.
 */
export function kalmanRegression(y: Sample, x: readonly Sample[], input: KalmanRegressionInput): KalmanRegression {
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const m = input.initialMean.length
  x.forEach((row, t) => {
    requireSample(row, 1, `x[${t}]`)
    requireSameLength({ length: m }, row, 'initialMean', `x[${t}]`)
  })
  requireCovariance(input.stateCovariance, m, 'stateCovariance')
  requireCovariance(input.initialCovariance, m, 'initialCovariance')
  const start = input.initialCovariance.map((row, i) =>
    row.map((value, j) => value + (input.stepBeforeFirst ? input.stateCovariance[i][j] : 0)),
  )
  const model: StateSpaceModel = {
    loadings: x,
    transition: start.map((row, i) => row.map((_, j) => (i === j ? 1 : 0))),
    stateCovariance: input.stateCovariance,
    observationVariance: input.observationVariance,
    initial: { mean: input.initialMean, covariance: start },
  }
  const filter = stateSpaceFilter(y, model)
  const smoother = stateSpaceSmoother(model, filter)
  return {
    logLikelihood: filter.logLikelihood,
    filtered: filter.filtered,
    filteredCovariances: filter.filteredCovariances,
    smoothed: smoother.smoothed,
    smoothedCovariances: smoother.smoothedCovariances,
    innovations: filter.innovations,
    innovationVariances: filter.innovationVariances,
  }
}

function requireCovariance(matrix: readonly (readonly number[])[], size: number, field: string): void {
  if (matrix.length !== size) {
    throw new TuttiError('invalid-input', `${field} must have ${size} rows, got ${matrix.length}`, {
      field,
      got: `${matrix.length} rows`,
      expected: `${size} rows, one for every coefficient`,
    })
  }
  requireSymmetric(matrix, field)
  requireSemidefinite(matrix, field)
}
