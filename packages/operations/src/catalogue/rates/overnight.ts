import { compoundedOvernightRate, overnightPeriodRate } from '@tutti/analytics/rates'
import { calendar, calendarNames, dayCounts, dayOf, isoOfDay } from '@tutti/analytics/time'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { isoDate, number, positive, series, wholeFrom } from '../value-schemas.ts'

/** Overnight fixings compounded over a period. */
export const compoundedOvernightOperation = defineOperation({
  name: 'rates/compounded-overnight-rate',
  title: 'Compounded overnight rate',
  description:
    'Overnight fixings compounded in arrears over a period, the simple rate that this is, and their average.',
  source: '2021 ISDA Interest Rate Derivatives Definitions, 7.3 and 7.4',
  input: z.strictObject({
    rates: series.describe('overnight fixings, decimals, oldest first'),
    days: z.array(positive).min(1).describe('calendar days that each fixing accrues for'),
    daysInYear: positive.describe('360 or 365'),
  }),
  output: z.strictObject({ compoundingFactor: number, compoundedRate: number, averageRate: number, days: positive }),
  example: { rates: [0.0531, 0.053, 0.0532], days: [1, 3, 1], daysInYear: 360 },
  compute: (input) => compoundedOvernightRate(input),
})

/** The overnight rate of a dated period. */
export const overnightPeriodOperation = defineOperation({
  name: 'rates/overnight-period',
  title: 'Overnight rate of a period',
  description:
    'Compounded and averaged overnight rate of an interest period from published fixings, and forwards where there are none yet, with lookback, observation period shift and lockout; each day with its observation, weight and rate.',
  source: '2021 ISDA Interest Rate Derivatives Definitions, 7.6',
  input: z.strictObject({
    start: isoDate,
    end: isoDate,
    calendar: z.enum(calendarNames),
    daysInYear: positive.describe('360 or 365'),
    lookbackDays: wholeFrom(0).max(1000).describe('business days; 0 for none'),
    observationShift: z.boolean().describe('weights of the observation days instead of the interest days'),
    lockoutDays: wholeFrom(0).max(1000).describe('business days at the end that repeat the rate before them'),
    fixings: z.array(z.strictObject({ date: isoDate, rate: number })),
    projection: z
      .strictObject({ curve: discountCurveSchema, date: isoDate, dayCount: z.enum(dayCounts) })
      .optional()
      .describe('of the days that have no fixing yet'),
  }),
  output: z.strictObject({
    compoundingFactor: number,
    compoundedRate: number,
    averageRate: number,
    days: positive,
    observations: z.array(
      z.strictObject({ date: isoDate, observationDate: isoDate, days: positive, rate: number, published: z.boolean() }),
    ),
  }),
  example: {
    start: '2026-03-02',
    end: '2026-03-09',
    calendar: 'TARGET' as const,
    daysInYear: 360,
    lookbackDays: 2,
    observationShift: false,
    lockoutDays: 0,
    fixings: ['2026-02-26', '2026-02-27', '2026-03-02', '2026-03-03', '2026-03-04'].map((date) => ({
      date,
      rate: 0.0193,
    })),
  },
  failures: [{ code: 'missing-data', when: 'a past day has no fixing, or a later one has no curve' }],
  compute: ({ projection, fixings, ...period }) => {
    const result = overnightPeriodRate(
      {
        ...period,
        start: dayOf(period.start, 'start'),
        end: dayOf(period.end, 'end'),
        calendar: calendar(period.calendar),
      },
      new Map(fixings.map(({ date, rate }, i) => [dayOf(date, `fixings[${i}].date`), rate])),
      projection === undefined
        ? undefined
        : {
            curve: discountCurveOf(projection.curve),
            referenceDay: dayOf(projection.date, 'projection.date'),
            dayCount: projection.dayCount,
          },
    )
    return {
      ...result,
      observations: result.observations.map((item) => ({
        date: isoOfDay(item.interestDay),
        observationDate: isoOfDay(item.observationDay),
        days: item.days,
        rate: item.rate,
        published: item.published,
      })),
    }
  },
})
