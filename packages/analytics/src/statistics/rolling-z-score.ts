import { requireSample, TuttiError } from '../errors/index.ts'
import { prefixSums, windowMean, windowVariance } from './rolling-volatility.ts'
import { requireWhole, type Sample } from './sample.ts'

/**
 * Distance of each value from the mean of the last `window` values, itself included, in sample standard deviations.
 * Entry k belongs to observation k + window - 1. Throws `not-applicable` where a window is constant.
 */
export function rollingZScore(series: Sample, window: number): Float64Array {
  requireWhole(window, 2, Infinity, 'window')
  requireSample(series, window, 'series')
  const prefix = prefixSums(series)
  return Float64Array.from({ length: series.length - window + 1 }, (_, k) => {
    const end = k + window
    const sd = Math.sqrt(windowVariance(prefix, end, window))
    const centre = windowMean(prefix, end, window)
    if (sd <= 1e-14 * Math.abs(centre) || sd === 0) {
      throw new TuttiError('not-applicable', `the ${window} values up to index ${end - 1} are all equal`, {
        field: `series[${k}..${end - 1}]`,
        got: 'a standard deviation of 0',
        expected: 'values that differ',
      })
    }
    return (series[end - 1] - centre) / sd
  })
}
