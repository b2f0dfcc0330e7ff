import { TuttiError } from '../errors/index.ts'
import { addMonths, civilOf, type Day, dayOfCivil, endOfMonth, isEndOfMonth, isLeapYear, isoOfDay } from './day.ts'
import { monthsOf } from './coupon-grid.ts'

/** Days in leap years over 366 plus days in other years over 365. Source: ISDA 2006 definitions, 4.16(b). */
export function actualActualIsda(start: Day, end: Day): number {
  const from = civilOf(start).year
  const to = civilOf(end).year
  const yearOf = (year: number): number => (isLeapYear(year) ? 366 : 365)
  if (from === to) return (end - start) / yearOf(from)
  return (
    (dayOfCivil(from + 1, 1, 1) - start) / yearOf(from) + (to - from - 1) + (end - dayOfCivil(to, 1, 1)) / yearOf(to)
  )
}

/**
 * Whole years counted back from `end` (a 28 February of a leap year reached so becomes the 29th), the rest over 366
 * when it holds a 29 February and over 365 otherwise. Source: Fédération bancaire française, master agreement (AFB).
 */
export function actualActualAfb(start: Day, end: Day): number {
  let years = 0
  let rest = end
  for (;;) {
    const moved = addMonths(rest, -12)
    const { year, month, dayOfMonth } = civilOf(moved)
    const earlier = month === 2 && dayOfMonth === 28 && isLeapYear(year) ? moved + 1 : moved
    if (earlier < start) break
    years++
    rest = earlier
  }
  const holdsLeapDay = [civilOf(start).year, civilOf(rest).year].some((year) => {
    const leapDay = dayOfCivil(year, 2, 29)
    return isLeapYear(year) && leapDay >= start && leapDay < rest
  })
  return years + (rest - start) / (holdsLeapDay ? 366 : 365)
}

/** The coupon periods of ACT/ACT ICMA: all of them, or one. */
interface IcmaPeriods {
  readonly referenceStart?: Day | undefined
  readonly referenceEnd?: Day | undefined
  readonly frequency?: number | undefined
  readonly couponDays?: readonly Day[] | undefined
}

/**
 * Sum over the coupon periods between the two dates of the days in the period over (coupons a year times the length of
 * the period). Dates beyond the reference period are measured by further periods of the same length in months.
 *
 * Source: ICMA rule 251; ISDA (1998), EMU and market conventions: recent developments, section 4.
 */
export function actualActualIcma(start: Day, end: Day, periods: IcmaPeriods): number {
  const grid = couponDaysAround(start, end, periods)
  let sum = 0
  for (let i = 0; i + 1 < grid.length; i++) {
    const [from, to] = [grid[i], grid[i + 1]]
    const days = Math.min(end, to) - Math.max(start, from)
    if (days > 0) sum += days / ((periods.frequency ?? couponsAYear(from, to)) * (to - from))
  }
  return sum
}

function couponDaysAround(start: Day, end: Day, periods: IcmaPeriods): readonly Day[] {
  const { couponDays, referenceStart, referenceEnd } = periods
  if (couponDays !== undefined) {
    requireAscending(couponDays)
    if (start >= couponDays[0] && end <= couponDays[couponDays.length - 1]) return couponDays
    throw new TuttiError('invalid-input', 'the dates lie outside the coupon days', {
      field: 'couponDays',
      got: `${isoOfDay(start)} to ${isoOfDay(end)}`,
      expected: `dates from ${isoOfDay(couponDays[0])} to ${isoOfDay(couponDays[couponDays.length - 1])}`,
    })
  }
  if (referenceStart === undefined || referenceEnd === undefined) {
    throw new TuttiError('invalid-input', 'ACT/ACT ICMA needs the coupon period that the dates belong to', {
      field: 'referenceStart',
      got: 'none',
      expected: 'referenceStart and referenceEnd, or couponDays',
    })
  }
  requireAscending([referenceStart, referenceEnd])
  if (start >= referenceStart && end <= referenceEnd) return [referenceStart, referenceEnd]
  const months = monthsOf(periods.frequency ?? couponsAYear(referenceStart, referenceEnd))
  const onMonthEnds = isEndOfMonth(referenceStart) && isEndOfMonth(referenceEnd)
  const moved = (anchor: Day, k: number): Day => {
    const day = addMonths(anchor, k * months)
    return onMonthEnds ? endOfMonth(day) : day
  }
  const grid = [referenceStart, referenceEnd]
  for (let k = -1; grid[0] > start; k--) grid.unshift(moved(referenceStart, k))
  for (let k = 1; grid[grid.length - 1] < end; k++) grid.push(moved(referenceEnd, k))
  return grid
}

/** Coupons a year of a period of about that length: the nearest of 1, 2, 3, 4, 6 and 12. */
function couponsAYear(from: Day, to: Day): number {
  const ratio = 365 / (to - from)
  const nearest = [1, 2, 3, 4, 6, 12].find((frequency) => Math.abs(ratio / frequency - 1) < 0.1)
  if (nearest !== undefined) return nearest
  throw new TuttiError('invalid-input', 'the coupons a year do not follow from the reference period', {
    field: 'frequency',
    got: `a period of ${to - from} days`,
    expected: 'the frequency beside an irregular reference period',
  })
}

function requireAscending(days: readonly Day[]): void {
  if (days.length >= 2 && days.every((day, i) => Number.isInteger(day) && (i === 0 || day > days[i - 1]))) return
  throw new TuttiError('invalid-input', 'coupon days ascend, and there are at least two', {
    field: 'couponDays',
    got: days.join(', '),
    expected: 'ascending whole days',
  })
}
