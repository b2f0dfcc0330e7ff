import { bondHolding, type CouponFrequency } from '@tutti/analytics/bonds'
import type { Flow } from '@tutti/analytics/revaluation'
import { addMonths, civilOf, type Day, isEndOfMonth, yearFraction } from '@tutti/analytics/time'

/** Years of 365 days from the as-of date. */
export function yearsFrom(asOf: Day, day: Day): number {
  return yearFraction('ACT/365F', asOf, day)
}

/** Payments of a bond after the as-of date and the interest accrued by then, for a nominal of 1. */
export interface BondTerms {
  readonly flows: readonly Flow[]
  readonly accrued: number
}

/**
 * What a bullet bond of nominal 1 pays after `asOf`: coupons on unadjusted dates counted back from maturity (at month ends
 * where maturity is one), accrued by ACT/ACT ICMA, no ex-coupon days.
 */
export function bondTerms(
  bond: { readonly coupon: number; readonly frequency: number; readonly maturity: Day },
  asOf: Day,
): BondTerms {
  const { coupon, maturity } = bond
  const years = civilOf(maturity).year - civilOf(asOf).year + 1
  const { flows, accrued } = bondHolding(
    {
      accrualStart: addMonths(maturity, -12 * years),
      maturity,
      frequency: bond.frequency as CouponFrequency,
      couponRates: [coupon],
      dayCount: 'ACT/ACT ICMA',
      endOfMonth: isEndOfMonth(maturity),
    },
    asOf,
  )
  return {
    flows: flows.map(({ end, interest, principal }) => ({
      years: yearsFrom(asOf, end),
      amount: (interest + principal) / 100,
    })),
    accrued: accrued / 100,
  }
}
