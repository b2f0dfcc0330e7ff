import { DAYS_PER_YEAR } from '@tutti/analytics/scenarios'
import type { MonthCalendar } from './month-calendar.ts'

/** Variance below which a window counts as flat, as in the simulation. */
const smallestVariance = 1e-12

/**
 * Annual volatility known at the start of a month, by window: `(month, windowMonths)` gives the population deviation of
 * the daily log returns of the `windowMonths` calendar months before `month`, times sqrt(252), as the simulation has it.
 * Prefix sums by month, so O(1) a call. Needs `month > windowMonths`, since month 0 has no complete returns.
 */
export function realisedVolatility(
  levels: Float64Array,
  calendar: MonthCalendar,
): (month: number, windowMonths: number) => number {
  const { last } = calendar
  const sums = new Float64Array(last.length)
  const squares = new Float64Array(last.length)
  for (let m = 1; m < last.length; m++) {
    let sum = 0
    let square = 0
    for (let i = last[m - 1] + 1; i <= last[m]; i++) {
      const r = Math.log(levels[i] / levels[i - 1])
      sum += r
      square += r * r
    }
    sums[m] = sums[m - 1] + sum
    squares[m] = squares[m - 1] + square
  }
  return (month, windowMonths) => {
    const end = month - 1
    const begin = end - windowMonths
    const n = last[end] - last[begin]
    const mean = (sums[end] - sums[begin]) / n
    const variance = (squares[end] - squares[begin]) / n - mean * mean
    return Math.sqrt(DAYS_PER_YEAR * Math.max(variance, smallestVariance))
  }
}
