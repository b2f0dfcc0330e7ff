import { TuttiError } from '@tutti/analytics/errors'
import { yearOnYearConvexityFactors } from '@tutti/analytics/hybrid'
import { yearOnYearInflationSwapValue, zeroCouponInflationSwapValue } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { correlation, nonNegative, number, positive } from '../value-schemas.ts'
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

const gaussian = z.strictObject({
  a: nonNegative.describe('speed of mean reversion a year'),
  sigma: nonNegative.describe('absolute, a year'),
})

/** Inflation of each period. */
export const yearOnYearInflationSwapOperation = defineOperation({
  name: 'rates/year-on-year-inflation-swap',
  title: 'Year-on-year inflation swap',
  description:
    "The index's growth over each period against a fixed rate, from forward index ratios with convexity factors that are given or follow from a Jarrow-Yildirim model (neither neglects the convexity).",
  source: 'Brigo & Mercurio (2006), 15.2 and 16; Mercurio, Quantitative Finance 5 (2005), 289-302',
  input: z.strictObject({
    side,
    notional: number,
    fixedRate: number.describe('decimal'),
    leg: periodsSchema,
    curveDate: curveDateSchema.optional().describe('needed for a leg given by dates'),
    convexityFactors: z.array(positive).optional().describe('on each forward index ratio; 1'),
    inflationModel: z
      .strictObject({
        nominal: gaussian,
        real: gaussian,
        indexVolAnnual: nonNegative,
        correlations: z.strictObject({
          nominalReal: correlation,
          nominalIndex: correlation,
          realIndex: correlation,
        }),
      })
      .optional()
      .describe('Jarrow-Yildirim on these curves; instead of the factors'),
    firstIndexRatio: positive
      .optional()
      .describe("today's applicable index over that at the start of a period that has begun"),
    ...curves,
  }),
  output: output.extend({ convexityFactors: z.array(positive).describe('used, one a period') }),
  example: {
    side: 'payer' as const,
    notional: 1e6,
    fixedRate: 0.021,
    leg: { startYears: 0, termYears: 5, frequency: 1 },
    inflationModel: {
      nominal: { a: 0.03, sigma: 0.009 },
      real: { a: 0.04, sigma: 0.007 },
      indexVolAnnual: 0.011,
      correlations: { nominalReal: 0.6, nominalIndex: 0.2, realIndex: -0.25 },
    },
    ...exampleCurves,
  },
  failures: [
    { code: 'missing-data', when: 'the first period has begun and firstIndexRatio is not given' },
    { code: 'unsupported', when: 'a model is given and a payment lies before or over 0.1 years after its period' },
  ],
  compute: ({
    discountCurve,
    breakEvenCurve,
    leg,
    curveDate,
    side: way,
    notional,
    fixedRate,
    convexityFactors: given,
    inflationModel,
    firstIndexRatio,
  }) => {
    if (given !== undefined && inflationModel !== undefined) {
      throw new TuttiError('invalid-input', 'give either convexityFactors or inflationModel', {
        field: 'convexityFactors, inflationModel',
        got: 'both',
        expected: 'one of them, or neither',
      })
    }
    const periods = periodsOf(leg, curveDate, 'leg')
    const curvesOf = { discount: discountCurveOf(discountCurve), breakEven: discountCurveOf(breakEvenCurve) }
    const convexityFactors =
      given ??
      (inflationModel === undefined
        ? periods.map(() => 1)
        : yearOnYearConvexityFactors(inflationModel, curvesOf.discount, curvesOf.breakEven, periods))
    const value = yearOnYearInflationSwapValue(
      {
        side: way,
        notional,
        fixedRate,
        periods,
        convexityFactors,
        ...(firstIndexRatio === undefined ? {} : { firstIndexRatio }),
      },
      curvesOf,
    )
    return { ...value, convexityFactors: [...convexityFactors], lines: value.lines.map(plainLine) }
  },
})
