import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { columnRegression, dot } from './column-regression.ts'
import { deterministicColumns, deterministicNames } from './deterministic-columns.ts'
import { kpssQuantiles } from './kpss-quantiles.ts'
import type { CriticalValues } from './mackinnon.ts'
import { requireVarying } from './require-varying.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** A KPSS test; the null is stationarity around a level or a trend. */
export interface KpssTest {
  readonly statistic: number
  /** By interpolation of simulated quantiles; at the ends of the table a bound, with a caution. */
  readonly pValue: number
  readonly criticalValues: CriticalValues & { readonly percent2_5: number }
  /** Lags of the Bartlett kernel. */
  readonly lags: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/** Kwiatkowski et al. (1992), table 1. */
const criticalValues = {
  c: { percent10: 0.347, percent5: 0.463, percent2_5: 0.574, percent1: 0.739 },
  ct: { percent10: 0.119, percent5: 0.146, percent2_5: 0.176, percent1: 0.216 },
} as const

/**
 * KPSS test of stationarity around a level (`c`) or a linear trend (`ct`), with `lags` autocovariances in the long-run
 * variance, or as many as Hobijn, Franses & Ooms' rule says (`automatic`), or Schwert's (`schwert`: 12 (n/100)^(1/4),
 * rounded up).
 *
 * Throws `not-applicable` where the series has no variance around its level or trend.
 * Source: Kwiatkowski, Phillips, Schmidt & Shin, J. of Econometrics 54 (1992); Hobijn, Franses & Ooms, Statistica
 * Neerlandica 58 (2004).
 */
export function kpssTest(series: Sample, terms: 'c' | 'ct', lags: number | 'automatic' | 'schwert'): KpssTest {
  requireVarying(requireSample(series, terms.length + 3, 'series'), 'series')
  const n = series.length
  const residuals = trendResiduals(series, terms)
  const count =
    lags === 'automatic'
      ? Math.min(hobijnLags(residuals), n - 1)
      : lags === 'schwert'
        ? Math.min(Math.ceil(12 * (n / 100) ** 0.25), n - 1)
        : requireWhole(lags, 0, n - 1, 'lags')
  let partial = 0
  let squares = 0
  for (let t = 0; t < n; t++) {
    partial += residuals[t]
    squares += partial * partial
  }
  const statistic = squares / (n * n * bartlettVariance(residuals, count))
  const { pValue, isBound } = kpssPValue(statistic, terms)
  const cautions: TimeSeriesCaution[] = []
  if (n < shortSample) cautions.push('short-sample')
  if (isBound) cautions.push('p-value-beyond-table')
  return { statistic, pValue, criticalValues: criticalValues[terms], lags: count, observations: n, cautions }
}

/** Residuals of a series around its level or trend. Throws `not-applicable` where there are none. */
export function trendResiduals(series: Sample, terms: 'c' | 'ct' | 'ctt'): Float64Array {
  const { residuals, residualSquares } = columnRegression(
    series,
    deterministicColumns(terms, series.length),
    (j) => deterministicNames[j],
  )
  if (residualSquares > 1e-24 * dot(series, series)) return residuals
  throw new TuttiError(
    'not-applicable',
    'the series does not vary around its level or trend: there is nothing to test',
    {
      field: 'series',
      got: 'residuals of zero',
      expected: 'a series that varies',
    },
  )
}

/** Long-run variance with Bartlett weights, divisor n. */
export function bartlettVariance(residuals: Sample, lags: number): number {
  const n = residuals.length
  let total = dot(residuals, residuals)
  for (let lag = 1; lag <= lags; lag++) {
    let products = 0
    for (let t = lag; t < n; t++) products += residuals[t] * residuals[t - lag]
    total += 2 * (1 - lag / (lags + 1)) * products
  }
  return total / n
}

function hobijnLags(residuals: Sample): number {
  const n = residuals.length
  const longest = Math.trunc(n ** (2 / 9))
  let level = dot(residuals, residuals) / n
  let slope = 0
  for (let lag = 1; lag <= longest; lag++) {
    let products = 0
    for (let t = lag; t < n; t++) products += residuals[t] * residuals[t - lag]
    products /= n / 2
    level += products
    slope += lag * products
  }
  const ratio = slope / level
  return Math.trunc(1.1447 * Math.cbrt(ratio * ratio) * Math.cbrt(n))
}

function kpssPValue(statistic: number, terms: 'c' | 'ct'): { readonly pValue: number; readonly isBound: boolean } {
  const table = kpssQuantiles[terms]
  const above = table.findIndex(([, quantile]) => quantile >= statistic)
  if (above <= 0) return { pValue: table[above === 0 ? 0 : table.length - 1][0] / 100, isBound: true }
  const [lowPercent, low] = table[above - 1]
  const [highPercent, high] = table[above]
  const percent = lowPercent + ((highPercent - lowPercent) * (statistic - low)) / (high - low)
  return { pValue: percent / 100, isBound: false }
}
