import {
  highestReturnAtRisk,
  highestUtility,
  leastVarianceAtReturn,
  minimumVariance,
} from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures } from './market-inputs.ts'
import { plainOutcome, portfolioOutcomeSchema } from './portfolio-outcome-schema.ts'

export const minimumVarianceOperation = defineOperation({
  name: 'optimisation/minimum-variance',
  title: 'Minimum variance portfolio',
  description:
    'The weights of least variance within limits, with binding limits priced (change of the variance per unit), risk contributions, and how it was solved; limits that cannot be met are explained instead.',
  input: z.strictObject({ covariance, limits: limitsSchema }),
  output: portfolioOutcomeSchema,
  source: 'Markowitz (1952), Portfolio Selection, Journal of Finance 7; Markowitz (1959) for the critical line',
  example: { covariance: fourAssets.covariance, limits: fourAssets.limits },
  failures: quadraticFailures,
  compute: (input) =>
    plainOutcome(
      minimumVariance({
        covariance: input.covariance,
        limits: portfolioLimits(input.limits, input.covariance.length),
      }),
    ),
})

const aim = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('utility'),
    riskTolerance: z.number().nonnegative().describe("λ of λ μ'w - ½ w'Σw; the inverse of a risk aversion"),
  }),
  z.strictObject({
    kind: z.literal('target-return'),
    targetReturn: z.number().describe('expected return over the period of the covariance'),
    sense: z.enum(['exactly', 'at-least']),
  }),
  z.strictObject({
    kind: z.literal('target-volatility'),
    targetVolatility: z
      .number()
      .nonnegative()
      .describe('largest volatility over the period; limit the leverage by the upper end of the budget'),
  }),
])

export const meanVarianceOperation = defineOperation({
  name: 'optimisation/mean-variance',
  title: 'Mean-variance portfolio',
  description:
    "The weights of highest utility λ μ'w - ½ w'Σw (objective: the utility), of least variance at a target return (objective: the variance), or of highest return at a target volatility (objective: the return), within limits, with binding limits priced and risk contributions; limits that cannot be met are explained.",
  input: z.strictObject({ expectedReturns, covariance, limits: limitsSchema, aim }),
  output: portfolioOutcomeSchema,
  source: 'Markowitz (1952), Portfolio Selection, Journal of Finance 7; Sharpe, Macro-Investment Analysis',
  example: { ...fourAssets, aim: { kind: 'target-return' as const, targetReturn: 0.07, sense: 'at-least' as const } },
  failures: quadraticFailures,
  compute: ({ aim: wanted, limits, ...rest }) => {
    const task = { ...rest, limits: portfolioLimits(limits, rest.covariance.length) }
    switch (wanted.kind) {
      case 'utility':
        return plainOutcome(highestUtility(task, wanted.riskTolerance))
      case 'target-return':
        return plainOutcome(leastVarianceAtReturn(task, wanted.targetReturn, wanted.sense))
      case 'target-volatility':
        return plainOutcome(highestReturnAtRisk(task, wanted.targetVolatility))
    }
  },
})
