import { requireInRange, requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'

/**
 * Mean of every window of `length` values: entry k belongs to observation k + length - 1. A running
 * sum about the first value, so a large level costs no digits. O(n).
 */
export function simpleMovingAverages(series: Sample, length: number): Float64Array {
  requireWhole(length, 1, Infinity, 'length')
  requireSample(series, length, 'series')
  const origin = series[0]
  const out = new Float64Array(series.length - length + 1)
  let sum = 0
  for (let t = 0; t < series.length; t++) {
    sum += series[t] - origin
    if (t >= length) sum -= series[t - length] - origin
    if (t >= length - 1) out[t - length + 1] = origin + sum / length
  }
  return out
}

/**
 * Exponential moving average with weight `weight` in (0, 1] on the newest value, seeded with the mean of the first
 * `length` values: entry k belongs to observation k + length - 1. Default weight 2 / (length + 1); Wilder's smoothing
 * has 1 / length.
 *
 * Source: Wilder (1978), New Concepts in Technical Trading Systems; definitions as in the R package TTR.
 */
export function exponentialMovingAverages(series: Sample, length: number, weight = 2 / (length + 1)): Float64Array {
  requireWhole(length, 1, Infinity, 'length')
  requireInRange(weight, Number.MIN_VALUE, 1, 'weight')
  requireSample(series, length, 'series')
  const out = new Float64Array(series.length - length + 1)
  let level = 0
  for (let t = 0; t < length; t++) level += series[t] / length
  out[0] = level
  for (let t = length; t < series.length; t++) {
    level = weight * series[t] + (1 - weight) * level
    out[t - length + 1] = level
  }
  return out
}

/** Lengths of Kaufman's adaptive average. */
export interface AdaptiveAverageLengths {
  /** Changes over which the efficiency ratio is taken; 10 in Kaufman's book. */
  readonly efficiency: number
  /** Length of the average in a clean trend; 2 in the book. */
  readonly fast: number
  /** Length in noise; 30 in the book. */
  readonly slow: number
}

/**
 * Kaufman's adaptive moving average: an exponential average whose weight moves between those of a fast and a slow one
 * with the square of the efficiency ratio |net change| / sum of |changes|, which is 1 in a straight line and near 0 in
 * noise (0 where nothing moves). Starts at the value before its first entry; entry k belongs to observation
 * k + efficiency. Uses past values alone.
 *
 * Source: Kaufman (1995), Smarter Trading.
 */
export function kaufmanAdaptiveAverages(
  series: Sample,
  { efficiency, fast, slow }: AdaptiveAverageLengths,
): { readonly averages: Float64Array; readonly efficiencyRatios: Float64Array } {
  requireWhole(efficiency, 1, Infinity, 'efficiency')
  requireWhole(fast, 1, Infinity, 'fast')
  requireWhole(slow, fast, Infinity, 'slow')
  requireSample(series, efficiency + 1, 'series')
  const fastWeight = 2 / (fast + 1)
  const slowWeight = 2 / (slow + 1)
  const count = series.length - efficiency
  const averages = new Float64Array(count)
  const efficiencyRatios = new Float64Array(count)
  let level = series[efficiency - 1]
  for (let k = 0; k < count; k++) {
    const t = k + efficiency
    let path = 0
    for (let i = t - efficiency + 1; i <= t; i++) path += Math.abs(series[i] - series[i - 1])
    const ratio = path > 0 ? Math.min(1, Math.abs(series[t] - series[t - efficiency]) / path) : 0
    const weight = (ratio * (fastWeight - slowWeight) + slowWeight) ** 2
    level += weight * (series[t] - level)
    averages[k] = level
    efficiencyRatios[k] = ratio
  }
  return { averages, efficiencyRatios }
}
