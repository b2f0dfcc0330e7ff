import type { Day } from './day.ts'

/** How two dates become a fraction of a year. */
export type DayCount = 'ACT/360' | 'ACT/365F'

/** Fraction of a year from `start` to `end`; negative where `end` lies before. */
export function yearFraction(dayCount: DayCount, start: Day, end: Day): number {
  return (end - start) / (dayCount === 'ACT/360' ? 360 : 365)
}
