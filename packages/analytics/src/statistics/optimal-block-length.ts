import { requireSample, TuttiError } from '../errors/index.ts'
import { isConstant, mean, variance } from './moments.ts'
import type { Sample } from './sample.ts'

/** Mean block length (in observations, at least 1) that suits each block bootstrap of the mean. */
export interface OptimalBlockLength {
  readonly stationary: number
  readonly circular: number
}

/**
 * Automatic block length for a series of at least 10 values: the bandwidth is twice the lag from which the
 * autocorrelations are insignificant (five in a row; the authors' own code counts from the first of them, one lag later
 * than the text of the paper), the spectrum comes from a flat-top kernel.
 *
 * Held to [1, min(3 sqrt(n), n / 3)]. Throws `not-applicable` for a constant series.
 * Source: Politis and White (2004), Econometric Reviews 23; corrected by Patton, Politis and White (2009), Econometric
 * Reviews 28 (the stationary constant is 2 g(0)^2).
 */
export function optimalBlockLength(series: Sample): OptimalBlockLength {
  requireSample(series, 10, 'series')
  const n = series.length
  if (isConstant(series, variance(series, 'population'))) {
    throw new TuttiError('not-applicable', 'a constant series has no optimal block length', {
      field: 'series',
      got: `${n} values equal to ${series[0]}`,
      expected: 'values that differ',
    })
  }
  const centre = mean(series)
  const autocovariance = (lag: number): number => {
    let sum = 0
    for (let t = lag; t < n; t++) sum += (series[t] - centre) * (series[t - lag] - centre)
    return sum / n
  }
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3))
  const run = Math.max(5, Math.ceil(Math.sqrt(Math.log10(n))))
  const mostLags = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 1)
  const covariances = Array.from({ length: mostLags + 1 }, (_, lag) => autocovariance(lag))
  const threshold = 2 * Math.sqrt(Math.log10(n) / n)
  const significant = covariances.map((c) => Math.abs(c / covariances[0]) >= threshold)

  const bandwidth = Math.min(2 * firstQuietLag(significant, run), mostLags)
  let g = 0
  let spectrum = covariances[0]
  for (let lag = 1; lag <= bandwidth; lag++) {
    const weight = lag <= bandwidth / 2 ? 1 : 2 * (1 - lag / bandwidth)
    g += 2 * weight * lag * covariances[lag]
    spectrum += 2 * weight * covariances[lag]
  }
  const length = (constant: number): number => {
    const optimal = Math.cbrt((2 * g * g * n) / (constant * spectrum * spectrum))
    return Math.max(1, Math.min(optimal, longest))
  }
  return { stationary: length(2), circular: length(4 / 3) }
}

/** The first of `run` insignificant lags in a row, counted from lag 1; without such a run the last significant lag. */
function firstQuietLag(significant: readonly boolean[], run: number): number {
  for (let lag = 1; lag + run <= significant.length; lag++) {
    if (!significant.slice(lag, lag + run).includes(true)) return lag
  }
  return significant.lastIndexOf(true)
}
