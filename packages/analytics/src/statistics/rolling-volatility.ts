import { requirePositive, requireSample } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Running sums of a series, from which the moments of any window cost O(1).
 *
 * `sum[t]` covers the first t observations, so the arrays have one entry more than the series. The observations are
 * shifted by `shift` (the first one) before they enter, and each sum is carried in two parts, `sum + sumRest`: a quiet
 * window after a violent history loses no digits.
 */
export interface PrefixSums {
  readonly shift: number
  readonly sum: Float64Array
  readonly sumRest: Float64Array
  readonly sumOfSquares: Float64Array
  readonly sumOfSquaresRest: Float64Array
}

/** Prefix sums of `returns` (decimals, at least one). One pass, O(n). */
export function prefixSums(returns: Sample): PrefixSums {
  requireSample(returns, 1, 'returns')
  const n = returns.length
  const shift = returns[0]
  const sum = new Float64Array(n + 1)
  const sumRest = new Float64Array(n + 1)
  const sumOfSquares = new Float64Array(n + 1)
  const sumOfSquaresRest = new Float64Array(n + 1)
  for (let t = 0; t < n; t++) {
    const x = returns[t] - shift
    const xx = x * x
    // Knuth's two-sum gives the exact rounding error of an addition.
    const a = sum[t] + x
    const aPart = a - sum[t]
    sum[t + 1] = a
    sumRest[t + 1] = sumRest[t] + (sum[t] - (a - aPart) + (x - aPart))
    const b = sumOfSquares[t] + xx
    const bPart = b - sumOfSquares[t]
    sumOfSquares[t + 1] = b
    sumOfSquaresRest[t + 1] = sumOfSquaresRest[t] + (sumOfSquares[t] - (b - bPart) + (xx - bPart))
  }
  return { shift, sum, sumRest, sumOfSquares, sumOfSquaresRest }
}

/** Mean of the `length` observations before index `end` (that is `end - length` to `end - 1`). O(1). */
export function windowMean(prefix: PrefixSums, end: number, length: number): number {
  requireWindow(prefix, end, length, 1)
  return prefix.shift + difference(prefix.sum, prefix.sumRest, end - length, end) / length
}

/** Sample variance (n - 1) of the `length >= 2` observations before index `end`. O(1). */
export function windowVariance(prefix: PrefixSums, end: number, length: number): number {
  requireWindow(prefix, end, length, 2)
  const s = difference(prefix.sum, prefix.sumRest, end - length, end)
  const ss = difference(prefix.sumOfSquares, prefix.sumOfSquaresRest, end - length, end)
  return Math.max(0, ss - (s * s) / length) / (length - 1)
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

function difference(high: Float64Array, low: Float64Array, start: number, end: number): number {
  return high[end] - high[start] + (low[end] - low[start])
}

function requireWindow(prefix: PrefixSums, end: number, length: number, least: number): void {
  requireWhole(end, 1, prefix.sum.length - 1, 'end')
  requireWhole(length, least, end, 'length')
}
