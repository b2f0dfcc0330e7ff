import { TuttiError } from '@tutti/analytics/errors'
import type { DailyHistory } from './daily-history.ts'
import { type MonthCalendar, monthCalendar } from './month-calendar.ts'
import { realisedVolatility } from './realised-volatility.ts'

/** Months of decisions without which figures, intervals and cross-validation say nothing. */
const fewestScoredMonths = 36

/** A daily history with the months over which every rule is walked: those after the longest window of all rules. */
export interface ScoredHistory {
  readonly daily: DailyHistory
  readonly calendar: MonthCalendar
  /** Calendar month of the first decision; months `first` to the last one are scored. */
  readonly first: number
  readonly months: number
  /** Index of the close of the first decision, where every strategy is worth 1. */
  readonly base: number
  /** Index of the last scored close. */
  readonly end: number
  /** Volatility known at the start of scored month k (0-based) for a window in months. */
  volatility(month: number, windowMonths: number): number
}

/**
 * The months over which rules with windows of up to `longestWindow` months can be walked. Equity from before the bond's
 * first day serves the volatility windows. Throws `missing-data` saying how many months there are and are needed.
 */
export function scoredHistory(daily: DailyHistory, longestWindow: number): ScoredHistory {
  const calendar = monthCalendar(daily.dates, firstUseful(daily, longestWindow))
  const { last, labels } = calendar
  let first = longestWindow + 1
  while (first < last.length && last[first - 1] < daily.start) first++
  const months = last.length - first
  if (months < fewestScoredMonths)
    throw tooShort(daily, longestWindow, Math.max(0, labels.length - 1), Math.max(0, months))
  const volatility = realisedVolatility(daily.equity, calendar)
  return {
    daily,
    calendar,
    first,
    months,
    base: last[first - 1],
    end: last[last.length - 1],
    volatility: (month, windowMonths) => volatility(first + month, windowMonths),
  }
}

/** Index of the first day that a window before the bond's first day can reach: holes before it do not matter. */
function firstUseful(daily: DailyHistory, longestWindow: number): number {
  const { dates, start } = daily
  const month = (date: string): number => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7))
  const earliest = month(dates[start] ?? dates[0]) - longestWindow - 1
  return Math.max(
    0,
    dates.findIndex((date) => month(date) >= earliest),
  )
}

function tooShort(daily: DailyHistory, window: number, complete: number, scored: number): TuttiError {
  const { dates, start } = daily
  return new TuttiError(
    'missing-data',
    `the history is too short: after ${window} months for the longest volatility window, ${scored} months are left to walk a rule through, and ${fewestScoredMonths} are needed`,
    {
      field: 'history',
      got: `${complete} complete months of equity from ${dates[0]} to ${dates[dates.length - 1]}, bonds and cash from ${dates[start] ?? 'no day of it'}`,
      expected: `${window + fewestScoredMonths} complete months of equity, the last ${fewestScoredMonths} with bonds and cash`,
    },
  )
}
