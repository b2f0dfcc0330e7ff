import { TuttiError } from '../errors/index.ts'
import { normalCdf, normalQuantile } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import {
  autocorrelations,
  jointBootstrapInterval,
  optimalBlockLength,
  pearsonCorrelation,
  requireBetween,
  type Sample,
} from '../statistics/index.ts'
import { requireVarying, returnPanel } from './return-panel.ts'

/** How an interval of a correlation is found. */
export type CorrelationIntervalMethod =
  /** Fisher's z; with `allowForAutocorrelation` over the number of observations that are worth as much as independent ones. */
  | { readonly kind: 'fisher'; readonly allowForAutocorrelation: boolean }
  /** Percentiles over resamples of both series in blocks; `meanBlock` is chosen from the data where left out. */
  | {
      readonly kind: 'bootstrap'
      readonly samples: number
      readonly seed: number
      readonly meanBlock?: number | undefined
    }

/** The correlation of two of the series, counted from 0, with its interval. */
export interface CorrelationInterval {
  readonly first: number
  readonly second: number
  readonly correlation: number
  readonly lower: number
  readonly upper: number
  /** Of the correlation itself: (1 - r^2) / sqrt(n - 1) by Fisher, or the standard deviation over the resamples. */
  readonly standardError: number
  /** Two-sided, against no correlation, from Fisher's z over the effective observations. */
  readonly pValue: number
  readonly effectiveObservations: number
}

/**
 * Correlations of all pairs of series with intervals of coverage `level`. Needs five periods.
 *
 * The effective number of observations is n / (1 + 2 sum r_x(k) r_y(k)), over lags up to n^(1/3) (Bartlett). Throws
 * `not-applicable` for a constant series. Sources: Fisher, Metron 1 (1921); Bartlett, JRSS 98 (1935); Politis & Romano,
 * JASA 89 (1994).
 */
export function correlationIntervals(
  returns: readonly Sample[],
  method: CorrelationIntervalMethod,
  level: number,
): readonly CorrelationInterval[] {
  const { series, periods, centred } = returnPanel(returns, 5)
  const columns = Array.from({ length: series }, (_, j) => centred.subarray(j * periods, (j + 1) * periods))
  requireVarying(columns.map((column) => column.reduce((sum, x) => sum + x * x, 0)))
  if (series < 2) {
    throw new TuttiError('invalid-input', 'a correlation needs two series', { field: 'returns', got: '1 series' })
  }
  const z = normalQuantile((1 + requireBetween(level, 0, 1, 'level')) / 2)
  const lags = Math.min(Math.floor(Math.cbrt(periods)), periods - 1)
  const adjusts = method.kind === 'bootstrap' || method.allowForAutocorrelation
  const serial = adjusts ? columns.map((column) => autocorrelations(column, lags)) : []
  const blocks =
    method.kind === 'bootstrap' && method.meanBlock === undefined && periods >= 10
      ? columns.map((column) => optimalBlockLength(column).stationary)
      : []
  const results: CorrelationInterval[] = []
  for (let i = 0; i < series; i++) {
    for (let j = i + 1; j < series; j++) {
      const correlation = pearsonCorrelation(columns[i], columns[j])
      const effective = adjusts ? effectiveObservations(serial[i], serial[j], periods) : periods
      const fisherError = 1 / Math.sqrt(Math.max(effective - 3, 1))
      // A perfect correlation has an infinite z: any interval is the point itself.
      const centre = Math.atanh(Math.min(1 - 1e-15, Math.max(-1 + 1e-15, correlation)))
      const common = {
        first: i,
        second: j,
        correlation,
        pValue: 2 * normalCdf(-Math.abs(centre) / fisherError),
        effectiveObservations: effective,
      }
      if (method.kind === 'fisher') {
        results.push({
          ...common,
          lower: Math.tanh(centre - z * fisherError),
          upper: Math.tanh(centre + z * fisherError),
          standardError: (1 - correlation * correlation) / Math.sqrt(Math.max(effective - 1, 1)),
        })
        continue
      }
      const meanBlock = method.meanBlock ?? (blocks.length === 0 ? 1 : Math.max(blocks[i], blocks[j]))
      const interval = jointBootstrapInterval(resampledCorrelation, [columns[i], columns[j]], {
        samples: method.samples,
        level,
        meanBlock,
        method: 'percentile',
        uniform: uniformStream(method.seed, i, j),
      })
      results.push({
        ...common,
        lower: interval.lower,
        upper: interval.upper,
        standardError: interval.standardError,
      })
    }
  }
  return results
}

/** Correlation of a resample, in plain sums for speed. Throws `not-applicable` where it is constant. */
function resampledCorrelation([x, y]: readonly Float64Array[]): number {
  const r = windowCorrelation(x, y, 0, x.length)
  if (r !== null) return r
  throw new TuttiError('not-applicable', 'a series is constant in a resample: there are too few different values', {
    field: 'returns',
    got: `${x.length} periods`,
    expected: "a longer history, or Fisher's interval",
  })
}

/** n / (1 + 2 sum of the products of the autocorrelations), held to [4, n]. */
function effectiveObservations(x: Float64Array, y: Float64Array, n: number): number {
  let factor = 1
  for (let k = 1; k < x.length; k++) factor += 2 * (1 - k / n) * x[k] * y[k]
  return Math.min(n, Math.max(4, factor > 0 ? n / factor : n))
}

/** The correlation over a window that ends in a period. */
export interface RollingCorrelation {
  /** Last period of each window, counted from 0. */
  readonly ends: Int32Array
  /** `NaN` never occurs: a window in which a series is constant has 0 and is counted in `constantWindows`. */
  readonly correlations: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly constantWindows: number
  /** Over the whole history. */
  readonly correlation: number
  /** Share of the windows whose interval does not hold the correlation of the whole history. */
  readonly shareOutside: number
}

/**
 * Correlation over a rolling window with Fisher's interval of coverage `level` (independent periods).
 *
 * If the correlation were constant, the share of windows outside would be about 1 - `level`, if less evenly than for
 * windows that do not overlap. Each window is summed anew, so that no rounding piles up.
 */
export function rollingCorrelation(x: Sample, y: Sample, window: number, level: number): RollingCorrelation {
  const correlation = pearsonCorrelation(x, y)
  if (!(Number.isInteger(window) && window >= 5 && window <= x.length)) {
    throw new TuttiError('invalid-input', `window must be a whole number from 5 to ${x.length}, got ${window}`, {
      field: 'window',
      got: String(window),
      expected: `a whole number in [5, ${x.length}]`,
    })
  }
  const halfWidth = normalQuantile((1 + requireBetween(level, 0, 1, 'level')) / 2) / Math.sqrt(window - 3)
  const count = x.length - window + 1
  const correlations = new Float64Array(count)
  const lower = new Float64Array(count)
  const upper = new Float64Array(count)
  let constantWindows = 0
  let outside = 0
  for (let k = 0; k < count; k++) {
    const r = windowCorrelation(x, y, k, window)
    if (r === null) constantWindows++
    correlations[k] = r ?? 0
    const centre = Math.atanh(Math.min(1 - 1e-15, Math.max(-1 + 1e-15, correlations[k])))
    lower[k] = Math.tanh(centre - halfWidth)
    upper[k] = Math.tanh(centre + halfWidth)
    if (r !== null && (correlation < lower[k] || correlation > upper[k])) outside++
  }
  return {
    ends: Int32Array.from({ length: count }, (_, k) => k + window - 1),
    correlations,
    lower,
    upper,
    constantWindows,
    correlation,
    shareOutside: count > constantWindows ? outside / (count - constantWindows) : 0,
  }
}

function windowCorrelation(x: Sample, y: Sample, from: number, window: number): number | null {
  let meanX = 0
  let meanY = 0
  for (let t = from; t < from + window; t++) {
    meanX += x[t]
    meanY += y[t]
  }
  meanX /= window
  meanY /= window
  let xx = 0
  let yy = 0
  let xy = 0
  for (let t = from; t < from + window; t++) {
    xx += (x[t] - meanX) ** 2
    yy += (y[t] - meanY) ** 2
    xy += (x[t] - meanX) * (y[t] - meanY)
  }
  const tiny = 1e-28 * window
  if (xx <= tiny * meanX * meanX || yy <= tiny * meanY * meanY || xx * yy === 0) return null
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx * yy)))
}
