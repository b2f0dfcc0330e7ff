import {
  boxRobustPortfolio,
  ellipsoidRobustPortfolio,
  resampledFrontier,
  worstCovariancePortfolio,
} from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, numbers } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures, weights } from './market-inputs.ts'
import { infeasibleSchema, plainInfeasible, plainOutcome, portfolioOutcomeSchema } from './portfolio-outcome-schema.ts'

const riskTolerance = nonNegative.describe("λ of λ μ'w - ½ w'Σw")

export const robustMeanVarianceOperation = defineOperation({
  name: 'optimisation/robust-mean-variance',
  title: 'Robust mean-variance portfolio',
  description:
    "The weights of highest worst-case utility λ μ'w - ½ w'Σw (objective) where expected returns are known to an interval each, or to an ellipsoid √((m - μ)'Ω⁻¹(m - μ)) ≤ radius.",
  input: z.strictObject({
    expectedReturns,
    covariance,
    riskTolerance,
    uncertainty: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('box'),
        halfWidths: weights.describe('how far each expected return may be off'),
      }),
      z.strictObject({
        kind: z.literal('ellipsoid'),
        errorCovariance: covariance.describe(
          'covariance of the errors of the expected returns: Σ over the observations, say',
        ),
        radius: nonNegative.describe('in standard errors; the square root of a chi-square quantile for a confidence'),
      }),
    ]),
    limits: limitsSchema,
  }),
  output: portfolioOutcomeSchema,
  source:
    'Tütüncü & Koenig (2004), Robust asset allocation; Goldfarb & Iyengar (2003), Robust portfolio selection problems',
  example: {
    ...fourAssets,
    riskTolerance: 0.5,
    uncertainty: { kind: 'box' as const, halfWidths: [0.01, 0.015, 0.02, 0.04] },
  },
  cost: 'medium',
  failures: [
    ...quadraticFailures,
    { code: 'unsupported', when: 'box uncertainty is wanted with short positions and a turnover limit' },
  ],
  compute: ({ limits, riskTolerance: tolerance, uncertainty, ...rest }) => {
    const task = { ...rest, limits: portfolioLimits(limits, rest.covariance.length) }
    return plainOutcome(
      uncertainty.kind === 'box'
        ? boxRobustPortfolio(task, tolerance, uncertainty.halfWidths)
        : ellipsoidRobustPortfolio(task, tolerance, uncertainty.errorCovariance, uncertainty.radius),
    )
  },
})

export const worstCovarianceOperation = defineOperation({
  name: 'optimisation/worst-covariance',
  title: 'Portfolio against the worst of several covariances',
  description:
    "The weights of highest λ μ'w - ½ max w'Σₖw over several covariances (regimes or estimates), with the share of each covariance in the worst case and a proven gap.",
  input: z.strictObject({
    expectedReturns,
    covariances: z.array(covariance).min(1).max(50),
    riskTolerance,
    limits: limitsSchema,
  }),
  output: z.strictObject({
    outcome: portfolioOutcomeSchema,
    shares: numbers.describe('of the covariances in the worst case; they add up to 1'),
    volatilities: numbers.describe('under each covariance; empty where no portfolio meets the limits'),
    relativeGap: z.number().describe('how far from the optimum at most, relative to the objective'),
  }),
  source: 'Lobo & Boyd (2000), The worst-case risk of a portfolio',
  example: {
    expectedReturns: fourAssets.expectedReturns,
    covariances: [
      fourAssets.covariance,
      fourAssets.covariance.map((row, i) => row.map((v, j) => (i === j ? v : 0) * 1.5)),
    ],
    riskTolerance: 0.1,
    limits: fourAssets.limits,
  },
  cost: 'medium',
  failures: quadraticFailures,
  compute: ({ covariances: [first, ...others], limits, riskTolerance: tolerance, expectedReturns: returns }) => {
    const task = { expectedReturns: returns, covariance: first, limits: portfolioLimits(limits, first.length) }
    const { outcome, shares, volatilities, relativeGap } = worstCovariancePortfolio(task, tolerance, others)
    return { outcome: plainOutcome(outcome), shares: [...shares], volatilities: [...volatilities], relativeGap }
  },
})

export const resampledFrontierOperation = defineOperation({
  name: 'optimisation/resampled-frontier',
  title: 'Resampled efficient frontier',
  description:
    'Frontier weights averaged by rank over samples of the inputs as long as the data, with standard errors, and the spread of the weights that the data leave open.',
  input: z.strictObject({
    expectedReturns,
    covariance,
    observations: z.int().min(2).max(100_000).describe('that the inputs were estimated from; more than assets'),
    samples: z.int().min(2).max(10_000),
    ranks: z.int().min(2).max(200).describe('portfolios from least risk to highest return'),
    seed: z.int().min(0),
    limits: limitsSchema,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      samples: z.int(),
      points: z.array(
        z.strictObject({
          weights: numbers,
          standardErrors: numbers.describe('of the mean weights'),
          deviations: numbers.describe('of the optimal weights over the samples'),
          expectedReturn: z.number().describe('under the given inputs'),
          volatility: z.number(),
        }),
      ),
    }),
    infeasibleSchema,
  ]),
  source: 'Michaud (1998), Efficient Asset Management',
  example: { ...fourAssets, observations: 60, samples: 50, ranks: 5, seed: 1 },
  cost: 'medium',
  failures: [...quadraticFailures, { code: 'invalid-input', when: 'there are no more observations than assets' }],
  compute: ({ limits, observations, samples, ranks, seed, ...rest }) => {
    const task = { ...rest, limits: portfolioLimits(limits, rest.covariance.length) }
    const outcome = resampledFrontier(task, { observations, samples, ranks, seed })
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return {
      status: outcome.status,
      samples: outcome.samples,
      points: outcome.points.map((point) => ({
        ...point,
        weights: plainNumbers(point.weights),
        standardErrors: plainNumbers(point.standardErrors),
        deviations: plainNumbers(point.deviations),
      })),
    }
  },
})
