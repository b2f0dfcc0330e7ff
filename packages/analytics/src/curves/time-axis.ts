import type { Day, DayCount } from '../time/index.ts'
import { curveTime } from './dated-curve.ts'

/** Turns days into the times of a curve and back again. */
export interface TimeAxis {
  readonly referenceDay: Day
  readonly dayCount: DayCount
  /** Years from the reference day. Throws `invalid-input` for a day before it. */
  timeOf(day: Day): number
  /** The last day that was turned into this time; `undefined` where none was. */
  dayAt(timeYears: number): Day | undefined
}

/** The axis of a curve that starts on `referenceDay`; it remembers the days that it has seen. */
export function timeAxis(referenceDay: Day, dayCount: DayCount): TimeAxis {
  const times = new Map<Day, number>()
  const days = new Map<number, Day>()
  return {
    referenceDay,
    dayCount,
    timeOf(day) {
      const known = times.get(day)
      if (known !== undefined) return known
      const time = curveTime({ referenceDay, dayCount }, day)
      times.set(day, time)
      days.set(time, day)
      return time
    },
    dayAt: (timeYears) => days.get(timeYears),
  }
}
