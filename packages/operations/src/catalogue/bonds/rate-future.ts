import { rateFuture } from '@tutti/analytics/bonds'
import { calendar, calendarNames, dayCounts, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, nonNegative, number, positive } from '../value-schemas.ts'
import { datedCurveOf, datedCurveSchema } from './bond-inputs.ts'

/** A money-market future off a curve. */
export const rateFutureOperation = defineOperation({
  name: 'bonds/rate-future',
  title: 'Money-market and rate future',
  description:
    'Price of a future on a term rate (Euribor), a compounded overnight rate (3-month SOFR, SONIA, ESTR) or an averaged one (1-month SOFR, Fed funds) off a curve and past fixings, with DV01 and, for a Hull-White volatility, the convexity bias.',
  source:
    'CME Group rulebook, chapters 460 and 461; Kirikos & Novak (1997); Mercurio, A simple multi-curve model for pricing SOFR futures (2018)',
  input: z.strictObject({
    start: isoDate.describe('first day of the period of the rate'),
    end: isoDate.describe('the day after its last'),
    dayCount: z.enum(dayCounts),
    rate: z.enum(['simple', 'compounded', 'averaged']),
    calendar: z.enum(calendarNames).describe('of overnight fixings'),
    curve: datedCurveSchema,
    fixings: z
      .array(z.strictObject({ date: isoDate, rate: number.describe('decimal') }))
      .optional()
      .describe('past overnight rates, where the period has begun'),
    bias: z
      .strictObject({ a: nonNegative, sigma: nonNegative })
      .optional()
      .describe('Hull-White mean reversion and volatility, annual; no bias unless given'),
    valuePerBp: positive.optional().describe('money for 0.0001: 25 for 3-month SOFR, 41.67 for 1-month SOFR; 25'),
  }),
  output: z.strictObject({
    price: number.describe('100 less the futures rate in percent'),
    futuresRate: number,
    forwardRate: number,
    convexityBias: number.describe('futures rate less forward rate'),
    dv01: number.describe('money that one long contract loses for a parallel rise of zero rates by 0.0001'),
  }),
  failures: [
    { code: 'missing-data', when: 'the period has begun and a past overnight rate is not given' },
    { code: 'not-applicable', when: 'the contract has expired' },
  ],
  example: {
    start: '2025-06-18',
    end: '2025-09-17',
    dayCount: 'ACT/360' as const,
    rate: 'compounded' as const,
    calendar: 'US government bond' as const,
    curve: {
      referenceDate: '2025-03-14',
      dayCount: 'ACT/365F' as const,
      curve: { kind: 'linear-zero' as const, timesYears: [0.25, 1, 2], zeroRates: [0.043, 0.041, 0.039] },
    },
    bias: { a: 0.03, sigma: 0.009 },
  },
  compute: (input) =>
    rateFuture(
      {
        start: dayOf(input.start, 'start'),
        end: dayOf(input.end, 'end'),
        dayCount: input.dayCount,
        rate: input.rate,
        calendar: calendar(input.calendar),
        valuePerBp: input.valuePerBp ?? 25,
      },
      datedCurveOf(input.curve),
      (input.fixings ?? []).map(({ date, rate }, i) => ({ day: dayOf(date, `fixings[${i}].date`), rate })),
      input.bias,
    ),
})
