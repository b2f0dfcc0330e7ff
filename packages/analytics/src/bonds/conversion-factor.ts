import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { addMonths, civilOf, type Day, isoOfDay } from '../time/index.ts'
import { bondYieldAnalytics } from './bond-yield.ts'
import { couponPeriods } from './coupon-period.ts'
import type { FixedRateBond } from './fixed-rate-bond.ts'
import { streetConvention } from './yield-convention.ts'

const rounded = (value: number, decimals: number): number => {
  const scale = 10 ** decimals
  return Math.round(Number((value * scale).toPrecision(14))) / scale
}

function requireLater(maturity: Day, delivery: Day): void {
  if (maturity > delivery) return
  throw new TuttiError('not-applicable', 'a bond that has matured by delivery cannot be delivered', {
    field: 'maturity',
    got: isoOfDay(maturity),
    expected: `a day after ${isoOfDay(delivery)}`,
  })
}

/**
 * Conversion factor of a Treasury note or bond, 4 decimals: its price at 6 % per unit of face on the first day of the
 * delivery month, with the time to maturity rounded down to months (`note`: the 2-, 3- and 5-year contracts) or quarters
 * (`bond`: the 10-year contracts and longer). `deliveryMonth` is any day of it; `couponRate` is decimal.
 *
 * Source: CME Group, Calculating U.S. Treasury Futures Conversion Factors (2008).
 */
export function treasuryConversionFactor(
  couponRate: number,
  maturity: Day,
  deliveryMonth: Day,
  contract: 'note' | 'bond',
): number {
  requireFinite(couponRate, 'couponRate')
  requireLater(maturity, deliveryMonth)
  const [from, to] = [civilOf(deliveryMonth), civilOf(maturity)]
  const months = (to.year - from.year) * 12 + to.month - from.month
  const n = Math.floor(months / 12)
  const z = contract === 'bond' ? Math.floor((months % 12) / 3) * 3 : months % 12
  const late = z >= 7
  const v = !late ? z : contract === 'bond' ? 3 : z - 6
  const a = 1.03 ** (-v / 6)
  const b = ((couponRate / 2) * (6 - v)) / 6
  const c = 1.03 ** -(2 * n + (late ? 1 : 0))
  const d = (couponRate / 0.06) * (1 - c)
  return rounded(a * (couponRate / 2 + c + d) - b, 4)
}

/**
 * Conversion factor of a bond with annual coupons, 6 decimals; `notionalCouponRate` is 0.06, or 0.04 for the Buxl. Interest
 * before delivery counts from the last coupon, or from the accrual start while the first coupon is still to come.
 * Throws `unsupported` for other than annual coupons, `not-applicable` where the bond has matured by delivery.
 *
 * Source: Eurex, Conversion Factors for fixed income futures.
 */
export function eurexConversionFactor(bond: FixedRateBond, delivery: Day, notionalCouponRate: number): number {
  requirePositive(notionalCouponRate, 'notionalCouponRate')
  requireLater(bond.maturity, delivery)
  const { couponRates, frequency, maturity } = bond
  if (frequency !== 1 || couponRates.length !== 1) {
    throw new TuttiError('unsupported', 'the conversion factor holds for bonds with one annual coupon rate', {
      field: 'bond.frequency',
      got: `${frequency} coupons a year, ${couponRates.length} rates`,
      expected: 'frequency 1 and one coupon rate',
    })
  }
  const current = couponPeriods(bond).find(({ end }) => end > delivery)
  const lastCoupon = current === undefined ? delivery : Math.min(current.start, delivery)
  const years = Math.round((maturity - (current?.end ?? maturity)) / 365.25)
  const next = addMonths(maturity, -12 * years)
  const yearBefore = addMonths(maturity, -12 * (years + 1))
  const twoYearsBefore = addMonths(maturity, -12 * (years + 2))
  const deltaE = yearBefore - delivery
  const deltaI = yearBefore - lastCoupon
  const act1 = deltaE < 0 ? next - yearBefore : yearBefore - twoYearsBefore
  const act2 = deltaI < 0 ? next - yearBefore : yearBefore - twoYearsBefore
  const coupon = requireFinite(couponRates[0], 'couponRates[0]')
  const growth = 1 + notionalCouponRate
  const atEnd = growth ** -years
  const bracket = (coupon * deltaI) / act2 + (coupon / notionalCouponRate) * (growth - atEnd) + atEnd
  return rounded(growth ** -(1 + deltaE / act1) * bracket - coupon * (deltaI / act2 - deltaE / act1), 6)
}

/**
 * Price factor of a gilt, 7 decimals: its clean price at the notional coupon as yield on the first day of the delivery month, per
 * unit of face. Source: ICE Futures Europe, Long Gilt futures contract, exhibit of price factors.
 */
export function giltPriceFactor(bond: FixedRateBond, firstDeliveryDay: Day, notionalCouponRate: number): number {
  requireLater(bond.maturity, firstDeliveryDay)
  const convention = streetConvention(bond.frequency)
  const { cleanPrice } = bondYieldAnalytics({ bond, settlement: firstDeliveryDay, convention }, notionalCouponRate)
  return rounded(cleanPrice / 100, 7)
}
