import { mostDiversifiedPortfolio, volatilityCorrelation } from '@tutti/analytics/risk-budgeting'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { budgetCovariance, budgetedPortfolioShape, plainBudgetedPortfolio } from './budgeted-portfolio-schema.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { infeasibleSchema, plainInfeasible, solverSchema } from './portfolio-outcome-schema.ts'

/** The portfolio of the highest diversification ratio. */
export const mostDiversifiedOperation = defineOperation({
  name: 'optimisation/most-diversified',
  title: 'Maximum diversification',
  description:
    'The portfolio within the limits with the highest diversification ratio: weighted mean of the volatilities over the volatility of the portfolio.',
  source: 'Choueifaty & Coignard, Toward maximum diversification, J. of Portfolio Management 35 (2008)',
  input: z.strictObject({ covariance: budgetCovariance, limits: limitsSchema }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      ...budgetedPortfolioShape,
      solver: solverSchema,
      cautions: z.array(z.string()),
    }),
    infeasibleSchema,
  ]),
  example: {
    covariance: [
      [0.01, 0.009, 0.001],
      [0.009, 0.01, 0.001],
      [0.001, 0.001, 0.01],
    ],
    limits: { minWeights: 0, maxWeights: 1, budget: 1 },
  },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'an asset has no variance, or assets hedge each other completely' },
    { code: 'not-converged', when: 'no method meets the optimality conditions' },
  ],
  compute: ({ covariance, limits }) => {
    const model = volatilityCorrelation(covariance)
    const outcome = mostDiversifiedPortfolio(model, portfolioLimits(limits, model.size))
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return {
      status: outcome.status,
      ...plainBudgetedPortfolio(outcome),
      solver: { method: outcome.programmeMethod, residuals: { ...outcome.residuals } },
      cautions: outcome.isUnique
        ? []
        : [
            'singular-covariance: other portfolios may reach the same ratio; use more observations than assets, or a shrunk covariance',
          ],
    }
  },
})
