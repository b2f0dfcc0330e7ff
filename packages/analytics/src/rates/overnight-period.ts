import { type DatedCurve, simpleForwardOn } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import { addBusinessDays, type Calendar, type Day, isoOfDay } from '../time/index.ts'
import { type CompoundedOvernightRate, compoundedOvernightRate } from './compounded-overnight-rate.ts'

/** An interest period of an overnight rate and how its fixings are observed. */
export interface OvernightPeriod {
  /** Business days of the calendar. */
  readonly start: Day
  readonly end: Day
  readonly calendar: Calendar
  /** 360 or 365. */
  readonly daysInYear: number
  /** Business days that each rate is observed before the day it is used for; 0 for none. */
  readonly lookbackDays: number
  /** Whether the weights are those of the observation days (observation period shift) or of the interest days. */
  readonly observationShift: boolean
  /** Business days at the end that repeat the rate of the day before them; 0 for none. */
  readonly lockoutDays: number
}

/** Each rate of the period: the day it is used for, the day it is of, its weight in days, and whether it is published. */
export interface OvernightObservation {
  readonly interestDay: Day
  readonly observationDay: Day
  readonly days: number
  readonly rate: number
  readonly published: boolean
}

/**
 * The rate of a period, compounded and averaged, from published fixings and, for days that have none, the forwards of the
 * projection curve. Throws `missing-data` for a day before the curve that has no fixing, `invalid-input` for dates that
 * are no business days or out of order.
 * Source: 2021 ISDA Interest Rate Derivatives Definitions, 7.6 (lookback, observation period shift, lockout).
 */
export function overnightPeriodRate(
  period: OvernightPeriod,
  fixings: ReadonlyMap<Day, number>,
  projection: DatedCurve | undefined,
): CompoundedOvernightRate & { readonly observations: readonly OvernightObservation[] } {
  const { start, end, calendar, daysInYear, lookbackDays, observationShift, lockoutDays } = requirePeriod(period)
  const interestDays: Day[] = []
  for (let day = start; day < end; day = addBusinessDays(day, 1, calendar)) interestDays.push(day)
  if (lockoutDays >= interestDays.length) {
    throw new TuttiError('invalid-input', `a lockout of ${lockoutDays} days leaves none of ${interestDays.length}`, {
      field: 'lockoutDays',
      got: String(lockoutDays),
      expected: `fewer than ${interestDays.length}`,
    })
  }
  const observedFor = (day: Day): Day => (lookbackDays === 0 ? day : addBusinessDays(day, -lookbackDays, calendar))
  const lastOwn = interestDays.length - 1 - lockoutDays
  const observations = interestDays.map((interestDay, i): OvernightObservation => {
    const observationDay = observedFor(interestDays[Math.min(i, lastOwn)])
    const weightDay = observationShift ? observedFor(interestDay) : interestDay
    const days = addBusinessDays(weightDay, 1, calendar) - weightDay
    const published = fixings.get(observationDay)
    return {
      interestDay,
      observationDay,
      days,
      rate: published ?? projected(projection, observationDay, calendar, daysInYear),
      published: published !== undefined,
    }
  })
  return {
    ...compoundedOvernightRate({
      rates: observations.map(({ rate }) => rate),
      days: observations.map(({ days }) => days),
      daysInYear,
    }),
    observations,
  }
}

function projected(projection: DatedCurve | undefined, day: Day, calendar: Calendar, daysInYear: number): number {
  if (projection === undefined || day < projection.referenceDay) {
    throw new TuttiError(
      'missing-data',
      `there is no fixing of ${isoOfDay(day)} and no forward for it; give the fixing`,
      {
        field: 'fixings',
        got: 'nothing',
        expected: `the rate of ${isoOfDay(day)}`,
      },
    )
  }
  const next = addBusinessDays(day, 1, calendar)
  return simpleForwardOn(projection, day, next, (next - day) / daysInYear)
}

function requirePeriod(period: OvernightPeriod): OvernightPeriod {
  const { start, end, calendar, lookbackDays, lockoutDays } = period
  if (!(end > start)) {
    throw new TuttiError('invalid-input', `a period ends after it starts, got ${isoOfDay(start)} to ${isoOfDay(end)}`, {
      field: 'end',
      got: isoOfDay(end),
      expected: `a day after ${isoOfDay(start)}`,
    })
  }
  for (const [field, day] of [
    ['start', start],
    ['end', end],
  ] as const) {
    if (!calendar.isBusinessDay(day)) {
      throw new TuttiError('invalid-input', `${field} ${isoOfDay(day)} is no business day of ${calendar.name}`, {
        field,
        got: isoOfDay(day),
        expected: 'a business day',
      })
    }
  }
  for (const [field, count] of [
    ['lookbackDays', lookbackDays],
    ['lockoutDays', lockoutDays],
  ] as const) {
    if (!(Number.isInteger(count) && count >= 0 && count <= 366)) {
      throw new TuttiError('invalid-input', `${field} is a whole number of business days, got ${count}`, {
        field,
        got: String(count),
        expected: 'a whole number in [0, 366]',
      })
    }
  }
  return period
}
