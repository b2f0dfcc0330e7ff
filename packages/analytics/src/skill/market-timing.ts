import { requirePositive } from '../errors/index.ts'
import { studentTCdf, studentTQuantile } from '../math/index.ts'
import { mean, neweyWest, olsRegression, requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { coefficient, type Coefficient, requireManager, requireResiduals } from './factor-skill.ts'

/** A test of market timing: whether exposure to the market rises before it does. */
export interface TimingModel {
  /** Intercept times the periods a year: selection without timing. */
  readonly alphaAnnual: Coefficient
  readonly marketBeta: Coefficient
  /** Above 0 for timing. */
  readonly timing: Coefficient
  /** One-sided: of at least this t without timing. */
  readonly timingPValue: number
  /** What timing earned a year: its coefficient times the mean of the convex term times the periods a year. */
  readonly timingReturnAnnual: number
  readonly rSquared: number
}

/** Both tests of market timing. */
export interface MarketTiming {
  /** Convex term: the square of the market. */
  readonly treynorMazuy: TimingModel
  /** Convex term: the loss of the market, a put on it at no cost. */
  readonly henrikssonMerton: TimingModel
  readonly observations: number
  readonly errorLags: number
  readonly cautions: readonly MarketTimingCaution[]
}

/** Why a test of timing is to be read with care. */
export type MarketTimingCaution =
  /** Fewer than 60 periods. */
  | 'short-record'
  /** Alpha and timing have opposite signs and each lies beyond two errors: typical of options held or sold, not of skill. */
  | 'option-like'
  /** The two tests disagree on the sign. */
  | 'models-disagree'

/**
 * Whether a manager times the market: excess returns (n) on the market, the other factors and a convex function of the
 * market, with Newey-West errors. `market` is its column in `factors` (n rows), from 0.
 *
 * Sources: Treynor & Mazuy, Harvard Business Review 44 (1966); Henriksson & Merton, J. of Business 54 (1981); Jagannathan &
 * Korajczyk, J. of Business 59 (1986) (options look like timing).
 */
export function marketTiming(
  excessReturns: Sample,
  factors: readonly Sample[],
  options: {
    readonly market: number
    readonly periodsPerYear: number
    readonly confidence: number
    /** Null takes floor(4 (n / 100)^(2/9)). */
    readonly errorLags: number | null
  },
): MarketTiming {
  const { periodsPerYear, confidence } = options
  requirePositive(periodsPerYear, 'periodsPerYear')
  requireBetween(confidence, 0, 1, 'confidence')
  requireManager(excessReturns, factors)
  const n = excessReturns.length
  const market = requireWhole(options.market, 0, factors[0].length - 1, 'market')
  const errorLags = requireWhole(options.errorLags ?? Math.floor(4 * (n / 100) ** (2 / 9)), 0, n - 1, 'errorLags')
  const model = (convex: (value: number) => number): TimingModel => {
    const terms = factors.map((row) => convex(row[market]))
    const x = factors.map((row, t) => [...Array.from(row), terms[t]])
    const fit = olsRegression(excessReturns, x, { intercept: true })
    requireResiduals(fit.residuals, excessReturns)
    const { standardErrors } = neweyWest(fit, { lags: errorLags, smallSampleCorrection: true })
    const t = studentTQuantile((1 + confidence) / 2, fit.degreesOfFreedom)
    const last = fit.coefficients.length - 1
    const timing = coefficient(fit.coefficients[last], standardErrors[last], t)
    return {
      alphaAnnual: coefficient(fit.coefficients[0] * periodsPerYear, standardErrors[0] * periodsPerYear, t),
      marketBeta: coefficient(fit.coefficients[market + 1], standardErrors[market + 1], t),
      timing,
      timingPValue: studentTCdf(-timing.tStatistic, fit.degreesOfFreedom),
      timingReturnAnnual: timing.value * mean(terms) * periodsPerYear,
      rSquared: fit.rSquared ?? 0,
    }
  }
  const treynorMazuy = model((value) => value * value)
  const henrikssonMerton = model((value) => Math.max(0, -value))
  const optionLike = [treynorMazuy, henrikssonMerton].some(
    ({ alphaAnnual, timing }) =>
      alphaAnnual.tStatistic * timing.tStatistic < 0 &&
      Math.min(Math.abs(alphaAnnual.tStatistic), Math.abs(timing.tStatistic)) > 2,
  )
  const cautions: MarketTimingCaution[] = []
  if (n < 60) cautions.push('short-record')
  if (optionLike) cautions.push('option-like')
  if (treynorMazuy.timing.value * henrikssonMerton.timing.value < 0) cautions.push('models-disagree')
  return { treynorMazuy, henrikssonMerton, observations: n, errorLags, cautions }
}
