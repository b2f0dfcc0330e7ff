import { TuttiError } from '../errors/index.ts'
import { type Day, civilOf, endOfMonth, isEndOfMonth, isoOfDay } from './day.ts'
import type { Calendar } from './holiday-calendar.ts'
import { addTenor, type Tenor } from './tenor.ts'

/**
 * Where a date goes that is no business day. The modified ones turn round rather than leave the month (the half of it);
 * `nearest` takes the later of two equally near days.
 *
 * Source: ISDA 2006 definitions, section 4.12.
 */
export const businessDayConventions = [
  'unadjusted',
  'following',
  'modified following',
  'half-month modified following',
  'preceding',
  'modified preceding',
  'nearest',
] as const
export type BusinessDayConvention = (typeof businessDayConventions)[number]

/** Days after which a calendar is taken to have no business day left: no market has closed for so long. */
const longestClosing = 366

function nextBusinessDay(day: Day, step: 1 | -1, calendar: Calendar): Day {
  for (let next = day, tried = 0; tried <= longestClosing; next += step, tried++) {
    if (calendar.isBusinessDay(next)) return next
  }
  throw new TuttiError('invalid-input', `the calendar ${calendar.name} has no business day within a year`, {
    field: 'calendar',
    got: `closed for ${longestClosing} days from ${isoOfDay(day)}`,
    expected: 'a calendar with business days',
  })
}

/** `day` moved to a business day of the calendar by the convention. */
export function adjustedDay(day: Day, convention: BusinessDayConvention, calendar: Calendar): Day {
  if (convention === 'unadjusted' || calendar.isBusinessDay(day)) return day
  const sameMonth = (other: Day): boolean => civilOf(other).month === civilOf(day).month
  switch (convention) {
    case 'following':
      return nextBusinessDay(day, 1, calendar)
    case 'preceding':
      return nextBusinessDay(day, -1, calendar)
    case 'modified following': {
      const next = nextBusinessDay(day, 1, calendar)
      return sameMonth(next) ? next : nextBusinessDay(day, -1, calendar)
    }
    case 'modified preceding': {
      const previous = nextBusinessDay(day, -1, calendar)
      return sameMonth(previous) ? previous : nextBusinessDay(day, 1, calendar)
    }
    case 'half-month modified following': {
      const next = nextBusinessDay(day, 1, calendar)
      const crossesMiddle = civilOf(day).dayOfMonth <= 15 && civilOf(next).dayOfMonth > 15
      return sameMonth(next) && !crossesMiddle ? next : nextBusinessDay(day, -1, calendar)
    }
    case 'nearest': {
      const next = nextBusinessDay(day, 1, calendar)
      const previous = nextBusinessDay(day, -1, calendar)
      return next - day <= day - previous ? next : previous
    }
  }
}

/**
 * `day` moved by `count` business days, backwards where negative. Zero gives the day itself, or the next business day
 * where it is none.
 */
export function addBusinessDays(day: Day, count: number, calendar: Calendar): Day {
  if (!Number.isInteger(count)) {
    throw new TuttiError('invalid-input', 'a number of business days is whole', {
      field: 'count',
      got: String(count),
      expected: 'a whole number',
    })
  }
  if (count === 0) return nextBusinessDay(day, 1, calendar)
  const step = count > 0 ? 1 : -1
  let moved = day
  for (let i = 0; i < Math.abs(count); i++) moved = nextBusinessDay(moved + step, step, calendar)
  return moved
}

/** Business days from `from` (counted) to `to` (not counted); negative where `to` lies before `from`. */
export function businessDaysBetween(calendar: Calendar, from: Day, to: Day): number {
  if (to < from) return -businessDaysBetween(calendar, to, from)
  let count = 0
  for (let day = from; day < to; day++) if (calendar.isBusinessDay(day)) count++
  return count
}

/** The last business day of the month of `day`. */
export function lastBusinessDayOfMonth(day: Day, calendar: Calendar): Day {
  return nextBusinessDay(endOfMonth(day), -1, calendar)
}

/**
 * `day` moved by a tenor and adjusted. Business days (`2B`) are stepped over the calendar, the convention then only
 * matters for a count of zero. With `endOfMonth` months and years lead from the last business day of a month to the
 * last business day of another; under `unadjusted`, from calendar month end to calendar month end.
 */
export function advancedDay(
  day: Day,
  tenor: Tenor,
  calendar: Calendar,
  convention: BusinessDayConvention,
  endOfMonthRule = false,
): Day {
  if (tenor.count === 0) return adjustedDay(day, convention, calendar)
  if (tenor.unit === 'B') return addBusinessDays(day, tenor.count, calendar)
  const moved = addTenor(day, tenor)
  if (endOfMonthRule && (tenor.unit === 'M' || tenor.unit === 'Y')) {
    if (convention === 'unadjusted') {
      if (isEndOfMonth(day)) return endOfMonth(moved)
    } else if (day >= lastBusinessDayOfMonth(day, calendar)) {
      return lastBusinessDayOfMonth(moved, calendar)
    }
  }
  return adjustedDay(moved, convention, calendar)
}
