import { breakevenInflation, forwardRateAs, inflationCurve, realCurve } from '@tutti/analytics/curves'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, numbers, positive, series } from '../value-schemas.ts'
import { discountCurveOf, discountCurveSchema } from './discount-curve-input.ts'

/** Break-even inflation of yields and of zero rates. */
export const breakevenInflationOperation = defineOperation({
  name: 'curves/breakeven-inflation',
  title: 'Break-even inflation',
  description:
    'Inflation at which nominal and real yields of the same compounding earn the same, with the plain difference of the yields; forward break-evens of continuous zero break-evens.',
  source: 'Deacon, Derry & Mirfendereski, Inflation-indexed Securities (2004), chapter 5',
  input: z
    .strictObject({
      nominalYields: series.describe('decimals'),
      realYields: series.describe('decimals, one for each nominal yield'),
      timesPerYear: positive.describe('compounding of both'),
      zeroBreakevens: z
        .array(z.strictObject({ timeYears: positive, rateContinuous: number }))
        .optional()
        .describe('by increasing time'),
    })
    .refine(({ nominalYields, realYields }) => nominalYields.length === realYields.length, {
      path: ['realYields'],
      message: 'needs one real yield for each nominal one',
    })
    .refine(
      ({ zeroBreakevens = [] }) =>
        zeroBreakevens.every(({ timeYears }, i) => i === 0 || timeYears > zeroBreakevens[i - 1].timeYears),
      { path: ['zeroBreakevens'], message: 'must have increasing times' },
    ),
  output: z.strictObject({
    breakevens: series.describe('decimals, compounded as the yields'),
    simpleDifferences: series,
    forwardBreakevens: numbers.describe('continuous, between each zero break-even and the next'),
  }),
  example: {
    nominalYields: [0.0425, 0.044],
    realYields: [0.018, 0.0205],
    timesPerYear: 2,
    zeroBreakevens: [
      { timeYears: 5, rateContinuous: 0.0262 },
      { timeYears: 10, rateContinuous: 0.0275 },
    ],
  },
  compute: ({ nominalYields, realYields, timesPerYear, zeroBreakevens = [] }) => ({
    breakevens: nominalYields.map((nominal, i) => breakevenInflation(nominal, realYields[i], timesPerYear)),
    simpleDifferences: nominalYields.map((nominal, i) => nominal - realYields[i]),
    forwardBreakevens: zeroBreakevens.slice(1).map(({ timeYears: end, rateContinuous }, i) => {
      const { timeYears: start, rateContinuous: before } = zeroBreakevens[i]
      return (rateContinuous * end - before * start) / (end - start)
    }),
  }),
})

/** Index, break-even and real curve from inflation swaps. */
export const inflationCurveOperation = defineOperation({
  name: 'curves/inflation-curve',
  title: 'Inflation and real curve from zero-coupon swaps',
  description:
    'Price index projected by zero-coupon inflation swaps, with seasons, and the break-even and real zero rates beside a nominal curve. The base month lies the indexation lag before the trade.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), chapter 16',
  input: z.strictObject({
    baseIndex: positive.describe('index of the base month'),
    baseMonth: z.int().min(1).max(12),
    swaps: z
      .array(z.strictObject({ maturityYears: z.int().positive(), rate: z.number().gt(-1).describe('annual') }))
      .min(1)
      .describe('by increasing maturity'),
    seasonalLogChanges: z
      .array(number)
      .length(12)
      .optional()
      .describe('deviation of each month from the trend, January first; sums to 0'),
    monthsAfterBase: z.array(nonNegative).optional().describe('where to read the index'),
    nominalCurve: discountCurveSchema.optional(),
    timesYears: z.array(positive).optional().describe('where to read break-even and real rates'),
  }),
  output: z.strictObject({
    indices: numbers,
    breakevenZeroRates: numbers.describe('continuous, without seasons'),
    breakevenForwards: numbers.describe('continuous, from each time before, the first from 0'),
    realZeroRates: numbers.describe('continuous; empty without a nominal curve'),
    realDiscountFactors: numbers,
  }),
  example: {
    baseIndex: 312.3,
    baseMonth: 3,
    swaps: [
      { maturityYears: 1, rate: 0.024 },
      { maturityYears: 5, rate: 0.0255 },
      { maturityYears: 10, rate: 0.026 },
    ],
    seasonalLogChanges: [0.003, 0.003, 0.003, 0.001, 0, 0, -0.001, -0.001, -0.001, -0.002, -0.003, -0.002],
    monthsAfterBase: [1, 12, 60],
    nominalCurve: { kind: 'flat' as const, rateContinuous: 0.042 },
    timesYears: [1, 5, 10],
  },
  compute: ({ monthsAfterBase = [], timesYears = [], nominalCurve, ...inputs }) => {
    const inflation = inflationCurve(inputs)
    const real = nominalCurve === undefined ? undefined : realCurve(discountCurveOf(nominalCurve), inflation.trend)
    return {
      indices: monthsAfterBase.map((months) => inflation.indexAfter(months)),
      breakevenZeroRates: timesYears.map((time) => inflation.trend.zeroRate(time)),
      breakevenForwards: timesYears.map((time, i) =>
        forwardRateAs(inflation.trend, i === 0 ? 0 : timesYears[i - 1], time, 'continuous'),
      ),
      realZeroRates: real === undefined ? [] : timesYears.map((time) => real.zeroRate(time)),
      realDiscountFactors: real === undefined ? [] : timesYears.map((time) => real.discountFactor(time)),
    }
  },
})
