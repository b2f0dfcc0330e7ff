import {
  fxAtmStrike,
  fxDelta,
  fxOptionValue,
  fxStrikeFromDelta,
  garmanKohlhagen,
  garmanKohlhagenPrice,
} from '@tutti/analytics/fx'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { atmConvention, deltaConvention, exampleFxMarket, fxMarketOf, fxMarketSchema } from './fx-inputs.ts'

const type = z.enum(['call', 'put']).describe('on the foreign currency')
const optionTerms = {
  type,
  spot: positive.describe('domestic per unit of foreign currency'),
  strike: positive,
  maturityYears: positive,
  rateDomesticContinuous: number,
  rateForeignContinuous: number,
}
const exampleOption = {
  type: 'call' as const,
  spot: 1.085,
  strike: 1.1,
  maturityYears: 0.5,
  rateDomesticContinuous: 0.0525,
  rateForeignContinuous: 0.0385,
  volAnnual: 0.0725,
}
const reiswich = 'Reiswich & Wystup, "A guide to FX options quoting conventions", J. Derivatives 18 (2010)'
const expiryMarket = {
  spot: positive,
  discountDomestic: positive.describe('discount factor of the domestic currency to delivery'),
  discountForeign: positive,
  totalDeviation: nonNegative.describe('volatility times the square root of the years to expiry'),
}
const exampleExpiry = {
  spot: 1.421,
  discountDomestic: 0.997306,
  discountForeign: 0.992266,
  totalDeviation: 0.1180654,
}

/** Price alone, zero volatility allowed. */
export const garmanKohlhagenPriceOperation = defineOperation({
  name: 'fx/garman-kohlhagen-price',
  title: 'Garman-Kohlhagen price',
  description: 'Price of a European currency option in domestic currency per unit of foreign notional.',
  source: 'Garman & Kohlhagen, J. International Money and Finance 2 (1983)',
  input: z.strictObject({ ...optionTerms, maturityYears: nonNegative, volAnnual: nonNegative }),
  output: z.strictObject({ price: nonNegative }),
  example: exampleOption,
  compute: (input) => ({ price: garmanKohlhagenPrice(input) }),
})

/** Price, deltas and sensitivities. */
export const garmanKohlhagenOperation = defineOperation({
  name: 'fx/garman-kohlhagen',
  title: 'Garman-Kohlhagen option with sensitivities',
  description:
    'Price in its four quotations, four deltas and the sensitivities, each per unit of its variable, of a European currency option for one unit of foreign notional.',
  source: 'Garman & Kohlhagen, J. International Money and Finance 2 (1983)',
  input: z.strictObject({ ...optionTerms, volAnnual: positive }),
  output: z.strictObject({
    price: nonNegative,
    forward: positive,
    premium: z.strictObject({
      domesticPerForeign: nonNegative,
      foreignShare: nonNegative.describe('of the foreign notional'),
      domesticShare: nonNegative.describe('of the domestic notional, at the strike'),
      foreignPerDomestic: nonNegative,
    }),
    spotDelta: number,
    forwardDelta: number,
    premiumAdjustedSpotDelta: number,
    premiumAdjustedForwardDelta: number,
    dualDelta: number.describe('change of price with the strike'),
    gamma: number,
    vega: number,
    thetaPerYear: number,
    rhoDomestic: number,
    rhoForeign: number,
    vanna: number,
    volga: number,
  }),
  example: exampleOption,
  compute: (input) => {
    const result = garmanKohlhagen(input)
    return { ...result, premium: { ...result.premium } }
  },
})

/** A currency option on curves. */
export const fxOptionValueOperation = defineOperation({
  name: 'fx/option-value',
  title: 'FX option value on curves',
  description:
    'Present value in domestic currency of a European currency option with a delivery lag, and its two lines.',
  source: 'Garman & Kohlhagen (1983) on curves',
  input: z.strictObject({
    market: fxMarketSchema,
    type,
    foreignNotional: number.describe('positive for a bought option'),
    strike: positive,
    expiryYears: nonNegative,
    deliveryYears: nonNegative.optional().describe('at or after expiry; expiry when left out'),
    volAnnual: nonNegative,
  }),
  output: z.strictObject({
    ...presentValueFields,
    forwardRate: positive,
    exerciseProbability: z.number().min(0).max(1),
    spotDeltaForeign: number,
    vega: number,
  }),
  example: {
    market: exampleFxMarket,
    type: 'put' as const,
    foreignNotional: 10_000_000,
    strike: 1.08,
    expiryYears: 0.5,
    deliveryYears: 0.5055,
    volAnnual: 0.0725,
  },
  compute: ({ market, ...option }) => plainLines(fxOptionValue(fxMarketOf(market), option)),
})

/** Delta of a strike. */
export const fxDeltaOperation = defineOperation({
  name: 'fx/delta',
  title: 'FX delta of a strike',
  description: 'Delta of a European currency option in the spot, forward or a premium-adjusted convention.',
  source: reiswich,
  input: z.strictObject({ ...expiryMarket, type, strike: positive, convention: deltaConvention }),
  output: z.strictObject({ delta: number }),
  example: { ...exampleExpiry, type: 'call' as const, strike: 1.6, convention: 'premium-adjusted spot' as const },
  compute: ({ type: optionType, strike, convention, ...market }) => ({
    delta: fxDelta(market, optionType, strike, convention),
  }),
})

/** Strike of a delta. */
export const fxStrikeFromDeltaOperation = defineOperation({
  name: 'fx/strike-from-delta',
  title: 'FX strike of a delta',
  description:
    'Strike at which an option has a delta. A premium-adjusted call has two; the higher one is what the market means, the lower is given beside it.',
  source: reiswich,
  input: z.strictObject({
    ...expiryMarket,
    totalDeviation: positive.describe('volatility times the square root of the years to expiry'),
    type,
    delta: number.describe('negative for a put'),
    convention: deltaConvention,
  }),
  output: z.strictObject({ strike: positive, lowerStrike: positive.nullable() }),
  example: { ...exampleExpiry, type: 'call' as const, delta: 0.25, convention: 'premium-adjusted spot' as const },
  compute: ({ type: optionType, delta, convention, ...market }) => {
    const { strike, lowerStrike = null } = fxStrikeFromDelta(market, optionType, delta, convention)
    return { strike, lowerStrike }
  },
})

/** The at-the-money strike. */
export const fxAtmStrikeOperation = defineOperation({
  name: 'fx/atm-strike',
  title: 'FX at-the-money strike',
  description: 'Strike at the money: spot, the forward, or where a straddle has no delta in the delta convention.',
  source: reiswich,
  input: z.strictObject({ ...expiryMarket, atm: atmConvention, convention: deltaConvention }),
  output: z.strictObject({ strike: positive }),
  example: { ...exampleExpiry, atm: 'delta-neutral straddle' as const, convention: 'forward' as const },
  compute: ({ atm, convention, ...market }) => ({ strike: fxAtmStrike(market, atm, convention) }),
})
