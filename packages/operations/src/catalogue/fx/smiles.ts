import { fxSmile, smileStrikeOfDelta, vannaVolgaPrice } from '@tutti/analytics/fx'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, nullableNumber, numbers, positive } from '../value-schemas.ts'
import { atmConvention, deltaConvention } from './fx-inputs.ts'

const pillar = z.strictObject({ name: z.string(), strike: positive, volAnnual: positive })

/** Smile from broker quotes. */
export const fxSmileOperation = defineOperation({
  name: 'fx/smile',
  title: 'FX smile from quotes',
  description:
    'Strikes and volatilities of a smile from at-the-money, risk-reversal and butterfly quotes (smile strangle, or market strangle repriced), and volatilities at other strikes and deltas: ln(vol) is the polynomial through the pillars in a bounded forward delta.',
  source: 'Reiswich & Wystup (2010); Clark, Foreign Exchange Option Pricing (2011), chapter 3',
  input: z.strictObject({
    spot: positive,
    expiryYears: positive,
    discountDomestic: positive,
    discountForeign: positive,
    atmVol: positive,
    wings: z
      .array(
        z.strictObject({
          delta: z.number().gt(0).lt(0.5),
          riskReversal: number.describe('call less put volatility'),
          butterfly: number,
        }),
      )
      .min(1)
      .max(2)
      .describe('25 delta, then 10 delta'),
    deltaConvention,
    atmConvention,
    butterflyConvention: z.enum(['smile strangle', 'market strangle']),
    strikes: z.array(positive).optional().describe('where the volatility is wanted'),
    deltas: z
      .array(z.strictObject({ type: z.enum(['call', 'put']), delta: number }))
      .optional()
      .describe('where strike and volatility are wanted; negative for puts'),
  }),
  output: z.strictObject({
    forward: positive,
    pillars: z.array(pillar).describe('by increasing strike'),
    smileStrangles: numbers.describe('mean wing volatility less the at-the-money one'),
    volsAnnual: numbers.describe('at the strikes asked for'),
    atDeltas: z.array(pillar),
  }),
  failures: [
    { code: 'calculation-failed', when: 'no smile reprices the market strangle' },
    { code: 'not-converged', when: 'no strike of the smile has a delta asked for' },
  ],
  example: {
    spot: 1.3,
    expiryYears: 1,
    discountDomestic: 0.96,
    discountForeign: 0.975,
    atmVol: 0.1,
    wings: [{ delta: 0.25, riskReversal: -0.012, butterfly: 0.003 }],
    deltaConvention: 'spot' as const,
    atmConvention: 'delta-neutral straddle' as const,
    butterflyConvention: 'market strangle' as const,
    strikes: [1.2, 1.3, 1.4],
    deltas: [{ type: 'put' as const, delta: -0.1 }],
  },
  compute: ({ strikes = [], deltas = [], ...quotes }) => {
    const smile = fxSmile(quotes)
    return {
      forward: smile.forward,
      pillars: smile.pillars.map((item) => ({ ...item })),
      smileStrangles: [...smile.smileStrangles],
      volsAnnual: strikes.map((strike) => smile.volOfStrike(strike)),
      atDeltas: deltas.map(({ type, delta }) => ({
        ...smileStrikeOfDelta(smile, quotes, type, delta, quotes.deltaConvention),
      })),
    }
  },
})

/** Vanna-volga prices. */
export const vannaVolgaOperation = defineOperation({
  name: 'fx/vanna-volga',
  title: 'Vanna-volga prices',
  description:
    'Prices of European currency options from three quoted ones: the reference price and the smile cost of the portfolio with the same vega, vanna and volga.',
  source: 'Castagna & Mercurio, Risk (January 2007), eqs 4-7',
  input: z.strictObject({
    spot: positive,
    maturityYears: positive,
    rateDomesticContinuous: number,
    rateForeignContinuous: number,
    pillarStrikes: z.array(positive).length(3).describe('increasing'),
    pillarVols: z.array(positive).length(3),
    referenceVol: positive.describe('usually the at-the-money one'),
    type: z.enum(['call', 'put']),
    strikes: z.array(positive).min(1),
  }),
  output: z.strictObject({
    prices: numbers,
    referencePrices: z.array(nonNegative),
    impliedVols: z.array(nullableNumber).describe('null where a price breaks the bounds of a European option'),
  }),
  failures: [{ code: 'calculation-failed', when: 'a pillar has no vega at the reference volatility' }],
  example: {
    spot: 1.085,
    maturityYears: 1,
    rateDomesticContinuous: 0.052,
    rateForeignContinuous: 0.038,
    pillarStrikes: [1.0438, 1.1034, 1.1583],
    pillarVols: [0.0833, 0.075, 0.0723],
    referenceVol: 0.075,
    type: 'call' as const,
    strikes: [1, 1.1, 1.2],
  },
  compute: ({ type, strikes, ...market }) => {
    const results = strikes.map((strike) => vannaVolgaPrice(market, type, strike))
    return {
      prices: results.map(({ price }) => price),
      referencePrices: results.map(({ referencePrice }) => referencePrice),
      impliedVols: results.map(({ impliedVol }) => impliedVol ?? null),
    }
  },
})
