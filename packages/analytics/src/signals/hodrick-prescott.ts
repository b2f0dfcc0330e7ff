import { requireInRange, requireSample } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/**
 * Hodrick-Prescott trend of a whole series: the values that make sum (y - trend)^2 + lambda sum (second differences)^2
 * least. Each value looks at later data too: for description, never for a signal. O(n).
 *
 * Source: Hodrick & Prescott (1997), J. Money, Credit and Banking 29.
 */
export function hodrickPrescottTrend(series: Sample, lambda: number): Float64Array {
  requireSample(series, 3, 'series')
  requireInRange(lambda, 0, 1e12, 'lambda')
  return trendOf(series, series.length, lambda)
}

/**
 * One-sided Hodrick-Prescott trend: at each observation the end of the trend of the data up to it, so that it can be traded
 * on. Entry k belongs to observation k + 2. O(n^2).
 */
export function oneSidedHodrickPrescottTrend(series: Sample, lambda: number): Float64Array {
  requireSample(series, 3, 'series')
  requireInRange(lambda, 0, 1e12, 'lambda')
  return Float64Array.from({ length: series.length - 2 }, (_, k) => trendOf(series, k + 3, lambda)[k + 2])
}

/** Solves (I + lambda D'D) trend = y over the first n values, about their line, by the square-root-free factor of its bands. */
function trendOf(series: Sample, n: number, lambda: number): Float64Array {
  // A straight line is its own trend: solving for what is left keeps digits when lambda is large.
  const { level, slope } = lineOf(series, n)
  const pivots = new Float64Array(n)
  const first = new Float64Array(n)
  const second = new Float64Array(n)
  const x = new Float64Array(n)
  for (let t = 0; t < n; t++) {
    const fromEnd = Math.min(t, n - 1 - t)
    const diagonal = n === 3 ? (t === 1 ? 4 : 1) : fromEnd === 0 ? 1 : fromEnd === 1 ? 5 : 6
    const beside = n === 3 ? -2 : t === 0 || t === n - 2 ? -2 : -4
    let pivot = 1 + lambda * diagonal
    let off = lambda * beside
    x[t] = series[t] - level - slope * t
    if (t > 0) {
      pivot -= first[t - 1] * first[t - 1] * pivots[t - 1]
      off -= first[t - 1] * second[t - 1] * pivots[t - 1]
      x[t] -= first[t - 1] * x[t - 1]
    }
    if (t > 1) {
      pivot -= second[t - 2] * second[t - 2] * pivots[t - 2]
      x[t] -= second[t - 2] * x[t - 2]
    }
    pivots[t] = pivot
    first[t] = off / pivot
    second[t] = lambda / pivot
  }
  for (let t = 0; t < n; t++) x[t] /= pivots[t]
  for (let t = n - 2; t >= 0; t--) x[t] -= first[t] * x[t + 1] + (t < n - 2 ? second[t] * x[t + 2] : 0)
  for (let t = 0; t < n; t++) x[t] += level + slope * t
  return x
}

/** Least-squares line through the first n values. */
function lineOf(series: Sample, n: number): { level: number; slope: number } {
  const middle = (n - 1) / 2
  let mean = 0
  for (let t = 0; t < n; t++) mean += series[t] / n
  let products = 0
  let squares = 0
  for (let t = 0; t < n; t++) {
    products += (t - middle) * (series[t] - mean)
    squares += (t - middle) ** 2
  }
  const slope = products / squares
  return { level: mean - slope * middle, slope }
}
