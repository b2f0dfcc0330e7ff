import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from '../statistics/index.ts'

/** What may change from one segment to the next: the mean (one variance for all), the variance (about a known mean), both. */
export type SegmentChange = 'mean' | 'variance' | 'mean-and-variance'

/** Cost of a segment [from, to) as minus twice its maximised Gaussian log-likelihood, constants left out. */
export interface SegmentCost {
  readonly observations: number
  /** Fewest observations of a segment. */
  readonly least: number
  at(from: number, to: number): number
}

/**
 * Costs by prefix sums, O(1) each. `mean` takes `noiseVariance` as the known variance of all; `variance` takes the sample
 * mean of the whole. A variance below 1e-12 of the whole sample's counts as that much, so that equal values cost no
 * infinity.
 */
export function segmentCost(series: Sample, change: SegmentChange, noiseVariance: number): SegmentCost {
  const n = series.length
  let mean = 0
  for (let t = 0; t < n; t++) mean += series[t] / n
  const sums = new Float64Array(n + 1)
  const squares = new Float64Array(n + 1)
  for (let t = 0; t < n; t++) {
    const d = series[t] - mean
    sums[t + 1] = sums[t] + d
    squares[t + 1] = squares[t] + d * d
  }
  const floor = Math.max((1e-12 * squares[n]) / n, Number.MIN_VALUE)
  const least = change === 'mean' ? 1 : 2
  return {
    observations: n,
    least,
    at: (from, to) => {
      const count = to - from
      const sum = sums[to] - sums[from]
      const total = squares[to] - squares[from]
      if (change === 'mean') return Math.max(0, total - (sum * sum) / count) / noiseVariance
      const spread = change === 'variance' ? total / count : total / count - (sum / count) ** 2
      return count * (Math.log(Math.max(spread, floor)) + 1)
    },
  }
}

/**
 * First observations of the segments after the first that make the sum of costs and of `penalty` for each change least,
 * found exactly by PELT (pruned dynamic programming). Segments have `minimumLength` observations or more. Cost between
 * O(n) and O(n^2).
 *
 * Source: Killick, Fearnhead & Eckley (2012), JASA 107.
 */
export function optimalChanges(cost: SegmentCost, penalty: number, minimumLength: number): number[] {
  const { observations: n } = cost
  requireWhole(minimumLength, cost.least, n, 'minimumLength')
  const best = new Float64Array(n + 1).fill(Infinity)
  const last = new Int32Array(n + 1)
  const expiry = new Float64Array(n + 1).fill(Infinity)
  best[0] = -penalty
  let candidates = [0]
  for (let end = minimumLength; end <= n; end++) {
    const values = candidates.map((from) => (end - from >= minimumLength ? best[from] + cost.at(from, end) : Infinity))
    values.forEach((value, i) => {
      if (value + penalty < best[end]) {
        best[end] = value + penalty
        last[end] = candidates[i]
      }
    })
    // A start that loses by more than the penalty now cannot win once a change here is allowed itself.
    candidates.forEach((from, i) => {
      if (values[i] !== Infinity && values[i] > best[end]) expiry[from] = Math.min(expiry[from], end + minimumLength)
    })
    candidates = candidates.filter((from) => end + 1 < expiry[from])
    const fresh = end - minimumLength + 1
    if (best[fresh] < Infinity) candidates.push(fresh)
  }
  const changes: number[] = []
  for (let end = last[n]; end > 0; end = last[end]) changes.push(end)
  return changes.toReversed()
}

/** Robust variance of the noise about a mean that jumps: from the median absolute difference of neighbours. */
export function noiseVarianceOf(series: Sample): number {
  requireSample(series, 3, 'series')
  const steps = Float64Array.from({ length: series.length - 1 }, (_, t) => Math.abs(series[t + 1] - series[t])).sort()
  const middle = steps.length / 2
  const medianStep =
    steps.length % 2 === 1 ? steps[Math.floor(middle)] : (steps[Math.floor(middle) - 1] + steps[Math.floor(middle)]) / 2
  // |N(0, 2 s^2)| has median 0.6745 sqrt(2) s.
  const deviation = medianStep / (0.674489750196082 * Math.SQRT2)
  if (deviation > 0) return deviation * deviation
  throw new TuttiError('not-applicable', 'more than half of the neighbouring values are equal: the noise has no size', {
    field: 'series',
    got: 'a median difference of 0',
    expected: 'values that vary, or a given noise variance',
  })
}
