import { TuttiError } from '../errors/index.ts'
import {
  addMonths,
  calendar,
  type Day,
  endOfMonth as monthEnd,
  isEndOfMonth,
  isoOfDay,
  schedule,
} from '../time/index.ts'

/** Coupons a year that divide a year into whole months. */
export type CouponFrequency = 1 | 2 | 3 | 4 | 6 | 12

/** One coupon period. */
export interface CouponPeriod {
  readonly start: Day
  readonly end: Day
  /**
   * Increasing boundaries of the notional regular periods (quasi-coupon periods) that cover it: `[start, end]` for a
   * regular period, a notional date before the start or after the end for a stub, and further dates inside a long one.
   */
  readonly quasiDays: readonly Day[]
}

/** What fixes the coupon dates of a bond. */
export interface CouponDates {
  /** Interest accrues from here (the dated date). */
  readonly accrualStart: Day
  readonly maturity: Day
  readonly frequency: CouponFrequency
  /** First coupon where the first period is irregular. */
  readonly firstCoupon?: Day | undefined
  /** Last coupon before maturity where the last period is irregular. */
  readonly nextToLastCoupon?: Day | undefined
  /** Coupons at month ends where maturity is one. Default false. */
  readonly endOfMonth?: boolean | undefined
  /** All period boundaries, accrual start and maturity included, instead of dates made from the frequency. */
  readonly days?: readonly Day[] | undefined
}

function quasiDaysOf(start: Day, end: Day, months: number, atMonthEnd: boolean, isLast: boolean): Day[] {
  const step = (from: Day, count: number): Day => {
    const moved = addMonths(from, count * months)
    return atMonthEnd && isEndOfMonth(from) ? monthEnd(moved) : moved
  }
  const atEndBoth = atMonthEnd && isEndOfMonth(start) && isEndOfMonth(end)
  const regular =
    (isLast && addMonths(start, months) === end) ||
    addMonths(end, -months) === start ||
    (atEndBoth && monthEnd(addMonths(start, months)) === end)
  if (regular) return [start, end]
  const days: Day[] = []
  if (isLast) {
    for (let k = 0; ; k++) {
      days.push(step(start, k))
      if (days[k] >= end) return days
    }
  }
  for (let k = 0; ; k++) {
    days.unshift(step(end, -k))
    if (days[0] <= start) return days
  }
}

/**
 * The coupon periods of a bond from accrual start to maturity, on unadjusted dates, counted back from maturity unless a
 * first coupon is given. Stubs carry the notional periods that ACT/ACT ICMA and the yield formulas of 31 CFR 356 need.
 * Throws `invalid-input` for dates out of order.
 */
export function couponPeriods(dates: CouponDates): CouponPeriod[] {
  const { accrualStart, maturity, frequency, nextToLastCoupon } = dates
  const atMonthEnd = dates.endOfMonth ?? false
  const months = 12 / frequency
  if (!Number.isInteger(months)) {
    throw new TuttiError('invalid-input', `coupons cannot be paid ${frequency} times a year in whole months`, {
      field: 'frequency',
      got: String(frequency),
      expected: '1, 2, 3, 4, 6 or 12',
    })
  }
  if (!(maturity > accrualStart)) {
    throw new TuttiError('invalid-input', 'a bond matures after interest starts to accrue', {
      field: 'maturity',
      got: isoOfDay(maturity),
      expected: `a day after ${isoOfDay(accrualStart)}`,
    })
  }
  const { days, isRegular } =
    dates.days === undefined
      ? scheduledDays(dates, months)
      : { days: givenDays(dates.days, accrualStart, maturity), isRegular: undefined }
  return days.slice(1).map((end, i) => {
    const start = days[i]
    if (isRegular?.[i] === true) return { start, end, quasiDays: [start, end] }
    const isLast = i === days.length - 2
    const stubAtEnd = isLast && (i > 0 || nextToLastCoupon !== undefined)
    return { start, end, quasiDays: quasiDaysOf(start, end, months, atMonthEnd, stubAtEnd) }
  })
}

function scheduledDays(dates: CouponDates, months: number) {
  const { accrualStart, maturity, endOfMonth, firstCoupon, nextToLastCoupon } = dates
  const { unadjustedDays: days, isRegular } = schedule({
    effective: accrualStart,
    termination: maturity,
    tenor: { count: months, unit: 'M' },
    calendar: calendar('none'),
    convention: 'unadjusted',
    terminationConvention: 'unadjusted',
    rule: 'backward',
    endOfMonth: endOfMonth ?? false,
    firstDay: firstCoupon,
    nextToLastDay: nextToLastCoupon,
  })
  return { days, isRegular }
}

function givenDays(days: readonly Day[], accrualStart: Day, maturity: Day): readonly Day[] {
  const wrong = days.findIndex((day, i) => i > 0 && !(day > days[i - 1]))
  if (wrong >= 0) {
    throw new TuttiError('invalid-input', `the dates of a schedule increase, got ${isoOfDay(days[wrong])}`, {
      field: `days[${wrong}]`,
      got: isoOfDay(days[wrong]),
      expected: `a day after ${isoOfDay(days[wrong - 1])}`,
    })
  }
  if (days.length < 2 || days[0] !== accrualStart || days[days.length - 1] !== maturity) {
    throw new TuttiError('invalid-input', 'the dates of a schedule run from accrual start to maturity', {
      field: 'days',
      got: days.map(isoOfDay).join(', '),
      expected: `${isoOfDay(accrualStart)} first and ${isoOfDay(maturity)} last`,
    })
  }
  return days
}
