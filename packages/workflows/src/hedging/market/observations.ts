import type { DailySeries } from '@tutti/market'

/** Values of something by day, in order of day; NaN on days without a value. */
export interface Observations {
  readonly days: Int32Array
  readonly values: Float64Array
}

/** Days within which the last observation stands for the as-of date, and for a day of the history. */
export const staleAtAsOf = 7
export const staleInHistory = 5

/** The series with each value put through `transform`. */
export function observationsOf({ days, values }: DailySeries, transform: (value: number) => number): Observations {
  return { days, values: values.map(transform) }
}

/** Place of the last observation with a value on or before `day` and at most `stale` days old; -1 without one. */
export function lastWithin({ days, values }: Observations, day: number, stale: number): number {
  let at = days.length - 1
  while (at >= 0 && days[at] > day) at--
  while (at >= 0 && Number.isNaN(values[at])) at--
  return at >= 0 && day - days[at] <= stale ? at : -1
}

/** The observations on a calendar: on each day the last value on or before it, at most `stale` days old; NaN otherwise. */
export function onCalendar({ days, values }: Observations, calendar: Int32Array, stale: number): Float64Array {
  const result = new Float64Array(calendar.length).fill(NaN)
  let next = 0
  let last = -1
  for (let i = 0; i < calendar.length; i++) {
    for (; next < days.length && days[next] <= calendar[i]; next++) if (!Number.isNaN(values[next])) last = next
    if (last >= 0 && calendar[i] - days[last] <= stale) result[i] = values[last]
  }
  return result
}
