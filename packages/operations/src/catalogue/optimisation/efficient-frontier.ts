import { efficientFrontier } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { numbers, nullableNumber } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { covariance, expectedReturns, fourAssets, quadraticFailures } from './market-inputs.ts'
import { infeasibleSchema, plainInfeasible } from './portfolio-outcome-schema.ts'

const point = z.strictObject({
  riskTolerance: nullableNumber.describe(
    "λ at which the portfolio maximises λ μ'w - ½ w'Σw; null beyond every finite one",
  ),
  weights: numbers,
  expectedReturn: z.number(),
  volatility: z.number(),
})

export const efficientFrontierOperation = defineOperation({
  name: 'optimisation/efficient-frontier',
  title: 'Efficient frontier',
  description:
    'The frontier from the minimum variance portfolio to the highest return. With bounds and a fixed budget alone: every corner portfolio, exactly (weights are linear between them); with further limits: a grid. Also the efficient portfolios at given returns.',
  input: z.strictObject({
    expectedReturns,
    covariance,
    limits: limitsSchema,
    targetReturns: z
      .array(z.number())
      .max(1000)
      .optional()
      .describe('returns at which the frontier portfolio is wanted'),
    gridPoints: z
      .int()
      .min(2)
      .max(200)
      .optional()
      .describe('points of the grid where no corners are found; 20 where absent'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      method: z.enum(['critical-line', 'grid']),
      reason: z.string().nullable().describe('why a grid'),
      points: z.array(point).describe('corners or grid points, by rising return: the first has the least variance'),
      unbounded: z.boolean().describe('whether returns rise without end beyond the last point'),
      targets: z.array(point.nullable()).describe('at each target return; null where no efficient portfolio has it'),
    }),
    infeasibleSchema,
  ]),
  source:
    'Markowitz (1959), Portfolio Selection; Bailey & Lopez de Prado (2013), An open-source implementation of the critical-line algorithm',
  example: { ...fourAssets, targetReturns: [0.07, 0.08] },
  cost: 'medium',
  failures: quadraticFailures,
  compute: ({ limits, targetReturns, gridPoints, ...rest }) => {
    const outcome = efficientFrontier(
      { ...rest, limits: portfolioLimits(limits, rest.covariance.length) },
      { targetReturns: targetReturns ?? [], gridPoints: gridPoints ?? 20 },
    )
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return {
      status: outcome.status,
      method: outcome.method,
      reason: outcome.reason ?? null,
      points: outcome.points.map((item) => ({ ...item, weights: plainNumbers(item.weights) })),
      unbounded: outcome.unbounded,
      targets: outcome.targets.map((item) => (item === null ? null : { ...item, weights: plainNumbers(item.weights) })),
    }
  },
})
