import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'
import { columnRegression, dot } from './column-regression.ts'
import { deterministicColumns, deterministicNames } from './deterministic-columns.ts'
import { bartlettVariance } from './kpss-test.ts'
import { type CriticalValues, mackinnonBiasPValue, mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts'
import type { DeterministicTerms } from './mackinnon-tables.ts'
import { requireVarying } from './require-varying.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** Whose squares scale the correction for autocorrelation. */
export type CorrectionScale = 'lagged-levels' | 'current-levels'

/** A Phillips-Perron test; the null is a unit root. */
export interface PhillipsPerronTest {
  /** The t statistic, corrected for autocorrelation. */
  readonly zTau: number
  readonly zTauPValue: number
  readonly zTauCriticalValues: CriticalValues
  /** The normalised bias n (rho - 1), corrected. */
  readonly zAlpha: number
  readonly zAlphaPValue: number
  /** Autoregressive coefficient. */
  readonly coefficient: number
  readonly standardError: number
  /** Lags of the Bartlett kernel. */
  readonly lags: number
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Phillips-Perron test: a Dickey-Fuller regression without lags whose statistics are corrected by the long-run variance of
 * its residuals over `lags` autocovariances (`automatic`: 12 (n/100)^(1/4), rounded up).
 *
 * `scale` says whose squares scale the correction: those of the lagged levels, which the regression has (Hamilton), or of
 * the current ones (Phillips & Perron's formulae, as in the R package urca; `c` and `ct` alone). They differ by O(1/n).
 *
 * Source: Phillips & Perron, Biometrika 75 (1988), as Hamilton (1994), equations 17.6.8 and 17.6.12; p-values MacKinnon
 * (1994).
 */
export function phillipsPerronTest(
  series: Sample,
  terms: DeterministicTerms,
  lags: number | 'automatic',
  scale: CorrectionScale = 'lagged-levels',
): PhillipsPerronTest {
  requireVarying(requireSample(series, terms.length + 5, 'series'), 'series')
  if (scale === 'current-levels' && terms !== 'c' && terms !== 'ct') {
    throw new TuttiError('unsupported', `the correction by current levels is not defined with terms ${terms}`, {
      field: 'scale',
      got: scale,
      expected: 'lagged-levels, or the terms c or ct',
    })
  }
  const n = series.length - 1
  const count =
    lags === 'automatic'
      ? Math.min(Math.ceil(12 * (series.length / 100) ** 0.25), n - 1)
      : requireWhole(lags, 0, n - 1, 'lags')
  const corrected = correctedUnitRoot(series, terms, count, scale)
  const cautions: TimeSeriesCaution[] = n < shortSample ? ['short-sample'] : []
  return {
    zTau: corrected.zTau,
    zTauPValue: mackinnonPValue(corrected.zTau, terms),
    zTauCriticalValues: mackinnonCriticalValues(terms, n),
    zAlpha: corrected.zAlpha,
    zAlphaPValue: mackinnonBiasPValue(corrected.zAlpha, terms),
    coefficient: corrected.coefficient,
    standardError: corrected.standardError,
    lags: count,
    observations: n,
    cautions,
  }
}

/** Z_tau and Z_alpha of the regression of a series on its own lag. */
export function correctedUnitRoot(
  series: Sample,
  terms: DeterministicTerms,
  lags: number,
  scale: CorrectionScale = 'lagged-levels',
): { readonly zTau: number; readonly zAlpha: number; readonly coefficient: number; readonly standardError: number } {
  const n = series.length - 1
  const y = Float64Array.from({ length: n }, (_, t) => series[t + 1])
  const lagged = Float64Array.from({ length: n }, (_, t) => series[t])
  // The change is regressed on the level, which keeps the digits of rho - 1.
  const change = y.map((value, t) => value - lagged[t])
  const fixed = deterministicColumns(terms, n)
  const fit = columnRegression(change, [...fixed, lagged], (j) =>
    j < fixed.length ? deterministicNames[j] : 'the lagged level of series',
  )
  const slope = fit.coefficients[fixed.length]
  const standardError = fit.standardErrors[fixed.length]
  const shortRun = dot(fit.residuals, fit.residuals) / n
  const longRun = bartlettVariance(fit.residuals, lags)
  if (!(shortRun > 1e-24 * (dot(y, y) / n) && longRun > 0)) {
    throw new TuttiError(
      'not-applicable',
      'the series follows its own past exactly: there is no noise to test against',
      {
        field: 'series',
        got: 'residuals of zero',
        expected: 'a series with noise',
      },
    )
  }
  const variance = fit.residualSquares / fit.degreesOfFreedom
  const half = (longRun - shortRun) / 2
  const ratio =
    scale === 'lagged-levels'
      ? (n * standardError) / Math.sqrt(variance)
      : n /
        Math.sqrt(
          columnRegression(y, fixed, (j) => deterministicNames[j]).residualSquares *
            (terms === 'ct' ? 1 - 1 / (n * n) : 1),
        )
  return {
    zTau: Math.sqrt(shortRun / longRun) * (slope / standardError) - (half / Math.sqrt(longRun)) * ratio,
    zAlpha: n * slope - half * ratio * ratio,
    coefficient: 1 + slope,
    standardError,
  }
}
