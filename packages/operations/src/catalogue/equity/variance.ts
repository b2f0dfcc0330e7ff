import {
  chainVariance,
  hestonVolatilitySwapStrike,
  interpolatedVariance,
  varianceFromSmile,
  varianceSwapMark,
  varianceSwapStrip,
  volatilitySwapStrike,
} from '@tutti/analytics/equity'
import { z } from 'zod'
import { hestonSchema } from '../models/model-inputs.ts'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'

const demeterfi = 'Demeterfi, Derman, Kamal & Zou, "More than you ever wanted to know about volatility swaps" (1999)'
const stripOption = z.strictObject({ strike: positive, volAnnual: positive })

/** A variance swap replicated by listed options. */
export const varianceSwapStripOperation = defineOperation({
  name: 'equity/variance-swap-strip',
  title: 'Variance swap from a strip of options',
  description:
    'Fair variance from listed puts and calls of one maturity, with the weight and price of each option of the replicating portfolio, whose cost is the present value.',
  source: `${demeterfi}, appendix A`,
  input: z.strictObject({
    spot: positive,
    rateContinuous: number,
    dividendYieldContinuous: number,
    maturityYears: positive,
    boundary: positive.describe('S*: the highest put and lowest call strike'),
    puts: z.array(stripOption).min(1),
    calls: z.array(stripOption).min(1),
    endStep: positive.describe('how far beyond the last strikes the payoff is matched, in units of the strike'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    fairVariance: positive,
    fairVolatility: positive,
    options: z
      .array(
        stripOption.extend({
          type: z.enum(['call', 'put']),
          weight: number.describe('units for a variance notional of 1'),
          price: nonNegative,
        }),
      )
      .describe('puts by falling, calls by rising strike'),
  }),
  example: {
    spot: 100,
    rateContinuous: 0.05,
    dividendYieldContinuous: 0,
    maturityYears: 0.25,
    boundary: 100,
    puts: [
      { strike: 80, volAnnual: 0.24 },
      { strike: 90, volAnnual: 0.22 },
      { strike: 100, volAnnual: 0.2 },
    ],
    calls: [
      { strike: 100, volAnnual: 0.2 },
      { strike: 110, volAnnual: 0.18 },
      { strike: 120, volAnnual: 0.16 },
    ],
    endStep: 10,
  },
  compute: (input) => {
    const result = plainLines(varianceSwapStrip(input))
    return { ...result, options: result.options.map((option) => ({ ...option })) }
  },
})

/** Fair variance from a smile with its truncation error. */
export const varianceFromSmileOperation = defineOperation({
  name: 'equity/variance-from-smile',
  title: 'Fair variance from a smile with truncation error',
  description:
    'Fair variance from a volatility smile between two strikes (linear in total variance over log-moneyness between the nodes), and the variance that the cut-off wings would add.',
  source: `${demeterfi}; Jiang & Tian, RFS 18 (2005), 1305-1342`,
  input: z.strictObject({
    forward: positive,
    maturityYears: positive,
    smile: z.array(stripOption).min(2).describe('strikes increasing, around the forward; they bound the replication'),
  }),
  output: z.strictObject({
    fairVariance: nonNegative,
    fairVolatility: nonNegative,
    truncatedVariance: nonNegative.describe('beyond the strikes, at the volatilities there'),
    extendedFairVolatility: nonNegative,
  }),
  cost: 'medium',
  example: {
    forward: 100,
    maturityYears: 0.5,
    smile: [
      { strike: 70, volAnnual: 0.3 },
      { strike: 100, volAnnual: 0.2 },
      { strike: 130, volAnnual: 0.17 },
    ],
  },
  compute: ({ forward, maturityYears, smile }) => ({
    ...varianceFromSmile({
      forward,
      maturityYears,
      volOfStrike: (strike) => smileVol(smile, strike),
      lowestStrike: smile[0].strike,
      highestStrike: smile[smile.length - 1].strike,
      breaks: smile.map(({ strike }) => strike),
    }),
  }),
})

/** Volatility whose square is linear in the log of the strike between the nodes, flat outside. */
function smileVol(smile: readonly z.infer<typeof stripOption>[], strike: number): number {
  const above = smile.findIndex((node) => node.strike >= strike)
  if (above === 0) return smile[0].volAnnual
  if (above === -1) return smile[smile.length - 1].volAnnual
  const [low, high] = [smile[above - 1], smile[above]]
  const share = Math.log(strike / low.strike) / Math.log(high.strike / low.strike)
  return Math.sqrt((1 - share) * low.volAnnual ** 2 + share * high.volAnnual ** 2)
}

/** A variance swap marked to market, with its parts. */
export const varianceSwapMarkOperation = defineOperation({
  name: 'equity/variance-swap-mark',
  title: 'Variance swap marked to market',
  description:
    'Present value to the receiver of realised variance in its realised, implied and strike parts, and its vega.',
  source: demeterfi,
  input: z.strictObject({
    varianceNotional: number.describe('money per unit of annual variance'),
    strikeVariance: nonNegative,
    elapsedFraction: z.number().min(0).max(1),
    realisedVarianceToDate: nonNegative,
    impliedVarianceRemaining: nonNegative,
    rateContinuous: number,
    remainingYears: nonNegative,
  }),
  output: z.strictObject({
    ...presentValueFields,
    expectedVariance: nonNegative,
    vegaNotional: number,
    vega: number,
  }),
  example: {
    varianceNotional: 50_000,
    strikeVariance: 0.04,
    elapsedFraction: 0.5,
    realisedVarianceToDate: 0.045,
    impliedVarianceRemaining: 0.05,
    rateContinuous: 0.03,
    remainingYears: 0.5,
  },
  compute: (input) => plainLines(varianceSwapMark(input)),
})

const volatilitySwapOutput = z.strictObject({
  fairVolatility: nonNegative,
  fairVariance: positive,
  convexity: number.describe('root of fair variance less fair volatility'),
  varianceOfVariance: nonNegative,
})

/** The strike of a volatility swap by its convexity. */
export const volatilitySwapOperation = defineOperation({
  name: 'equity/volatility-swap-strike',
  title: 'Volatility swap strike by convexity',
  description: 'Fair strike of a volatility swap from the fair variance and the variance of the realised variance.',
  source: 'Brockhaus & Long, "Volatility swaps made simple", Risk (January 2000)',
  input: z.strictObject({ fairVariance: positive, varianceOfVariance: nonNegative }),
  output: volatilitySwapOutput,
  failures: [{ code: 'not-applicable', when: 'the correction exceeds half of the strike' }],
  example: { fairVariance: 0.04, varianceOfVariance: 0.0002 },
  compute: (input) => ({ ...volatilitySwapStrike(input.fairVariance, input.varianceOfVariance) }),
})

/** The strike of a volatility swap in Heston's model. */
export const hestonVolatilitySwapOperation = defineOperation({
  name: 'equity/heston-volatility-swap',
  title: 'Volatility swap strike in Heston\u2019s model',
  description: 'Exact fair strike of a volatility swap from the Laplace transform of integrated variance.',
  source: 'Brockhaus & Long, Risk (January 2000)',
  input: z.strictObject({ parameters: hestonSchema.omit({ rho: true }), maturityYears: positive }),
  output: volatilitySwapOutput,
  example: { parameters: { v0: 0.05, kappa: 2, theta: 0.04, sigma: 0.4 }, maturityYears: 1 },
  compute: (input) => ({ ...hestonVolatilitySwapStrike(input.parameters, input.maturityYears) }),
})

const chainSchema = z.strictObject({
  maturityYears: positive,
  rateContinuous: number,
  rows: z
    .array(
      z.strictObject({
        strike: positive,
        callBid: nonNegative,
        callAsk: nonNegative,
        putBid: nonNegative,
        putAsk: nonNegative,
      }),
    )
    .min(3)
    .describe('strikes increasing'),
})

const exampleChain = (maturityYears: number, premium: number) => ({
  maturityYears,
  rateContinuous: 0.04,
  rows: [
    { strike: 90, callBid: 10.1, callAsk: 10.3, putBid: 0.1 + premium, putAsk: 0.2 + premium },
    { strike: 95, callBid: 5.6, callAsk: 5.8, putBid: 0.5 + premium, putAsk: 0.6 + premium },
    { strike: 100, callBid: 2.2 + premium, callAsk: 2.4 + premium, putBid: 2 + premium, putAsk: 2.2 + premium },
    { strike: 105, callBid: 0.6 + premium, callAsk: 0.7 + premium, putBid: 5.3, putAsk: 5.5 },
    { strike: 110, callBid: 0.1 + premium, callAsk: 0.2 + premium, putBid: 9.7, putAsk: 9.9 },
  ],
})

/** A volatility index from two option chains. */
export const volatilityIndexOperation = defineOperation({
  name: 'equity/volatility-index',
  title: 'Model-free volatility index from two expiries',
  description:
    'Annual variance to a target time from the option chains of two expiries around it by the rules of the VIX, and the index in points.',
  source: 'Cboe, Volatility Index Methodology (2019)',
  input: z.strictObject({
    near: chainSchema,
    next: chainSchema,
    targetYears: positive.describe('30 / 365 for the VIX'),
  }),
  output: z.strictObject({
    variance: positive,
    indexPoints: positive,
    terms: z
      .array(
        z.strictObject({
          variance: number,
          forward: positive,
          centreStrike: positive,
          lowestStrike: positive,
          highestStrike: positive,
          strikesUsed: z.int(),
        }),
      )
      .describe('near, next'),
  }),
  failures: [{ code: 'missing-data', when: 'too few options have a bid' }],
  example: { near: exampleChain(0.065, 0), next: exampleChain(0.14, 0.9), targetYears: 30 / 365 },
  compute: ({ near, next, targetYears }) => {
    const terms = [chainVariance(near), chainVariance(next)]
    const variance = interpolatedVariance(
      { timeYears: near.maturityYears, variance: terms[0].variance },
      { timeYears: next.maturityYears, variance: terms[1].variance },
      targetYears,
    )
    return { variance, indexPoints: 100 * Math.sqrt(variance), terms: terms.map((term) => ({ ...term })) }
  },
})
