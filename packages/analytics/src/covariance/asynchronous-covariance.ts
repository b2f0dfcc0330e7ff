import { TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { denseRows } from './dense-rows.ts'
import { returnPanel, requireVarying } from './return-panel.ts'
import { populationCovariance } from './sample-covariance.ts'

/** A covariance matrix of markets that close at different times; per period. */
export interface AsynchronousCovariance {
  readonly covariance: number[][]
  readonly correlation: number[][]
  /** Correlations of same-period returns, which asynchronous closes pull towards zero. */
  readonly naiveCorrelation: number[][]
  readonly observations: number
  /** Periods over the horizon: about how many independent observations are behind an entry. */
  readonly effectiveObservations: number
}

/**
 * Covariance matrix that counts the covariances of neighbouring periods, `lags` of them, in.
 *
 * `newey-west`: S = G0 + sum (1 - l / (lags + 1)) (Gl + Gl'); `overlapping`: covariance of overlapping returns over
 * lags + 1 periods, divided by lags + 1. Every Gl has the divisor T, the overlapping covariance the number of its sums,
 * T - lags (no T - 1). Both are positive semidefinite and nearly equal; for markets in different time
 * zones one lag of daily returns leaves half of the missed covariance out, four leave a fifth.
 *
 * Throws `not-applicable` for a constant series. Sources: Newey & West, Econometrica 55 (1987); Burns, Engle & Mezrich,
 * J. of Derivatives 5(4) (1998).
 */
export function asynchronousCovariance(
  returns: readonly Sample[],
  lags: number,
  method: 'newey-west' | 'overlapping',
): AsynchronousCovariance {
  const panel = returnPanel(returns, 3)
  const { series: n, periods, centred } = panel
  requireWhole(lags, 0, periods - 2, 'lags')
  const plain = populationCovariance(panel)
  requireVarying(Float64Array.from({ length: n }, (_, i) => plain[i * n + i]))
  // The Bartlett weights are those of overlapping sums of the series with zeros at both ends.
  const ends = method === 'newey-west' ? lags : 0
  const length = periods - lags + 2 * ends
  const sums = new Float64Array(n * length)
  for (let j = 0; j < n; j++) {
    for (let t = 0; t < length; t++) {
      let sum = 0
      for (let l = 0; l <= lags; l++) {
        const at = t + l - ends
        if (at >= 0 && at < periods) sum += centred[j * periods + at]
      }
      sums[j * length + t] = sum
    }
  }
  if (method === 'overlapping') centreColumns(sums, n, length)
  const divisor = (lags + 1) * (method === 'newey-west' ? periods : length)
  const covariance = crossProduct(sums, n, length).map((value) => value / divisor)
  return {
    covariance: denseRows(covariance, n),
    correlation: correlationRows(covariance, n),
    naiveCorrelation: correlationRows(plain, n),
    observations: periods,
    effectiveObservations: periods / (lags + 1),
  }
}

function centreColumns(columns: Float64Array, series: number, length: number): void {
  for (let j = 0; j < series; j++) {
    let sum = 0
    for (let t = 0; t < length; t++) sum += columns[j * length + t]
    for (let t = 0; t < length; t++) columns[j * length + t] -= sum / length
  }
}

function correlationRows(covariance: Float64Array, n: number): number[][] {
  const deviations = Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]))
  deviations.forEach((sd, i) => {
    if (sd > 0) return
    throw new TuttiError('not-applicable', `series ${i} has no variance over the horizon, so no correlations`, {
      field: `returns[][${i}]`,
      got: 'a variance of 0',
      expected: 'a series whose moves do not cancel',
    })
  })
  const entry = (i: number, j: number): number =>
    i === j ? 1 : Math.min(1, Math.max(-1, covariance[i * n + j] / (deviations[i] * deviations[j])))
  return deviations.map((_, i) => deviations.map((_v, j) => entry(i, j)))
}
