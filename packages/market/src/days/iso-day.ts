import { dayOfCivil, daysInMonth } from '@tutti/analytics/time'

export { isoOfDay } from '@tutti/analytics/time'

const isoDayPattern = /^(\d{4})-(\d{2})-(\d{2})$/
const isoMonthPattern = /^(\d{4})-(\d{2})(?:-01)?$/
const firstYear = 1600
const lastYear = 2999

function dayOfParts(year: number, month: number, day: number): number | undefined {
  if (year < firstYear || year > lastYear || month < 1 || month > 12) return undefined
  if (day < 1 || day > daysInMonth(year, month)) return undefined
  return dayOfCivil(year, month, day)
}

/** Days since 1970-01-01 of the ISO date `text` (`2020-03-23`), or undefined when it is no day of 1600 to 2999. */
export function dayOfIso(text: string): number | undefined {
  const parts = isoDayPattern.exec(text)
  return parts === null ? undefined : dayOfParts(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/**
 * Days since 1970-01-01 of the *last* calendar day of the month `text` (`2020-03`, or `2020-03-01` as some sources
 * stamp a month), or undefined. A figure of a month is known at its end at the earliest, never at its first day.
 */
export function monthEndDay(text: string): number | undefined {
  const parts = isoMonthPattern.exec(text)
  if (parts === null) return undefined
  const year = Number(parts[1])
  const month = Number(parts[2])
  return month < 1 || month > 12 ? undefined : dayOfParts(year, month, daysInMonth(year, month))
}

/** Why `text` is no date of the wanted form, in words a person can act on. */
export function dateFault(text: string, dates: 'day' | 'month'): string {
  if (text === '') return 'the date is empty'
  if (dates === 'day' && isoDayPattern.test(text)) return 'this day does not exist'
  if (dates === 'month' && isoMonthPattern.test(text)) return 'this month does not exist'
  if (dates === 'month' && isoDayPattern.test(text)) return 'a day where a month belongs'
  if (/^\d{4}-\d{2}$/.test(text)) return 'a month where a day belongs'
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$/.test(text))
    return 'the date is in another format (day and month are ambiguous)'
  if (/^\d{4}[./]\d{1,2}[./]\d{1,2}$|^\d{8}$|^\d{4}-\d{1,2}-\d{1,2}$/.test(text)) return 'the date is in another format'
  if (/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return 'a time of day where a date belongs'
  if (/^\d+(\.\d+)?$/.test(text)) return 'a number where a date belongs (a spreadsheet day number?)'
  return 'not a date'
}
