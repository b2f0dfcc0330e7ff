import { callableBondRisk, callableBondValue } from '@tutti/analytics/rates'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'
import { plainLine, valueLineSchema } from './value-lines.ts'

const bond = {
  coupons: z
    .array(
      z.strictObject({
        startYears: number.describe('start of its accrual; below 0 for the running coupon'),
        payYears: positive,
        amount: number.describe('per 100 face'),
      }),
    )
    .describe('still to come, years from settlement'),
  redemption: z.strictObject({ timeYears: positive, amount: positive.describe('per 100 face') }),
  options: z.array(
    z.strictObject({
      holder: z.enum(['issuer', 'investor']).describe('issuer calls, investor puts'),
      fromYears: nonNegative,
      untilYears: nonNegative.optional().describe('exercise at any time until then; on fromYears alone unless given'),
      cleanPrice: positive.describe('per 100 face; accrued interest is paid besides'),
    }),
  ),
  model: z.strictObject({
    kind: z.enum(['hull-white', 'black-karasinski']),
    a: nonNegative.describe('mean reversion'),
    sigma: nonNegative.describe('annual: of the rate for Hull-White, of its logarithm for Black-Karasinski'),
  }),
  curve: discountCurveSchema,
  steps: wholeFrom(1).max(5_000).optional().describe('of the lattice to redemption; 200'),
}

const value = {
  presentValue: number.describe('accrued interest included'),
  cleanPrice: number,
  accrued: number,
  straightPresentValue: number.describe('without the options, at the same spread'),
  optionValue: number.describe('straight less callable; negative for a puttable bond'),
  lines: z.array(valueLineSchema),
}

const example = {
  coupons: [1, 2, 3, 4, 5].map((year) => ({ startYears: year - 1, payYears: year, amount: 5 })),
  redemption: { timeYears: 5, amount: 100 },
  options: [2, 3, 4].map((year) => ({ holder: 'issuer' as const, fromYears: year, cleanPrice: 100 })),
  model: { kind: 'hull-white' as const, a: 0.05, sigma: 0.01 },
  curve: { kind: 'flat' as const, rateContinuous: 0.04 },
  steps: 100,
}
const source =
  'Hull & White, J. Derivatives 2 (1994), 7-16; Fabozzi, Handbook of Fixed Income Securities (2012), chapter 40'
const defaultSteps = 200

/** A bond with calls or puts on a short-rate lattice. */
export const callableBondOperation = defineOperation({
  name: 'rates/callable-bond',
  title: 'Callable or puttable bond',
  description:
    'Value of a fixed-rate bond that the issuer may call or the investor may put, on a Hull-White or Black-Karasinski lattice that reprices the curve, at a given spread, with the value of its options.',
  source,
  cost: 'medium',
  input: z.strictObject({ ...bond, spread: number.optional().describe('continuous, decimal; 0') }),
  output: z.strictObject(value),
  example,
  compute: ({ model, curve, steps = defaultSteps, spread = 0, coupons, redemption, options }) => {
    const setting = { model: { ...model, curve: discountCurveOf(curve) }, steps }
    const result = callableBondValue({ coupons, redemption, options: options.map(plainOption) }, setting, spread)
    return { ...result, lines: result.lines.map(plainLine) }
  },
})

/** The option-adjusted spread of a bond and its sensitivities. */
export const optionAdjustedSpreadOperation = defineOperation({
  name: 'rates/option-adjusted-spread',
  title: 'Option-adjusted spread',
  description:
    'Continuous spread over the curve at which the lattice gives the market price of a callable or puttable bond, with effective duration and convexity at that spread and the value of its options.',
  source,
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'no spread between -50 % and 500 % gives the price' }],
  input: z.strictObject({
    ...bond,
    marketCleanPrice: positive.describe('per 100 face'),
    shiftBp: positive.optional().describe('of the zero rates for duration and convexity; 25'),
  }),
  output: z.strictObject({ ...value, spread: number, effectiveDuration: number, effectiveConvexity: number }),
  example: { ...example, marketCleanPrice: 101 },
  compute: ({ model, curve, steps = defaultSteps, marketCleanPrice, shiftBp, coupons, redemption, options }) => {
    const setting = { model: { ...model, curve: discountCurveOf(curve) }, steps }
    const terms = { coupons, redemption, options: options.map(plainOption) }
    const result = callableBondRisk(terms, setting, marketCleanPrice, shiftBp)
    return { ...result, lines: result.lines.map(plainLine) }
  },
})

const plainOption = ({ untilYears, ...option }: z.infer<typeof bond.options>[number]) =>
  untilYears === undefined ? option : { ...option, untilYears }
