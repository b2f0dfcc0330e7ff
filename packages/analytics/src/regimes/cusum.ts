import { requireSample, TuttiError } from '../errors/index.ts'
import { isConstant, longRunCovariance, mean, requireWhole, type Sample, variance } from '../statistics/index.ts'

/** CUSUM test of a constant mean. */
export interface CusumTest {
  /** Scaled sums of deviations from the mean up to and with each observation; the last is 0. */
  readonly path: Float64Array
  /** Largest |path|. */
  readonly statistic: number
  /** P(sup of a Brownian bridge's size >= statistic). */
  readonly pValue: number
  /** First observation after the largest |path|: where the mean changed if it did. */
  readonly changeAt: number
  readonly observations: number
}

/**
 * Sums of deviations from the mean over s sqrt(n), s^2 the variance (`lags` 0) or Newey-West's long-run variance with
 * `lags` lags, for correlated observations.
 *
 * Throws `not-applicable` for a constant series or a long-run variance of 0.
 * Sources: Ploberger & Krämer (1992), Econometrica 60; Newey & West (1987).
 */
export function cusumTest(series: Sample, lags: number): CusumTest {
  requireSample(series, 5, 'series')
  const n = series.length
  requireWhole(lags, 0, n - 2, 'lags')
  const centre = mean(series)
  const spread = variance(series, 'population')
  const longRun = longRunCovariance(
    Array.from(series, (value) => [value - centre]),
    lags,
  )[0][0]
  if (isConstant(series, spread) || !(longRun > 1e-14 * spread)) {
    throw new TuttiError('not-applicable', 'the series has no long-run variance: its mean cannot be tested', {
      field: 'series',
      got: `a long-run variance of ${longRun}`,
      expected: 'a series that varies, or fewer lags',
    })
  }
  const scale = Math.sqrt(longRun * n)
  const path = new Float64Array(n)
  let sum = 0
  let at = 0
  for (let t = 0; t < n; t++) {
    sum += series[t] - centre
    path[t] = sum / scale
    if (t < n - 1 && Math.abs(path[t]) > Math.abs(path[at])) at = t
  }
  const statistic = Math.abs(path[at])
  return { path, statistic, pValue: bridgeSurvival(statistic), changeAt: at + 1, observations: n }
}

/** Kolmogorov's law: P(sup |Brownian bridge| >= x). */
function bridgeSurvival(x: number): number {
  if (x < 0.2) return 1
  let sum = 0
  for (let j = 1; j <= 100; j++) sum += 2 * (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * j * j * x * x)
  return Math.min(1, Math.max(0, sum))
}
