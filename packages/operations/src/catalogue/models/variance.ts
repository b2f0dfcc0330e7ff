import {
  hestonFairVariance,
  hestonFullTruncationStep,
  hestonQeMartingaleStep,
  hestonQeStep,
  realisedVariance,
  varianceSwapValue,
} from '@tutti/analytics/models'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nonNegative, number, periodsPerYear, positive } from '../value-schemas.ts'
import { hestonSchema } from './model-inputs.ts'

const exampleHeston = { v0: 0.04, kappa: 2, theta: 0.04, sigma: 0.3, rho: -0.7 }

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
  input: z.strictObject({ parameters: hestonSchema, maturityYears: positive }),
  output: z.strictObject({ fairVariance: nonNegative }),
  example: { parameters: exampleHeston, maturityYears: 2 },
  compute: (input) => ({ fairVariance: hestonFairVariance(input.parameters, input.maturityYears) }),
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

/** A variance swap marked to market. */
export const varianceSwapOperation = defineOperation({
  name: 'models/variance-swap-value',
  title: 'Variance swap value',
  description:
    'Present value to the receiver of realised variance some time after the start: variances add up in time.',
  source: 'Demeterfi, Derman, Kamal & Zou, Goldman Sachs (1999)',
  input: z.strictObject({
    varianceNotional: number.describe('money per unit of annual variance'),
    strikeVariance: nonNegative,
    elapsedFraction: z.number().min(0).max(1),
    realisedVarianceToDate: nonNegative,
    impliedVarianceRemaining: nonNegative,
    rateContinuous: number,
    remainingYears: nonNegative,
  }),
  output: z.strictObject({ value: number }),
  example: {
    varianceNotional: 50_000,
    strikeVariance: 0.04,
    elapsedFraction: 0.5,
    realisedVarianceToDate: 0.045,
    impliedVarianceRemaining: 0.05,
    rateContinuous: 0.03,
    remainingYears: 0.5,
  },
  compute: (input) => ({ value: varianceSwapValue(input) }),
})
