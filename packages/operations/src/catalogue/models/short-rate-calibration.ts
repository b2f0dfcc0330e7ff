import { g2Calibration, hullWhiteCalibration, type ShortRateFit } from '@tutti/analytics/models'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { correlation, nonNegative, nullableNumber, number, positive } from '../value-schemas.ts'
import { type QuotedSwaption, quotedSwaptions, swaptionQuotesSchema } from './swaption-quotes.ts'

const fit = {
  instruments: z.array(
    z.strictObject({
      strike: number,
      marketPrice: positive.describe('of the payer, per unit of notional'),
      modelPrice: nonNegative,
      relativeError: number,
      marketVolAnnual: nonNegative,
      modelVolAnnual: nullableNumber,
    }),
  ),
  rootMeanSquareError: nonNegative.describe('of the relative errors'),
  iterations: nonNegative,
  atBound: z.array(z.string()).describe('parameters that ended on a bound: the quotes do not determine them'),
}

const fitOf = (quoted: readonly QuotedSwaption[], result: ShortRateFit) => ({
  instruments: result.fits.map((item, i) => ({
    strike: quoted[i].strike,
    marketPrice: item.marketPrice,
    modelPrice: item.modelPrice,
    relativeError: item.relativeError,
    marketVolAnnual: quoted[i].marketVolAnnual,
    modelVolAnnual: quoted[i].impliedVolAnnual(item.modelPrice),
  })),
  rootMeanSquareError: result.rootMeanSquareError,
  iterations: result.iterations,
  atBound: [...result.atBound],
})

const toFit = (quoted: readonly QuotedSwaption[]) =>
  quoted.map(({ flows, marketPrice }) => ({ options: [flows], marketPrice }))

const swaptions = [
  [1, 1, 0.007643],
  [1, 5, 0.006816],
  [1, 10, 0.006594],
  [5, 1, 0.00716],
  [5, 5, 0.00689],
  [5, 10, 0.006547],
  [10, 5, 0.006573],
  [10, 10, 0.006161],
].map(([expiryYears, tenorYears, volAnnual]) => ({
  expiryYears,
  tenorYears,
  volatility: { kind: 'normal' as const, volAnnual },
}))
const notConverged = [{ code: 'not-converged' as const, when: 'the search for the parameters does not end' }]

/** Hull-White's parameters from swaptions. */
export const hullWhiteCalibrationOperation = defineOperation({
  name: 'models/hull-white-calibration',
  title: 'Hull-White calibration to swaptions',
  description:
    'Mean reversion and volatility (or the volatility at a given mean reversion) that make the squares of the relative price errors least, with the fit of each swaption in price and volatility.',
  source: 'Jamshidian, J. Finance 44 (1989); Levenberg-Marquardt as in Moré (1978)',
  cost: 'medium',
  failures: notConverged,
  input: z.strictObject({
    curve: discountCurveSchema,
    quotes: swaptionQuotesSchema,
    fixedMeanReversion: nonNegative.optional().describe('annual; fitted unless given'),
  }),
  output: z.strictObject({ a: nonNegative, sigma: nonNegative, ...fit }),
  example: { curve: { kind: 'flat' as const, rateContinuous: 0.04 }, quotes: { fixedFrequency: 1, swaptions } },
  compute: ({ curve: data, quotes, fixedMeanReversion }) => {
    const curve = discountCurveOf(data)
    const quoted = quotedSwaptions(quotes, curve)
    const result = hullWhiteCalibration(
      curve,
      toFit(quoted),
      fixedMeanReversion === undefined ? {} : { fixedA: fixedMeanReversion },
    )
    return { a: result.a, sigma: result.sigma, ...fitOf(quoted, result) }
  },
})

/** The parameters of G2++ from swaptions. */
export const g2CalibrationOperation = defineOperation({
  name: 'models/g2-calibration',
  title: 'G2++ calibration to swaptions',
  description:
    'The five parameters of G2++ that make the squares of the relative price errors least, from several starts, with the fit of each swaption in price and volatility. At least five swaptions; the first factor is the one that reverts faster.',
  source: 'Brigo & Mercurio, Interest Rate Models (2006), 4.2.5 and 4.2.7',
  cost: 'heavy',
  failures: notConverged,
  input: z.strictObject({ curve: discountCurveSchema, quotes: swaptionQuotesSchema }),
  output: z.strictObject({ a: positive, sigma: positive, b: positive, eta: positive, rho: correlation, ...fit }),
  example: { curve: { kind: 'flat' as const, rateContinuous: 0.04 }, quotes: { fixedFrequency: 1, swaptions } },
  compute: ({ curve: data, quotes }) => {
    const curve = discountCurveOf(data)
    const quoted = quotedSwaptions(quotes, curve)
    const result = g2Calibration(curve, toFit(quoted))
    const { a, sigma, b, eta, rho } = result
    return { a, sigma, b, eta, rho, ...fitOf(quoted, result) }
  },
})
