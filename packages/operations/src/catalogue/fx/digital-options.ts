import { fxDigital, oneTouch } from '@tutti/analytics/fx'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'

const paid = z.enum(['domestic', 'foreign']).describe('currency of the payment')
const marketTerms = {
  spot: positive.describe('domestic per unit of foreign currency'),
  rateDomesticContinuous: number,
  rateForeignContinuous: number,
}
const notional = number.describe('in the currency of the payment; negative for a sold option')
const probability = z.number().min(0).max(1)
const rubinstein = 'Rubinstein & Reiner, "Unscrambling the binary code", Risk (October 1991)'
const exampleMarket = {
  spot: 1.1,
  rateDomesticContinuous: 0.03,
  rateForeignContinuous: 0.01,
  volAnnual: 0.12,
  maturityYears: 0.75,
}

/** A European digital currency option. */
export const fxDigitalOptionOperation = defineOperation({
  name: 'fx/digital-option',
  title: 'Digital currency option',
  description:
    'Cash-or-nothing (paid in domestic currency) or asset-or-nothing (paid in foreign currency) at expiry if spot is then above (call) or below (put) the strike: value and sensitivities, each per unit of its variable, in domestic currency.',
  source: `${rubinstein}; Garman & Kohlhagen (1983)`,
  input: z.strictObject({
    ...marketTerms,
    type: z.enum(['call', 'put']).describe('on the foreign currency'),
    strike: positive,
    maturityYears: positive,
    volAnnual: positive,
    paid,
    notional,
  }),
  output: z.strictObject({
    presentValue: number,
    paymentProbability: probability.describe('domestic risk-neutral measure'),
    spotDelta: number.describe('units of foreign currency'),
    gamma: number,
    vega: number,
  }),
  example: { ...exampleMarket, type: 'call' as const, strike: 1.12, paid: 'domestic' as const, notional: 1e6 },
  compute: ({ notional: units, ...input }) => {
    const { price, paymentProbability, spotDelta, gamma, vega } = fxDigital(input)
    return {
      presentValue: units * price,
      paymentProbability,
      spotDelta: units * spotDelta,
      gamma: units * gamma,
      vega: units * vega,
    }
  },
})

/** A one-touch and a no-touch. */
export const fxOneTouchOperation = defineOperation({
  name: 'fx/one-touch',
  title: 'One-touch and no-touch currency option',
  description:
    'One-touch paid when spot reaches the barrier or at expiry, in either currency, and the no-touch that pays at expiry if it never does, with continuous watching; values in domestic currency.',
  source: `${rubinstein}; Wystup, FX Options and Structured Products (2006), 1.5.2`,
  input: z.strictObject({
    ...marketTerms,
    barrier: positive.describe('above the spot: touched on the way up; below: on the way down'),
    maturityYears: nonNegative,
    volAnnual: nonNegative,
    paid,
    payment: z.enum(['at touch', 'at expiry']),
    notional,
  }),
  output: z.strictObject({
    oneTouchPresentValue: number,
    noTouchPresentValue: number,
    touchProbability: probability.describe('domestic risk-neutral measure'),
  }),
  example: {
    ...exampleMarket,
    barrier: 1.2,
    paid: 'domestic' as const,
    payment: 'at touch' as const,
    notional: 1e6,
  },
  compute: ({ notional: units, ...input }) => {
    const { price, noTouchPrice, touchProbability } = oneTouch(input)
    return { oneTouchPresentValue: units * price, noTouchPresentValue: units * noTouchPrice, touchProbability }
  },
})
