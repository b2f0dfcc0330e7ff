import { TuttiError } from '../errors/index.ts'
import { type Day, type DayCount, isoOfDay, yearFraction } from '../time/index.ts'
import { logLinearSurvivalCurve, piecewiseHazardCurve, type SurvivalCurve } from './survival-curve.ts'

/** A survival curve with the date it starts at and the day count that turns dates into its times. */
export interface DatedSurvivalCurve {
  readonly referenceDay: Day
  readonly dayCount: DayCount
  readonly curve: SurvivalCurve
  /** Days on which the hazard rate jumps, increasing. */
  readonly nodeDays: readonly Day[]
}

/** Hazard rates constant between `nodeDays` (increasing, after the reference day), the last one held beyond. */
export function datedHazardCurve(
  referenceDay: Day,
  dayCount: DayCount,
  nodeDays: readonly Day[],
  hazardRates: readonly number[],
): DatedSurvivalCurve {
  const times = nodeDays.map((day) => yearFraction(dayCount, referenceDay, day))
  return { referenceDay, dayCount, nodeDays, curve: piecewiseHazardCurve(times, hazardRates) }
}

/** Survival probabilities on `nodeDays` (increasing, after the reference day), ln Q linear in time between them. */
export function datedSurvivalCurve(
  referenceDay: Day,
  dayCount: DayCount,
  nodeDays: readonly Day[],
  survivalProbabilities: readonly number[],
): DatedSurvivalCurve {
  const times = nodeDays.map((day) => yearFraction(dayCount, referenceDay, day))
  return { referenceDay, dayCount, nodeDays, curve: logLinearSurvivalCurve(times, survivalProbabilities) }
}

/** Survival probability to `day`. Throws `invalid-input` for a day before the reference day. */
export function survivalOn({ referenceDay, dayCount, curve }: DatedSurvivalCurve, day: Day): number {
  if (day < referenceDay) {
    throw new TuttiError(
      'invalid-input',
      `the survival curve starts on ${isoOfDay(referenceDay)}, ${isoOfDay(day)} lies before`,
      {
        field: 'day',
        got: isoOfDay(day),
        expected: `${isoOfDay(referenceDay)} or later`,
      },
    )
  }
  return curve.survivalProbability(yearFraction(dayCount, referenceDay, day))
}
