import { TuttiError } from '../errors/index.ts'
import { addMonths, type Day } from './day.ts'

/** A length of time as markets quote it: calendar days, business days, weeks, months, years. */
export interface Tenor {
  /** Whole; may be negative or zero. */
  readonly count: number
  readonly unit: 'D' | 'B' | 'W' | 'M' | 'Y'
}

const tenorPattern = /^([+-]?\d{1,5})([DBWMY])$/

/**
 * The tenor of a text such as `3M`, `10Y`, `1W`, `2B` (business days), `-1M`. Throws `invalid-input` naming `field`
 * for any other text.
 */
export function tenorOf(text: string, field = 'tenor'): Tenor {
  const parts = tenorPattern.exec(text.trim().toUpperCase())
  if (parts !== null) return { count: Number(parts[1]), unit: parts[2] as Tenor['unit'] }
  throw new TuttiError('invalid-input', `${field} is not a tenor: ${text}`, {
    field,
    got: text,
    expected: 'a whole number and a unit, such as 2B (business days), 7D, 1W, 3M or 10Y',
  })
}

/** The tenor as text, such as `3M`. */
export function tenorText({ count, unit }: Tenor): string {
  return `${count}${unit}`
}

/**
 * `day` moved by a tenor without any calendar, to a month's last day where the day of the month does not exist there.
 * Throws `invalid-input` for business days, which need a calendar (`advancedDay`).
 */
export function addTenor(day: Day, { count, unit }: Tenor): Day {
  switch (unit) {
    case 'D':
      return day + count
    case 'W':
      return day + 7 * count
    case 'M':
      return addMonths(day, count)
    case 'Y':
      return addMonths(day, 12 * count)
    case 'B':
      throw new TuttiError('invalid-input', 'business days need a calendar to be counted', {
        field: 'tenor',
        got: `${count}B`,
        expected: 'a tenor in D, W, M or Y, or advancedDay with a calendar',
      })
  }
}
