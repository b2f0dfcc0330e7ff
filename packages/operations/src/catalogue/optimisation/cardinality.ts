import { cardinalityPortfolio } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures } from './market-inputs.ts'
import { plainOutcome, portfolioOutcomeSchema } from './portfolio-outcome-schema.ts'

export const cardinalityOperation = defineOperation({
  name: 'optimisation/cardinality',
  title: 'Portfolio of few holdings',
  description:
    "The weights of highest utility λ μ'w - ½ w'Σw (least variance at λ = 0) with at most so many holdings, none smaller than a least size, by branch and bound; the gap that is proven stands in the solver part. Limits that cannot be met are explained.",
  input: z.strictObject({
    expectedReturns,
    covariance,
    riskTolerance: z.number().nonnegative(),
    maxHoldings: z.int().min(1),
    minHolding: z.number().nonnegative().describe('least weight of what is held; 0 for none'),
    nodeLimit: z.int().min(1).max(1_000_000).optional().describe('nodes of the search; 20,000 where absent'),
    limits: limitsSchema,
  }),
  output: portfolioOutcomeSchema,
  source: 'Bienstock (1996); Bertsimas & Shioda (2009), Algorithm for cardinality-constrained quadratic optimization',
  example: { ...fourAssets, riskTolerance: 0.2, maxHoldings: 2, minHolding: 0.1 },
  cost: 'heavy',
  failures: [
    ...quadraticFailures,
    { code: 'invalid-input', when: 'a weight has no finite bounds' },
    { code: 'unsupported', when: 'a least holding is wanted together with short positions' },
  ],
  compute: ({ limits, riskTolerance, maxHoldings, minHolding, nodeLimit, ...rest }) =>
    plainOutcome(
      cardinalityPortfolio(
        { ...rest, limits: portfolioLimits(limits, rest.covariance.length) },
        riskTolerance,
        { maxHoldings, minHolding },
        nodeLimit === undefined ? {} : { nodeLimit },
      ),
    ),
})
