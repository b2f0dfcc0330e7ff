import { growthFactor } from '@tutti/analytics/curves'
import {
  hestonFairVariance,
  hestonFullTruncationStep,
  hestonQeMartingaleStep,
  hestonQeStep,
  linearSkewFairVariance,
  realisedVariance,
  replicatedFairVariance,
  vixVariance,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, periodsPerYear, positive } from '../value-schemas.ts'
import { hestonSchema } from './model-inputs.ts'

/** One step of a simulation of Heston's model. */
export const hestonStepOperation = defineOperation({
  name: 'models/heston-step',
  title: 'One step of a Heston simulation',
  description:
    'Spot and variance one step later under Andersen\u2019s QE scheme (with or without martingale correction; psi_c 1.5, gammas 1/2) or full truncation Euler. In QE the two normals are independent; in full truncation the variance moves with rho zAsset + sqrt(1 - rho^2) zVariance.',
  source: 'Andersen, J. Computational Finance 11 (2008); Lord, Koekkoek & van Dijk, Quantitative Finance 10 (2010)',
  input: z.strictObject({
    scheme: z.enum(['qe', 'qe-martingale', 'full-truncation']),
    parameters: hestonSchema.omit({ v0: true }),
    spot: positive,
    variance: number,
    dtYears: positive,
    rateContinuous: number,
    dividendYieldContinuous: number,
    zAsset: number,
    zVariance: number,
  }),
  output: z.strictObject({ spot: positive, variance: number }),
  example: {
    scheme: 'qe-martingale' as const,
    parameters: { kappa: 2, theta: 0.04, sigma: 0.3, rho: -0.7 },
    spot: 100,
    variance: 0.04,
    dtYears: 0.25,
    rateContinuous: 0.03,
    dividendYieldContinuous: 0.01,
    zAsset: 0.4,
    zVariance: -0.8,
  },
  compute: ({ scheme, spot, variance, zAsset, zVariance, ...input }) => {
    const step = {
      qe: hestonQeStep,
      'qe-martingale': hestonQeMartingaleStep,
      'full-truncation': hestonFullTruncationStep,
    }
    const next = step[scheme](input.parameters, { spot, variance }, input, zAsset, zVariance)
    return { spot: next.spot, variance: next.variance }
  },
})

/** The fair strike of a variance swap in Heston's model. */
export const hestonFairVarianceOperation = defineOperation({
  name: 'models/heston-fair-variance',
  title: 'Heston fair variance',
  description: 'Expected mean variance over the life of a variance swap, its fair strike (annual variance).',
  source: 'Gatheral, The Volatility Surface (2006), chapter 11',
  input: z.strictObject({
    parameters: hestonSchema.pick({ v0: true, kappa: true, theta: true }),
    maturityYears: positive,
  }),
  output: z.strictObject({ fairVariance: nonNegative }),
  example: { parameters: { v0: 0.05, kappa: 2, theta: 0.04 }, maturityYears: 2 },
  compute: (input) => ({ fairVariance: hestonFairVariance(input.parameters, input.maturityYears) }),
})

/** The fair strike of a variance swap from a smile. */
export const varianceReplicationOperation = defineOperation({
  name: 'models/variance-replication',
  title: 'Fair variance from a smile',
  description:
    'Fair annual variance of a variance swap from a continuum of out-of-the-money options between two strikes; the smile is linear between its nodes and flat outside.',
  source: 'Demeterfi, Derman, Kamal & Zou, J. Derivatives 6 (1999), eq. 26',
  input: z.strictObject({
    spot: positive,
    rateContinuous: number,
    dividendYieldContinuous: number,
    maturityYears: positive,
    smile: z
      .array(z.strictObject({ strike: positive, volAnnual: positive }))
      .min(1)
      .refine(
        (nodes) => nodes.every((node, i) => i === 0 || node.strike > nodes[i - 1].strike),
        'strikes must increase',
      ),
    lowestStrike: positive,
    highestStrike: positive,
  }),
  output: z.strictObject({ fairVariance: nonNegative, fairVolatility: nonNegative }),
  example: {
    spot: 100,
    rateContinuous: 0.03,
    dividendYieldContinuous: 0,
    maturityYears: 0.5,
    smile: [
      { strike: 60, volAnnual: 0.28 },
      { strike: 140, volAnnual: 0.16 },
    ],
    lowestStrike: 10,
    highestStrike: 1000,
  },
  compute: ({ smile, ...input }) => {
    const carry = input.rateContinuous - input.dividendYieldContinuous
    const fairVariance = replicatedFairVariance({
      forward: input.spot * growthFactor(carry, 'continuous', input.maturityYears),
      maturityYears: input.maturityYears,
      volOfStrike: (strike) => volOfStrike(smile, strike),
      lowestStrike: input.lowestStrike,
      highestStrike: input.highestStrike,
      breaks: smile.map((node) => node.strike),
    })
    return { fairVariance, fairVolatility: Math.sqrt(fairVariance) }
  },
})

/** Volatility at a strike: linear between the nodes, flat outside. */
function volOfStrike(
  smile: readonly { readonly strike: number; readonly volAnnual: number }[],
  strike: number,
): number {
  const above = smile.findIndex((node) => node.strike >= strike)
  if (above === -1) return smile.at(-1)!.volAnnual
  const high = smile[above]
  const low = smile[above - 1]
  if (low === undefined) return high.volAnnual
  return low.volAnnual + ((high.volAnnual - low.volAnnual) * (strike - low.strike)) / (high.strike - low.strike)
}

/** The fair strike when volatility falls linearly with the strike. */
export const linearSkewVarianceOperation = defineOperation({
  name: 'models/linear-skew-variance',
  title: 'Fair variance of a linear skew',
  description: 'Approximate fair variance when volatility is linear in the strike, sigma(K) = sigma - b (K - F) / F.',
  source: 'Demeterfi, Derman, Kamal & Zou (1999)',
  input: z.strictObject({ atmForwardVol: positive, skew: number.describe('b'), maturityYears: positive }),
  output: z.strictObject({ fairVariance: nonNegative }),
  example: { atmForwardVol: 0.2, skew: 0.15, maturityYears: 0.5 },
  compute: (input) => ({
    fairVariance: linearSkewFairVariance(input.atmForwardVol, input.skew, input.maturityYears),
  }),
})

/** The variance behind the VIX. */
export const vixVarianceOperation = defineOperation({
  name: 'models/vix-variance',
  title: 'VIX variance of one term',
  description:
    'Single-term variance of the VIX from calls and puts, and the index of it in points; all options given are used.',
  source: 'Cboe, Volatility Index Methodology (2019)',
  input: z.strictObject({
    forward: positive,
    maturityYears: positive,
    rateContinuous: number,
    options: z
      .array(z.strictObject({ strike: positive, call: nonNegative, put: nonNegative }))
      .min(2)
      .describe('present values at increasing strikes'),
  }),
  output: z.strictObject({ variance: number, indexPoints: nonNegative, centreStrike: positive }),
  example: {
    forward: 100.4,
    maturityYears: 0.1,
    rateContinuous: 0.03,
    options: [
      { strike: 90, call: 10.6, put: 0.25 },
      { strike: 95, call: 6.1, put: 0.75 },
      { strike: 100, call: 2.7, put: 2.3 },
      { strike: 105, call: 0.8, put: 5.4 },
      { strike: 110, call: 0.15, put: 9.7 },
    ],
  },
  compute: (input) => {
    const variance = vixVariance(input)
    return {
      variance,
      indexPoints: 100 * Math.sqrt(variance),
      centreStrike: input.options.findLast(({ strike }) => strike <= input.forward)!.strike,
    }
  },
})

/** Variance of a price history. */
export const realisedVarianceOperation = defineOperation({
  name: 'models/realised-variance',
  title: 'Realised variance',
  description:
    'Annualised variance of log returns: about zero with n in the denominator (variance swaps), or about their mean with n - 1.',
  source: 'ISDA variance swap definitions; sample variance',
  input: z.strictObject({
    prices: z.array(positive).min(2),
    periodsPerYear,
    mean: z.enum(['zero-mean', 'sample']),
  }),
  output: z.strictObject({ variance: nonNegative, volatility: nonNegative }),
  example: { prices: [100, 101.2, 99.8, 100.4, 102], periodsPerYear: 252, mean: 'zero-mean' as const },
  compute: (input) => {
    const variance = realisedVariance(input.prices, input.periodsPerYear, input.mean)
    return { variance, volatility: Math.sqrt(variance) }
  },
})
