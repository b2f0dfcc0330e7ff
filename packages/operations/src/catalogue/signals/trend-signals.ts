import {
  breakoutPositions,
  crossSectionalMomentum,
  crossSectionScores,
  hodrickPrescottTrend,
  kaufmanAdaptiveAverages,
  longShortWeights,
  oneSidedHodrickPrescottTrend,
  timeSeriesMomentum,
} from '@tutti/analytics/signals'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, numbers, periodsPerYear, positive, series, wholeFrom } from '../value-schemas.ts'

const length = wholeFrom(1).max(100_000)
const firstIndex = wholeFrom(0).describe('observation (from 0) that the first value belongs to')
const fraction = z
  .number()
  .gt(0)
  .max(0.5)
  .nullable()
  .describe('share of the assets on either side, equal weights; null: weights in proportion to the scores')
const examplePrices = [
  100, 100.8, 100.2, 101.5, 102.1, 101.7, 103, 102.4, 103.9, 104.6, 104, 105.3, 104.7, 103.8, 104.9, 103.2, 102.6,
  103.4, 101.9, 101.2, 102, 100.6,
]

/** Momentum of one asset over several horizons, scaled by volatility. */
export const timeSeriesMomentumOperation = defineOperation({
  name: 'signals/time-series-momentum',
  title: 'Time-series momentum',
  description:
    'Trend of one asset over several horizons, sized to a target volatility; what is held uses no later price. With the returns before costs, their Sharpe ratio and its standard error.',
  source: 'Moskowitz, Ooi & Pedersen, J. Financial Economics 104 (2012)',
  input: z.strictObject({
    prices: z.array(positive).min(4).max(100_000),
    lookbacks: z.array(length).min(1).max(20).describe('periods of past return'),
    skip: wholeFrom(0).max(1000).describe('latest periods left out'),
    measure: z.enum(['sign', 'scaled']),
    volatilityWindow: wholeFrom(2).max(10_000).describe('returns'),
    periodsPerYear,
    targetVolAnnual: positive,
    maxExposure: positive,
  }),
  output: z.strictObject({
    firstIndex,
    byLookback: z.array(numbers),
    signal: numbers.describe('-1 to 1'),
    volAnnual: numbers.describe('sample standard deviation (n - 1) of the returns of the window, annual'),
    exposure: numbers.describe('held over the period after each observation'),
    strategyReturns: numbers.describe('of the period after each observation but the last, before costs'),
    sharpeAnnual: number.nullable(),
    sharpeStandardErrorAnnual: nonNegative.nullable(),
    observations: wholeFrom(0).describe('strategy returns'),
    cautions: z.array(z.enum(['short-history', 'not-different-from-zero'])),
  }),
  example: {
    prices: examplePrices,
    lookbacks: [3, 6],
    skip: 0,
    measure: 'scaled' as const,
    volatilityWindow: 5,
    periodsPerYear: 252,
    targetVolAnnual: 0.1,
    maxExposure: 2,
  },
  failures: [{ code: 'not-applicable', when: 'prices stand still over a volatility window' }],
  compute: ({ prices, ...rule }) => {
    const result = timeSeriesMomentum(prices, rule)
    return {
      firstIndex: result.firstIndex,
      byLookback: result.byLookback.map(plainNumbers),
      signal: plainNumbers(result.signal),
      volAnnual: plainNumbers(result.volAnnual),
      exposure: plainNumbers(result.exposure),
      strategyReturns: plainNumbers(result.strategyReturns),
      sharpeAnnual: result.sharpeAnnual,
      sharpeStandardErrorAnnual: result.sharpeStandardErrorAnnual,
      observations: result.strategyReturns.length,
      cautions: [...result.cautions],
    }
  },
})

/** Long the winners, short the losers. */
export const crossSectionalMomentumOperation = defineOperation({
  name: 'signals/cross-sectional-momentum',
  title: 'Cross-sectional momentum',
  description:
    'Long the assets with the highest past return and short the lowest at every observation, with returns before costs.',
  source: 'Jegadeesh & Titman, Journal of Finance 48 (1993)',
  input: z.strictObject({
    prices: z.array(z.array(positive).min(2).max(2000)).min(2).max(20_000).describe('a row a period, a price an asset'),
    lookback: length,
    skip: wholeFrom(0).max(1000).describe('latest periods left out'),
    fraction,
  }),
  output: z.strictObject({ firstIndex, weights: z.array(numbers), strategyReturns: numbers }),
  example: {
    prices: examplePrices.map((price, t) => [price, 100 + 0.3 * t, 200 - price]),
    lookback: 5,
    skip: 1,
    fraction: null,
  },
  compute: ({ prices, ...rule }) => {
    const result = crossSectionalMomentum(prices, rule)
    return {
      firstIndex: result.firstIndex,
      weights: result.weights.map(plainNumbers),
      strategyReturns: plainNumbers(result.strategyReturns),
    }
  },
})

/** Scores of carry, value or any figure across assets. */
export const crossSectionScoresOperation = defineOperation({
  name: 'signals/cross-section-scores',
  title: 'Scores across assets',
  description:
    'Scores of carry, value or any figure over the assets of one day, within groups where given, and the long-short weights they lead to.',
  source: 'Asness, Moskowitz & Pedersen, Journal of Finance 68 (2013)',
  input: z.strictObject({
    values: z.array(number).min(2).max(20_000).describe('one an asset, higher is better'),
    method: z.enum(['z-score', 'robust', 'rank']),
    limit: positive.describe('scores are cut at this size'),
    groups: z.array(z.int()).optional().describe('number of the group of each asset'),
    fraction,
  }),
  output: z.strictObject({ scores: numbers, weights: numbers.describe('1 long and 1 short') }),
  example: { values: [0.02, 0.05, -0.01, 0.03, 0.11], method: 'robust' as const, limit: 3, fraction: null },
  failures: [{ code: 'not-applicable', when: 'a group has fewer than two assets or no spread' }],
  compute: ({ values, fraction: share, ...rule }) => {
    const scores = crossSectionScores(values, rule)
    return { scores: plainNumbers(scores), weights: plainNumbers(longShortWeights(scores, share)) }
  },
})

/** Channel breakout. */
export const breakoutOperation = defineOperation({
  name: 'signals/breakout',
  title: 'Channel breakout',
  description:
    'Long from a new high of the values before, short from a new low, out at the opposite end of a shorter channel. Uses no later value.',
  source: 'Donchian channel rule; Faith (2003), The Original Turtle Trading Rules',
  input: z.strictObject({ series, entry: length, exit: length.describe('at most entry') }),
  output: z.strictObject({ positions: z.array(z.int().min(-1).max(1)), firstIndex }),
  example: { series: examplePrices, entry: 5, exit: 3 },
  compute: ({ series: values, entry, exit }) => ({
    positions: plainNumbers(breakoutPositions(values, entry, exit)),
    firstIndex: entry,
  }),
})

/** Adaptive trend: Kaufman's average with its efficiency ratio. */
export const adaptiveTrendOperation = defineOperation({
  name: 'signals/adaptive-trend',
  title: 'Adaptive trend',
  description:
    "Kaufman's adaptive average with the efficiency ratio it follows, and the direction of its last change. Uses no later value.",
  source: 'Kaufman (1995), Smarter Trading',
  input: z.strictObject({ series, efficiency: length, fast: length, slow: length }),
  output: z.strictObject({
    averages: numbers,
    efficiencyRatios: numbers.describe('0 in noise to 1 in a straight line'),
    directions: z.array(z.int().min(-1).max(1)).describe('of the change to each average from the one before; 0 first'),
    firstIndex,
  }),
  example: { series: examplePrices, efficiency: 5, fast: 2, slow: 30 },
  compute: ({ series: values, ...lengths }) => {
    const { averages, efficiencyRatios } = kaufmanAdaptiveAverages(values, lengths)
    return {
      averages: plainNumbers(averages),
      efficiencyRatios: plainNumbers(efficiencyRatios),
      directions: Array.from(averages, (value, k) => (k === 0 ? 0 : Math.sign(value - averages[k - 1]))),
      firstIndex: lengths.efficiency,
    }
  },
})

/** Hodrick-Prescott trends. */
export const hodrickPrescottOperation = defineOperation({
  name: 'signals/hodrick-prescott',
  title: 'Hodrick-Prescott trend',
  description:
    'Smooth trend of a series: over the whole of it, where each value looks at later data, or one-sided, where each is the end of the trend of the data up to it.',
  source: 'Hodrick & Prescott, J. Money, Credit and Banking 29 (1997); Stock & Watson (1999)',
  input: z.strictObject({
    series: z.array(number).min(3).max(5000),
    lambda: nonNegative.max(1e12).describe('1,600 for quarters, 129,600 for months'),
    sides: z.enum(['two-sided', 'one-sided']),
  }),
  output: z.strictObject({
    trend: numbers,
    cycle: numbers.describe('series less trend'),
    firstIndex,
    cautions: z.array(z.enum(['looks-ahead', 'ends-revise'])),
  }),
  example: { series: examplePrices, lambda: 1600, sides: 'one-sided' as const },
  compute: ({ series: values, lambda, sides }) => {
    const first = sides === 'two-sided' ? 0 : 2
    const trend = first === 0 ? hodrickPrescottTrend(values, lambda) : oneSidedHodrickPrescottTrend(values, lambda)
    return {
      trend: plainNumbers(trend),
      cycle: Array.from(trend, (level, k) => values[first + k] - level),
      firstIndex: first,
      cautions: first === 0 ? (['looks-ahead', 'ends-revise'] as const).slice() : [],
    }
  },
})
