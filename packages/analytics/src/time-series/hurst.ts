import { requireSample, TuttiError } from '../errors/index.ts'
import { gammaLn } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { quantile, requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { columnRegression } from './column-regression.ts'

/** A scaling exponent: the slope of a statistic on the scale, both in logarithms. */
export interface ScalingExponent {
  readonly exponent: number
  /** Of the regression line: too small, as the points are dependent. */
  readonly standardError: number
  readonly scales: readonly number[]
  readonly values: readonly number[]
}

/** Exponent of the standard deviation (divisor n) of x_(t+lag) - x_t against the lag: H of a self-similar `levels`. */
export function structureExponent(levels: Sample, lags: readonly number[]): ScalingExponent {
  requireSample(levels, 4, 'levels')
  const values = lags.map((lag) => {
    requireWhole(lag, 1, levels.length - 2, 'lags')
    const n = levels.length - lag
    let sum = 0
    for (let t = 0; t < n; t++) sum += levels[t + lag] - levels[t]
    const centre = sum / n
    let squares = 0
    for (let t = 0; t < n; t++) squares += (levels[t + lag] - levels[t] - centre) ** 2
    return Math.sqrt(squares / n)
  })
  return scalingExponent(lags, values)
}

/** A rescaled-range analysis. */
export interface RescaledRange extends ScalingExponent {
  /** Expected R/S of independent normal increments at each block size (Anis & Lloyd, with Peters' factor). */
  readonly expected: readonly number[]
  /** 0.5 + slope of ln(R/S) less the slope of its expectation: free of the small-sample bias. */
  readonly correctedExponent: number
}

/**
 * Hurst exponent by the mean rescaled range of non-overlapping blocks of `increments` (standard deviations with divisor n),
 * and corrected by its expectation for independent increments.
 *
 * Blocks that do not vary are left out; throws `not-applicable` where a size has none that does.
 * Source: Hurst (1951); Anis & Lloyd, Biometrika 63 (1976); Peters (1994); Weron, Physica A 312 (2002).
 */
export function rescaledRange(increments: Sample, sizes: readonly number[]): RescaledRange {
  requireSample(increments, 4, 'increments')
  const values = sizes.map((size) => {
    requireWhole(size, 2, increments.length, 'sizes')
    let total = 0
    let used = 0
    for (let start = 0; start + size <= increments.length; start += size) {
      let sum = 0
      for (let t = start; t < start + size; t++) sum += increments[t]
      const centre = sum / size
      let partial = 0
      let high = -Infinity
      let low = Infinity
      let squares = 0
      for (let t = start; t < start + size; t++) {
        const deviation = increments[t] - centre
        partial += deviation
        squares += deviation * deviation
        high = Math.max(high, partial)
        low = Math.min(low, partial)
      }
      const deviation = Math.sqrt(squares / size)
      if (deviation > 1e-13 * Math.abs(centre) && deviation > 0) {
        total += (high - low) / deviation
        used++
      }
    }
    if (used === 0) throw flat('increments')
    return total / used
  })
  const line = scalingExponent(sizes, values)
  const expected = sizes.map(expectedRescaledRange)
  return { ...line, expected, correctedExponent: 0.5 + line.exponent - scalingExponent(sizes, expected).exponent }
}

/** E(R/S) of `size` independent normal values: Anis & Lloyd, with Peters' factor (size - 1/2) / size. */
function expectedRescaledRange(size: number): number {
  let sum = 0
  for (let i = 1; i < size; i++) sum += Math.sqrt((size - i) / i)
  const ratio = Math.exp(gammaLn((size - 1) / 2) - gammaLn(size / 2)) / Math.sqrt(Math.PI)
  return ((size - 0.5) / size) * ratio * sum
}

/**
 * Detrended fluctuation analysis of order 1: the root mean square of the profile of `increments` around a line in
 * non-overlapping windows, against the window size. About H for stationary increments.
 *
 * Source: Peng et al., Physical Review E 49 (1994).
 */
export function detrendedFluctuation(increments: Sample, sizes: readonly number[]): ScalingExponent {
  requireSample(increments, 4, 'increments')
  const n = increments.length
  let total = 0
  for (let t = 0; t < n; t++) total += increments[t]
  const profile = new Float64Array(n)
  let level = 0
  for (let t = 0; t < n; t++) {
    level += increments[t] - total / n
    profile[t] = level
  }
  const values = sizes.map((size) => {
    requireWhole(size, 3, n, 'sizes')
    const windows = Math.floor(n / size)
    const middle = (size - 1) / 2
    const spread = (size * (size * size - 1)) / 12
    let squares = 0
    for (let w = 0; w < windows; w++) {
      let sum = 0
      for (let i = 0; i < size; i++) sum += profile[w * size + i]
      const centre = sum / size
      let slope = 0
      for (let i = 0; i < size; i++) slope += (i - middle) * (profile[w * size + i] - centre)
      slope /= spread
      for (let i = 0; i < size; i++) squares += (profile[w * size + i] - centre - slope * (i - middle)) ** 2
    }
    return Math.sqrt(squares / (windows * size))
  })
  return scalingExponent(sizes, values)
}

/** Where exponents of independent increments of the same distribution and number fall, with a probability. */
export interface IndependenceRange {
  readonly correctedRescaledRange: { readonly lower: number; readonly upper: number }
  readonly detrendedFluctuation: { readonly lower: number; readonly upper: number }
  readonly shuffles: number
}

/**
 * Central ranges with probability `confidence` of the corrected rescaled-range and the fluctuation exponent over random
 * orders of `increments`: an exponent outside speaks against independence, whatever the distribution of the increments.
 *
 * `shuffles` orders (at least 20) from `seed`. Cost O(shuffles n sizes).
 */
export function independenceRange(
  increments: Sample,
  rangeSizes: readonly number[],
  fluctuationSizes: readonly number[],
  options: { readonly shuffles: number; readonly seed: number; readonly confidence: number },
): IndependenceRange {
  const { shuffles, seed, confidence } = options
  requireWhole(shuffles, 20, 100_000, 'shuffles')
  requireBetween(confidence, 0, 1, 'confidence')
  const uniform = uniformStream(seed, 0, 0)
  const order = Float64Array.from(increments)
  const ranges = new Float64Array(shuffles)
  const fluctuations = new Float64Array(shuffles)
  for (let k = 0; k < shuffles; k++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(uniform() * (i + 1))
      const kept = order[i]
      order[i] = order[j]
      order[j] = kept
    }
    ranges[k] = rescaledRange(order, rangeSizes).correctedExponent
    fluctuations[k] = detrendedFluctuation(order, fluctuationSizes).exponent
  }
  const tail = (1 - confidence) / 2
  const range = (values: Float64Array): { lower: number; upper: number } => ({
    lower: quantile(values, tail, 7),
    upper: quantile(values, 1 - tail, 7),
  })
  return { correctedRescaledRange: range(ranges), detrendedFluctuation: range(fluctuations), shuffles }
}

function flat(field: string): TuttiError {
  return new TuttiError('not-applicable', `${field} do not vary: there is no scaling to measure`, {
    field,
    got: 'equal values',
    expected: 'values that vary',
  })
}

function scalingExponent(scales: readonly number[], values: readonly number[]): ScalingExponent {
  if (new Set(scales).size < 3) {
    throw new TuttiError(
      'invalid-input',
      `a scaling exponent needs at least 3 different scales, got ${scales.length}`,
      {
        field: 'sizes',
        got: `${scales.length} scales`,
        expected: 'at least 3',
      },
    )
  }
  if (values.some((value) => !(value > 0))) throw flat('values')
  const fit = columnRegression(
    values.map(Math.log),
    [new Float64Array(scales.length).fill(1), scales.map(Math.log)],
    () => 'the scales',
  )
  return { exponent: fit.coefficients[1], standardError: fit.standardErrors[1], scales, values }
}
