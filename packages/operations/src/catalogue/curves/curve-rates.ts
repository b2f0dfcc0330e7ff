import { forwardRateAs, parRate, rateDifferential, zeroRateAs } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, numbers, positive, series } from '../value-schemas.ts'
import { compoundingSchema } from './compounding-input.ts'
import { discountCurveOf, discountCurveSchema } from './discount-curve-input.ts'

const period = z.strictObject({ startYears: nonNegative, endYears: positive })
const exampleCurve = { kind: 'log-linear' as const, timesYears: [1, 2, 5, 10], zeroRates: [0.03, 0.032, 0.035, 0.037] }

/** Zero, forward and par rates of a curve. */
export const curveRatesOperation = defineOperation({
  name: 'curves/rates',
  title: 'Zero, forward and par rates',
  description:
    'Zero rates at times and forward rates over periods under any compounding, and par rates (spot or forward starting) with any number of coupons a year.',
  source: 'Tuckman & Serrat, Fixed Income Securities (2012), chapter 2',
  input: z
    .strictObject({
      curve: discountCurveSchema,
      compounding: compoundingSchema.describe('of zero and forward rates'),
      zeroTimesYears: z.array(positive).optional(),
      forwardPeriods: z.array(period).optional(),
      parPeriods: z.array(period).optional().describe('startYears 0 for a spot par rate'),
      parPaymentsAYear: positive.optional().describe('coupons a year of par rates; needed with parPeriods'),
    })
    .refine(({ parPeriods, parPaymentsAYear }) => parPeriods === undefined || parPaymentsAYear !== undefined, {
      path: ['parPaymentsAYear'],
      message: 'needed for par rates',
    }),
  output: z.strictObject({ zeroRates: numbers, forwardRates: numbers, parRates: numbers }),
  example: {
    curve: exampleCurve,
    compounding: { timesPerYear: 2 },
    zeroTimesYears: [1, 5, 10],
    forwardPeriods: [{ startYears: 5, endYears: 10 }],
    parPeriods: [{ startYears: 0, endYears: 10 }],
    parPaymentsAYear: 2,
  },
  compute: ({ zeroTimesYears = [], forwardPeriods = [], parPeriods = [], parPaymentsAYear = 1, ...input }) => {
    const curve = discountCurveOf(input.curve)
    return {
      zeroRates: zeroTimesYears.map((time) => zeroRateAs(curve, time, input.compounding)),
      forwardRates: forwardPeriods.map(({ startYears, endYears }) =>
        forwardRateAs(curve, startYears, endYears, input.compounding),
      ),
      parRates: parPeriods.map(({ startYears, endYears }) => parRate(curve, endYears, parPaymentsAYear, startYears)),
    }
  },
})

/** Zero rates of one curve less those of another. */
export const rateDifferentialOperation = defineOperation({
  name: 'curves/rate-differential',
  title: 'Rate differential of two curves',
  description: 'Zero rate of the first curve less that of the second at given times, and the forwards between them.',
  source: 'definition',
  input: z.strictObject({
    firstCurve: discountCurveSchema,
    secondCurve: discountCurveSchema,
    compounding: compoundingSchema,
    timesYears: z.array(positive).min(1).describe('increasing for the forward differentials'),
  }),
  output: z.strictObject({
    firstRates: series,
    secondRates: series,
    differentials: series.describe('first less second, decimal'),
    differentialsBp: series,
    forwardDifferentials: series.describe('of continuous forward rates, from each time before, the first from 0'),
  }),
  example: {
    firstCurve: exampleCurve,
    secondCurve: { kind: 'flat' as const, rateContinuous: 0.024 },
    compounding: 'continuous' as const,
    timesYears: [1, 2, 5, 10],
  },
  compute: ({ compounding, timesYears, ...input }) => {
    const first = discountCurveOf(input.firstCurve)
    const second = discountCurveOf(input.secondCurve)
    const differentials = timesYears.map((time) => rateDifferential(first, second, time, compounding))
    return {
      firstRates: timesYears.map((time) => zeroRateAs(first, time, compounding)),
      secondRates: timesYears.map((time) => zeroRateAs(second, time, compounding)),
      differentials,
      differentialsBp: differentials.map((value) => 1e4 * value),
      forwardDifferentials: timesYears.map((time, i) => {
        const start = i === 0 ? 0 : timesYears[i - 1]
        return forwardRateAs(first, start, time, 'continuous') - forwardRateAs(second, start, time, 'continuous')
      }),
    }
  },
})
