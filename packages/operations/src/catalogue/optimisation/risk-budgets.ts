import {
  type BudgetedPortfolio,
  equalWeightPortfolio,
  inverseVariancePortfolio,
  inverseVolatilityPortfolio,
  limitedRiskBudgetPortfolio,
  riskBudgetPortfolio,
  volatilityCorrelation,
} from '@tutti/analytics/risk-budgeting'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { number, series } from '../value-schemas.ts'
import { budgetCovariance, budgetedPortfolioShape, plainBudgetedPortfolio } from './budgeted-portfolio-schema.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { infeasibleSchema, plainInfeasible } from './portfolio-outcome-schema.ts'

const exampleCovariance = [
  [0.01, 0.0075, 0.01, 0.015],
  [0.0075, 0.0225, 0.015, 0.0225],
  [0.01, 0.015, 0.04, 0.045],
  [0.015, 0.0225, 0.045, 0.09],
]

/** Equal risk contribution and risk budgeting, free and within limits. */
export const riskBudgetingOperation = defineOperation({
  name: 'optimisation/risk-budgeting',
  title: 'Risk budgeting and equal risk contribution',
  description:
    'The long-only portfolio in which each asset carries its budgeted share of the volatility: equal risk contribution without budgets; within limits, the constrained risk budgets of Richard and Roncalli.',
  source:
    'Maillard, Roncalli & Teiletche (2010); Spinu (2013); Griveau-Billion, Richard & Roncalli (2013); Richard & Roncalli (2019)',
  input: z.strictObject({
    covariance: budgetCovariance,
    budgets: z
      .array(z.number().nonnegative())
      .min(1)
      .max(1500)
      .optional()
      .describe('shares of the risk, scaled to add up to 1; the same for all where absent'),
    limits: limitsSchema.optional().describe('bounds of at least 0 and a fixed sum of the weights; no turnover limit'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      ...budgetedPortfolioShape,
      budgets: series.describe('the shares that were asked for'),
      largestGap: number.describe('largest |share - budget|: rounding without limits'),
      heldLimits: z
        .array(z.strictObject({ limit: z.string(), side: z.enum(['lower', 'upper']), bound: number }))
        .describe('limits that the weights touch'),
      solver: z.strictObject({
        method: z.enum(['newton', 'coordinate-descent', 'quadratic-programmes', 'direct']),
        iterations: z.int(),
      }),
    }),
    infeasibleSchema,
  ]),
  example: { covariance: exampleCovariance, budgets: [0.3, 0.3, 0.195, 0.205] },
  cost: 'medium',
  failures: [
    { code: 'not-applicable', when: 'an asset has no variance, or assets hedge each other completely' },
    { code: 'unsupported', when: 'there is a turnover limit' },
    { code: 'not-converged', when: 'the steps do not end' },
  ],
  compute: (input) => {
    const model = volatilityCorrelation(input.covariance)
    const budgets = input.budgets ?? new Float64Array(model.size).fill(1)
    if (input.limits === undefined) return { ...plainResult(riskBudgetPortfolio(model, budgets)), heldLimits: [] }
    const outcome = limitedRiskBudgetPortfolio(model, budgets, portfolioLimits(input.limits, model.size))
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return { ...plainResult(outcome), heldLimits: outcome.heldLimits.map((limit) => ({ ...limit })) }
  },
})

const plainResult = (portfolio: BudgetedPortfolio) => ({
  status: 'solved' as const,
  ...plainBudgetedPortfolio(portfolio),
  budgets: plainNumbers(portfolio.budgets),
  largestGap: portfolio.largestGap,
  solver: { ...portfolio.solver },
})

/** The rules that need no optimiser. */
export const naivePortfolioOperation = defineOperation({
  name: 'optimisation/naive-portfolio',
  title: 'Equal weight, inverse volatility, inverse variance',
  description:
    'Weights by a simple rule, with the volatility and what each asset adds to it: the baselines of any optimiser.',
  source: 'DeMiguel, Garlappi & Uppal (2009); Maillard, Roncalli & Teiletche (2010)',
  input: z.strictObject({
    covariance: budgetCovariance,
    rule: z.enum(['equal-weight', 'inverse-volatility', 'inverse-variance']),
  }),
  output: z.strictObject(budgetedPortfolioShape),
  example: { covariance: exampleCovariance, rule: 'inverse-volatility' as const },
  failures: [{ code: 'not-applicable', when: 'an asset has no variance' }],
  compute: ({ covariance, rule }) => plainBudgetedPortfolio(naiveRules[rule](volatilityCorrelation(covariance))),
})

const naiveRules = {
  'equal-weight': equalWeightPortfolio,
  'inverse-volatility': inverseVolatilityPortfolio,
  'inverse-variance': inverseVariancePortfolio,
}
