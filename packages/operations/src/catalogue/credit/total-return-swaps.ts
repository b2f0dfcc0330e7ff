import { bondForwardPrice, bondTotalReturnSwap, equityTotalReturnSwap } from '@tutti/analytics/credit'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, paymentsPerYear, positive, termYears } from '../value-schemas.ts'

const side = z.enum(['receive return', 'pay return']).describe('whose value it is')
const funding = {
  fundingSpread: number.describe('over the forward rates of the discount curve, decimal a year'),
  paymentsPerYear: paymentsPerYear.describe('of the funding'),
  accrual: positive.optional().describe('year fraction of each payment of the spread; 1 / paymentsPerYear'),
}
const outputs = {
  ...presentValueFields,
  returnLeg: number.describe('to the receiver of the return'),
  fundingLegExSpread: number.describe('paid by the receiver of the return'),
  spreadLeg: number,
  fairSpread: number.describe('funding spread at which the swap is worth nothing'),
}

const fundingOf = (input: { fundingSpread: number; paymentsPerYear: number; accrual?: number | undefined }) => ({
  spread: input.fundingSpread,
  paymentsPerYear: input.paymentsPerYear,
  ...(input.accrual === undefined ? {} : { accrual: input.accrual }),
})

/** A total return swap on shares. */
export const equityTotalReturnSwapOperation = defineOperation({
  name: 'credit/equity-total-return-swap',
  title: 'Equity total return swap',
  description:
    'Value of the return on shares (with dividends, or of the price alone) against a floating rate and a spread, from a reset on, line by line.',
  source: 'Hull, Options, Futures, and Other Derivatives (2018), chapters 7 and 25',
  input: z.strictObject({
    notional: number,
    side,
    returns: z.enum(['total', 'price']),
    dividendYieldContinuous: number,
    priceRatio: positive.describe('price today over the price that the return counts from; 1 at a reset'),
    maturityYears: termYears,
    ...funding,
    discount: discountCurveSchema,
  }),
  output: z.strictObject(outputs),
  example: {
    notional: 10_000_000,
    side: 'receive return' as const,
    returns: 'total' as const,
    dividendYieldContinuous: 0.015,
    priceRatio: 1,
    maturityYears: 1,
    fundingSpread: 0.004,
    paymentsPerYear: 4,
    discount: { kind: 'flat' as const, rateContinuous: 0.04 },
  },
  compute: ({ discount, ...input }) =>
    plainLines(equityTotalReturnSwap({ ...input, funding: fundingOf(input) }, discountCurveOf(discount))),
})

const coupons = z
  .array(z.strictObject({ timeYears: nonNegative, amount: number.describe('per 100 face') }))
  .describe('coupons of the bond to the maturity of the swap')

/** A total return swap on a bond. */
export const bondTotalReturnSwapOperation = defineOperation({
  name: 'credit/bond-total-return-swap',
  title: 'Bond total return swap',
  description:
    'Value of the coupons and the price change of a bond against a floating rate and a spread, line by line; the bond is carried forward at the repo rate.',
  source:
    'O\u2019Kane, Modelling Single-name and Multi-name Credit Derivatives (2008), 2.6; Choudhry, The Repo Handbook (2010)',
  input: z.strictObject({
    face: number,
    side,
    dirtyPrice: positive.describe('per 100 face'),
    initialDirtyPrice: positive.describe('per 100 face, that the return counts from'),
    coupons,
    maturityYears: termYears,
    ...funding,
    discount: discountCurveSchema,
    repo: discountCurveSchema,
  }),
  output: z.strictObject({ ...outputs, forwardDirtyPrice: number }),
  example: {
    face: 10_000_000,
    side: 'receive return' as const,
    dirtyPrice: 97.5,
    initialDirtyPrice: 97.5,
    coupons: [
      { timeYears: 0.5, amount: 2.5 },
      { timeYears: 1, amount: 2.5 },
    ],
    maturityYears: 1,
    fundingSpread: 0.005,
    paymentsPerYear: 4,
    discount: { kind: 'flat' as const, rateContinuous: 0.035 },
    repo: { kind: 'flat' as const, rateContinuous: 0.04 },
  },
  compute: ({ discount, repo: repoInput, ...input }) => {
    const repo = discountCurveOf(repoInput)
    const value = bondTotalReturnSwap({ ...input, funding: fundingOf(input) }, discountCurveOf(discount), repo)
    return {
      ...plainLines(value),
      forwardDirtyPrice: bondForwardPrice(input.dirtyPrice, input.coupons, input.maturityYears, repo),
    }
  },
})

/** A bond carried to a forward date. */
export const bondForwardPriceOperation = defineOperation({
  name: 'credit/bond-forward-price',
  title: 'Forward price of a bond at a repo rate',
  description:
    'Dirty forward price after the coupons up to the forward date, and the total return to there with coupons reinvested at the repo rate.',
  source: 'Choudhry, The Repo Handbook (2010)',
  input: z.strictObject({
    dirtyPrice: positive.describe('per 100 face'),
    coupons,
    forwardYears: positive,
    repo: discountCurveSchema,
  }),
  output: z.strictObject({ forwardDirtyPrice: number, totalReturn: number.describe('over the whole time, decimal') }),
  example: {
    dirtyPrice: 97.5,
    coupons: [{ timeYears: 0.5, amount: 2.5 }],
    forwardYears: 1,
    repo: { kind: 'flat' as const, rateContinuous: 0.04 },
  },
  compute: ({ dirtyPrice, coupons: paid, forwardYears, repo: input }) => {
    const repo = discountCurveOf(input)
    const forwardDirtyPrice = bondForwardPrice(dirtyPrice, paid, forwardYears, repo)
    const end = repo.discountFactor(forwardYears)
    const reinvested = paid
      .filter(({ timeYears }) => timeYears <= forwardYears)
      .reduce((sum, { timeYears, amount }) => sum + (amount * repo.discountFactor(timeYears)) / end, 0)
    return { forwardDirtyPrice, totalReturn: (forwardDirtyPrice + reinvested) / dirtyPrice - 1 }
  },
})
