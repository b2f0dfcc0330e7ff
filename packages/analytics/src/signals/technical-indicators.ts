import { requirePositive, requireSample } from '../errors/index.ts'
import { requireNonNegative, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { exponentialMovingAverages, simpleMovingAverages } from './moving-averages.ts'

/** High, low and close of each bar, oldest first; low <= close <= high. */
export interface Bars {
  readonly high: Sample
  readonly low: Sample
  readonly close: Sample
}

/**
 * Wilder's relative strength index, 0 to 100: 100 U / (U + D) with Wilder averages of the rises and falls. 50 where
 * nothing moves. Entry k belongs to observation k + length.
 */
export function relativeStrengthIndex(close: Sample, length: number): Float64Array {
  requireWhole(length, 1, Infinity, 'length')
  requireSample(close, length + 1, 'close')
  const rises = new Float64Array(close.length - 1)
  const falls = new Float64Array(close.length - 1)
  for (let t = 1; t < close.length; t++) {
    const change = close[t] - close[t - 1]
    if (change > 0) rises[t - 1] = change
    else falls[t - 1] = -change
  }
  const up = exponentialMovingAverages(rises, length, 1 / length)
  const down = exponentialMovingAverages(falls, length, 1 / length)
  return up.map((rise, k) => (rise + down[k] > 0 ? 100 * (rise / (rise + down[k])) : 50))
}

/**
 * Moving average convergence divergence in percent, 100 (EMA fast / EMA slow - 1), and its signal line, an exponential
 * average of it. `macd[k]` belongs to observation k + slow - 1, `signal[k]` to k + slow + signalLength - 2. Prices
 * positive.
 */
export function macdPercent(
  close: Sample,
  fast: number,
  slow: number,
  signalLength: number,
): { readonly macd: Float64Array; readonly signal: Float64Array } {
  requireWhole(fast, 1, Infinity, 'fast')
  requireWhole(slow, fast, Infinity, 'slow')
  requireWhole(signalLength, 1, Infinity, 'signalLength')
  requireSample(close, slow + signalLength - 1, 'close')
  requirePrices(close, 'close')
  const quick = exponentialMovingAverages(close, fast).subarray(slow - fast)
  const macd = exponentialMovingAverages(close, slow).map((level, k) => 100 * (quick[k] / level - 1))
  return { macd, signal: exponentialMovingAverages(macd, signalLength) }
}

/**
 * Rate of change over `length` periods: P[t] / P[t - length] - 1 when `simple`, ln(P[t] / P[t - length]) when
 * `continuous`. Entry k belongs to observation k + length. Prices positive.
 */
export function ratesOfChange(close: Sample, length: number, compounding: 'simple' | 'continuous'): Float64Array {
  requireWhole(length, 1, Infinity, 'length')
  requireSample(close, length + 1, 'close')
  requirePrices(close, 'close')
  return Float64Array.from({ length: close.length - length }, (_, k) =>
    compounding === 'simple' ? close[k + length] / close[k] - 1 : Math.log(close[k + length] / close[k]),
  )
}

/** Bollinger bands; entry k belongs to observation k + length - 1. */
export interface BollingerBands {
  readonly lower: Float64Array
  readonly middle: Float64Array
  readonly upper: Float64Array
}

/** The moving average of `length` values, and it less and plus `width` population standard deviations of the window. */
export function bollingerBands(series: Sample, length: number, width: number): BollingerBands {
  requireWhole(length, 2, Infinity, 'length')
  requirePositive(width, 'width')
  const middle = simpleMovingAverages(series, length)
  const spread = middle.map((centre, k) => {
    let squares = 0
    for (let t = k; t < k + length; t++) squares += (series[t] - centre) ** 2
    return width * Math.sqrt(squares / length)
  })
  return {
    lower: middle.map((centre, k) => centre - spread[k]),
    middle,
    upper: middle.map((centre, k) => centre + spread[k]),
  }
}

/** True range max(high, previous close) - min(low, previous close); entry k belongs to bar k + 1. */
function trueRanges({ high, low, close }: Bars): Float64Array {
  return Float64Array.from(
    { length: close.length - 1 },
    (_, k) => Math.max(high[k + 1], close[k]) - Math.min(low[k + 1], close[k]),
  )
}

/** Average true range with Wilder's smoothing; entry k belongs to bar k + length. Throws where high < low. */
export function averageTrueRange(bars: Bars, length: number): Float64Array {
  requireBars(bars, length + 1)
  return exponentialMovingAverages(trueRanges(bars), requireWhole(length, 1, Infinity, 'length'), 1 / length)
}

/** Wilder's directional movement system. */
export interface DirectionalMovement {
  /** Directional indicators in percent; entry k belongs to bar k + length. */
  readonly plus: Float64Array
  readonly minus: Float64Array
  /** Average directional index, 0 to 100; entry k belongs to bar k + 2 length - 1. */
  readonly averageIndex: Float64Array
}

/**
 * Directional indicators and the average directional index. Where no bar moves in either direction the index of that bar
 * is 0. Definitions as in TTR: Wilder sums seeded with x[n] + (n - 1)/n of the n - 1 values before it.
 */
export function directionalMovement(bars: Bars, length: number): DirectionalMovement {
  requireWhole(length, 2, Infinity, 'length')
  requireBars(bars, 2 * length)
  const { high, low } = bars
  const count = high.length - 1
  const plusMoves = new Float64Array(count)
  const minusMoves = new Float64Array(count)
  for (let t = 0; t < count; t++) {
    const rise = high[t + 1] - high[t]
    const fall = low[t] - low[t + 1]
    if (rise > fall && rise > 0) plusMoves[t] = rise
    if (fall > rise && fall > 0) minusMoves[t] = fall
  }
  const ranges = wilderSums(trueRanges(bars), length)
  const share = (moves: Float64Array): Float64Array =>
    wilderSums(moves, length).map((sum, k) => (ranges[k] > 0 ? 100 * (sum / ranges[k]) : 0))
  const plus = share(plusMoves)
  const minus = share(minusMoves)
  const index = plus.map((up, k) => (up + minus[k] > 0 ? 100 * (Math.abs(up - minus[k]) / (up + minus[k])) : 0))
  return { plus, minus, averageIndex: exponentialMovingAverages(index, length, 1 / length) }
}

function wilderSums(values: Float64Array, length: number): Float64Array {
  const out = new Float64Array(values.length - length + 1)
  const keep = (length - 1) / length
  let sum = 0
  for (let t = 0; t < length - 1; t++) sum += values[t]
  for (let t = length - 1; t < values.length; t++) {
    sum = values[t] + keep * sum
    out[t - length + 1] = sum
  }
  return out
}

function requireBars({ high, low, close }: Bars, count: number): void {
  requireSample(close, count, 'close')
  requireSample(high, count, 'high')
  requireSample(low, count, 'low')
  requireSameLength(close, high, 'close', 'high')
  requireSameLength(close, low, 'close', 'low')
  for (let t = 0; t < close.length; t++) requireNonNegative(high[t] - low[t], `high[${t}] - low[${t}]`)
}

function requirePrices(prices: Sample, field: string): void {
  for (let t = 0; t < prices.length; t++) requirePositive(prices[t], `${field}[${t}]`)
}
