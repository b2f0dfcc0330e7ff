import { requireInRange, requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/** The nine sample quantile definitions of Hyndman and Fan; 7 is the default of R, numpy and Excel. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9

/**
 * Sample quantile of unsorted `values` at `probability` in [0, 1].
 *
 * Source: Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician 50.
 */
export function quantile(values: Sample, probability: number, type: QuantileType): number {
  requireSample(values, 1, 'values')
  return quantileOfSorted(Float64Array.from(values).sort(), probability, type)
}

/** Quantiles of one sample at several probabilities; sorts once. */
export function quantiles(values: Sample, probabilities: Sample, type: QuantileType): number[] {
  requireSample(values, 1, 'values')
  const sorted = Float64Array.from(values).sort()
  return Array.from(probabilities, (probability) => quantileOfSorted(sorted, probability, type))
}

/** Median: the middle value, or the mean of the two middle values. */
export function median(values: Sample): number {
  return quantile(values, 0.5, 7)
}

/** As `quantile`, for values already in ascending order. */
export function quantileOfSorted(sorted: Sample, probability: number, type: QuantileType): number {
  requireInRange(probability, 0, 1, 'probability')
  requireWhole(type, 1, 9, 'type')
  const n = sorted.length
  const fuzz = 4 * Number.EPSILON
  if (type <= 3) {
    // Discontinuous: an order statistic, or at a jump the rule of the type.
    const position = type === 3 ? n * probability - 0.5 : n * probability
    const below = Math.floor(position + fuzz * n)
    const atJump = Math.abs(position - below) <= fuzz * n
    if (!atJump) return orderStatistic(sorted, below + 1)
    if (type === 1) return orderStatistic(sorted, below)
    if (type === 2) return (orderStatistic(sorted, below) + orderStatistic(sorted, below + 1)) / 2
    return orderStatistic(sorted, below % 2 === 0 ? below : below + 1)
  }
  const [a, b] = plottingPosition[type]
  const position = a + probability * (n + 1 - a - b)
  const below = Math.floor(position + fuzz * n)
  const rest = position - below
  const low = orderStatistic(sorted, below)
  if (Math.abs(rest) <= fuzz * n) return low
  return low + rest * (orderStatistic(sorted, below + 1) - low)
}

/** Constants (a, b) of the plotting position (k - a) / (n + 1 - a - b) of the continuous types. */
const plottingPosition: Record<number, readonly [number, number]> = {
  4: [0, 1],
  5: [0.5, 0.5],
  6: [0, 0],
  7: [1, 1],
  8: [1 / 3, 1 / 3],
  9: [3 / 8, 3 / 8],
}

/** The k-th smallest value, k counted from 1 and held inside the sample. */
function orderStatistic(sorted: Sample, k: number): number {
  return sorted[Math.min(Math.max(k, 1), sorted.length) - 1]
}
