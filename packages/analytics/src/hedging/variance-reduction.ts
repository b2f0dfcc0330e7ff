import { requireSample, TuttiError } from '../errors/index.ts'
import { requireSameLength, type Sample, variance } from '../statistics/index.ts'

/** How much of the item's variance a hedge takes away. */
export interface VarianceReduction {
  /** 1 - var(item + hedge) / var(item): the hedge as it is held. Negative when it adds variance. */
  readonly unitHedge: number
  /** The same for standard deviations. */
  readonly unitHedgeVolatility: number
  /** With the hedge multiplied by the optimal ratio; equals the R squared of the regression. */
  readonly optimalHedge: number
  /** What to multiply the hedge by for the least variance: -cov(item, hedge) / var(hedge). */
  readonly optimalHedgeRatio: number
}

/**
 * Variance reduction of changes in value over the same periods, two at least.
 *
 * Throws `not-applicable` when the item or the hedge never changes. Source: Ederington, J. of Finance 34 (1979).
 */
export function varianceReduction(itemChanges: Sample, hedgeChanges: Sample): VarianceReduction {
  requireSample(itemChanges, 2, 'itemChanges')
  requireSample(hedgeChanges, 2, 'hedgeChanges')
  requireSameLength(itemChanges, hedgeChanges, 'itemChanges', 'hedgeChanges')
  const own = requireVariance(itemChanges, 'itemChanges')
  const hedge = requireVariance(hedgeChanges, 'hedgeChanges')
  const held = (ratio: number): number =>
    variance(
      Array.from(itemChanges, (change, t) => change + ratio * hedgeChanges[t]),
      'sample',
    )
  // var(a + b) - var(a) - var(b) = 2 cov(a, b), through differences so that equal scales keep their digits.
  const covariance = covarianceOf(itemChanges, hedgeChanges)
  const optimalHedgeRatio = -covariance / hedge
  const unit = held(1) / own
  return {
    unitHedge: 1 - unit,
    unitHedgeVolatility: 1 - Math.sqrt(unit),
    optimalHedge: 1 - held(optimalHedgeRatio) / own,
    optimalHedgeRatio,
  }
}

function covarianceOf(a: Sample, b: Sample): number {
  const n = a.length
  const mean = (values: Sample): number => Array.from(values).reduce((sum, value) => sum + value, 0) / n
  const [meanA, meanB] = [mean(a), mean(b)]
  let sum = 0
  for (let t = 0; t < n; t++) sum += (a[t] - meanA) * (b[t] - meanB)
  return sum / (n - 1)
}

function requireVariance(changes: Sample, field: string): number {
  const value = variance(changes, 'sample')
  if (value > 0) return value
  throw new TuttiError('not-applicable', `${field} never change: there is no variance to reduce`, {
    field,
    got: 'equal values',
    expected: 'changes that differ',
  })
}
