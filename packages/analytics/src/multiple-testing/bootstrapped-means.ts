import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { uniformStream } from '../random/index.ts'
import {
  median,
  optimalBlockLength,
  requireWhole,
  stationaryBootstrapIndices,
  type Sample,
} from '../statistics/index.ts'

/** How the performances are resampled. */
export interface SearchBootstrap {
  /** Resamples, at least 100; 1,000 or more for a p-value to be quoted. */
  readonly samples: number
  /** Whole number >= 0. */
  readonly seed: number
  /** Mean block length in periods; chosen from the data (the median over the trials) where left out. */
  readonly meanBlock?: number | undefined
}

/** Means of all trials in resamples of the same periods. */
export interface BootstrappedMeans {
  readonly periods: number
  readonly trials: number
  readonly means: Float64Array
  /** Standard deviations of sqrt(T) times the means, for the dependence that the bootstrap has. */
  readonly deviations: Float64Array
  /** Entry b K + k is the mean of trial k in resample b, less its mean. */
  readonly centred: Float64Array
  readonly samples: number
  readonly meanBlock: number
}

/**
 * Stationary bootstrap of the means of `performances` (rows are periods, at least 20; columns are trials). Cost samples
 * x T x K multiplications. Throws `not-applicable` for a trial that is constant.
 *
 * Sources: Politis & Romano, JASA 89 (1994); Hansen, J. of Business & Economic Statistics 23 (2005), appendix (the
 * standard deviations).
 */
export function bootstrappedMeans(performances: readonly Sample[], bootstrap: SearchBootstrap): BootstrappedMeans {
  requireWhole(performances.length, 20, Infinity, 'number of periods')
  const periods = performances.length
  const trials = requireWhole(performances[0].length, 1, Infinity, 'number of trials')
  const samples = requireWhole(bootstrap.samples, 100, 1_000_000, 'samples')
  const columns = Array.from({ length: trials }, () => new Float64Array(periods))
  performances.forEach((row, t) => {
    requireSample(row, trials, `performances[${t}]`)
    requireWhole(row.length, trials, trials, `number of trials in performances[${t}]`)
    for (let k = 0; k < trials; k++) columns[k][t] = row[k]
  })
  const means = new Float64Array(trials)
  columns.forEach((column, k) => {
    const sum = column.reduce((a, b) => a + b, 0)
    means[k] = requireFinite(sum / periods, `mean of trial ${k}`)
    if (column.some((value) => value !== column[0])) {
      for (let t = 0; t < periods; t++) column[t] -= means[k]
      return
    }
    throw new TuttiError('not-applicable', `trial ${k} has the same performance in every period: leave it out`, {
      field: `performances[][${k}]`,
      got: `${periods} values of ${column[0]}`,
      expected: 'a performance that varies',
    })
  })
  const meanBlock =
    bootstrap.meanBlock ?? Math.max(1, median(columns.map((column) => optimalBlockLength(column).stationary)))
  const deviations = Float64Array.from(columns, (column) => longRunDeviation(column, 1 / meanBlock))

  const uniform = uniformStream(bootstrap.seed, 0, 0)
  const centred = new Float64Array(samples * trials)
  const counts = Array.from({ length: 4 }, () => new Float64Array(periods))
  for (let b = 0; b < samples; b += 4) {
    const batch = Math.min(4, samples - b)
    for (let s = 0; s < batch; s++) {
      counts[s].fill(0)
      for (const index of stationaryBootstrapIndices(periods, meanBlock, uniform)) counts[s][index]++
    }
    const [c0, c1, c2, c3] = counts
    for (let k = 0; k < trials; k++) {
      const x = columns[k]
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      for (let t = 0; t < periods; t++) {
        const value = x[t]
        s0 += c0[t] * value
        s1 += c1[t] * value
        s2 += c2[t] * value
        s3 += c3[t] * value
      }
      const sums = [s0, s1, s2, s3]
      for (let s = 0; s < batch; s++) centred[(b + s) * trials + k] = sums[s] / periods
    }
  }
  return { periods, trials, means, deviations, centred, samples, meanBlock }
}

/** Standard deviation of sqrt(T) times the mean of a centred series in the stationary bootstrap; `q` ends a block. */
function longRunDeviation(x: Float64Array, q: number): number {
  const n = x.length
  let variance = 0
  for (let lag = 0; lag < n; lag++) {
    const weight = lag === 0 ? 1 : 2 * (((n - lag) / n) * (1 - q) ** lag + (lag / n) * (1 - q) ** (n - lag))
    if (weight < 1e-12) continue
    let sum = 0
    for (let t = lag; t < n; t++) sum += x[t] * x[t - lag]
    variance += (weight * sum) / n
  }
  return Math.sqrt(variance)
}

/** A p-value from resamples with its Monte Carlo standard error. */
export interface SimulatedPValue {
  readonly value: number
  readonly standardError: number
}

/** (1 + exceedances) / (1 + samples), which is never 0 and makes the test exact where the resamples are. */
export function simulatedPValue(exceedances: number, samples: number): SimulatedPValue {
  const value = (1 + exceedances) / (1 + samples)
  return { value, standardError: Math.sqrt((value * (1 - value)) / samples) }
}
