import {
  constantMaturityBondReturn,
  futuresConvexityBias,
  g2BondOption,
  g2Moments,
  g2ZeroBond,
  hullWhiteBondOption,
  hullWhiteSwaption,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'
import { g2Fields, hullWhiteFields, regularSwaptionFields, zeroBondOptionSchema } from './model-inputs.ts'

const hullWhite = { curve: discountCurveSchema, ...hullWhiteFields }
const g2 = { curve: discountCurveSchema, ...g2Fields }

const curve = { kind: 'flat' as const, rateContinuous: 0.04 }
const exampleHullWhite = { curve, a: 0.05, sigma: 0.01 }
const exampleG2 = { curve, a: 0.1, sigma: 0.01, b: 0.2, eta: 0.013, rho: -0.5 }
const exampleOption = { expiryYears: 1, bondMaturityYears: 5, strike: 0.85 }
const callAndPut = z.strictObject({ call: nonNegative, put: nonNegative })

/** Options on a zero-coupon bond in the Hull-White model. */
export const hullWhiteBondOptionOperation = defineOperation({
  name: 'models/hull-white-bond-option',
  title: 'Hull-White zero-coupon bond option',
  description: 'Prices of a European call and put on a zero-coupon bond of unit face, fitted to a curve.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), eqs 3.40-3.41',
  input: z.strictObject({ ...hullWhite, option: zeroBondOptionSchema }),
  output: callAndPut,
  example: { ...exampleHullWhite, option: exampleOption },
  compute: ({ option, ...input }) => {
    const model = { ...input, curve: discountCurveOf(input.curve) }
    return { call: hullWhiteBondOption(model, 'call', option), put: hullWhiteBondOption(model, 'put', option) }
  },
})

/** A swaption in the Hull-White model. */
export const hullWhiteSwaptionOperation = defineOperation({
  name: 'models/hull-white-swaption',
  title: 'Hull-White swaption',
  description:
    'Prices of a European payer and receiver swaption on a single curve; fixed accruals are 1 / fixedFrequency.',
  source: 'Jamshidian (1989); Brigo & Mercurio (2006), 3.3.2',
  input: z.strictObject({
    ...hullWhite,
    ...regularSwaptionFields,
  }),
  output: z.strictObject({ payer: nonNegative, receiver: nonNegative }),
  example: { ...exampleHullWhite, expiryYears: 1, tenorYears: 5, strike: 0.04, notional: 1, fixedFrequency: 1 },
  compute: ({ a, sigma, curve: data, ...swap }) => {
    const model = { a, sigma, curve: discountCurveOf(data) }
    return {
      payer: hullWhiteSwaption(model, { ...swap, side: 'payer' }),
      receiver: hullWhiteSwaption(model, { ...swap, side: 'receiver' }),
    }
  },
})

/** From a futures rate to a forward rate. */
export const futuresConvexityOperation = defineOperation({
  name: 'models/futures-convexity',
  title: 'Futures convexity',
  description: 'Convexity bias of a rate future in the Hull-White model, and the simple forward rate without it.',
  source: 'Kirikos & Novak, "Convexity conundrums", Risk (March 1997)',
  input: z.strictObject({
    a: nonNegative,
    sigma: nonNegative,
    quote: number.describe('100 - percent'),
    startYears: nonNegative,
    endYears: nonNegative.describe('equal to the start for the instantaneous limit'),
  }),
  output: z.strictObject({ bias: number, forwardRate: number }),
  example: { a: 0.03, sigma: 0.015, quote: 94, startYears: 5, endYears: 5.25 },
  compute: ({ a, sigma, ...future }) => {
    const bias = futuresConvexityBias({ a, sigma }, future)
    return { bias, forwardRate: (100 - future.quote) / 100 - bias }
  },
})

/** Moments of the factors of G2++. */
export const g2MomentsOperation = defineOperation({
  name: 'models/g2-moments',
  title: 'G2++ moments',
  description:
    'Risk-neutral variances and covariance of the two factors at a time, and the deterministic shift of the short rate.',
  source: 'Brigo & Mercurio (2006), eqs 4.6, 4.12',
  input: z.strictObject({ ...g2, tYears: positive }),
  output: z.strictObject({ varX: nonNegative, varY: nonNegative, covXY: number, phi: number }),
  example: { ...exampleG2, tYears: 2 },
  compute: ({ tYears, ...input }) => g2Moments({ ...input, curve: discountCurveOf(input.curve) }, tYears),
})

/** A zero-coupon bond in G2++ at given factors. */
export const g2ZeroBondOperation = defineOperation({
  name: 'models/g2-zero-bond',
  title: 'G2++ zero-coupon bond',
  description: 'Price at a time, with the factors at given values, of one unit paid later.',
  source: 'Brigo & Mercurio (2006), theorem 4.2.1',
  input: z.strictObject({ ...g2, tYears: nonNegative, maturityYears: positive, x: number, y: number }),
  output: z.strictObject({ price: positive }),
  example: { ...exampleG2, tYears: 1, maturityYears: 5, x: 0.01, y: -0.005 },
  compute: ({ tYears, maturityYears, x, y, ...input }) => ({
    price: g2ZeroBond({ ...input, curve: discountCurveOf(input.curve) }, tYears, maturityYears, x, y),
  }),
})

/** Options on a zero-coupon bond in G2++. */
export const g2BondOptionOperation = defineOperation({
  name: 'models/g2-bond-option',
  title: 'G2++ zero-coupon bond option',
  description: 'Prices of a European call and put on a zero-coupon bond of unit face.',
  source: 'Brigo & Mercurio (2006), theorem 4.2.2',
  input: z.strictObject({ ...g2, option: zeroBondOptionSchema }),
  output: callAndPut,
  example: { ...exampleG2, option: exampleOption },
  compute: ({ option, ...input }) => {
    const model = { ...input, curve: discountCurveOf(input.curve) }
    return { call: g2BondOption(model, 'call', option), put: g2BondOption(model, 'put', option) }
  },
})

/** The return of a constant-maturity bond and its parts. */
export const constantMaturityBondOperation = defineOperation({
  name: 'models/constant-maturity-bond-return',
  title: 'Constant-maturity bond return',
  description:
    'Return over one period of an index of par bonds of a constant maturity, and its parts, which add up to it.',
  source: 'exact repricing of the par bond; Fabozzi, Fixed Income Mathematics (2006), chapters 12-13',
  input: z.strictObject({
    yieldStart: number,
    yieldEnd: number,
    maturityYears: positive.max(4000).describe('at most 4,000 coupon periods'),
    frequency: wholeFrom(1).max(366).describe('coupons a year'),
    dtYears: positive.describe('at most one coupon period'),
    slopePerYear: number.describe('slope of the curve at this maturity, decimal per year'),
  }),
  output: z.strictObject({
    total: number,
    carry: number,
    roll: number,
    duration: number,
    convexity: number,
    spreadCarry: number,
    spreadDuration: number,
    defaultLoss: number,
    residual: number,
  }),
  example: { yieldStart: 0.04, yieldEnd: 0.042, maturityYears: 10, frequency: 2, dtYears: 1 / 12, slopePerYear: 0.001 },
  compute: (input) => constantMaturityBondReturn(input),
})
