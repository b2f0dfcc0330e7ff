import { requireSample, TuttiError } from '../errors/index.ts'
import { mean, requireSameLength, type Sample } from '../statistics/index.ts'
import { chosenLags, dickeyFullerRegression, type LagChoice } from './adf-test.ts'
import { type ColumnRegression, columnRegression, dot } from './column-regression.ts'
import { deterministicColumns, deterministicNames } from './deterministic-columns.ts'
import { type CriticalValues, mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** An Engle-Granger test; the null is no cointegration. */
export interface EngleGrangerTest {
  readonly statistic: number
  /** `null` for more than six series, for which none is tabulated. */
  readonly pValue: number | null
  /** `null` without a constant, for which none are tabulated. */
  readonly criticalValues: CriticalValues | null
  /** Coefficients of the regressors: units of y per unit of x. */
  readonly hedgeRatios: readonly number[]
  /** Of the constant, trend and quadratic trend (trend running from 1/n to 1), as far as they are in. */
  readonly deterministics: readonly number[]
  /** y less its fit. */
  readonly spread: Float64Array
  readonly rSquared: number
  readonly lags: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Engle-Granger test of cointegration of `y` with the columns of `x` (n rows): y is regressed on x and `terms`, and the
 * residuals are tested for a unit root without deterministic terms, against MacKinnon's distributions for as many series.
 *
 * The least-squares hedge ratios converge fast under cointegration, but their usual standard errors are not valid, so none
 * are given. Throws `not-applicable` where the fit is exact (the series are collinear).
 * Source: Engle & Granger, Econometrica 55 (1987); MacKinnon (1994, 2010).
 */
export function engleGrangerTest(
  y: Sample,
  x: readonly Sample[],
  terms: DeterministicTerms,
  choice: LagChoice,
): EngleGrangerTest {
  const { fit, rSquared, seriesCount } = cointegratingRegression(y, x, terms)
  const { lags, atMaximum } = chosenLags(fit.residuals, 'n', choice)
  const { statistic } = dickeyFullerRegression(fit.residuals, 'n', lags)
  const width = seriesCount - 1
  const cautions: TimeSeriesCaution[] = []
  if (y.length < shortSample) cautions.push('short-sample')
  if (atMaximum) cautions.push('lag-at-maximum')
  if (seriesCount > 6) cautions.push('p-value-not-tabulated')
  return {
    statistic,
    pValue: seriesCount > 6 ? null : mackinnonPValue(statistic, terms, seriesCount),
    criticalValues:
      terms === 'n' || seriesCount > 12 ? null : mackinnonCriticalValues(terms, y.length - 1, seriesCount),
    hedgeRatios: Array.from(fit.coefficients.subarray(fit.coefficients.length - width)),
    deterministics: Array.from(fit.coefficients.subarray(0, fit.coefficients.length - width)),
    spread: fit.residuals,
    rSquared,
    lags,
    observations: y.length,
    cautions,
  }
}

/** The first step: y on deterministic terms and x. R squared as OLS reports it: uncentred without a constant. */
export function cointegratingRegression(
  y: Sample,
  x: readonly Sample[],
  terms: DeterministicTerms,
): { readonly fit: ColumnRegression; readonly rSquared: number; readonly seriesCount: number } {
  requireSample(y, 10, 'y')
  requireSameLength(y, { length: x.length }, 'y', 'x')
  const width = x[0].length
  x.forEach((row, t) => {
    requireSameLength(x[0], row, 'x[0]', `x[${t}]`)
    requireSample(row, 1, `x[${t}]`)
  })
  const n = y.length
  const fixed = deterministicColumns(terms, n)
  requireSample(y, 2 * (fixed.length + width) + 6, 'y')
  const columns = Array.from({ length: width }, (_, j) => Float64Array.from(x, (row) => row[j]))
  const fit = columnRegression(y, [...fixed, ...columns], (j) =>
    j < fixed.length ? deterministicNames[j] : `column ${j - fixed.length} of x`,
  )
  const centre = terms === 'n' ? 0 : mean(y)
  const centred = Float64Array.from(y, (value) => value - centre)
  const total = dot(centred, centred)
  const rSquared = total > 0 ? 1 - fit.residualSquares / total : 1
  if (rSquared < 1 - 1e-13 && fit.residualSquares > 1e-24 * dot(y, y)) return { fit, rSquared, seriesCount: width + 1 }
  throw new TuttiError('not-applicable', 'y is a combination of the columns of x: there is no spread to test', {
    field: 'y',
    got: `R squared ${rSquared}`,
    expected: 'series that are not collinear',
  })
}
