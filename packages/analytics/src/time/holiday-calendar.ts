import { TuttiError } from '../errors/index.ts'
import { civilOf, type Day, isoOfDay, weekday } from './day.ts'

/** Which days are business days in one place or market. */
export interface Calendar {
  /** As in error messages and explanations. */
  readonly name: string
  /** Neither a weekend day nor a holiday. */
  isBusinessDay(day: Day): boolean
  /** A day on which the place never works, whatever the year. */
  isWeekend(day: Day): boolean
}

/** Saturday and Sunday, as numbered by `weekday`. */
export const saturdayAndSunday: readonly number[] = [6, 0]

/** A calendar whose holidays follow from the year; a year's holidays are worked out once, when first asked for. */
export function holidayCalendar(
  name: string,
  holidaysOfYear: (year: number) => readonly Day[],
  weekendDays: readonly number[] = saturdayAndSunday,
): Calendar {
  const isWeekend = weekendTest(name, weekendDays)
  const years = new Map<number, ReadonlySet<Day>>()
  const holidays = (year: number): ReadonlySet<Day> => {
    const known = years.get(year)
    if (known !== undefined) return known
    const found = new Set(holidaysOfYear(year))
    years.set(year, found)
    return found
  }
  return { name, isWeekend, isBusinessDay: (day) => !isWeekend(day) && !holidays(civilOf(day).year).has(day) }
}

/**
 * A calendar of listed `holidays`; beyond the list only its weekend days (numbered as by `weekday`, Saturday and Sunday
 * unless given) are closed. Throws `invalid-input` for a holiday that is no whole day or a week that is all weekend.
 */
export function calendarOfHolidays(
  name: string,
  holidays: readonly Day[],
  weekendDays: readonly number[] = saturdayAndSunday,
): Calendar {
  const isWeekend = weekendTest(name, weekendDays)
  for (const [i, day] of holidays.entries()) {
    if (Number.isInteger(day)) continue
    throw new TuttiError('invalid-input', `holidays[${i}] of the calendar ${name} is not a day`, {
      field: `holidays[${i}]`,
      got: String(day),
      expected: 'whole days since 1970-01-01',
    })
  }
  const closed = new Set(holidays)
  return { name, isWeekend, isBusinessDay: (day) => !isWeekend(day) && !closed.has(day) }
}

function weekendTest(name: string, weekendDays: readonly number[]): (day: Day) => boolean {
  const closed = [0, 1, 2, 3, 4, 5, 6].map((d) => weekendDays.includes(d))
  const wrong = weekendDays.find((d) => !Number.isInteger(d) || d < 0 || d > 6)
  if (wrong !== undefined || !closed.includes(false)) {
    throw new TuttiError('invalid-input', `the weekend of the calendar ${name} is not one`, {
      field: 'weekendDays',
      got: weekendDays.join(', '),
      expected: 'days of the week from 0 (Sunday) to 6 (Saturday), not all seven',
    })
  }
  return (day) => closed[weekday(day)]
}

/** How joint calendars combine: closed when any of them is, or only when all are. */
export type JointCalendarRule = 'any holiday closes' | 'all holidays close'

/** Several calendars as one. Throws `invalid-input` when there are none. */
export function jointCalendar(calendars: readonly Calendar[], rule: JointCalendarRule): Calendar {
  if (calendars.length === 0) {
    throw new TuttiError('invalid-input', 'a joint calendar needs at least one calendar', {
      field: 'calendars',
      got: 'none',
      expected: 'one or more calendars',
    })
  }
  const any = rule === 'any holiday closes'
  return {
    name: calendars.map((item) => item.name).join(any ? ' + ' : ' or '),
    isBusinessDay: (day) =>
      any ? calendars.every((item) => item.isBusinessDay(day)) : calendars.some((item) => item.isBusinessDay(day)),
    isWeekend: (day) =>
      any ? calendars.some((item) => item.isWeekend(day)) : calendars.every((item) => item.isWeekend(day)),
  }
}

/**
 * The days on which the calendar is closed from `from` to `to`, both included, ascending; weekend days among them only
 * when `includeWeekends`. Throws `invalid-input` when `to` lies before `from`.
 */
export function holidaysBetween(calendar: Calendar, from: Day, to: Day, includeWeekends: boolean): readonly Day[] {
  if (!(from <= to)) {
    throw new TuttiError('invalid-input', 'the last day lies before the first', {
      field: 'to',
      got: isoOfDay(to),
      expected: `${isoOfDay(from)} or later`,
    })
  }
  const found: Day[] = []
  for (let day = from; day <= to; day++) {
    if (!calendar.isBusinessDay(day) && (includeWeekends || !calendar.isWeekend(day))) found.push(day)
  }
  return found
}
