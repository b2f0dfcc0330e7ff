import { type DiscountCurve, realCurve } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { type InflationCorrelations, jarrowYildirimModel, yearOnYearForward } from './jarrow-yildirim.ts'

/** Speed of mean reversion and absolute volatility a year of a Gaussian rate. */
interface GaussianDynamics {
  readonly a: number
  readonly sigma: number
}

/** What moves in the Jarrow-Yildirim model; the curves and the index say where it starts. */
export interface InflationDynamics {
  readonly nominal: GaussianDynamics
  readonly real: GaussianDynamics
  readonly indexVolAnnual: number
  readonly correlations: InflationCorrelations
}

/** A period of an inflation leg, in years from now; the growth of the index over it is paid at `payYears`. */
export interface InflationPeriod {
  /** Below 0 where the period has begun. */
  readonly startYears: number
  readonly endYears: number
  readonly payYears: number
}

/** Longest time from the end of a period to its payment over which the lag's own convexity is left out. */
const LONGEST_LAG = 0.1

/**
 * Factors on the forward index ratios of year-on-year inflation payments in the Jarrow-Yildirim model: expected growth under
 * the measure of the nominal bond to the period's end over the ratio of forward indices; 1 for a period that has begun.
 *
 * `breakEven` is the curve of index(0) / index(t). The convexity of a payment some days after the end is left out.
 * Throws `invalid-input` for correlations that no three motions have, and `unsupported` for payments before the end or more
 * than 0.1 years after it. Source: Mercurio, Quantitative Finance 5 (2005), 289-302.
 */
export function yearOnYearConvexityFactors(
  dynamics: InflationDynamics,
  nominal: DiscountCurve,
  breakEven: DiscountCurve,
  periods: readonly InflationPeriod[],
): number[] {
  const model = jarrowYildirimModel({
    nominal: { ...dynamics.nominal, curve: nominal },
    real: { ...dynamics.real, curve: realCurve(nominal, breakEven) },
    index: 1,
    indexVolAnnual: dynamics.indexVolAnnual,
    correlations: dynamics.correlations,
  })
  if (model.correlation.wasRepaired) {
    throw new TuttiError('invalid-input', 'the three correlations are not positive semidefinite together', {
      field: 'correlations',
      got: JSON.stringify(dynamics.correlations),
      expected: 'correlations that three motions can have',
    })
  }
  return periods.map(({ startYears, endYears, payYears }, i) => {
    if (!(payYears >= endYears - 1e-9 && payYears <= endYears + LONGEST_LAG)) {
      throw new TuttiError(
        'unsupported',
        `growth to ${endYears} years paid at ${payYears} has a convexity of its own`,
        {
          field: `periods[${i}].payYears`,
          got: String(payYears),
          expected: `at or within ${LONGEST_LAG} years after the end of the period; else give convexityFactors`,
        },
      )
    }
    if (startYears <= 0) return 1
    const { growth, growthWithoutConvexity } = yearOnYearForward(model, startYears, endYears)
    return growth / growthWithoutConvexity
  })
}
