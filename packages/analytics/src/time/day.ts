import { TuttiError } from '../errors/index.ts'

/** A calendar date as whole days since 1970-01-01 in the proleptic Gregorian calendar, from 1600 to 2999. */
export type Day = number

/** Year, month (1 to 12) and day of the month of a date. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly dayOfMonth: number
}

const firstYear = 1600
const lastYear = 2999
const isoDayPattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** Whether `year` is a leap year. */
export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Days of `month` (1 to 12) of `year`. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01 of a date that exists. Source: Hinnant, chrono-compatible low-level date algorithms (2013). */
export function dayOfCivil(year: number, month: number, dayOfMonth: number): Day {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year, month and day of the month of `day`. Source: Hinnant (2013). */
export function civilOf(day: Day): CivilDate {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted + (shifted < 10 ? 3 : -9)
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  }
}

/** The day of an ISO date (`2020-03-23`); throws `invalid-input` naming `field` where there is no such day. */
export function dayOf(iso: string, field = 'date'): Day {
  const parts = isoDayPattern.exec(iso)
  if (parts !== null) {
    const [year, month, dayOfMonth] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
    const exists = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month)
    if (year >= firstYear && year <= lastYear && exists) return dayOfCivil(year, month, dayOfMonth)
  }
  throw new TuttiError('invalid-input', `${field} is not a date: ${iso}`, {
    field,
    got: iso,
    expected: `an existing day as YYYY-MM-DD, ${firstYear} to ${lastYear}`,
  })
}

/** The ISO date of `day`. */
export function isoOfDay(day: Day): string {
  const { year, month, dayOfMonth } = civilOf(day)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`
}

/** Day of the week: 0 Sunday to 6 Saturday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The last day of the month of `day`. */
export function endOfMonth(day: Day): Day {
  const { year, month } = civilOf(day)
  return dayOfCivil(year, month, daysInMonth(year, month))
}

/** Whether `day` is the last of its month. */
export function isEndOfMonth(day: Day): boolean {
  return day === endOfMonth(day)
}

/** `day` moved by whole months, to the month's last day where the day of the month does not exist there. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, dayOfMonth } = civilOf(day)
  const index = year * 12 + (month - 1) + months
  const toYear = Math.floor(index / 12)
  const toMonth = (((index % 12) + 12) % 12) + 1
  return dayOfCivil(toYear, toMonth, Math.min(dayOfMonth, daysInMonth(toYear, toMonth)))
}
