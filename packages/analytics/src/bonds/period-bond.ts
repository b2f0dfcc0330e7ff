import { TuttiError, requireFinite, requireInRange } from '../errors/index.ts'

/** What is left of a level-coupon bond, counted in coupon periods instead of dates. */
export interface PeriodBond {
  /** Annual, decimal. */
  readonly couponRate: number
  readonly frequency: number
  readonly couponsRemaining: number
  /** Part of the current period from settlement to the next coupon, above 0 up to 1. */
  readonly fractionToNextCoupon: number
}

/**
 * Price per 100 of face at an annual yield compounded `frequency` times a year, the fractional period included (street
 * convention), with accrued interest. Throws `invalid-input` for counts, fractions or yields out of range.
 */
export function periodBondPrice(
  bond: PeriodBond,
  annualYield: number,
): { readonly dirtyPrice: number; readonly cleanPrice: number; readonly accrued: number } {
  const { couponRate, frequency, couponsRemaining: count, fractionToNextCoupon: fraction } = bond
  requireFinite(couponRate, 'couponRate')
  requireInRange(frequency, 1, 12, 'frequency')
  requireInRange(fraction, Number.MIN_VALUE, 1, 'fractionToNextCoupon')
  if (!Number.isInteger(count) || count < 1) {
    throw new TuttiError('invalid-input', 'a bond has a whole number of coupons left', {
      field: 'couponsRemaining',
      got: String(count),
      expected: 'a whole number above 0',
    })
  }
  const growth = Math.log1p(requireFinite(annualYield, 'yield') / frequency)
  if (!Number.isFinite(growth)) {
    throw new TuttiError('invalid-input', `a yield of ${annualYield} loses everything within one period`, {
      field: 'yield',
      got: String(annualYield),
      expected: `a yield above ${-frequency}`,
    })
  }
  const coupon = (100 * couponRate) / frequency
  let dirtyPrice = 100 * Math.exp(-growth * (fraction + count - 1))
  for (let k = 0; k < count; k++) dirtyPrice += coupon * Math.exp(-growth * (fraction + k))
  const accrued = coupon * (1 - fraction)
  return { dirtyPrice, cleanPrice: dirtyPrice - accrued, accrued }
}
