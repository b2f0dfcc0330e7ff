import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { studentTCdf, studentTQuantile } from '../math/index.ts'
import {
  autocorrelations,
  isConstant,
  ljungBoxTest,
  neweyWest,
  olsRegression,
  requireBetween,
  requireSameLength,
  requireWhole,
  type Sample,
  variance,
} from '../statistics/index.ts'
import type { Interval } from './active-record.ts'
import { smoothedReturns, type SmoothedReturns } from './smoothed-returns.ts'

/** Why an alpha is to be read with care. */
export type FactorSkillCaution =
  /** Fewer than 36 periods, or fewer than ten for each coefficient. */
  | 'short-record'
  /** The returns follow those before (lag-one autocorrelation above 2 / sqrt(n)): smoothed prices; betas are too low and alpha too high. */
  | 'smoothed-returns'
  /** Residuals are correlated (Ljung-Box below 5 %): only the Newey-West errors count. */
  | 'autocorrelated-residuals'
  /** A factor is explained to more than 90 % by the others: their betas cannot be told apart. */
  | 'collinear-factors'
  /** The factors explain less than a fifth: alpha may be pay for a factor that is not among them. */
  | 'poor-fit'
  /** More than half of alpha is one residual. */
  | 'one-period-dominates'

/** A coefficient with its Newey-West error. */
export interface Coefficient {
  readonly value: number
  readonly standardError: number
  readonly tStatistic: number
  readonly interval: Interval
}

/** How the regression is run. */
export interface FactorSkillOptions {
  readonly periodsPerYear: number
  /** Of intervals, such as 0.95. */
  readonly confidence: number
  /** Of the Newey-West errors; null takes floor(4 (n / 100)^(2/9)). */
  readonly errorLags: number | null
  /** `lagged`: betas to the factors and `smoothingLags` lags of them, summed; `unsmoothed`: the returns before smoothing. */
  readonly smoothing: 'none' | 'lagged' | 'unsmoothed'
  /** 1 to 3 for `unsmoothed`; unused with `none`. */
  readonly smoothingLags: number
}

/** Alpha and betas of a manager. */
export interface FactorSkill {
  readonly observations: number
  readonly degreesOfFreedom: number
  readonly errorLags: number
  /** Intercept times the periods a year. */
  readonly alphaAnnual: Coefficient
  /** One-sided: of at least this t where alpha is 0. */
  readonly alphaPValue: number
  /** Under equal, uncorrelated residuals, for comparison. */
  readonly alphaStandardErrorOls: number
  /** Of each factor; with `lagged` the sum over its lags. */
  readonly betas: readonly Coefficient[]
  readonly rSquared: number
  readonly adjustedRSquared: number
  readonly residualVolAnnual: number
  /** Annual alpha over annual residual volatility, and its error for independent normal residuals. */
  readonly appraisalRatio: number
  readonly appraisalRatioStandardError: number
  readonly ljungBoxPValue: number
  /** With `unsmoothed`. */
  readonly unsmoothing: SmoothedReturns | null
  readonly cautions: readonly FactorSkillCaution[]
}

/**
 * Regression of a manager's excess returns (n, over cash or a benchmark) on factor returns (`factors`, n rows of k
 * columns; excess returns themselves, so that the intercept is alpha), with Newey-West errors (small-sample factor
 * n / (n - k)) and Student's t with n - k degrees of freedom.
 *
 * Smoothed returns of illiquid assets hide beta: `lagged` sums betas to past factors, `unsmoothed` first undoes the
 * smoothing, whose weights its errors take as known (see `unsmoothing` for how well they are). Throws `not-applicable` for constant returns, an exact fit and collinear factors.
 * Sources: Jensen, J. of Finance 23 (1968); Treynor & Black, J. of Business 46 (1973); Newey & West, Econometrica 55
 * (1987); Dimson, J. of Financial Economics 7 (1979); Asness, Krail & Liew, J. of Portfolio Management 28 (2001);
 * Getmansky, Lo & Makarov, J. of Financial Economics 74 (2004).
 */
export function factorSkill(
  excessReturns: Sample,
  factors: readonly Sample[],
  options: FactorSkillOptions,
): FactorSkill {
  const { periodsPerYear, confidence, smoothing } = options
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireBetween(confidence, 0, 1, 'confidence')
  requireManager(excessReturns, factors)
  const lags = smoothing === 'lagged' ? requireWhole(options.smoothingLags, 1, 12, 'smoothingLags') : 0
  const unsmoothing =
    smoothing === 'unsmoothed'
      ? smoothedReturns(excessReturns, requireWhole(options.smoothingLags, 1, 3, 'smoothingLags'))
      : null
  const width = factors[0].length
  const y = Array.from(unsmoothing?.unsmoothed ?? excessReturns).slice(lags)
  const x = y.map((_, t) =>
    Array.from({ length: (lags + 1) * width }, (_, c) => factors[t + lags - Math.floor(c / width)][c % width]),
  )
  const fit = olsRegression(y, x, { intercept: true })
  requireResiduals(fit.residuals, y)
  const n = fit.observations
  const dof = fit.degreesOfFreedom
  const errorLags = requireWhole(options.errorLags ?? Math.floor(4 * (n / 100) ** (2 / 9)), 0, n - 1, 'errorLags')
  const { covariance } = neweyWest(fit, { lags: errorLags, smallSampleCorrection: true })
  const t = studentTQuantile((1 + confidence) / 2, dof)
  const alphaAnnual = coefficient(fit.coefficients[0] * periodsPerYear, Math.sqrt(covariance[0][0]) * periodsPerYear, t)
  const betas = Array.from({ length: width }, (_, j) => {
    const places = Array.from({ length: lags + 1 }, (_, lag) => 1 + lag * width + j)
    const value = places.reduce((sum, i) => sum + fit.coefficients[i], 0)
    const square = places.reduce((sum, a) => sum + places.reduce((part, b) => part + covariance[a][b], 0), 0)
    return coefficient(value, Math.sqrt(Math.max(0, square)), t)
  })
  const root = Math.sqrt(periodsPerYear)
  const perPeriod = fit.coefficients[0] / fit.residualStandardError
  const appraisalError = Math.sqrt(
    (fit.standardErrors[0] / fit.residualStandardError) ** 2 + perPeriod ** 2 / (2 * dof),
  )
  const ljungBoxPValue = ljungBoxTest(fit.residuals, Math.max(1, Math.min(6, Math.floor(n / 5)))).pValue
  const cautions: FactorSkillCaution[] = []
  if (n < 36 || n < 10 * fit.coefficients.length) cautions.push('short-record')
  if (smoothing === 'none' && autocorrelations(excessReturns, 1)[1] > 2 / Math.sqrt(n))
    cautions.push('smoothed-returns')
  if (ljungBoxPValue < 0.05) cautions.push('autocorrelated-residuals')
  if (fit.projection.slice(1).some((row, j) => inflation(row, x, j) > 10)) cautions.push('collinear-factors')
  if ((fit.rSquared ?? 0) < 0.2) cautions.push('poor-fit')
  const total = Math.abs(fit.coefficients[0]) * n
  if (fit.residuals.some((e) => Math.abs(e) > 0.5 * total)) cautions.push('one-period-dominates')
  return {
    observations: n,
    degreesOfFreedom: dof,
    errorLags,
    alphaAnnual,
    alphaPValue: studentTCdf(-alphaAnnual.tStatistic, dof),
    alphaStandardErrorOls: fit.standardErrors[0] * periodsPerYear,
    betas,
    rSquared: fit.rSquared ?? 0,
    adjustedRSquared: fit.adjustedRSquared ?? 0,
    residualVolAnnual: fit.residualStandardError * root,
    appraisalRatio: perPeriod * root,
    appraisalRatioStandardError: appraisalError * root,
    ljungBoxPValue,
    unsmoothing,
    cautions,
  }
}

/** A value with its error, t quantile `t`. Throws `calculation-failed` where the error vanished in rounding. */
export function coefficient(value: number, standardError: number, t: number): Coefficient {
  if (!(standardError > 0)) {
    throw new TuttiError('calculation-failed', 'a Newey-West error is zero or not a number', {
      field: 'errorLags',
      got: `a standard error of ${standardError}`,
      expected: 'returns in decimals, and fewer error lags where there are nearly as many as periods',
    })
  }
  return {
    value,
    standardError,
    tStatistic: value / standardError,
    interval: { lower: value - t * standardError, upper: value + t * standardError },
  }
}

/** Throws unless there are as many rows of factors as returns and the returns vary. */
export function requireManager(excessReturns: Sample, factors: readonly Sample[]): void {
  const n = requireSample(excessReturns, 3, 'excessReturns').length
  requireSameLength(excessReturns, { length: factors.length }, 'excessReturns', 'factors')
  factors.forEach((row, t) => {
    requireSameLength(factors[0], row, 'factors[0]', `factors[${t}]`)
    requireSample(row, 1, `factors[${t}]`)
  })
  if (!isConstant(excessReturns, variance(excessReturns, 'population'))) return
  throw new TuttiError('not-applicable', 'constant returns have neither betas nor a test of alpha', {
    field: 'excessReturns',
    got: `${n} returns of ${excessReturns[0]}`,
    expected: 'returns that vary',
  })
}

/** Throws `not-applicable` where the factors explain the returns exactly. */
export function requireResiduals(residuals: Float64Array, y: Sample): void {
  const squares = residuals.reduce((sum, e) => sum + e * e, 0)
  const whole = Array.from(y).reduce((sum, value) => sum + value * value, 0)
  if (squares > 1e-24 * whole) return
  throw new TuttiError(
    'not-applicable',
    'the factors explain the returns exactly: alpha has no error to be tested by',
    {
      field: 'factors',
      got: 'residuals of 0',
      expected: 'residuals that vary; leave out a factor made from the returns themselves',
    },
  )
}

/** Variance inflation of column j: how much the other columns widen its error. */
function inflation(projectionRow: Float64Array, x: readonly Sample[], j: number): number {
  const spread = variance(
    x.map((row) => row[j]),
    'population',
  )
  return spread * x.length * projectionRow.reduce((sum, p) => sum + p * p, 0)
}
