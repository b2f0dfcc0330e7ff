import { requireFinite, requireSample, TuttiError } from '../errors/index.ts'
import { normalCdf, normalQuantile } from '../math/index.ts'
import { blockBootstrapIndices, type BlockKind } from './block-bootstrap.ts'
import { mean, standardDeviation } from './moments.ts'
import { quantileOfSorted } from './quantile.ts'
import { requireBetween, requireSameLength, requireWhole, type Sample } from './sample.ts'
import { stationaryBootstrapIndices } from './stationary-bootstrap.ts'

/** How to resample and how to read the interval off. */
export interface BootstrapOptions {
  /** Number of resamples, at least 100; 1,000 or more for an interval to be quoted. */
  readonly samples: number
  /** Coverage in (0, 1), such as 0.95. */
  readonly level: number
  /** Independent draws in (0, 1). */
  readonly uniform: () => number
  /**
   * Mean block length in observations, >= 1 (whole for fixed blocks); 1 only for independent observations. See
   * `optimalBlockLength`.
   */
  readonly meanBlock: number
  /** `stationary` where absent: blocks of geometric length; the others have blocks of one length. */
  readonly blocks?: 'stationary' | BlockKind
  /**
   * `percentile`: quantiles of the resampled statistic. `bca`: bias-corrected and accelerated, the acceleration from a
   * jackknife that leaves out blocks of the mean length.
   */
  readonly method: 'percentile' | 'bca'
}

/** A statistic with its bootstrap interval. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  /** Standard deviation of the statistic over the resamples. */
  readonly standardError: number
  /** Mean over the resamples less the estimate. */
  readonly bias: number
  readonly level: number
  readonly samples: number
}

/**
 * Confidence interval of `statistic` on a series, by the stationary or a block bootstrap. The statistic gets a resampled series of
 * the same length (a buffer that is reused: read it, do not keep it) and returns a finite number.
 *
 * The ends are type-6 quantiles of the resampled statistic. Deterministic given the draws. Cost: samples (+ n / meanBlock for `bca`) evaluations of the statistic.
 * Source: Politis and Romano (1994); Künsch (1989); Efron (1987), Better bootstrap confidence intervals, JASA 82.
 */
export function bootstrapInterval(
  statistic: (series: Float64Array) => number,
  series: Sample,
  options: BootstrapOptions,
): BootstrapInterval {
  return jointBootstrapInterval(([resampled]) => statistic(resampled), [series], options)
}

/**
 * As `bootstrapInterval`, for a statistic of several series observed at the same times (a strategy and its rival, say):
 * every resample takes the same periods of all of them.
 */
export function jointBootstrapInterval(
  statistic: (columns: readonly Float64Array[]) => number,
  columns: readonly Sample[],
  options: BootstrapOptions,
): BootstrapInterval {
  requireWhole(options.samples, 100, Infinity, 'samples')
  requireBetween(options.level, 0, 1, 'level')
  requireWhole(columns.length, 1, Infinity, 'number of columns')
  const n = columns[0].length
  columns.forEach((column, j) => {
    requireSample(column, 2, `columns[${j}]`)
    requireSameLength(columns[0], column, 'columns[0]', `columns[${j}]`)
  })
  const estimate = requireFinite(
    statistic(columns.map((column) => Float64Array.from(column))),
    'statistic of the series',
  )

  const { blocks = 'stationary' } = options
  const buffers = columns.map(() => new Float64Array(n))
  const resampled = new Float64Array(options.samples)
  for (let b = 0; b < options.samples; b++) {
    const indices =
      blocks === 'stationary'
        ? stationaryBootstrapIndices(n, options.meanBlock, options.uniform)
        : blockBootstrapIndices(n, options.meanBlock, blocks, options.uniform)
    columns.forEach((column, j) => {
      const buffer = buffers[j]
      for (let t = 0; t < n; t++) buffer[t] = column[indices[t]]
    })
    resampled[b] = requireFinite(statistic(buffers), `statistic of resample ${b}`)
  }
  const sorted = Float64Array.from(resampled).sort()
  const tail = (1 - options.level) / 2
  const [low, high] =
    options.method === 'percentile' ? [tail, 1 - tail] : bcaTails(statistic, columns, estimate, sorted, options)
  return {
    estimate,
    lower: quantileOfSorted(sorted, low, 6),
    upper: quantileOfSorted(sorted, high, 6),
    standardError: standardDeviation(resampled, 'sample'),
    bias: mean(resampled) - estimate,
    level: options.level,
    samples: options.samples,
  }
}

/** Probabilities at which BCa reads the two ends off the resampled distribution. */
function bcaTails(
  statistic: (columns: readonly Float64Array[]) => number,
  columns: readonly Sample[],
  estimate: number,
  sorted: Float64Array,
  options: BootstrapOptions,
): [number, number] {
  const below = sorted.filter((value) => value < estimate).length
  const equal = sorted.filter((value) => value === estimate).length
  const share = (below + equal / 2) / sorted.length
  if (share === 0 || share === 1) {
    throw new TuttiError('not-applicable', 'BCa needs resamples on both sides of the estimate; use "percentile"', {
      field: 'method',
      got: `${share === 0 ? 'no' : 'every'} resample below the estimate`,
      expected: 'resamples on both sides',
    })
  }
  const bias = normalQuantile(share)
  const acceleration = jackknifeAcceleration(statistic, columns, Math.round(options.meanBlock))
  const adjusted = (z: number): number => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)))
  const z = normalQuantile((1 + options.level) / 2)
  if (acceleration * (bias + z) >= 1 || acceleration * (bias - z) >= 1) {
    throw new TuttiError('not-applicable', 'the BCa acceleration is too large for this level; use "percentile"', {
      field: 'method',
      got: `acceleration ${acceleration}`,
    })
  }
  return [adjusted(-z), adjusted(z)]
}

/** Skewness of the delete-a-block jackknife values over six times the root of their count: Efron's acceleration. */
function jackknifeAcceleration(
  statistic: (columns: readonly Float64Array[]) => number,
  columns: readonly Sample[],
  block: number,
): number {
  const n = columns[0].length
  const count = Math.floor(n / block)
  if (count < 3) {
    throw new TuttiError('not-applicable', 'BCa needs at least three blocks of the mean length; use "percentile"', {
      field: 'meanBlock',
      got: `${count} blocks of ${block} in ${n} observations`,
      expected: 'at least 3',
    })
  }
  const left = Float64Array.from({ length: count }, (_, k) => {
    const from = k * block
    const kept = columns.map((column) => Float64Array.from(column).filter((_, t) => t < from || t >= from + block))
    return requireFinite(statistic(kept), `statistic without block ${k}`)
  })
  const centre = mean(left)
  let squares = 0
  let cubes = 0
  for (const value of left) {
    squares += (centre - value) ** 2
    cubes += (centre - value) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
