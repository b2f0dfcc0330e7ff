import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import {
  isConstant,
  mean,
  requireWhole,
  rollingVolatility,
  type Sample,
  sharpeStandardErrorNormal,
  standardDeviation,
  variance,
} from '../statistics/index.ts'

/** How trend is measured and sized. */
export interface TimeSeriesMomentumRule {
  /** Periods of past return, each a forecast of its own; the signal is their mean. */
  readonly lookbacks: readonly number[]
  /** Latest periods left out of the past return. */
  readonly skip: number
  /** `sign` of the past return, or the return over its own deviation, clipped at 2 and halved: both in [-1, 1]. */
  readonly measure: 'sign' | 'scaled'
  /** Returns of the volatility, up to the signal's own day. */
  readonly volatilityWindow: number
  readonly periodsPerYear: number
  readonly targetVolAnnual: number
  /** Largest size of the exposure. */
  readonly maxExposure: number
}

/** Signals of a series, and what they would have earned. */
export interface TimeSeriesMomentum {
  /** Observation that the first entry belongs to. */
  readonly firstIndex: number
  /** For each lookback the measure in [-1, 1] at each observation. */
  readonly byLookback: readonly Float64Array[]
  /** Mean of the measures. */
  readonly signal: Float64Array
  /** Annual sample volatility (n - 1) of the window up to each observation. */
  readonly volAnnual: Float64Array
  /** signal x target / volatility, cut at the largest size; what to hold over the next period. */
  readonly exposure: Float64Array
  /** exposure[k] times the return of the period after it; one shorter. */
  readonly strategyReturns: Float64Array
  /** Annual Sharpe ratio of the strategy before costs, with the error of normal independent returns; `null` without spread. */
  readonly sharpeAnnual: number | null
  readonly sharpeStandardErrorAnnual: number | null
  readonly cautions: readonly ('short-history' | 'not-different-from-zero')[]
}

/**
 * Time-series momentum over several horizons with volatility scaling. What is held at t uses prices up to t alone.
 * Prices positive; `not-applicable` where prices stand still over a volatility window.
 *
 * Source: Moskowitz, Ooi & Pedersen (2012), J. Financial Economics 104; Baz et al. (2015), Dissecting Investment Strategies.
 */
export function timeSeriesMomentum(prices: Sample, rule: TimeSeriesMomentumRule): TimeSeriesMomentum {
  const { lookbacks, skip, measure, volatilityWindow, periodsPerYear, targetVolAnnual, maxExposure } = rule
  requireSample(lookbacks, 1, 'lookbacks')
  lookbacks.forEach((length, i) => requireWhole(length, 1, Infinity, `lookbacks[${i}]`))
  requireWhole(skip, 0, Infinity, 'skip')
  requireWhole(volatilityWindow, 2, Infinity, 'volatilityWindow')
  requirePositive(targetVolAnnual, 'targetVolAnnual')
  requirePositive(maxExposure, 'maxExposure')
  const first = Math.max(...lookbacks.map((length) => length + skip), volatilityWindow)
  requireSample(prices, first + 1, 'prices')
  for (let t = 0; t < prices.length; t++) requirePositive(prices[t], `prices[${t}]`)
  const returns = Float64Array.from({ length: prices.length - 1 }, (_, t) => prices[t + 1] / prices[t] - 1)
  const volAnnual = Float64Array.from(
    rollingVolatility(returns, volatilityWindow, periodsPerYear).slice(first - volatilityWindow),
  )
  const still = volAnnual.findIndex((vol) => !(vol > 0))
  if (still >= 0) {
    throw new TuttiError(
      'not-applicable',
      `prices stand still over the ${volatilityWindow} returns up to ${first + still}`,
      {
        field: `prices[${first + still}]`,
        got: 'a volatility of 0',
        expected: 'prices that move',
      },
    )
  }
  const byLookback = lookbacks.map((length) =>
    volAnnual.map((vol, k) => {
      const end = first + k - skip
      const past = prices[end] / prices[end - length] - 1
      if (measure === 'sign') return Math.sign(past)
      const deviation = vol * Math.sqrt(length / periodsPerYear)
      return Math.max(-2, Math.min(2, past / deviation)) / 2
    }),
  )
  const signal = volAnnual.map((_, k) => byLookback.reduce((sum, values) => sum + values[k], 0) / lookbacks.length)
  const exposure = signal.map((value, k) =>
    Math.max(-maxExposure, Math.min(maxExposure, (value * targetVolAnnual) / volAnnual[k])),
  )
  const strategyReturns = Float64Array.from({ length: exposure.length - 1 }, (_, k) => exposure[k] * returns[first + k])
  const { sharpe, error } = annualSharpe(strategyReturns, periodsPerYear)
  const cautions: TimeSeriesMomentum['cautions'][number][] = []
  if (strategyReturns.length < 5 * periodsPerYear) cautions.push('short-history')
  if (sharpe === null || error === null || Math.abs(sharpe) < 1.96 * error) cautions.push('not-different-from-zero')
  return {
    firstIndex: first,
    byLookback,
    signal,
    volAnnual,
    exposure,
    strategyReturns,
    sharpeAnnual: sharpe,
    sharpeStandardErrorAnnual: error,
    cautions,
  }
}

function annualSharpe(returns: Float64Array, periods: number): { sharpe: number | null; error: number | null } {
  if (returns.length < 3 || isConstant(returns, variance(returns, 'population'))) return { sharpe: null, error: null }
  const sharpe = mean(returns) / standardDeviation(returns, 'sample')
  const root = Math.sqrt(periods)
  return { sharpe: sharpe * root, error: sharpeStandardErrorNormal(sharpe, returns.length) * root }
}
