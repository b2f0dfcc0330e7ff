import {
  hullWhiteTermCalibration,
  hullWhiteTermFlowSwaption,
  hullWhiteTermMoments,
  regularSwaptionFlows,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { nonNegative, nullableNumber, number, positive, wholeFrom } from '../value-schemas.ts'
import { quotedSwaptions, swaptionQuotesSchema } from './swaption-quotes.ts'

const a = nonNegative.describe('mean reversion, annual; 0 is Ho-Lee')
const volatility = {
  endsYears: z.array(positive).min(1).describe('ends of the pieces, increasing; the last volatility goes on beyond'),
  sigmas: z.array(nonNegative).min(1).describe('annual, one a piece'),
}
const curve = { kind: 'flat' as const, rateContinuous: 0.04 }

/** Hull-White's piecewise constant volatility from a strip of swaptions. */
export const hullWhiteTermCalibrationOperation = defineOperation({
  name: 'models/hull-white-term-calibration',
  title: 'Hull-White volatility of time from a strip of swaptions',
  description:
    'The volatility, constant between the expiries of a co-terminal or diagonal strip, that reprices each swaption at a given mean reversion, with the fit of each in price and volatility.',
  source:
    'Brigo & Mercurio, Interest Rate Models (2006), 3.3.2; Andersen & Piterbarg, Interest Rate Modeling (2010), volume 2, 13.1',
  cost: 'medium',
  failures: [
    {
      code: 'not-applicable',
      when: 'a swaption implies less variance than is left of the expiry before: no real volatility between them',
    },
    { code: 'invalid-input', when: 'expiries do not increase' },
  ],
  input: z.strictObject({
    curve: discountCurveSchema,
    meanReversion: a,
    quotes: swaptionQuotesSchema.describe('in increasing order of expiry, one an expiry'),
  }),
  output: z.strictObject({
    ...volatility,
    instruments: z.array(
      z.strictObject({
        expiryYears: positive,
        strike: number,
        marketPrice: positive.describe('of the payer, per unit of notional'),
        modelPrice: nonNegative,
        relativeError: number,
        marketVolAnnual: nonNegative,
        modelVolAnnual: nullableNumber,
      }),
    ),
    largestRelativeError: nonNegative,
  }),
  example: {
    curve,
    meanReversion: 0.03,
    quotes: {
      fixedFrequency: 1,
      swaptions: [
        [1, 9, 0.0078],
        [2, 8, 0.0081],
        [3, 7, 0.008],
        [5, 5, 0.0076],
        [7, 3, 0.0071],
        [9, 1, 0.0068],
      ].map(([expiryYears, tenorYears, volAnnual]) => ({
        expiryYears,
        tenorYears,
        volatility: { kind: 'normal' as const, volAnnual },
      })),
    },
  },
  compute: ({ curve: data, meanReversion, quotes }) => {
    const discount = discountCurveOf(data)
    const quoted = quotedSwaptions(quotes, discount)
    const strip = quoted.map(({ flows, marketPrice }) => ({ option: flows, marketPrice }))
    const result = hullWhiteTermCalibration(discount, meanReversion, strip)
    return {
      endsYears: [...result.volatility.endsYears],
      sigmas: [...result.volatility.sigmas],
      instruments: result.fits.map((fit, i) => ({
        expiryYears: quoted[i].flows.expiryYears,
        strike: quoted[i].strike,
        ...fit,
        marketVolAnnual: quoted[i].marketVolAnnual,
        modelVolAnnual: quoted[i].impliedVolAnnual(fit.modelPrice),
      })),
      largestRelativeError: result.largestRelativeError,
    }
  },
})

/** A swaption in the Hull-White model with a volatility of time. */
export const hullWhiteTermSwaptionOperation = defineOperation({
  name: 'models/hull-white-term-swaption',
  title: 'Hull-White swaption with a volatility of time',
  description:
    'Prices of a European payer and receiver swaption on a single curve where the volatility is constant on pieces of time; fixed accruals are 1 / fixedFrequency.',
  source: 'Jamshidian, J. Finance 44 (1989); Brigo & Mercurio (2006), 3.3.2',
  input: z.strictObject({
    curve: discountCurveSchema,
    a,
    volatility: z.strictObject(volatility),
    expiryYears: positive,
    tenorYears: positive.max(200),
    strike: number.describe('fixed rate, decimal'),
    notional: positive,
    fixedFrequency: wholeFrom(1).max(366),
  }),
  output: z.strictObject({
    payer: nonNegative,
    receiver: nonNegative,
    stateDeviation: nonNegative.describe('of the short rate at the expiry'),
  }),
  example: {
    curve,
    a: 0.05,
    volatility: { endsYears: [2, 5, 6], sigmas: [0.006, 0.012, 0.008] },
    expiryYears: 7,
    tenorYears: 5,
    strike: 0.04,
    notional: 1,
    fixedFrequency: 1,
  },
  compute: ({ curve: data, a: reversion, volatility: pieces, notional, ...swap }) => {
    const model = { a: reversion, volatility: pieces, curve: discountCurveOf(data) }
    const price = (side: 'payer' | 'receiver') =>
      notional * hullWhiteTermFlowSwaption(model, regularSwaptionFlows({ ...swap, side }))
    return {
      payer: price('payer'),
      receiver: price('receiver'),
      stateDeviation: Math.sqrt(hullWhiteTermMoments(model, swap.expiryYears).stateVariance),
    }
  },
})
