import { TuttiError } from '../errors/index.ts'
import { type Day, type DayCount, isoOfDay, yearFraction } from '../time/index.ts'
import type { DiscountCurve } from './discount-curve.ts'

/** A discount curve with the date it starts at and the day count that turns dates into its times. */
export interface DatedCurve {
  readonly referenceDay: Day
  readonly dayCount: DayCount
  readonly curve: DiscountCurve
}

/** Time of `day` on the curve, years. Throws `invalid-input` for a day before the curve's reference date. */
export function curveTime({ referenceDay, dayCount }: Pick<DatedCurve, 'referenceDay' | 'dayCount'>, day: Day): number {
  if (day < referenceDay) {
    throw new TuttiError(
      'invalid-input',
      `the curve starts on ${isoOfDay(referenceDay)}, ${isoOfDay(day)} lies before`,
      {
        field: 'day',
        got: isoOfDay(day),
        expected: `${isoOfDay(referenceDay)} or later`,
      },
    )
  }
  return yearFraction(dayCount, referenceDay, day)
}

/** Discount factor from `day` to the curve's reference date. */
export function discountOn(dated: DatedCurve, day: Day): number {
  return dated.curve.discountFactor(curveTime(dated, day))
}

/** Simple forward rate from `start` to `end` for an accrual of `accrualYears` (the index's own day count). */
export function simpleForwardOn(dated: DatedCurve, start: Day, end: Day, accrualYears: number): number {
  return (discountOn(dated, start) / discountOn(dated, end) - 1) / accrualYears
}
