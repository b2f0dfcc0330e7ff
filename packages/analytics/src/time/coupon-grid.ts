import { TuttiError } from '../errors/index.ts'
import { addMonths, type Day, endOfMonth, isEndOfMonth, isoOfDay } from './day.ts'

/** A bond's coupon dates as far as they fix its regular periods; unadjusted. */
export interface CouponGrid {
  readonly accrualStart: Day
  /** The first and the last coupon before maturity: what lies between them is regular. */
  readonly firstCoupon: Day
  readonly penultimateCoupon: Day
  readonly maturity: Day
  /** Coupons a year: 1, 2, 3, 4, 6 or 12. */
  readonly frequency: number
  /** Whether coupons that start on a month end stay on month ends. */
  readonly endOfMonth: boolean
}

/**
 * The regular coupon days that cover the whole life of a bond: back from the first coupon to the accrual start or
 * before it, on from the penultimate coupon to the maturity or beyond, each from the one before. They are the reference
 * periods of ACT/ACT ICMA for stubs of any length.
 *
 * Throws `invalid-input` for dates out of order, a frequency that does not divide the year, and a penultimate coupon
 * that is not a whole number of periods after the first.
 */
export function quasiCouponDays(grid: CouponGrid): readonly Day[] {
  const { accrualStart, penultimateCoupon, maturity, frequency } = grid
  requireOrdered(grid)
  const months = monthsOf(frequency)
  const step = (from: Day, periods: number): Day => couponDay(from, periods * months, grid.endOfMonth)
  const days = [...regularCouponDays(grid, step)]
  while (days[0] > accrualStart) days.unshift(step(days[0], -1))
  for (let last = penultimateCoupon; last < maturity; days.push(last)) last = step(last, 1)
  return days
}

/** From the first to the penultimate coupon, counted from the one or, where that does not meet it, from the other. */
function regularCouponDays(
  { firstCoupon, penultimateCoupon }: CouponGrid,
  step: (from: Day, periods: number) => Day,
): readonly Day[] {
  const forward = [firstCoupon]
  for (let k = 1; forward[forward.length - 1] < penultimateCoupon; k++) forward.push(step(firstCoupon, k))
  if (forward[forward.length - 1] === penultimateCoupon) return forward
  const backward = [penultimateCoupon]
  for (let k = -1; backward[0] > firstCoupon; k--) backward.unshift(step(penultimateCoupon, k))
  if (backward[0] === firstCoupon) return backward
  throw new TuttiError('invalid-input', 'the penultimate coupon is not a whole number of periods after the first', {
    field: 'penultimateCoupon',
    got: isoOfDay(penultimateCoupon),
    expected: `a coupon day such as ${isoOfDay(forward[forward.length - 1])}`,
  })
}

function couponDay(from: Day, months: number, endOfMonthRule: boolean): Day {
  const moved = addMonths(from, months)
  return endOfMonthRule && isEndOfMonth(from) ? endOfMonth(moved) : moved
}

/** Months of a coupon period. Throws `invalid-input` for a frequency that does not divide the year. */
export function monthsOf(frequency: number): number {
  if (Number.isInteger(frequency) && frequency > 0 && 12 % frequency === 0) return 12 / frequency
  throw new TuttiError('invalid-input', 'a coupon frequency divides the year into whole months', {
    field: 'frequency',
    got: String(frequency),
    expected: '1, 2, 3, 4, 6 or 12',
  })
}

function requireOrdered({ accrualStart, firstCoupon, penultimateCoupon, maturity }: CouponGrid): void {
  if (accrualStart < firstCoupon && firstCoupon <= penultimateCoupon && penultimateCoupon < maturity) return
  const days = [accrualStart, firstCoupon, penultimateCoupon, maturity].map(isoOfDay).join(', ')
  throw new TuttiError('invalid-input', 'the dates of the coupons are not in order', {
    field: 'firstCoupon',
    got: days,
    expected: 'accrualStart < firstCoupon <= penultimateCoupon < maturity',
  })
}
