import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import {
  addBusinessDays,
  adjustedDay,
  type BusinessDayConvention,
  type Calendar,
  calendar as namedCalendar,
  type Day,
  type DayCount,
  isoOfDay,
  yearFraction,
} from '../time/index.ts'
import { type CouponDates, type CouponPeriod, couponPeriods } from './coupon-period.ts'

/** From how many days before a coupon on a buyer no longer receives it. */
export interface ExCoupon {
  /** The coupon stays with the seller where settlement is on or after the coupon date less so many days. */
  readonly days: number
  /** `business` days are counted on the bond's calendar. */
  readonly unit: 'business' | 'calendar'
}

/** A bond with coupons known in advance; amounts are per 100 of original face. */
export interface FixedRateBond extends CouponDates {
  /** Annual coupon rates as decimals: the k-th holds in the k-th period, the last one in all later periods. */
  readonly couponRates: readonly number[]
  readonly dayCount: DayCount
  /** Where a payment goes that falls on a closed day. Default `unadjusted`. */
  readonly paymentConvention?: BusinessDayConvention | undefined
  /** Of payments, ex-coupon days and BUS/252. Default: no closed days. */
  readonly calendar?: Calendar | undefined
  readonly exCoupon?: ExCoupon | undefined
  /** Part of the face outstanding in each period (the first is 1); redemptions are the differences. Default: a bullet. */
  readonly outstanding?: readonly number[] | undefined
  /** Redemption price of the face outstanding in the last period, percent. Default 100. */
  readonly redemptionPercent?: number | undefined
}

/** What a bond pays at the end of one period, per 100 of original face. */
export interface BondFlow extends CouponPeriod {
  readonly payDay: Day
  /** The first settlement day on which a buyer does not receive the interest. */
  readonly exDay: Day
  /** Face that interest accrues on. */
  readonly outstanding: number
  readonly couponRate: number
  readonly interest: number
  readonly principal: number
}

/** Years of interest from the start of a period to `day` within it, on the bond's day count. */
function accrualYears(bond: FixedRateBond, period: CouponPeriod, day: Day): number {
  if (bond.dayCount === 'ACT/ACT ICMA')
    return quasiPeriodsBetween(period, period.start, day, 'ACT/ACT ICMA') / bond.frequency
  return yearFraction(bond.dayCount, period.start, day, {
    referenceStart: period.start,
    referenceEnd: period.end,
    frequency: bond.frequency,
    terminationDay: bond.maturity,
    ...(bond.calendar === undefined ? {} : { calendar: bond.calendar }),
  })
}

/** Notional periods from `from` to `to`, both within `period`; a part of one by actual days, by 30/360 days for such a bond. */
export function quasiPeriodsBetween(period: CouponPeriod, from: Day, to: Day, dayCount: DayCount): number {
  const { quasiDays } = period
  const thirty = dayCount.startsWith('30')
  let periods = 0
  for (let i = 1; i < quasiDays.length; i++) {
    const start = Math.max(from, quasiDays[i - 1])
    const end = Math.min(to, quasiDays[i])
    if (end <= start) continue
    periods += thirty
      ? yearFraction(dayCount, start, end) / yearFraction(dayCount, quasiDays[i - 1], quasiDays[i])
      : (end - start) / (quasiDays[i] - quasiDays[i - 1])
  }
  return periods
}

/**
 * All flows of a bond, one for each coupon period, oldest first. Throws `invalid-input` for dates out of order, no coupon
 * rate, or face outstanding that is negative or not given for each period.
 */
export function bondFlows(bond: FixedRateBond): BondFlow[] {
  requireSample(bond.couponRates, 1, 'couponRates')
  const redemption =
    bond.redemptionPercent === undefined ? 100 : requirePositive(bond.redemptionPercent, 'redemptionPercent')
  const calendar = bond.calendar ?? namedCalendar('none')
  const convention = bond.paymentConvention ?? 'unadjusted'
  const periods = couponPeriods(bond)
  const outstanding = outstandingOf(bond.outstanding, periods.length)
  return periods.map((period, i) => {
    const isLast = i === periods.length - 1
    const couponRate = bond.couponRates[Math.min(i, bond.couponRates.length - 1)]
    const face = 100 * outstanding[i]
    return {
      ...period,
      payDay: adjustedDay(period.end, convention, calendar),
      exDay: exDayOf(period.end, bond.exCoupon, calendar),
      outstanding: face,
      couponRate,
      interest: face * couponRate * accrualYears(bond, period, period.end),
      principal: isLast ? outstanding[i] * redemption : 100 * (outstanding[i] - outstanding[i + 1]),
    }
  })
}

function outstandingOf(outstanding: readonly number[] | undefined, count: number): readonly number[] {
  if (outstanding === undefined) return Array.from({ length: count }, () => 1)
  requireSample(outstanding, 1, 'outstanding')
  if (outstanding.length !== count || outstanding[0] !== 1 || outstanding.some((part) => part < 0)) {
    throw new TuttiError(
      'invalid-input',
      `a bond of ${count} periods needs the part outstanding in each, 1 in the first`,
      {
        field: 'outstanding',
        got: outstanding.join(', '),
        expected: `${count} numbers of at least 0, the first 1`,
      },
    )
  }
  return outstanding
}

function exDayOf(coupon: Day, exCoupon: ExCoupon | undefined, calendar: Calendar): Day {
  if (exCoupon === undefined) return coupon
  const { days, unit } = exCoupon
  if (!Number.isInteger(days) || days < 0) {
    throw new TuttiError('invalid-input', 'ex-coupon days are a whole number of at least 0', {
      field: 'exCoupon.days',
      got: String(days),
      expected: 'a whole number >= 0',
    })
  }
  if (days === 0) return coupon
  return unit === 'calendar' ? coupon - days : addBusinessDays(coupon, -days, calendar)
}

/** The flows that a buyer at `settlement` receives, and the interest that has accrued. */
export interface BondHolding {
  /** Flows after settlement; `interest` is 0 in the first where the bond trades without it. */
  readonly flows: readonly BondFlow[]
  /** Per 100 of original face; negative in the ex-coupon period. */
  readonly accrued: number
  /** Whether the next coupon stays with the seller. */
  readonly isExCoupon: boolean
}

/**
 * What a buyer at `settlement` gets. `exCoupon` says whether the next coupon stays with the seller; without it the bond's
 * own rule does. On a coupon day it speaks of that day's coupon, which a buyer never gets. Accrued interest in the ex-coupon period is what has accrued less the whole coupon.
 * Throws `not-applicable` on or after maturity, `invalid-input` before interest starts to accrue.
 */
export function bondHolding(bond: FixedRateBond, settlement: Day, exCoupon?: boolean): BondHolding {
  requireFinite(settlement, 'settlement')
  if (settlement < bond.accrualStart) {
    throw new TuttiError('invalid-input', 'a bond settles on or after the day from which interest accrues', {
      field: 'settlement',
      got: isoOfDay(settlement),
      expected: `${isoOfDay(bond.accrualStart)} or later`,
    })
  }
  if (settlement >= bond.maturity) {
    throw new TuttiError(
      'not-applicable',
      `a bond that matures on ${isoOfDay(bond.maturity)} has no value from then on`,
      {
        field: 'settlement',
        got: isoOfDay(settlement),
        expected: `a day before ${isoOfDay(bond.maturity)}`,
      },
    )
  }
  const flows = bondFlows(bond).filter((flow) => flow.end > settlement)
  const [next, ...later] = flows
  const onCouponDay = settlement === next.start && settlement > bond.accrualStart
  const isExCoupon = onCouponDay || exCoupon === undefined ? settlement >= next.exDay : exCoupon
  const cum = next.outstanding * next.couponRate * accrualYears(bond, next, settlement)
  return isExCoupon
    ? { flows: [{ ...next, interest: 0 }, ...later], accrued: cum - next.interest, isExCoupon }
    : { flows, accrued: cum, isExCoupon }
}
