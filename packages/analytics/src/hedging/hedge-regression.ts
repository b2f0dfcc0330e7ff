import { requireSample, TuttiError } from '../errors/index.ts'
import { studentTCdf } from '../math/index.ts'
import { olsRegression, requireSameLength, type Sample } from '../statistics/index.ts'

/** Least squares of the hedged item's changes on those of the hedge, with an intercept. */
export interface HedgeRegression {
  /** Near -1 times the hedge ratio for a good hedge. */
  readonly slope: number
  readonly intercept: number
  readonly slopeStandardError: number
  readonly interceptStandardError: number
  /** `null` for an exact line, which leaves no error to judge by; the p value is then 0. */
  readonly slopeTStatistic: number | null
  readonly interceptTStatistic: number | null
  /** Two-sided, Student t with n - 2 degrees of freedom, against a slope of zero. */
  readonly slopePValue: number
  readonly interceptPValue: number
  readonly rSquared: number
  readonly residualStandardError: number
  readonly observations: number
  /** F test of the slope, which is the square of its t statistic. */
  readonly fStatistic: number | null
}

/**
 * Regression of `itemChanges` on `hedgeChanges` (money, same periods), at least three of them.
 *
 * Throws `not-applicable` when the item or the hedge never changes.
 */
export function hedgeRegression(itemChanges: Sample, hedgeChanges: Sample): HedgeRegression {
  requireSample(itemChanges, 3, 'itemChanges')
  requireSample(hedgeChanges, 3, 'hedgeChanges')
  requireSameLength(itemChanges, hedgeChanges, 'itemChanges', 'hedgeChanges')
  if (Array.from(hedgeChanges).every((change) => change === hedgeChanges[0])) {
    throw new TuttiError('not-applicable', 'the hedge never changes: it offsets nothing', {
      field: 'hedgeChanges',
      got: 'equal values',
      expected: 'changes that differ',
    })
  }
  const fit = olsRegression(
    itemChanges,
    Array.from(hedgeChanges, (change) => [change]),
    { intercept: true },
  )
  if (fit.rSquared === null) {
    throw new TuttiError('not-applicable', 'the hedged item never changes: there is nothing to hedge', {
      field: 'itemChanges',
      got: 'equal values',
      expected: 'changes that differ',
    })
  }
  const [intercept, slope] = fit.coefficients
  const inference = fit.coefficients.map((value, i) => {
    const t = value === 0 ? 0 : value / fit.standardErrors[i]
    // Without any residual a coefficient that is not zero is beyond doubt.
    if (!Number.isFinite(t)) return { tStatistic: null, pValue: 0 }
    return { tStatistic: t, pValue: 2 * studentTCdf(-Math.abs(t), fit.degreesOfFreedom) }
  })
  const slopeT = inference[1].tStatistic
  return {
    slope,
    intercept,
    slopeStandardError: fit.standardErrors[1],
    interceptStandardError: fit.standardErrors[0],
    slopeTStatistic: slopeT,
    interceptTStatistic: inference[0].tStatistic,
    slopePValue: inference[1].pValue,
    interceptPValue: inference[0].pValue,
    rSquared: fit.rSquared,
    residualStandardError: fit.residualStandardError,
    observations: fit.observations,
    fStatistic: slopeT === null ? null : slopeT ** 2,
  }
}
