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
  readonly slopeTStatistic: number
  readonly interceptTStatistic: number
  /** Two-sided, Student t with n - 2 degrees of freedom, against a slope of zero. */
  readonly slopePValue: number
  readonly interceptPValue: number
  readonly rSquared: number
  readonly residualStandardError: number
  readonly observations: number
  /** F test of the slope, which is the square of its t statistic. */
  readonly fStatistic: number
}

/**
 * Regression of `itemChanges` on `hedgeChanges` (money, same periods), at least three of them.
 *
 * Throws `not-applicable` when either never changes, or one is exactly a line in the other so that no error is left to
 * judge the slope by (a perfect hedge: its figures are exact, its t statistic is not finite).
 */
export function hedgeRegression(itemChanges: Sample, hedgeChanges: Sample): HedgeRegression {
  requireSample(itemChanges, 3, 'itemChanges')
  requireSample(hedgeChanges, 3, 'hedgeChanges')
  requireSameLength(itemChanges, hedgeChanges, 'itemChanges', 'hedgeChanges')
  const fit = olsRegression(
    itemChanges,
    Array.from(hedgeChanges, (change) => [change]),
    { intercept: true },
  )
  if (fit.rSquared === null) {
    throw new TuttiError('not-applicable', 'the hedged item does not change: there is nothing to hedge', {
      field: 'itemChanges',
      got: 'equal values',
      expected: 'changes that differ',
    })
  }
  const [intercept, slope] = fit.coefficients
  const [interceptTStatistic, slopeTStatistic] = fit.coefficients.map((value, i) =>
    value === 0 ? 0 : value / fit.standardErrors[i],
  )
  if (!Number.isFinite(slopeTStatistic)) {
    throw new TuttiError(
      'not-applicable',
      'the hedge explains the item exactly: a t statistic has no error to divide by',
      {
        field: 'hedgeChanges',
        got: 'no residual',
        expected: 'changes with some ineffectiveness, or the dollar offset alone',
      },
    )
  }
  const pValue = (t: number): number => 2 * studentTCdf(-Math.abs(t), fit.degreesOfFreedom)
  return {
    slope,
    intercept,
    slopeStandardError: fit.standardErrors[1],
    interceptStandardError: fit.standardErrors[0],
    slopeTStatistic,
    interceptTStatistic,
    slopePValue: pValue(slopeTStatistic),
    interceptPValue: pValue(interceptTStatistic),
    rSquared: fit.rSquared,
    residualStandardError: fit.residualStandardError,
    observations: fit.observations,
    fStatistic: slopeTStatistic ** 2,
  }
}
