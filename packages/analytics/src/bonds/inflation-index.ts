import { TuttiError, requireFinite, requireInRange, requirePositive } from '../errors/index.ts'
import { addMonths, civilOf, type Day, dayOfCivil, daysInMonth } from '../time/index.ts'

/** A price index by month. */
export interface MonthlyIndex {
  /** Any day of the month of the first value. */
  readonly firstMonth: Day
  /** One value a month, without gaps. */
  readonly values: readonly number[]
}

/** How a bond reads a price index on a day. */
export interface IndexReading {
  /** Months from the index month to the month of the day: 3 for TIPS, OATi and gilts since 2005, 8 for older gilts. */
  readonly lagMonths: number
  /** `linear` in the days of the month between two months' values, or `none`: the value of the lagged month. */
  readonly interpolation: 'linear' | 'none'
}

/**
 * Reference index between the value of the lagged month and that of the month after it: earlier + (day - 1) / (days in the
 * month) (later - earlier). Throws `invalid-input` for indices not above 0 or a day outside the month.
 *
 * Source: 31 CFR 356 Appendix B, section I.B; UK DMO, Index-linked Gilts with a 3-month lag (2005).
 */
export function referenceIndex(earlier: number, later: number, dayOfMonth: number, monthDays: number): number {
  requirePositive(earlier, 'earlier')
  requirePositive(later, 'later')
  requireInRange(monthDays, 28, 31, 'monthDays')
  requireInRange(dayOfMonth, 1, monthDays, 'dayOfMonth')
  return earlier + ((dayOfMonth - 1) / monthDays) * (later - earlier)
}

/** The index of a month: published, or grown from the last published one at an assumed annual inflation rate. */
function indexOfMonth(index: MonthlyIndex, day: Day, assumedInflation: number | undefined): number {
  const first = civilOf(index.firstMonth)
  const wanted = civilOf(day)
  const k = (wanted.year - first.year) * 12 + wanted.month - first.month
  const last = index.values.length - 1
  if (k >= 0 && k <= last) return requirePositive(index.values[k], `values[${k}]`)
  const month = `${wanted.year}-${String(wanted.month).padStart(2, '0')}`
  if (k < 0 || last < 0 || assumedInflation === undefined) {
    throw new TuttiError('missing-data', `the price index has no value for ${month}`, {
      field: 'values',
      got: `${index.values.length} months from ${first.year}-${String(first.month).padStart(2, '0')}`,
      expected: k < 0 ? `a series that starts in ${month} or before` : 'later values, or an assumed inflation rate',
    })
  }
  requireInRange(assumedInflation, -0.99, 10, 'assumedInflation')
  return (
    requirePositive(index.values[last], `values[${last}]`) * Math.exp((Math.log1p(assumedInflation) * (k - last)) / 12)
  )
}

/**
 * Reference index of a day; beyond the last published month it grows by `assumedInflation` a year where that is given.
 * Throws `missing-data` naming the month that is not there.
 */
export function referenceIndexOn(
  index: MonthlyIndex,
  day: Day,
  { lagMonths, interpolation }: IndexReading,
  assumedInflation?: number,
): number {
  if (!Number.isInteger(lagMonths) || lagMonths < 0) {
    throw new TuttiError('invalid-input', 'an index lag is a whole number of months', {
      field: 'lagMonths',
      got: String(lagMonths),
      expected: 'a whole number >= 0',
    })
  }
  const { year, month, dayOfMonth } = civilOf(day)
  const lagged = addMonths(dayOfCivil(year, month, 1), -lagMonths)
  const earlier = indexOfMonth(index, lagged, assumedInflation)
  if (interpolation === 'none' || dayOfMonth === 1) return earlier
  const later = indexOfMonth(index, addMonths(lagged, 1), assumedInflation)
  return referenceIndex(earlier, later, dayOfMonth, daysInMonth(year, month))
}

/** How an index figure is rounded: not at all, truncated to 6 and rounded to 5 decimals (Treasury), or rounded to 5 (gilts). */
export type IndexRounding = 'none' | 'truncate 6 round 5' | 'round 5'

/** A reference index or index ratio as the issuer publishes it. */
export function publishedIndex(value: number, rounding: IndexRounding): number {
  requireFinite(value, 'value')
  if (rounding === 'none') return value
  // A value that decimal text shows exact stays so: 303.97446 must not become 303.974459999.
  const scaled = Number((value * 1e6).toPrecision(15))
  const six = rounding === 'truncate 6 round 5' ? Math.floor(scaled) : scaled
  return Math.round(Number((six / 10).toPrecision(15))) / 1e5
}
