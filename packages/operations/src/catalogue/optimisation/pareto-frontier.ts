import { hypervolume, minimisedTable, paretoFrontier } from '@tutti/analytics/pareto'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nullableNumber, number, numbers } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { fourAssets, quadraticFailures } from './market-inputs.ts'
import { explainedChoice, senseOf } from './pareto-choice.ts'
import { choiceRule, choiceWeights, chosenPoint, convexObjective } from './pareto-objectives-schema.ts'
import { infeasibleSchema, plainInfeasible } from './portfolio-outcome-schema.ts'

/** Number of assets that the first list of an objective speaks of. */
function assetsOf(objective: z.infer<typeof convexObjective>): number {
  switch (objective.kind) {
    case 'expected-return':
      return objective.expectedReturns.length
    case 'linear':
    case 'deviation':
      return objective.coefficients.length
    case 'volatility':
    case 'tracking-error':
      return objective.covariance.length
    case 'cvar':
      return objective.returns[0].length
    case 'turnover':
    case 'trading-cost':
      return objective.currentWeights.length
    case 'distance':
      return objective.portfolios[0].weights.length
  }
}

/** The exact frontier of several convex objectives. */
export const paretoFrontierOperation = defineOperation({
  name: 'optimisation/pareto-frontier',
  title: 'Pareto frontier of several objectives',
  description:
    'Portfolios that no portfolio within the limits beats in every objective, for two to four of: expected return, other weighted sums, volatility, tracking error, CVaR, turnover, trading cost, duration gap, distance from recommended portfolios. Each is proven non-dominated by a solve of its own and has its exchange rates; one is chosen by a stated rule.',
  source: 'Mavrotas, Appl. Math. Comp. 213 (2009), augmented ε-constraint; Mavrotas & Florios, ibid. 219 (2013)',
  input: z.strictObject({
    objectives: z.array(convexObjective).min(2).max(4),
    limits: limitsSchema,
    levels: z
      .int()
      .min(2)
      .max(50)
      .describe('ceilings tried on each objective but one: up to levels^(objectives - 1) points, 400 at most'),
    choice: choiceRule,
    choiceWeights,
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({
      status: z.literal('solved'),
      points: z.array(
        z.strictObject({
          weights: numbers,
          values: numbers.describe('of each objective'),
          exchangeRates: z
            .array(nullableNumber)
            .describe('change of the lead objective per unit of each along the frontier; null at an end of it'),
          provenWithin: number.describe(
            'no portfolio is at least as good in every objective and better in one by more than this share of its range',
          ),
        }),
      ),
      lead: z.string().describe('the objective that was optimised under ceilings on the others'),
      ideal: numbers.describe('best figure of each objective'),
      nadir: numbers.describe('worst figure of each among the portfolios best in one'),
      hypervolumeShare: number.describe(
        'part of the box between nadir and ideal that the points dominate; a denser grid raises it to a limit',
      ),
      chosen: chosenPoint,
      cells: z.strictObject({ solved: z.int(), infeasible: z.int(), skipped: z.int(), failed: z.int() }),
      cautions: z.array(z.string()),
    }),
    infeasibleSchema,
  ]),
  example: {
    objectives: [
      { name: 'volatility', kind: 'volatility' as const, covariance: fourAssets.covariance },
      { name: 'return', kind: 'expected-return' as const, expectedReturns: fourAssets.expectedReturns },
    ],
    limits: fourAssets.limits,
    levels: 6,
    choice: { rule: 'knee' as const },
  },
  cost: 'medium',
  failures: quadraticFailures,
  compute: ({ objectives, limits, levels, choice, choiceWeights: importance }) => {
    const most = Math.floor(400 ** (1 / (objectives.length - 1)) + 1e-9)
    const frontier = paretoFrontier(
      objectives,
      portfolioLimits(limits, assetsOf(objectives[0])),
      Math.min(levels, most),
    )
    if (frontier.status === 'infeasible') return plainInfeasible(frontier)
    const criteria = objectives.map((objective) => ({ name: objective.name, sense: senseOf(objective) }))
    const senses = criteria.map(({ sense }) => sense)
    const points = frontier.points.map(({ weights, values, exchangeRates, provenWithin }) => ({
      weights: plainNumbers(weights),
      values: plainNumbers(values),
      exchangeRates: [...exchangeRates],
      provenWithin,
    }))
    const values = points.map((point) => point.values)
    const [ideal, nadir] = minimisedTable([frontier.ideal, frontier.nadir], senses)
    const box = minimisedTable(values, senses).map((row) =>
      row.map((value, k) => (nadir[k] > ideal[k] ? (value - ideal[k]) / (nadir[k] - ideal[k]) : 0)),
    )
    return {
      status: frontier.status,
      points,
      lead: objectives[frontier.lead].name,
      ideal: plainNumbers(frontier.ideal),
      nadir: plainNumbers(frontier.nadir),
      hypervolumeShare: hypervolume(
        box,
        objectives.map(() => 1),
      ),
      chosen: explainedChoice(criteria, values, choice, importance),
      cells: { ...frontier.cells },
      cautions: [
        ...frontier.cautions,
        ...(levels > most ? [`levels cut from ${levels} to ${most}: a grid has 400 cells at most`] : []),
      ],
    }
  },
})
