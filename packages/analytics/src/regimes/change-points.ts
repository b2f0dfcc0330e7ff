import { requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { isConstant, requireWhole, type Sample, variance } from '../statistics/index.ts'
import { noiseVarianceOf, optimalChanges, type SegmentChange, segmentCost } from './segmentation.ts'

/** A stretch of a series between two changes. */
export interface Segment {
  /** First observation and the one after the last. */
  readonly from: number
  readonly to: number
  readonly mean: number
  readonly meanStandardError: number
  /** Divisor n. */
  readonly variance: number
}

/** Why change points are to be read with care. */
export type ChangePointCaution =
  /** A segment has fewer than 20 observations. */
  | 'short-segment'
  /** Neighbours within segments are correlated (lag-one above 0.2): changes are found too often. */
  | 'autocorrelated'
  /** Most segments are as short as allowed: the penalty is too low for this noise. */
  | 'too-many-changes'

/** Change points of a series. */
export interface ChangePoints {
  /** First observation of each segment after the first. */
  readonly changes: readonly number[]
  readonly segments: readonly Segment[]
  /** Likelihood intervals of each change: where moving it alone costs less than the 1.92 of a 95 % ratio, both ends in. */
  readonly intervals: readonly { readonly from: number; readonly to: number }[]
  readonly penalty: number
  readonly cautions: readonly ChangePointCaution[]
}

/**
 * Changes in the mean, the variance or both of independent normal observations, by penalised likelihood and PELT.
 *
 * `penalty` for each change on the scale of minus twice the log-likelihood; null takes that of BIC: (parameters of a
 * segment + 1) ln n. `minimumLength` observations of a segment, 2 or more (1 for `mean`). For `mean` the noise variance is
 * estimated from the differences of neighbours.
 *
 * Throws `not-applicable` for a constant series. Source: Killick, Fearnhead & Eckley (2012), JASA 107.
 */
export function changePoints(
  series: Sample,
  options: { readonly change: SegmentChange; readonly penalty: number | null; readonly minimumLength: number },
): ChangePoints {
  const { change, minimumLength } = options
  requireSample(series, 4, 'series')
  requireWhole(minimumLength, change === 'mean' ? 1 : 2, Math.floor(series.length / 2), 'minimumLength')
  const n = series.length
  if (isConstant(series, variance(series, 'population'))) {
    throw new TuttiError('not-applicable', 'a constant series has no change points', {
      field: 'series',
      got: `${n} values equal to ${series[0]}`,
      expected: 'values that vary',
    })
  }
  const parameters = change === 'mean-and-variance' ? 2 : 1
  const penalty = requirePositive(options.penalty ?? (parameters + 1) * Math.log(n), 'penalty')
  const cost = segmentCost(series, change, change === 'mean' ? noiseVarianceOf(series) : 1)
  const changes = optimalChanges(cost, penalty, minimumLength)
  const edges = [0, ...changes, n]
  const segments = changes.concat(n).map((to, i) => segmentOf(series, edges[i], to))
  const intervals = changes.map((at, i) => {
    const low = edges[i] + minimumLength
    const high = edges[i + 2] - minimumLength
    const costAt = (place: number): number => cost.at(edges[i], place) + cost.at(place, edges[i + 2])
    const allowed = costAt(at) + 3.841458820694124
    const places = Array.from({ length: high - low + 1 }, (_, k) => low + k).filter((p) => costAt(p) <= allowed)
    return { from: Math.min(at, ...places), to: Math.max(at, ...places) }
  })
  const cautions: ChangePointCaution[] = []
  if (segments.some(({ from, to }) => to - from < 20)) cautions.push('short-segment')
  if (innerCorrelation(series, segments) > 0.2) cautions.push('autocorrelated')
  const shortest = segments.filter(({ from, to }) => to - from === minimumLength).length
  if (changes.length > 3 && shortest > segments.length / 2) cautions.push('too-many-changes')
  return { changes, segments, intervals, penalty, cautions }
}

/** Mean and variance of the observations [from, to). */
function segmentOf(series: Sample, from: number, to: number): Segment {
  const count = to - from
  let mean = 0
  for (let t = from; t < to; t++) mean += series[t] / count
  let squares = 0
  for (let t = from; t < to; t++) squares += (series[t] - mean) ** 2
  return {
    from,
    to,
    mean,
    meanStandardError: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0,
    variance: squares / count,
  }
}

/** Correlation of neighbours about the means of their segments. */
function innerCorrelation(series: Sample, segments: readonly Segment[]): number {
  let products = 0
  let squares = 0
  for (const { from, to, mean } of segments) {
    for (let t = from; t < to; t++) {
      squares += (series[t] - mean) ** 2
      if (t > from) products += (series[t] - mean) * (series[t - 1] - mean)
    }
  }
  return squares > 0 ? products / squares : 0
}
