import { type Day, dayOfCivil, endOfMonth, weekday } from './day.ts'

/** The `nth` (from 1) day of the month that falls on `dayOfWeek` (0 Sunday to 6 Saturday). */
export function nthWeekday(nth: number, dayOfWeek: number, month: number, year: number): Day {
  const first = dayOfCivil(year, month, 1)
  return first + ((dayOfWeek - weekday(first) + 7) % 7) + 7 * (nth - 1)
}

/** The last day of the month that falls on `dayOfWeek` (0 Sunday to 6 Saturday). */
export function lastWeekday(dayOfWeek: number, month: number, year: number): Day {
  const last = endOfMonth(dayOfCivil(year, month, 1))
  return last - ((weekday(last) - dayOfWeek + 7) % 7)
}

/** A holiday that is kept on the next Monday when it falls on a weekend. */
export function mondayIfWeekend(day: Day): Day {
  return weekday(day) === 6 ? day + 2 : weekday(day) === 0 ? day + 1 : day
}

/** A holiday that is kept on Monday when it falls on a Sunday. */
export function mondayIfSunday(day: Day): Day {
  return weekday(day) === 0 ? day + 1 : day
}

/** A holiday that is kept on Friday when it falls on a Saturday, and on Monday when on a Sunday. */
export function nearestWeekday(day: Day): Day {
  return weekday(day) === 6 ? day - 1 : mondayIfSunday(day)
}

/** Christmas and the day after it, each kept two days later when on a weekend (Sunday's on Tuesday, after Monday's). */
export function christmasAndBoxingDay(year: number): readonly Day[] {
  const christmas = dayOfCivil(year, 12, 25)
  const boxing = christmas + 1
  const onWeekend = (day: Day): boolean => weekday(day) === 6 || weekday(day) === 0
  return [onWeekend(christmas) ? christmas + 2 : christmas, onWeekend(boxing) ? boxing + 2 : boxing]
}
