import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { jarqueBeraTest, ljungBoxTest, requireBetween, type Sample } from '../statistics/index.ts'
import { columnRegression } from './column-regression.ts'
import { requireVarying } from './require-varying.ts'
import { shortSample, type TimeSeriesCaution } from './test-cautions.ts'

/** An AR(1) regression of a series on its own past: x_t = intercept + coefficient x_(t-1) + e. */
export interface Ar1Fit {
  readonly intercept: number
  readonly coefficient: number
  /** coefficient - 1, with full precision. */
  readonly slope: number
  readonly slopeStandardError: number
  readonly residuals: Float64Array
  /** Divisor n: maximum likelihood. */
  readonly residualVariance: number
  /** Gaussian, conditional on the first observation. */
  readonly logLikelihood: number
  /** Transitions: one less than the observations. */
  readonly transitions: number
}

/** AR(1) by least squares, which is maximum likelihood conditional on the first observation. At least 5 observations. */
function ar1Fit(series: Sample): Ar1Fit {
  requireVarying(requireSample(series, 5, 'series'), 'series')
  const n = series.length - 1
  const lagged = Float64Array.from({ length: n }, (_, t) => series[t])
  const centre = lagged.reduce((sum, value) => sum + value, 0) / n
  const change = lagged.map((value, t) => series[t + 1] - value)
  const fit = columnRegression(change, [new Float64Array(n).fill(1), lagged.map((value) => value - centre)], (j) =>
    j === 0 ? 'the constant' : 'the lagged series',
  )
  const residualVariance = fit.residualSquares / n
  if (!(residualVariance > 1e-26 * (centre * centre + fit.residualSquares) && residualVariance > 0)) {
    throw new TuttiError('not-applicable', 'the series follows its own past exactly: there is no noise to fit', {
      field: 'series',
      got: 'residuals of zero',
      expected: 'a series with noise',
    })
  }
  const slope = fit.coefficients[1]
  return {
    intercept: fit.coefficients[0] - slope * centre,
    coefficient: 1 + slope,
    slope,
    slopeStandardError: fit.standardErrors[1],
    residuals: fit.residuals,
    residualVariance,
    logLikelihood: -0.5 * n * (Math.log(2 * Math.PI * residualVariance) + 1),
    transitions: n,
  }
}

/** A figure with its standard error. */
export interface FittedParameter {
  readonly value: number
  readonly standardError: number
}

/** An Ornstein-Uhlenbeck process dX = speed (mean - X) dt + sigma dW fitted to equally spaced observations. */
export interface OuFit {
  /** Per unit of time. */
  readonly speed: FittedParameter
  readonly mean: FittedParameter
  /** Per root of the unit of time. */
  readonly sigma: FittedParameter
  /** ln 2 / speed, in units of time. */
  readonly halfLife: number
  /** From the interval of the speed; the upper end is `null` where the speed may be zero. */
  readonly halfLifeInterval: { readonly lower: number; readonly upper: number | null }
  /** sigma / sqrt(2 speed): the standard deviation that the process returns to. */
  readonly stationaryDeviation: number
  readonly ar1: Ar1Fit
  /** What the speed is too high by, on average, in a sample of this length: about 4 / span. */
  readonly speedBias: number
  /** The speed less its bias where that leaves it positive, else `null`: then no reversion is to be relied upon. */
  readonly biasCorrectedSpeed: number | null
  readonly biasCorrectedHalfLife: number | null
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/**
 * Exact maximum likelihood (conditional on the first observation) of an Ornstein-Uhlenbeck process from its AR(1) form at
 * steps of `dt`, with standard errors by the delta method and a half-life interval at `confidence`.
 *
 * The speed is biased upwards in short samples: by about 4 over the time span with an unknown mean, whatever the number of
 * observations (Tang & Chen 2009; Yu 2012), so `speedBias` and a corrected speed are stated. Throws `not-applicable` where
 * the AR(1) coefficient is outside (0, 1): the series does not revert, or overshoots.
 * Source: Tang & Chen, J. of Econometrics 149 (2009).
 */
export function ouFit(series: Sample, dt: number, confidence = 0.95): OuFit {
  requirePositive(dt, 'dt')
  requireBetween(confidence, 0, 1, 'confidence')
  const ar1 = ar1Fit(series)
  const { coefficient, slope, intercept, residualVariance, transitions: n } = ar1
  if (!(coefficient > 0 && slope < 0)) {
    throw new TuttiError(
      'not-applicable',
      `the series has AR(1) coefficient ${coefficient}; an Ornstein-Uhlenbeck process needs one between 0 and 1`,
      {
        field: 'series',
        got: `AR(1) coefficient ${coefficient}`,
        expected: slope < 0 ? 'observations closer in time' : 'a mean-reverting series',
      },
    )
  }
  const speed = -Math.log1p(slope) / dt
  const mean = -intercept / slope
  // (1 - b^2) / (2 speed), the variance of a step per unit of sigma^2.
  const unit = (-slope * (1 + coefficient)) / (2 * speed)
  const variance = residualVariance / unit
  const sigma = Math.sqrt(variance)

  // Asymptotic covariance of the AR(1) maximum-likelihood estimates.
  const squares = residualVariance / ((ar1.slopeStandardError ** 2 * (n - 2)) / n)
  const coefficientError = Math.sqrt(residualVariance / squares)
  const speedError = coefficientError / (coefficient * dt)
  let sum = 0
  for (let t = 0; t < n; t++) sum += series[t]
  const distance = mean - sum / n
  const meanError = Math.sqrt(residualVariance / n + coefficientError ** 2 * distance ** 2) / -slope
  // ln sigma^2 = ln s^2 - ln unit(b); d ln unit / d b by the chain of speed and 1 - b^2.
  const logUnitSlope = (-2 * coefficient) / (-slope * (1 + coefficient)) + 1 / (coefficient * speed * dt)
  const sigmaError = 0.5 * sigma * Math.sqrt(2 / n + (logUnitSlope * coefficientError) ** 2)

  const z = normalQuantile(0.5 + confidence / 2)
  const slowest = speed - z * speedError
  const speedBias = 4 / (n * dt)
  const corrected = speed - speedBias
  const cautions: TimeSeriesCaution[] = []
  if (n < shortSample) cautions.push('short-sample')
  if (-slope < 2 * coefficientError) cautions.push('near-unit-root')
  cautions.push(...residualCautions(ar1.residuals))
  return {
    speed: { value: speed, standardError: speedError },
    mean: { value: mean, standardError: meanError },
    sigma: { value: sigma, standardError: sigmaError },
    halfLife: Math.LN2 / speed,
    halfLifeInterval: { lower: Math.LN2 / (speed + z * speedError), upper: slowest > 0 ? Math.LN2 / slowest : null },
    stationaryDeviation: sigma / Math.sqrt(2 * speed),
    ar1,
    speedBias,
    biasCorrectedSpeed: corrected > 0 ? corrected : null,
    biasCorrectedHalfLife: corrected > 0 ? Math.LN2 / corrected : null,
    observations: series.length,
    cautions,
  }
}

/** What residuals of a fit say against it. */
export function residualCautions(residuals: Sample): TimeSeriesCaution[] {
  const n = residuals.length
  const cautions: TimeSeriesCaution[] = []
  if (n < 20) return cautions
  const lags = Math.min(10, Math.floor(n / 5))
  if (ljungBoxTest(residuals, lags).pValue < 0.01) cautions.push('autocorrelated-residuals')
  if (jarqueBeraTest(residuals).pValue < 0.01) cautions.push('fat-tailed-residuals')
  let first = 0
  let second = 0
  const half = Math.floor(n / 2)
  for (let t = 0; t < half; t++) {
    first += residuals[t] ** 2
    second += residuals[n - 1 - t] ** 2
  }
  if (Math.max(first, second) > breakRatio * Math.min(first, second)) cautions.push('possible-structural-break')
  return cautions
}

/** Ratio of the residual variances of both halves that suggests a break. */
const breakRatio = 4

/** The half-life of mean reversion of a series from its AR(1) regression, in observations. */
export interface HalfLife {
  /** Of the change on the lagged level. */
  readonly slope: number
  readonly slopeStandardError: number
  /** -ln 2 / slope: the continuous approximation; `null` where the slope is not negative. */
  readonly halfLife: number | null
  /** -ln 2 / ln(1 + slope): exact for an AR(1); `null` where the slope is outside (-1, 0). */
  readonly halfLifeAr1: number | null
  readonly observations: number
  readonly cautions: readonly TimeSeriesCaution[]
}

/** Half-life of `series` from the regression of its change on its lagged level, with an intercept. */
export function halfLife(series: Sample): HalfLife {
  const fit = ar1Fit(series)
  const { slope, slopeStandardError } = fit
  const cautions: TimeSeriesCaution[] = []
  if (fit.transitions < shortSample) cautions.push('short-sample')
  if (slope > -2 * slopeStandardError) cautions.push('near-unit-root')
  cautions.push(...residualCautions(fit.residuals))
  return {
    slope,
    slopeStandardError,
    halfLife: slope < 0 ? -Math.LN2 / slope : null,
    halfLifeAr1: slope < 0 && slope > -1 ? -Math.LN2 / Math.log1p(slope) : null,
    observations: series.length,
    cautions,
  }
}
