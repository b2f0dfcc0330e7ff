import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { type Day, type DayCount, type DayCountContext, isoOfDay, yearFraction } from '../time/index.ts'

/** One period of a leg: its times on the discount curve's axis and the fraction of a year that interest accrues for. */
export interface AccrualPeriod {
  /** Start and end of the accrual, years from the curve's date; below 0 where the period has begun. */
  readonly startYears: number
  readonly endYears: number
  /** Payment, years from the curve's date. */
  readonly payYears: number
  /** Accrual by the leg's own day count. */
  readonly accrualYears: number
  /** The same stretch by the day count of the floating index, where that is another one than the leg's. */
  readonly indexAccrualYears?: number
  readonly startDay?: Day
  readonly endDay?: Day
  readonly payDay?: Day
}

/** Equal periods of 1 / `frequency` years from `startYears` over `termYears`, paid at their ends. */
export interface RegularPeriods {
  readonly startYears: number
  readonly termYears: number
  /** Periods a year. */
  readonly frequency: number
}

const mostPeriods = 100_000

/**
 * The periods of an undated leg. Throws `invalid-input` unless the term is a whole number of periods, at least one.
 */
export function regularPeriods({ startYears, termYears, frequency }: RegularPeriods): AccrualPeriod[] {
  requireFinite(startYears, 'startYears')
  requirePositive(termYears, 'termYears')
  requirePositive(frequency, 'frequency')
  const count = Math.round(termYears * frequency)
  if (count < 1 || count > mostPeriods || Math.abs(count - termYears * frequency) > 1e-9 * Math.max(1, count)) {
    throw new TuttiError(
      'invalid-input',
      `termYears must be a whole number of periods of ${1 / frequency} years, got ${termYears}; ` +
        'give the periods of a leg with a stub by its dates',
      { field: 'termYears', got: String(termYears), expected: `a multiple of ${1 / frequency}` },
    )
  }
  const accrualYears = 1 / frequency
  return Array.from({ length: count }, (_, i) => {
    const endYears = startYears + (i + 1) / frequency
    return { startYears: startYears + i / frequency, endYears, payYears: endYears, accrualYears }
  })
}

/** The dates of a leg, and the curve's date and day count that make times of them. */
export interface PeriodDays {
  /** Accrual dates, increasing: one more than periods. */
  readonly days: readonly Day[]
  /** Day of payment of each period; the end of its accrual unless given. */
  readonly payDays?: readonly Day[]
  readonly dayCount: DayCount
  readonly context?: DayCountContext
  /** Of the floating index, where its rate is quoted on another day count than the leg accrues on. */
  readonly indexDayCount?: DayCount
  readonly referenceDay: Day
  readonly curveDayCount: DayCount
}

/**
 * The periods of a dated leg that are still to be paid: those paid on or before the curve's date are left out.
 * Throws `invalid-input` for dates that do not increase, or when nothing is left.
 */
export function datedPeriods(leg: PeriodDays): AccrualPeriod[] {
  const { days, payDays, dayCount, context, indexDayCount, referenceDay, curveDayCount } = leg
  if (days.length < 2) {
    throw new TuttiError('invalid-input', `a leg needs at least two accrual dates, got ${days.length}`, {
      field: 'days',
      got: `${days.length} dates`,
      expected: 'at least 2',
    })
  }
  if (payDays !== undefined && payDays.length !== days.length - 1) {
    throw new TuttiError('invalid-input', `each period needs one payment date, got ${payDays.length}`, {
      field: 'payDays',
      got: String(payDays.length),
      expected: String(days.length - 1),
    })
  }
  const timeOf = (day: Day): number =>
    day >= referenceDay
      ? yearFraction(curveDayCount, referenceDay, day)
      : -yearFraction(curveDayCount, day, referenceDay)
  const periods: AccrualPeriod[] = []
  for (let i = 1; i < days.length; i++) {
    const startDay = days[i - 1]
    const endDay = days[i]
    if (endDay <= startDay) {
      throw new TuttiError(
        'invalid-input',
        `accrual dates must increase: ${isoOfDay(endDay)} after ${isoOfDay(startDay)}`,
        {
          field: `days[${i}]`,
          got: isoOfDay(endDay),
          expected: `a date after ${isoOfDay(startDay)}`,
        },
      )
    }
    const payDay = payDays?.[i - 1] ?? endDay
    if (payDay <= referenceDay) continue
    periods.push({
      startYears: timeOf(startDay),
      endYears: timeOf(endDay),
      payYears: timeOf(payDay),
      accrualYears: yearFraction(dayCount, startDay, endDay, context),
      ...(indexDayCount === undefined ? {} : { indexAccrualYears: yearFraction(indexDayCount, startDay, endDay) }),
      startDay,
      endDay,
      payDay,
    })
  }
  if (periods.length === 0) {
    throw new TuttiError(
      'invalid-input',
      `every payment lies on or before the curve's date ${isoOfDay(referenceDay)}`,
      {
        field: 'days',
        got: isoOfDay(days[days.length - 1]),
        expected: `a payment after ${isoOfDay(referenceDay)}`,
      },
    )
  }
  return periods
}

/** Throws `invalid-input` unless every period is finite, runs forward and accrues; returns them. */
export function requirePeriods(periods: readonly AccrualPeriod[], field: string): readonly AccrualPeriod[] {
  if (periods.length === 0) {
    throw new TuttiError('invalid-input', `${field} needs at least one period`, {
      field,
      got: 'none',
      expected: 'periods',
    })
  }
  periods.forEach((period, i) => {
    const { startYears, endYears, payYears, accrualYears, indexAccrualYears = accrualYears } = period
    const sound =
      Number.isFinite(startYears) &&
      endYears > startYears &&
      payYears >= 0 &&
      accrualYears > 0 &&
      indexAccrualYears > 0 &&
      Number.isFinite(indexAccrualYears) &&
      Number.isFinite(endYears) &&
      Number.isFinite(payYears) &&
      Number.isFinite(accrualYears)
    if (!sound) {
      throw new TuttiError('invalid-input', `${field}[${i}] must end after it starts, accrue and be paid from now on`, {
        field: `${field}[${i}]`,
        got: `${startYears} to ${endYears}, paid ${payYears}, accrual ${accrualYears}`,
        expected: 'start < end, payment >= 0, accrual > 0',
      })
    }
  })
  return periods
}

/** What a period is called in an explanation: its dates, or its times. */
export function periodLabel({ startDay, endDay, startYears, endYears }: AccrualPeriod): string {
  return startDay !== undefined && endDay !== undefined
    ? `${isoOfDay(startDay)} to ${isoOfDay(endDay)}`
    : `${rounded(startYears)}y to ${rounded(endYears)}y`
}

const rounded = (years: number): string => String(Math.round(years * 1e4) / 1e4)
