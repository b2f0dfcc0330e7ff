import { TuttiError } from '@tutti/analytics/errors'
import { rebalancingPlan } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, numbers } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, fourAssets, quadraticFailures, weights } from './market-inputs.ts'
import { infeasibleSchema, plainInfeasible, solverSchema } from './portfolio-outcome-schema.ts'

/** Most periods times assets: the programme has as many variables. */
const mostVariables = 600

export const rebalancingPlanOperation = defineOperation({
  name: 'optimisation/rebalancing-plan',
  title: 'Multi-period rebalancing plan',
  description:
    "The trades over several periods of highest discounted utility λ μₜ'w - ½ w'Σw net of linear and quadratic costs, as one quadratic programme; do the first trade and plan anew.",
  input: z.strictObject({
    forecasts: z.array(weights).min(1).max(250).describe('expected returns of each period, one row a period'),
    covariance,
    currentWeights: weights,
    riskTolerance: nonNegative.describe("λ of λ μ'w - ½ w'Σw"),
    discount: z.number().gt(0).max(1).describe('weight of a period relative to the one before'),
    linearCosts: z.union([nonNegative, weights]).describe('per unit traded, in units of utility'),
    quadraticCosts: covariance.optional().describe("C of the cost ½ trade'C trade, in units of utility"),
    limits: limitsSchema.describe('of the weights after each trade; a turnover limit holds in each period'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      weights: z.array(numbers).describe('after the trade of each period'),
      trades: z.array(numbers).describe('the first is the one to do now'),
      objective: z.number().describe('discounted utility net of costs'),
      costs: numbers.describe('of each period, in units of utility, undiscounted'),
      solver: solverSchema,
    }),
    infeasibleSchema,
  ]),
  source: 'Boyd et al. (2017), Multi-period trading via convex optimization; Gârleanu & Pedersen (2013)',
  example: {
    forecasts: [fourAssets.expectedReturns, [0.06, 0.06, 0.06, 0.06], [0.08, 0.06, 0.05, 0.04]],
    covariance: fourAssets.covariance,
    currentWeights: [0.25, 0.25, 0.25, 0.25],
    riskTolerance: 0.3,
    discount: 0.98,
    linearCosts: 0.001,
    limits: fourAssets.limits,
  },
  cost: 'medium',
  failures: quadraticFailures,
  compute: ({ limits, linearCosts, ...rest }) => {
    const size = rest.covariance.length
    if (size * rest.forecasts.length > mostVariables) {
      throw new TuttiError(
        'invalid-input',
        `periods times assets may be ${mostVariables} at most, got ${size * rest.forecasts.length}`,
        {
          field: 'forecasts',
          got: String(size * rest.forecasts.length),
          expected: `at most ${mostVariables}`,
        },
      )
    }
    const outcome = rebalancingPlan({
      ...rest,
      linearCosts: Array.isArray(linearCosts) ? linearCosts : new Array<number>(size).fill(linearCosts),
      limits: portfolioLimits(limits, size),
    })
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return {
      ...outcome,
      weights: outcome.weights.map(plainNumbers),
      trades: outcome.trades.map(plainNumbers),
      costs: [...outcome.costs],
      solver: { ...outcome.solver, residuals: { ...outcome.solver.residuals } },
    }
  },
})
