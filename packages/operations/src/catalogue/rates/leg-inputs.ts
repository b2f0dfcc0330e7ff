import { type AccrualPeriod, datedPeriods, type OptionletPeriod, regularPeriods } from '@tutti/analytics/rates'
import { TuttiError } from '@tutti/analytics/errors'
import {
  addBusinessDays,
  adjustedDay,
  businessDayConventions,
  calendar,
  calendarNames,
  type Day,
  dayCounts,
  dayOf,
  schedule,
  scheduleRules,
  tenorOf,
  yearFraction,
} from '@tutti/analytics/time'
import { z } from 'zod'
import { isoDate, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

const payment = {
  dayCount: z.enum(dayCounts).describe('of the accrual'),
  calendar: z.enum(calendarNames).describe('of the payments'),
  paymentConvention: z.enum(businessDayConventions),
  paymentLagBusinessDays: wholeFrom(0)
    .max(1000)
    .optional()
    .describe('days from the adjusted end of a period to its payment; 0'),
}

const scheduleShape = z.strictObject({
  effective: isoDate,
  termination: isoDate,
  tenor: z.string().describe('length of a regular period: 3M, 6M, 1Y'),
  convention: z.enum(businessDayConventions).describe('of the accrual dates'),
  terminationConvention: z.enum(businessDayConventions).optional().describe('of the last date; as convention'),
  rule: z.enum(scheduleRules),
  endOfMonth: z.boolean(),
  firstDate: isoDate.optional().describe('end of an irregular first period'),
  nextToLastDate: isoDate.optional().describe('start of an irregular last period'),
})

/** The periods of a leg: equal ones, by their dates, or by the terms of a schedule. */
export const periodsSchema = z.union([
  z.strictObject({
    startYears: number.describe('years from the date of the curve'),
    termYears: positive.max(200).describe('a whole number of periods'),
    frequency: positive.max(366).describe('periods a year'),
  }),
  z.strictObject({ dates: z.array(isoDate).min(2).describe('accrual dates, increasing'), ...payment }),
  z.strictObject({ schedule: scheduleShape, ...payment }),
])

type PeriodsInput = z.infer<typeof periodsSchema>

/** The date where a curve starts and the day count of its times: needed for a leg given by dates. */
export const curveDateSchema = z.strictObject({
  date: isoDate.describe('reference date of the curves'),
  dayCount: z.enum(dayCounts).describe('of the times of the curves'),
})

type CurveDate = z.infer<typeof curveDateSchema>

/** The periods that the input describes. */
export function periodsOf(input: PeriodsInput, curveDate: CurveDate | undefined, field: string): AccrualPeriod[] {
  if ('startYears' in input) return regularPeriods(input)
  const origin = requireCurveDate(curveDate, field)
  const days = accrualDays(input, field)
  const payments = calendar(input.calendar)
  const payDays = days.slice(1).map((day) => {
    const adjusted = adjustedDay(day, input.paymentConvention, payments)
    const lag = input.paymentLagBusinessDays ?? 0
    return lag === 0 ? adjusted : addBusinessDays(adjusted, lag, payments)
  })
  return datedPeriods({
    days,
    payDays,
    dayCount: input.dayCount,
    context: { calendar: payments, terminationDay: days[days.length - 1] },
    referenceDay: dayOf(origin.date, 'curveDate'),
    curveDayCount: origin.dayCount,
  })
}

function accrualDays(input: Exclude<PeriodsInput, { startYears: number }>, field: string): readonly Day[] {
  if ('dates' in input) return input.dates.map((date, i) => dayOf(date, `${field}.dates[${i}]`))
  const terms = input.schedule
  return schedule({
    effective: dayOf(terms.effective, `${field}.effective`),
    termination: dayOf(terms.termination, `${field}.termination`),
    tenor: tenorOf(terms.tenor, `${field}.tenor`),
    calendar: calendar(input.calendar),
    convention: terms.convention,
    terminationConvention: terms.terminationConvention ?? terms.convention,
    rule: terms.rule,
    endOfMonth: terms.endOfMonth,
    ...(terms.firstDate === undefined ? {} : { firstDay: dayOf(terms.firstDate, `${field}.firstDate`) }),
    ...(terms.nextToLastDate === undefined
      ? {}
      : { nextToLastDay: dayOf(terms.nextToLastDate, `${field}.nextToLastDate`) }),
  }).days
}

function requireCurveDate(curveDate: CurveDate | undefined, field: string): CurveDate {
  if (curveDate !== undefined) return curveDate
  throw new TuttiError('invalid-input', `${field} is given by dates: give the curves' date and day count`, {
    field: 'curveDate',
    got: 'nothing',
    expected: 'date and dayCount',
  })
}

/** How the time to the setting of a rate is measured for its volatility. */
export const volatilityTimeSchema = z.strictObject({
  valuationDate: isoDate.describe('from when the volatility runs'),
  dayCount: z.enum(dayCounts),
  fixingLagBusinessDays: wholeFrom(0).max(1000).describe('days before its period that a rate is set'),
  fixingCalendar: z.enum(calendarNames),
})

/**
 * The periods with their fixing times: the start of the period on the curve's axis, or the fixing date by its own day
 * count.
 */
export function optionletPeriods(
  periods: readonly AccrualPeriod[],
  time: z.infer<typeof volatilityTimeSchema> | undefined,
): OptionletPeriod[] {
  if (time === undefined) return periods.map((period) => ({ ...period, fixingYears: period.startYears }))
  const valuation = dayOf(time.valuationDate, 'valuationDate')
  const fixings = calendar(time.fixingCalendar)
  return periods.map((period) => {
    if (period.startDay === undefined) {
      throw new TuttiError('invalid-input', 'volatilityTime needs periods that are given by dates', {
        field: 'volatilityTime',
        got: 'periods without dates',
        expected: 'dates or a schedule',
      })
    }
    const fixing =
      time.fixingLagBusinessDays === 0
        ? period.startDay
        : addBusinessDays(period.startDay, -time.fixingLagBusinessDays, fixings)
    return { ...period, fixingYears: fixing <= valuation ? 0 : yearFraction(time.dayCount, valuation, fixing) }
  })
}

/** Time to exercise for the volatility: years, or two dates. */
export const exerciseSchema = z.union([
  z.strictObject({ expiryYears: nonNegative.describe('time to exercise for the volatility') }),
  z.strictObject({
    valuationDate: isoDate.describe('from when the volatility runs'),
    exerciseDate: isoDate,
    dayCount: z.enum(dayCounts),
  }),
])

/** The time in years. Throws `invalid-input` for an exercise before the valuation. */
export function expiryOf(exercise: z.infer<typeof exerciseSchema>): number {
  if ('expiryYears' in exercise) return exercise.expiryYears
  const { valuationDate, exerciseDate, dayCount } = exercise
  const [from, to] = [dayOf(valuationDate, 'valuationDate'), dayOf(exerciseDate, 'exerciseDate')]
  if (to >= from) return yearFraction(dayCount, from, to)
  throw new TuttiError('invalid-input', `the exercise ${exerciseDate} lies before the valuation ${valuationDate}`, {
    field: 'exerciseDate',
    got: exerciseDate,
    expected: `${valuationDate} or later`,
  })
}
