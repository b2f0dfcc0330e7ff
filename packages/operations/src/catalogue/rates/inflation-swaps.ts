import { yearOnYearInflationSwapValue, zeroCouponInflationSwapValue } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { number, positive } from '../value-schemas.ts'
import { curveDateSchema, periodsOf, periodsSchema } from './leg-inputs.ts'
import { plainLine, valueLineSchema } from './value-lines.ts'

const curves = {
  discountCurve: discountCurveSchema,
  breakEvenCurve: discountCurveSchema.describe(
    'zero rates are break-even inflation: the index that applies at a time (lag included) is 1 / its discount factor times that of today',
  ),
}
const side = z.enum(['payer', 'receiver']).describe('payer pays the fixed rate and receives inflation')
const output = z.strictObject({
  presentValue: number,
  parRate: number,
  inflationLegPresentValue: number,
  fixedLegPresentValue: number,
  lines: z.array(valueLineSchema),
})
const flat = (rateContinuous: number) => ({ kind: 'flat' as const, rateContinuous })
const exampleCurves = { discountCurve: flat(0.03), breakEvenCurve: flat(0.02) }

/** One exchange of compounded inflation at maturity. */
export const zeroCouponInflationSwapOperation = defineOperation({
  name: 'rates/zero-coupon-inflation-swap',
  title: 'Zero-coupon inflation swap',
  description:
    'The growth of an index against a compounded fixed rate, exchanged once at maturity, and the rate at which it is worth nothing.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), 15.1',
  input: z.strictObject({
    side,
    notional: number,
    fixedRate: z.number().gt(-1).describe('annually compounded'),
    contractYears: positive.describe('exponent of the fixed leg'),
    maturityYears: positive.describe('from now to the payment'),
    indexRatio: positive.optional().describe("today's applicable index over the base index of the contract; 1"),
    ...curves,
  }),
  output,
  example: {
    side: 'payer' as const,
    notional: 1e6,
    fixedRate: 0.021,
    contractYears: 10,
    maturityYears: 10,
    ...exampleCurves,
  },
  compute: ({ discountCurve, breakEvenCurve, indexRatio = 1, ...swap }) => {
    const value = zeroCouponInflationSwapValue(
      { ...swap, indexRatio },
      { discount: discountCurveOf(discountCurve), breakEven: discountCurveOf(breakEvenCurve) },
    )
    return { ...value, lines: value.lines.map(plainLine) }
  },
})

/** Inflation of each period. */
export const yearOnYearInflationSwapOperation = defineOperation({
  name: 'rates/year-on-year-inflation-swap',
  title: 'Year-on-year inflation swap',
  description:
    "The index's growth over each period against a fixed rate, from forward index ratios with given convexity factors (none neglects the convexity).",
  source: 'Brigo & Mercurio (2006), 15.2 and 16',
  input: z.strictObject({
    side,
    notional: number,
    fixedRate: number.describe('decimal'),
    leg: periodsSchema,
    curveDate: curveDateSchema.optional().describe('needed for a leg given by dates'),
    convexityFactors: z.array(positive).optional().describe('on each forward index ratio; 1'),
    firstIndexRatio: positive
      .optional()
      .describe("today's applicable index over that at the start of a period that has begun"),
    ...curves,
  }),
  output,
  example: {
    side: 'payer' as const,
    notional: 1e6,
    fixedRate: 0.021,
    leg: { startYears: 0, termYears: 5, frequency: 1 },
    ...exampleCurves,
  },
  failures: [{ code: 'missing-data', when: 'the first period has begun and firstIndexRatio is not given' }],
  compute: ({
    discountCurve,
    breakEvenCurve,
    leg,
    curveDate,
    side: way,
    notional,
    fixedRate,
    convexityFactors,
    firstIndexRatio,
  }) => {
    const value = yearOnYearInflationSwapValue(
      {
        side: way,
        notional,
        fixedRate,
        periods: periodsOf(leg, curveDate, 'leg'),
        ...(convexityFactors === undefined ? {} : { convexityFactors }),
        ...(firstIndexRatio === undefined ? {} : { firstIndexRatio }),
      },
      { discount: discountCurveOf(discountCurve), breakEven: discountCurveOf(breakEvenCurve) },
    )
    return { ...value, lines: value.lines.map(plainLine) }
  },
})
