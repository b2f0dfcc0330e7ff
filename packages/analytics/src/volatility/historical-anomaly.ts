import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { mean, median, medianAbsoluteDeviation, standardDeviation } from '../statistics/index.ts'

/** A figure against its own history. */
export interface HistoricalAnomaly {
  readonly mean: number
  /** Sample standard deviation. */
  readonly deviation: number
  /** (value - mean) / deviation. */
  readonly zScore: number
  /** (value - median) / (1.4826 x median absolute deviation); `null` where more than half of the history is one value. */
  readonly robustZScore: number | null
  /** Share of the history below the value, ties counted half. */
  readonly percentile: number
}

/**
 * How unusual a figure (a skew, a slope, a premium) is against at least 20 earlier values of it. Throws `invalid-input`,
 * `not-applicable` for a history that does not vary. Source: Rousseeuw & Croux, JASA 88 (1993) (median absolute deviation).
 */
export function historicalAnomaly(history: ArrayLike<number>, value: number): HistoricalAnomaly {
  requireSample(history, 20, 'history')
  requireFinite(value, 'value')
  const values = Array.from(history)
  const deviation = standardDeviation(values, 'sample')
  const centre = mean(values)
  if (!(deviation > 1e-14 * Math.abs(centre))) {
    throw new TuttiError('not-applicable', 'a history that does not vary gives no z-score', {
      field: 'history',
      got: `${values.length} values equal to ${values[0]}`,
      expected: 'values that differ',
    })
  }
  const spread = 1.4826 * medianAbsoluteDeviation(values)
  const below = values.filter((each) => each < value).length
  const equal = values.filter((each) => each === value).length
  return {
    mean: centre,
    deviation,
    zScore: (value - centre) / deviation,
    robustZScore: spread > 0 ? (value - median(values)) / spread : null,
    percentile: (below + equal / 2) / values.length,
  }
}
