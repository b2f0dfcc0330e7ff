import { requireSample, TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { requireBetween, requireWhole, type Sample } from '../statistics/index.ts'

/** Hill's estimates for every number of order statistics, with a choice among them. */
export interface HillPlot {
  /** k: the number of largest values used, from 2. */
  readonly counts: readonly number[]
  /** xi by k, and the ends of its interval. */
  readonly tailIndices: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** The k whose fitted power law lies nearest to the sample in the tail, by the largest gap of the distributions. */
  readonly chosenCount: number
  readonly chosenTailIndex: number
  /** xi / sqrt(k): of Hill's estimate for independent values, the choice of k not allowed for. */
  readonly chosenStandardError: number
  readonly kolmogorovDistance: number
}

/**
 * The Hill plot of the positive part of a sample for k from 2 to `mostValues` with intervals xi (1 -+ z / sqrt(k)), and the
 * k at which the Kolmogorov distance between the k values and the fitted Pareto is least, from `fewestValues` (at
 * least 5) on.
 *
 * Hill's estimate is for power tails (xi > 0) alone and is biased where k is large. Throws `not-applicable` where the
 * mostValues + 1 largest values are not all positive. Sources: Hill, Annals of Statistics 3 (1975); Clauset, Shalizi &
 * Newman, SIAM Review 51 (2009) (the choice).
 */
export function hillPlot(
  values: Sample,
  range: { readonly fewestValues: number; readonly mostValues: number },
  level: number,
): HillPlot {
  requireSample(values, 10, 'values')
  const { fewestValues, mostValues } = range
  requireWhole(mostValues, 5, values.length - 1, 'mostValues')
  requireWhole(fewestValues, 5, mostValues, 'fewestValues')
  const z = normalQuantile((1 + requireBetween(level, 0, 1, 'level')) / 2)
  const sorted = Float64Array.from(values).sort().toReversed()
  if (!(sorted[mostValues] > 0)) {
    throw new TuttiError('not-applicable', `the ${mostValues + 1} largest values must be positive; take fewer`, {
      field: 'mostValues',
      got: `${sorted[mostValues]} at rank ${mostValues + 1}`,
      expected: 'positive values',
    })
  }
  // Over the largest, so that equal values have equal logarithms of exactly 0.
  const logs = sorted.subarray(0, mostValues + 1).map((value) => Math.log(value / sorted[0]))
  const counts: number[] = []
  const tailIndices: number[] = []
  let sum = logs[0]
  let chosenCount = 0
  let chosenTailIndex = 0
  let nearest = Infinity
  for (let k = 2; k <= mostValues; k++) {
    sum += logs[k - 1]
    const xi = Math.max(0, sum / k - logs[k])
    counts.push(k)
    tailIndices.push(xi)
    if (k < fewestValues || xi === 0) continue
    const gap = kolmogorovGap(logs, k, xi)
    if (gap < nearest) {
      nearest = gap
      chosenCount = k
      chosenTailIndex = xi
    }
  }
  if (chosenCount === 0) {
    throw new TuttiError('not-applicable', 'the largest values are all equal: they show no tail', {
      field: 'values',
      got: `${mostValues + 1} values of ${sorted[0]}`,
      expected: 'values that differ',
    })
  }
  return {
    counts,
    tailIndices,
    lower: tailIndices.map((xi, i) => Math.max(0, xi * (1 - z / Math.sqrt(counts[i])))),
    upper: tailIndices.map((xi, i) => xi * (1 + z / Math.sqrt(counts[i]))),
    chosenCount,
    chosenTailIndex,
    chosenStandardError: chosenTailIndex / Math.sqrt(chosenCount),
    kolmogorovDistance: nearest,
  }
}

/** Largest gap between the distribution of the k largest values over the (k + 1)th and the Pareto law with index xi. */
function kolmogorovGap(logs: Float64Array, k: number, xi: number): number {
  let gap = 0
  for (let i = 0; i < k; i++) {
    // i values are larger than this one.
    const survival = Math.exp(-(logs[i] - logs[k]) / xi)
    gap = Math.max(gap, Math.abs(survival - i / k), Math.abs(survival - (i + 1) / k))
  }
  return gap
}
