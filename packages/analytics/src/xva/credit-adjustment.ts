import { requireInRange, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/compensated-sum.ts'

/** A profile of expected exposure and what weighs it: one entry a date, in time order. */
export interface ExposureProfile {
  /** Times of the dates, years from today, increasing from above 0. */
  readonly timesYears: readonly number[]
  /** Expected exposure at each date (>= 0), in money of that date. */
  readonly expectedExposure: readonly number[]
  /** Discount factors to each date. */
  readonly discountFactors: readonly number[]
  /** Probabilities that the party whose default is charged survives to each date; 1 today is implied. */
  readonly survival: readonly number[]
  /** Part of the claim that is recovered, 0 to 1. */
  readonly recovery: number
}

/** One default bucket of a credit adjustment. */
export interface CreditAdjustmentBucket {
  readonly endYears: number
  readonly discountedExposure: number
  readonly defaultProbability: number
  /** (1 - recovery) x discounted exposure x default probability. */
  readonly adjustment: number
}

/** A credit valuation adjustment, a loss >= 0, with the buckets that add up to it. */
export interface CreditAdjustment {
  readonly adjustment: number
  readonly buckets: readonly CreditAdjustmentBucket[]
}

/**
 * Unilateral credit valuation adjustment of a given exposure profile: (1 - R) sum of EE(t_i) P(0, t_i) (S(t_{i-1}) - S(t_i)),
 * the exposure of a bucket taken at its end. Default and exposure are independent here. With the negative exposure and the
 * own survival it is the debit valuation adjustment.
 *
 * Throws `invalid-input` for unequal lengths, times that do not increase, survival that rises, negative exposures.
 * Source: Basel Committee, MAR50.32; Gregory, The xVA Challenge (2015), 14.2.
 */
export function creditAdjustment(profile: ExposureProfile): CreditAdjustment {
  const { timesYears, expectedExposure, discountFactors, survival } = profile
  const recovery = requireInRange(profile.recovery, 0, 1, 'recovery')
  for (const [field, values] of Object.entries({ expectedExposure, discountFactors, survival })) {
    if (values.length !== timesYears.length || values.length === 0) {
      throw new TuttiError('invalid-input', `${field} needs one value a date, got ${values.length}`, {
        field,
        got: `${values.length} values`,
        expected: `${Math.max(timesYears.length, 1)}, as many as timesYears`,
      })
    }
  }
  const buckets = timesYears.map((endYears, i) => {
    requireInRange(endYears, i === 0 ? Number.MIN_VALUE : timesYears[i - 1], Number.MAX_VALUE, `timesYears[${i}]`)
    if (i > 0 && endYears === timesYears[i - 1]) {
      throw new TuttiError('invalid-input', `timesYears must increase, got ${endYears} twice`, {
        field: `timesYears[${i}]`,
        got: String(endYears),
        expected: `a time after ${endYears}`,
      })
    }
    requireInRange(survival[i], 0, i === 0 ? 1 : survival[i - 1], `survival[${i}]`)
    requireInRange(discountFactors[i], 0, Number.MAX_VALUE, `discountFactors[${i}]`)
    const discountedExposure =
      requireInRange(expectedExposure[i], 0, Number.MAX_VALUE, `expectedExposure[${i}]`) * discountFactors[i]
    const defaultProbability = (i === 0 ? 1 : survival[i - 1]) - survival[i]
    return {
      endYears,
      discountedExposure,
      defaultProbability,
      adjustment: (1 - recovery) * discountedExposure * defaultProbability,
    }
  })
  return { adjustment: compensatedSum(buckets.map((bucket) => bucket.adjustment)), buckets }
}
