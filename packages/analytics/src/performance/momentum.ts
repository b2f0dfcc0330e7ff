import { requirePositive, requireSample } from '../errors/index.ts'
import { compensatedSum, olsRegression, requireWhole, type Sample } from '../statistics/index.ts'

/**
 * Momentum at the last of `prices`: return over `lookback` periods that ended `skip` periods ago,
 * P[t-skip] / P[t-skip-lookback] - 1. Prices positive, at least lookback + skip + 1.
 *
 * Source: Jegadeesh and Titman (1993), J. of Finance 48.
 */
export function priceMomentum(prices: Sample, lookback: number, skip: number): number {
  requireWhole(lookback, 1, Infinity, 'lookback')
  requireWhole(skip, 0, Infinity, 'skip')
  requirePrices(prices, lookback + skip + 1)
  const end = prices.length - 1 - skip
  return prices[end] / prices[end - lookback] - 1
}

/** Mean of the last `length` prices. */
export function simpleMovingAverage(prices: Sample, length: number): number {
  requireWhole(length, 1, Infinity, 'length')
  requirePrices(prices, length)
  return compensatedSum(Array.from(prices).slice(-length)) / length
}

/** Moving-average crossover: 1 when the fast average is above the slow one, -1 below, 0 when equal. */
export function crossoverSignal(prices: Sample, fast: number, slow: number): -1 | 0 | 1 {
  return Math.sign(simpleMovingAverage(prices, fast) - simpleMovingAverage(prices, slow)) as -1 | 0 | 1
}

/** Slope per period of a least-squares line through the last `length` >= 3 log prices, and its t statistic. */
export function logPriceTrend(prices: Sample, length: number): { readonly slope: number; readonly tStatistic: number } {
  requireWhole(length, 3, Infinity, 'length')
  requirePrices(prices, length)
  const logs = Array.from(prices).slice(-length).map(Math.log)
  const fit = olsRegression(
    logs,
    logs.map((_, t) => [t]),
    { intercept: true },
  )
  return { slope: fit.coefficients[1], tStatistic: fit.tStatistics[1] }
}

function requirePrices(prices: Sample, count: number): void {
  requireSample(prices, count, 'prices')
  for (let t = 0; t < prices.length; t++) requirePositive(prices[t], `prices[${t}]`)
}
