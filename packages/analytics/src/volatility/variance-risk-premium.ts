import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import {
  bootstrapInterval,
  mean,
  neweyWest,
  olsRegression,
  optimalBlockLength,
  requireSameLength,
  requireWhole,
} from '../statistics/index.ts'
import type { HarFit } from './har.ts'

/** Implied variances and what was realised over the time that each of them covers, both annual, oldest first. */
export interface VariancePremiumHistory {
  readonly impliedVariances: ArrayLike<number>
  /** `realisedVariances[t]` is realised after implied variance t was quoted, over its horizon. */
  readonly realisedVariances: ArrayLike<number>
  /** Observations that one horizon spans, >= 1: daily quotes of 21-day variance have 21. Errors allow for the overlap. */
  readonly horizon: number
  /** Resamples of the stationary bootstrap, at least 100, and its draws in (0, 1). */
  readonly samples: number
  readonly uniform: () => number
}

/** The mean of implied less subsequently realised variance and how sure of it one is; annual variances. */
export interface VarianceRiskPremium {
  readonly meanPremium: number
  /** Newey-West, lags 3/2 of the horizon. */
  readonly standardError: number
  readonly tStatistic: number
  /** Standard deviation of the mean over the bootstrap's resamples, and its 95 % interval. */
  readonly bootstrapError: number
  readonly lower: number
  readonly upper: number
  readonly meanImplied: number
  readonly meanRealised: number
  /** Mean of sqrt(implied) - sqrt(realised): the premium in volatility. */
  readonly meanVolPremium: number
  /** Share of observations in which implied was above realised. */
  readonly shareAbove: number
  readonly observations: number
}

/**
 * Variance risk premium after the fact: what sellers of variance earned on average. Blocks of the bootstrap are as long
 * as the series' dependence asks, and at least as the overlap. Throws `invalid-input` for negative variances, series of
 * different length or of fewer than 10 observations or one and a half horizons, `not-applicable` for a premium that does
 * not vary.
 * Sources: Carr & Wu, RFS 22 (2009), 1311-1341; Newey & West (1987); Politis & Romano (1994).
 */
export function varianceRiskPremium(history: VariancePremiumHistory): VarianceRiskPremium {
  const { impliedVariances, realisedVariances, horizon } = history
  requireWhole(horizon, 1, Infinity, 'horizon')
  requireSample(impliedVariances, Math.max(10, Math.ceil(1.5 * horizon) + 1), 'impliedVariances')
  requireSample(realisedVariances, 1, 'realisedVariances')
  requireSameLength(impliedVariances, realisedVariances, 'impliedVariances', 'realisedVariances')
  const n = impliedVariances.length
  const implied = Array.from(impliedVariances, (value, t) => requireVariance(value, `impliedVariances[${t}]`))
  const realised = Array.from(realisedVariances, (value, t) => requireVariance(value, `realisedVariances[${t}]`))
  const premia = implied.map((value, t) => value - realised[t])
  const fit = olsRegression(
    premia,
    premia.map(() => []),
    { intercept: true },
  )
  const lags = Math.min(Math.ceil(1.5 * horizon), n - 1)
  const [standardError] = neweyWest(fit, { lags, smallSampleCorrection: true }).standardErrors
  requireError(standardError, Math.abs(fit.coefficients[0]), 'impliedVariances, realisedVariances')
  const meanBlock = Math.min(Math.max(optimalBlockLength(premia).stationary, horizon), n)
  const interval = bootstrapInterval(mean, premia, {
    samples: history.samples,
    level: 0.95,
    uniform: history.uniform,
    meanBlock,
    method: 'percentile',
  })
  return {
    meanPremium: fit.coefficients[0],
    standardError,
    tStatistic: fit.coefficients[0] / standardError,
    bootstrapError: interval.standardError,
    lower: interval.lower,
    upper: interval.upper,
    meanImplied: mean(implied),
    meanRealised: mean(realised),
    meanVolPremium: mean(premia.map((_, t) => Math.sqrt(implied[t]) - Math.sqrt(realised[t]))),
    shareAbove: premia.filter((premium) => premium > 0).length / n,
    observations: n,
  }
}

/** Implied variance less its forecast, annual. */
export interface ExpectedVariancePremium {
  readonly premium: number
  readonly expectedRealised: number
  /** Uncertainty of the expected premium: that of the forecast's coefficients. */
  readonly standardError: number
  /** Uncertainty of what will be earned. */
  readonly outcomeError: number
  /** Premium over its standard error. */
  readonly tStatistic: number
}

/**
 * Variance risk premium before the fact: annual implied variance less the variance that HAR expects over its horizon.
 * `daysPerYear` turns the fit's daily variance into an annual one. Throws `invalid-input`, `not-applicable` without error.
 * Source: Bollerslev, Tauchen & Zhou, RFS 22 (2009), 4463-4492; Corsi (2009).
 */
export function expectedVariancePremium(
  impliedVariance: number,
  fit: Pick<HarFit, 'forecast' | 'estimationError' | 'forecastError'>,
  daysPerYear: number,
): ExpectedVariancePremium {
  requireVariance(impliedVariance, 'impliedVariance')
  requirePositive(daysPerYear, 'daysPerYear')
  const expectedRealised = daysPerYear * fit.forecast
  const standardError = daysPerYear * fit.estimationError
  const premium = impliedVariance - expectedRealised
  requireError(standardError, Math.abs(premium), 'fit')
  return {
    premium,
    expectedRealised,
    standardError,
    outcomeError: daysPerYear * fit.forecastError,
    tStatistic: premium / standardError,
  }
}

/** Throws `not-applicable` for a standard error of nothing but rounding: such a premium has no t-statistic. */
function requireError(standardError: number, size: number, field: string): void {
  if (standardError > 1e-14 * size) return
  throw new TuttiError('not-applicable', 'the premium does not vary, so it has no standard error', {
    field,
    got: `a standard error of ${standardError}`,
    expected: 'variances that differ',
  })
}

function requireVariance(value: number, field: string): number {
  if (value >= 0 && Number.isFinite(value)) return value
  throw new TuttiError('invalid-input', `${field} must be a finite variance of at least 0, got ${value}`, {
    field,
    got: String(value),
    expected: 'a number >= 0',
  })
}
