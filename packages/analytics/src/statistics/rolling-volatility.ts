import { requirePositive, requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Running sums of a series, from which the moments of any window cost O(1).
 *
 * `sum[t]` covers the first t observations, so the arrays have one entry more than the series. Each sum is carried in
 * two parts, `sum + sumRest`, about 32 digits: neither a violent history nor a large mean costs a window its digits.
 */
export interface PrefixSums {
  readonly sum: Float64Array
  readonly sumRest: Float64Array
  readonly sumOfSquares: Float64Array
  readonly sumOfSquaresRest: Float64Array
}

/** Prefix sums of `returns` (decimals, at least one). One pass, O(n); entry t depends on the returns before t only. */
export function prefixSums(returns: Sample): PrefixSums {
  requireSample(returns, 1, 'returns')
  const n = returns.length
  const sum = new Float64Array(n + 1)
  const sumRest = new Float64Array(n + 1)
  const sumOfSquares = new Float64Array(n + 1)
  const sumOfSquaresRest = new Float64Array(n + 1)
  for (let t = 0; t < n; t++) {
    const x = returns[t]
    const xx = x * x
    sum[t + 1] = sum[t] + x
    sumRest[t + 1] = sumRest[t] + sumError(sum[t], x)
    sumOfSquares[t + 1] = sumOfSquares[t] + xx
    sumOfSquaresRest[t + 1] = sumOfSquaresRest[t] + sumError(sumOfSquares[t], xx) + productError(x, x)
  }
  return { sum, sumRest, sumOfSquares, sumOfSquaresRest }
}

/** Mean of the `length` observations before index `end` (that is `end - length` to `end - 1`). O(1). */
export function windowMean(prefix: PrefixSums, end: number, length: number): number {
  requireWindow(prefix, end, length, 1)
  const start = end - length
  return (prefix.sum[end] - prefix.sum[start] + restBetween(prefix.sum, prefix.sumRest, start, end)) / length
}

/**
 * Sample variance (n - 1) of the `length >= 2` observations before index `end`. O(1). A window whose deviation is below
 * 1e-12 of its root mean square counts as constant and gives exactly 0.
 */
export function windowVariance(prefix: PrefixSums, end: number, length: number): number {
  requireWindow(prefix, end, length, 2)
  const start = end - length
  const s = prefix.sum[end] - prefix.sum[start]
  const sRest = restBetween(prefix.sum, prefix.sumRest, start, end)
  const ss = prefix.sumOfSquares[end] - prefix.sumOfSquares[start]
  const ssRest = restBetween(prefix.sumOfSquares, prefix.sumOfSquaresRest, start, end)
  // q + qRest = (s + sRest)^2 / length, then the sum of squared deviations ss - q in both parts.
  const square = s * s
  const q = square / length
  const qRest =
    (square - q * length - productError(q, length) + productError(s, s) + 2 * s * sRest + sRest * sRest) / length
  const deviations = ss - q + (sumError(ss, -q) + ssRest - qRest)
  return deviations <= 1e-24 * ss ? 0 : deviations / (length - 1)
}

/**
 * Annualised volatility (decimal) of the `length` returns before index `end`: sample standard deviation times
 * sqrt(periodsPerYear). The return at `end` itself is not used, so this is what is known when the position for
 * that period is chosen. O(1).
 */
export function windowVolatility(prefix: PrefixSums, end: number, length: number, periodsPerYear: number): number {
  requirePositive(periodsPerYear, 'periodsPerYear')
  return Math.sqrt(windowVariance(prefix, end, length) * periodsPerYear)
}

/**
 * Annualised volatility of every full window of `length` returns. Entry k uses returns k to k + length - 1, so it is
 * known after return k + length - 1. Has returns.length - length + 1 entries.
 */
export function rollingVolatility(returns: Sample, length: number, periodsPerYear: number): Float64Array {
  requireSample(returns, length, 'returns')
  const prefix = prefixSums(returns)
  return Float64Array.from({ length: returns.length - length + 1 }, (_, k) =>
    windowVolatility(prefix, k + length, length, periodsPerYear),
  )
}

/** What the plain difference of two running sums leaves out. */
function restBetween(sum: Float64Array, rest: Float64Array, start: number, end: number): number {
  return sumError(sum[end], -sum[start]) + (rest[end] - rest[start])
}

/** Exact rounding error of a + b. Source: Knuth, The Art of Computer Programming 2, section 4.2.2. */
function sumError(a: number, b: number): number {
  const sum = a + b
  const bPart = sum - a
  return a - (sum - bPart) + (b - bPart)
}

/** Exact rounding error of a b (sizes below 1e150). Source: Dekker (1971), Numerische Mathematik 18. */
function productError(a: number, b: number): number {
  const product = a * b
  const aHigh = highPart(a)
  const aLow = a - aHigh
  const bHigh = highPart(b)
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}

/** The upper 26 bits of a number. */
function highPart(a: number): number {
  const scaled = 134217729 * a
  return scaled - (scaled - a)
}

function requireWindow(prefix: PrefixSums, end: number, length: number, least: number): void {
  requireWhole(end, 1, prefix.sum.length - 1, 'end')
  requireWhole(length, least, end, 'length')
}
