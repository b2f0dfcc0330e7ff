import {
  blackKarasinskiCdsOption,
  cdsOptionImpliedVolatility,
  cdsOptionValue,
  cirCdsOption,
  hazardModelVolatility,
} from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, paymentsPerYear, positive, termYears } from '../value-schemas.ts'
import { discountKnots, integration, recovery, survivalCurveOf, survivalCurveSchema } from './credit-inputs.ts'
import { cirHazardSchema } from './hazard-models.ts'

const option = {
  type: z.enum(['payer', 'receiver']).describe('buys or sells protection at the strike'),
  expiryYears: positive,
  maturityYears: termYears.describe('of the swap, from today'),
  strikeSpread: positive.describe('decimal a year'),
  notional: number,
  frontEndProtection: z.boolean().describe('whether default before expiry is settled, as for indices'),
  recovery,
  paymentsPerYear,
  integration,
  discount: discountCurveSchema,
  survival: survivalCurveSchema,
}
const exampleOption = {
  type: 'payer' as const,
  expiryYears: 0.5,
  maturityYears: 5.5,
  strikeSpread: 0.015,
  notional: 10_000_000,
  frontEndProtection: false,
  recovery: 0.4,
  paymentsPerYear: 4,
  integration: 'exact' as const,
  discount: { kind: 'flat' as const, rateContinuous: 0.03 },
  survival: { kind: 'flat' as const, hazardRate: 0.025 },
}

/** An option on a credit default swap by Black. */
export const cdsOptionOperation = defineOperation({
  name: 'credit/cds-option',
  title: 'Option on a credit default swap',
  description:
    'Black price of a payer or receiver option from its volatility, or the volatility from its price, with the forward spread, annuity and front-end protection.',
  source:
    'Schonbucher, Credit Derivatives Pricing Models (2003), 7.7; Pedersen, Valuation of Portfolio Credit Default Swaptions, Lehman Brothers (2003)',
  input: z.strictObject({
    ...option,
    quote: z.union([z.strictObject({ volAnnual: nonNegative }), z.strictObject({ price: positive.describe('money') })]),
  }),
  output: z.strictObject({
    presentValue: number,
    volAnnual: nonNegative,
    forwardSpread: number,
    forwardAnnuity: number.describe('years, today'),
    frontEndProtection: number.describe('fraction of the notional, today'),
    delta01: number.describe('for the forward spread 1 bp higher'),
    vega01: number.describe('for a volatility 0.01 higher'),
  }),
  example: { ...exampleOption, quote: { volAnnual: 0.5 } },
  failures: [
    { code: 'not-applicable', when: 'survival leaves the forward swap no premium' },
    { code: 'invalid-input', when: 'no volatility gives the price' },
  ],
  compute: ({ quote, discount, survival, ...terms }) => {
    const curves = {
      discount: discountCurveOf(discount),
      survival: survivalCurveOf(survival),
      ...discountKnots(discount),
    }
    const volAnnual = 'volAnnual' in quote ? quote.volAnnual : cdsOptionImpliedVolatility(terms, curves, quote.price)
    return { ...cdsOptionValue(terms, curves, volAnnual), volAnnual }
  },
})

/** An option on a credit default swap by a model of the hazard rate. */
export const hazardModelOptionOperation = defineOperation({
  name: 'credit/hazard-model-option',
  title: 'Option on a credit default swap in a hazard-rate model',
  description:
    'Price of an option that ends with default when the hazard rate is a shifted square-root process (CIR++) or Black-Karasinski, both fitted to the survival curve, with the Black volatility that it implies.',
  source:
    'Brigo & Mercurio, Interest Rate Models (2006), 22.7; Black & Karasinski, Financial Analysts Journal 47 (1991)',
  input: z.strictObject({
    ...option,
    frontEndProtection: z.literal(false),
    model: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cir'), ...cirHazardSchema.shape }),
      z.strictObject({
        kind: z.literal('black-karasinski'),
        meanReversion: positive,
        volAnnual: positive.describe('of the logarithm of the hazard rate'),
        stepsPerYear: z.int().min(1).max(250).describe('a multiple of the payments a year'),
      }),
    ]),
  }),
  output: z.strictObject({
    presentValue: number,
    impliedVolAnnual: nonNegative.nullable().describe('Black; null where the price shows no time value'),
    forwardSpread: number,
  }),
  example: {
    ...exampleOption,
    frontEndProtection: false as const,
    model: { kind: 'black-karasinski' as const, meanReversion: 0.1, volAnnual: 0.5, stepsPerYear: 12 },
  },
  cost: 'medium',
  failures: [{ code: 'not-applicable', when: 'the survival curve does not fall everywhere (Black-Karasinski)' }],
  compute: ({ model, discount, survival, ...terms }) => {
    const curves = {
      discount: discountCurveOf(discount),
      survival: survivalCurveOf(survival),
      ...discountKnots(discount),
    }
    const presentValue =
      model.kind === 'cir'
        ? cirCdsOption(terms, curves, model)
        : blackKarasinskiCdsOption(terms, curves, model, model.stepsPerYear)
    const intrinsic = cdsOptionValue(terms, curves, 0)
    const visible = presentValue - intrinsic.presentValue > 1e-9 * Math.abs(terms.notional)
    return {
      presentValue,
      impliedVolAnnual: visible ? cdsOptionImpliedVolatility(terms, curves, presentValue) : null,
      forwardSpread: intrinsic.forwardSpread,
    }
  },
})

/** The volatility of a hazard-rate model from an option. */
export const hazardModelVolatilityOperation = defineOperation({
  name: 'credit/hazard-model-volatility',
  title: 'Volatility of a hazard-rate model from a credit option',
  description:
    'Volatility at which a shifted square-root (CIR++) or Black-Karasinski hazard rate, fitted to the survival curve, prices an option on a credit default swap that ends with default as the market does, given its price or its Black volatility; with the repriced option.',
  source:
    'Brigo & Mercurio, Interest Rate Models (2006), 22.7; Black & Karasinski, Financial Analysts Journal 47 (1991)',
  input: z.strictObject({
    ...option,
    frontEndProtection: z.literal(false),
    quote: z.union([z.strictObject({ volAnnual: positive }), z.strictObject({ price: positive.describe('money') })]),
    model: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cir'), ...cirHazardSchema.omit({ sigma: true }).shape }),
      z.strictObject({
        kind: z.literal('black-karasinski'),
        meanReversion: positive,
        stepsPerYear: z.int().min(1).max(250).describe('a multiple of the payments a year'),
      }),
    ]),
    searchBetween: z
      .strictObject({ low: positive, high: positive })
      .describe('volatilities between which the one sought lies'),
  }),
  output: z.strictObject({
    volAnnual: positive.describe(
      'cir: sigma of dx = kappa (theta - x) dt + sigma sqrt(x) dW; black-karasinski: of the logarithm of the hazard rate',
    ),
    marketPrice: number.describe('money'),
    modelPrice: number.describe('money'),
    relativeError: number,
    blackVolAnnual: nonNegative,
  }),
  example: {
    ...exampleOption,
    frontEndProtection: false as const,
    quote: { volAnnual: 0.4 },
    model: { kind: 'black-karasinski' as const, meanReversion: 0.1, stepsPerYear: 4 },
    searchBetween: { low: 0.1, high: 1.5 },
  },
  cost: 'heavy',
  failures: [
    { code: 'infeasible', when: 'no volatility of the range gives the price; the prices at its ends are named' },
    { code: 'invalid-input', when: 'no Black volatility gives the price' },
    { code: 'not-applicable', when: 'the survival curve does not fall everywhere (Black-Karasinski)' },
  ],
  compute: ({ model, quote, discount, survival, searchBetween, ...terms }) => {
    const curves = {
      discount: discountCurveOf(discount),
      survival: survivalCurveOf(survival),
      ...discountKnots(discount),
    }
    const blackVolAnnual =
      'volAnnual' in quote ? quote.volAnnual : cdsOptionImpliedVolatility(terms, curves, quote.price)
    const marketPrice = 'price' in quote ? quote.price : cdsOptionValue(terms, curves, quote.volAnnual).presentValue
    const priceAt = (volatility: number): number =>
      model.kind === 'cir'
        ? cirCdsOption(terms, curves, { ...model, sigma: volatility })
        : blackKarasinskiCdsOption(
            terms,
            curves,
            { meanReversion: model.meanReversion, volAnnual: volatility },
            model.stepsPerYear,
          )
    const volAnnual = hazardModelVolatility(priceAt, marketPrice, searchBetween.low, searchBetween.high)
    const modelPrice = priceAt(volAnnual)
    return { volAnnual, marketPrice, modelPrice, relativeError: modelPrice / marketPrice - 1, blackVolAnnual }
  },
})
