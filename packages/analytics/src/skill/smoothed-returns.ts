import { requireSample, TuttiError } from '../errors/index.ts'
import { nelderMead } from '../math/index.ts'
import { isConstant, mean, requireWhole, type Sample, standardDeviation, variance } from '../statistics/index.ts'

/** Smoothing of reported returns and the returns before it. */
export interface SmoothedReturns {
  /** Share of this period's true return that is reported now, one period later, and so on; they sum to 1. */
  readonly weights: readonly number[]
  readonly weightStandardErrors: readonly number[]
  /** Sum of the squared weights: 1 without smoothing, less with more of it. */
  readonly smoothingIndex: number
  /** True returns by period, with the mean of the reported ones before the first. */
  readonly unsmoothed: Float64Array
  /** Standard deviation of the reported over that of the unsmoothed returns. */
  readonly volatilityRatio: number
  readonly logLikelihood: number
  readonly observations: number
  readonly cautions: readonly SmoothingCaution[]
}

/** Why the smoothing is to be read with care. */
export type SmoothingCaution =
  /** Fewer than 60 periods. */
  | 'short-record'
  /** The first weight lies within two standard errors of 1: there may be no smoothing at all. */
  | 'no-clear-smoothing'
  /** At the edge of what can be undone: the unsmoothed returns swing without end. */
  | 'not-invertible'

/**
 * Reported returns as a moving average of true ones over `lags` (1 to 3) past periods, weights summing to 1, by exact
 * Gaussian maximum likelihood of an invertible moving average; errors from the curvature of the likelihood.
 *
 * The mean is the sample mean. Needs 10 + 5 lags periods. Throws `not-applicable` for constant returns.
 * Sources: Getmansky, Lo & Makarov, J. of Financial Economics 74 (2004), section 5; Brockwell & Davis, Time Series: Theory
 * and Methods (1991), 5.2 and 8.7 (the innovations algorithm).
 */
export function smoothedReturns(returns: Sample, lags: number): SmoothedReturns {
  requireWhole(lags, 1, 3, 'lags')
  const n = requireSample(returns, 10 + 5 * lags, 'returns').length
  if (isConstant(returns, variance(returns, 'population'))) {
    throw new TuttiError('not-applicable', 'constant returns show no smoothing', {
      field: 'returns',
      got: `${n} returns of ${returns[0]}`,
      expected: 'returns that vary',
    })
  }
  const centre = mean(returns)
  const scale = standardDeviation(returns, 'population')
  const x = Float64Array.from(returns, (value) => (value - centre) / scale)
  const objective = (psi: readonly number[]): number => (isInvertible(psi) ? deviance(x, psi) : Infinity)
  const starts = [0, 0.3].map((first) => Array.from({ length: lags }, (_, j) => first / (j + 1)))
  const fits = starts.map((start) =>
    nelderMead(objective, start, { steps: start.map(() => 0.1), pointTolerance: 1e-9, maxIterations: 3000 }),
  )
  const best = fits.reduce((a, b) => (b.value < a.value ? b : a))
  const psi = best.point
  const total = 1 + psi.reduce((sum, value) => sum + value, 0)
  const weights = [1, ...psi].map((value) => value / total)
  const cautions: SmoothingCaution[] = []
  if (n < 60) cautions.push('short-record')
  const errors = isInvertible(psi.map((value) => value * 1.001)) && total > 1e-3 ? weightErrors(x, psi) : undefined
  if (errors === undefined) {
    throw new TuttiError(
      'not-applicable',
      'the likeliest moving average is at the edge of what can be undone: reported returns reverse one another; take fewer lags or none',
      { field: 'returns', got: `moving-average coefficients ${psi.map((v) => v.toFixed(3)).join(', ')}` },
    )
  }
  if (weights[0] + 2 * errors[0] >= 1) cautions.push('no-clear-smoothing')
  const unsmoothed = new Float64Array(n)
  for (let t = 0; t < n; t++) {
    let value = returns[t] - centre
    for (let j = 1; j <= lags && j <= t; j++) value -= weights[j] * (unsmoothed[t - j] - centre)
    unsmoothed[t] = centre + value / weights[0]
  }
  const unsmoothedDeviation = standardDeviation(unsmoothed, 'population')
  if (!(weights[0] > 0) || psi.some((value) => Math.abs(value) > 0.95 * (lags === 1 ? 1 : 2)))
    cautions.push('not-invertible')
  return {
    weights,
    weightStandardErrors: errors,
    smoothingIndex: weights.reduce((sum, value) => sum + value * value, 0),
    unsmoothed,
    volatilityRatio: scale / unsmoothedDeviation,
    logLikelihood: -0.5 * (best.value + n * (Math.log(2 * Math.PI) + 1 + 2 * Math.log(scale))),
    observations: n,
    cautions,
  }
}

/** n ln(sigma^2) + sum ln(v_t) of a moving average with coefficients `psi`, sigma^2 at its optimum. */
function deviance(x: Float64Array, psi: readonly number[]): number {
  const n = x.length
  const q = psi.length
  const full = [1, ...psi]
  const gamma = Array.from({ length: q + 1 }, (_, lag) => {
    let sum = 0
    for (let j = 0; j + lag <= q; j++) sum += full[j] * full[j + lag]
    return sum
  })
  // theta[t % (q + 1)][j - 1] multiplies the innovation j periods back; v are the variances of the innovations over sigma^2.
  const theta = Array.from({ length: q + 1 }, () => new Float64Array(q + 1))
  const v = new Float64Array(n)
  const innovations = new Float64Array(n)
  let squares = 0
  let logs = 0
  for (let t = 0; t < n; t++) {
    const row = theta[t % (q + 1)]
    const far = Math.min(q, t)
    let own = gamma[0]
    let forecast = 0
    for (let j = far; j >= 1; j--) {
      const k = t - j
      const past = theta[k % (q + 1)]
      let value = gamma[j]
      for (let i = j + 1; i <= far; i++) value -= past[i - j] * row[i] * v[t - i]
      row[j] = value / v[k]
      own -= row[j] * row[j] * v[k]
      forecast += row[j] * innovations[k]
    }
    v[t] = own
    innovations[t] = x[t] - forecast
    squares += innovations[t] ** 2 / own
    logs += Math.log(own)
  }
  return n * Math.log(squares / n) + logs
}

/** Whether 1 + psi_1 z + ... has its roots outside the unit circle, by stepping down the reflection coefficients. */
function isInvertible(psi: readonly number[]): boolean {
  let current = [...psi]
  while (current.length > 0) {
    const last = current[current.length - 1]
    if (!(Math.abs(last) < 1)) return false
    current = current
      .slice(0, -1)
      .map((value, i) => (value - last * current[current.length - 2 - i]) / (1 - last * last))
  }
  return true
}

/** Errors of the weights by the delta method; undefined where the likelihood is not curved enough to tell. */
function weightErrors(x: Float64Array, psi: readonly number[]): number[] | undefined {
  const q = psi.length
  const h = 1e-4
  const shifted = (i: number, a: number, j: number, b: number): number =>
    deviance(
      x,
      psi.map((value, k) => value + (k === i ? a : 0) + (k === j ? b : 0)),
    )
  // Half the deviance is minus the log-likelihood.
  const information = psi.map((_, i) =>
    psi.map(
      (_, j) =>
        (shifted(i, h, j, h) - shifted(i, h, j, -h) - shifted(i, -h, j, h) + shifted(i, -h, j, -h)) / (8 * h * h),
    ),
  )
  const total = 1 + psi.reduce((sum, value) => sum + value, 0)
  const jacobian = Array.from({ length: q + 1 }, (_, w) =>
    psi.map((_, i) => (w === i + 1 ? 1 / total : 0) - (w === 0 ? 1 : psi[w - 1]) / total ** 2),
  )
  const covariance = inverse(information)
  if (covariance === undefined) return undefined
  const errors = jacobian.map((row) =>
    Math.sqrt(row.reduce((sum, a, i) => sum + row.reduce((part, b, j) => part + a * b * covariance[i][j], 0), 0)),
  )
  return errors.every((value) => Number.isFinite(value)) ? errors : undefined
}

/** Inverse of a positive definite matrix of at most three rows, by Gauss-Jordan; undefined where it is not one. */
function inverse(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let i = 0; i < size; i++) {
    const pivot = rows[i][i]
    if (!(pivot > 0)) return undefined
    rows[i] = rows[i].map((value) => value / pivot)
    for (let k = 0; k < size; k++) {
      if (k === i) continue
      const factor = rows[k][i]
      rows[k] = rows[k].map((value, j) => value - factor * rows[i][j])
    }
  }
  return rows.map((row) => row.slice(size))
}
