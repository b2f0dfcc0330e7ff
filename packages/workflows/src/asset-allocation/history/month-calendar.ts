import { TuttiError } from '@tutti/analytics/errors'

/** Calendar months of a list of trading days. Month 0 gives only its last close, from which month 1 is measured. */
export interface MonthCalendar {
  /** `YYYY-MM`. */
  readonly labels: readonly string[]
  /** Index of the last trading day of each month. */
  readonly last: Int32Array
}

/** Fewest trading days in a month of daily data; New York had fifteen in September 2001. */
const fewestDays = 10
/** A month is complete when its last trading day is at most this many calendar days before its end. */
const longestMonthEnd = 3

/**
 * Months of the ISO `dates` from index `from` on, each with its last trading day; a last month that the data break off is
 * left out. Throws `missing-data` naming the month that lacks days: a hole, or a series that is not daily.
 */
export function monthCalendar(dates: readonly string[], from = 0): MonthCalendar {
  const labels: string[] = []
  const last: number[] = []
  for (let i = from; i < dates.length; i++) {
    const date = dates[i]
    const label = date.slice(0, 7)
    if (labels[labels.length - 1] !== label) {
      const before = labels[labels.length - 1]
      if (before !== undefined && monthNumber(label) !== monthNumber(before) + 1) {
        throw notDaily(`no trading day between ${dates[i - 1]} and ${date}`, 'a day in every month')
      }
      labels.push(label)
      last.push(i)
    } else last[last.length - 1] = i
  }
  if (labels.length > 0 && !isComplete(dates[dates.length - 1])) {
    labels.pop()
    last.pop()
  }
  for (let m = 1; m < labels.length; m++) {
    const count = last[m] - last[m - 1]
    if (count < fewestDays)
      throw notDaily(`${count} trading days in ${labels[m]}`, `at least ${fewestDays}: daily data`)
  }
  return { labels, last: Int32Array.from(last) }
}

function monthNumber(label: string): number {
  return 12 * Number(label.slice(0, 4)) + Number(label.slice(5, 7))
}

function isComplete(date: string): boolean {
  const end = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
  return end - Number(date.slice(8, 10)) <= longestMonthEnd
}

/** The error for an equity history with holes. */
export function notDaily(got: string, expected: string): TuttiError {
  return new TuttiError('missing-data', `the equity history is not daily throughout: ${got}`, {
    field: 'history.equity',
    got,
    expected,
  })
}
