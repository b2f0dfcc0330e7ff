import {
  crossoverSignal,
  logPriceTrend,
  priceMomentum,
  rebalancedBacktest,
  simpleMovingAverage,
  volatilityTargetOverlay,
} from '@tutti/analytics/performance'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { matrix, nonNegative, number, periodsPerYear, positive, returns, series, wholeFrom } from '../value-schemas.ts'

/** Trend signals at the last price. */
export const momentumOperation = defineOperation({
  name: 'performance/momentum',
  title: 'Momentum and trend',
  description: 'Momentum, moving-average crossover and log-price trend at the last price.',
  source: 'Jegadeesh & Titman, J. of Finance 48 (1993)',
  input: z.strictObject({
    prices: z.array(positive).min(3).describe('oldest first'),
    lookback: wholeFrom(1).describe('periods of the momentum'),
    skip: wholeFrom(0).describe('latest periods left out of the momentum'),
    fast: wholeFrom(1).describe('periods of the fast moving average'),
    slow: wholeFrom(1).describe('periods of the slow moving average'),
    trendLength: wholeFrom(3).describe('prices of the trend line'),
  }),
  output: z.strictObject({
    momentum: number,
    fastAverage: positive,
    slowAverage: positive,
    signal: z.union([z.literal(-1), z.literal(0), z.literal(1)]).describe('1 when the fast average is above'),
    trendSlope: number.describe('of the log price, per period'),
    trendTStatistic: number,
  }),
  example: {
    prices: [100, 101, 103, 102, 104, 107, 106, 109, 111, 110],
    lookback: 5,
    skip: 1,
    fast: 2,
    slow: 6,
    trendLength: 8,
  },
  compute: ({ prices, lookback, skip, fast, slow, trendLength }) => {
    const trend = logPriceTrend(prices, trendLength)
    return {
      momentum: priceMomentum(prices, lookback, skip),
      fastAverage: simpleMovingAverage(prices, fast),
      slowAverage: simpleMovingAverage(prices, slow),
      signal: crossoverSignal(prices, fast, slow),
      trendSlope: trend.slope,
      trendTStatistic: trend.tStatistic,
    }
  },
})

/** A constant mix with costs. */
export const rebalancedBacktestOperation = defineOperation({
  name: 'performance/rebalanced-backtest',
  title: 'Rebalanced portfolio with costs',
  description:
    'A constant mix followed through returns: weights drift, are restored when due, and the cost is taken from the value.',
  source: 'accounting identity',
  input: z.strictObject({
    returns: matrix.describe('periods by assets, decimals'),
    targetWeights: series.describe('decimals; what they lack to 1 is cash at no return'),
    everyPeriods: wholeFrom(1).describe('rebalance at the end of every so many periods'),
    costRate: nonNegative.describe('fraction of the traded value, two-way: 0.001 is 10 bp'),
  }),
  output: z.strictObject({
    values: series.describe('at the end of each period, of 1 invested'),
    grossReturns: series,
    netReturns: series,
    turnovers: series.describe('two-way, at the end of each period'),
    totalTurnover: nonNegative,
  }),
  example: {
    returns: [
      [0.02, -0.004],
      [-0.03, 0.006],
      [0.015, 0.001],
    ],
    targetWeights: [0.6, 0.4],
    everyPeriods: 1,
    costRate: 0.001,
  },
  compute: (input) => {
    const result = rebalancedBacktest(input.returns, input)
    return {
      values: plainNumbers(result.values),
      grossReturns: plainNumbers(result.grossReturns),
      netReturns: plainNumbers(result.netReturns),
      turnovers: plainNumbers(result.turnovers),
      totalTurnover: result.totalTurnover,
    }
  },
})

/** Holding an asset at a volatility target. */
export const volatilityTargetOperation = defineOperation({
  name: 'performance/volatility-target-overlay',
  title: 'Volatility targeting',
  description:
    'Weights target / realised volatility of the returns before each period (sample standard deviation), at most the leverage limit, and the returns of the strategy.',
  source: 'Moreira & Muir, J. of Finance 72 (2017)',
  input: z.strictObject({
    returns,
    window: wholeFrom(2).describe('returns in the estimate'),
    targetVolatility: positive.describe('annual, decimal'),
    maxLeverage: positive,
    periodsPerYear,
  }),
  output: z.strictObject({
    weights: series.describe('entry k belongs to period k + window'),
    strategyReturns: series,
  }),
  example: {
    returns: [0.004, -0.006, 0.011, 0.002, -0.009, 0.005],
    window: 3,
    targetVolatility: 0.1,
    maxLeverage: 1.5,
    periodsPerYear: 252,
  },
  compute: (input) => {
    const overlay = volatilityTargetOverlay(input.returns, input)
    return { weights: plainNumbers(overlay.weights), strategyReturns: plainNumbers(overlay.strategyReturns) }
  },
})
