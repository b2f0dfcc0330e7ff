import {
  type ScenarioAim,
  scenarioFrontier,
  type ScenarioPortfolio,
  scenarioPortfolio,
  type ScenarioReliability,
  scenarioReliability,
  type ScenarioRisk,
  scenarioSet,
} from '@tutti/analytics/scenario-optimisation'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nullableNumber, number, series } from '../value-schemas.ts'
import { limitsSchema, portfolioLimits } from './limits-schema.ts'
import { bindingSchema, infeasibleSchema, plainInfeasible, solverSchema } from './portfolio-outcome-schema.ts'

const maximumStartsAt = z
  .enum(['zero', 'first-return'])
  .describe('where the running maximum starts: at zero before the first return, or at the first return')

const riskSchema = z
  .discriminatedUnion('measure', [
    z.strictObject({
      measure: z.literal('cvar'),
      confidence: z.number().min(0).lt(1).describe('mean loss of the worst 1 - confidence'),
    }),
    z.strictObject({ measure: z.literal('mad') }),
    z.strictObject({
      measure: z.literal('cdar'),
      confidence: z
        .number()
        .min(0)
        .lt(1)
        .describe('mean drawdown of the worst 1 - confidence; 0 is the average drawdown'),
      maximumStartsAt,
    }),
    z.strictObject({ measure: z.literal('max-drawdown'), maximumStartsAt }),
    z.strictObject({ measure: z.literal('worst-loss') }),
  ])
  .describe(
    'cvar: conditional value at risk; mad: mean absolute deviation; cdar: conditional drawdown at risk and max-drawdown, of uncompounded sums of returns in successive periods; worst-loss: largest loss (maximin)',
  )

const aimSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('least-risk'),
    minExpectedReturn: z.number().optional().describe('decimals a period'),
  }),
  z.strictObject({
    kind: z.literal('most-return'),
    maxRisk: number.describe('largest risk, in the unit of the returns'),
  }),
  z.strictObject({ kind: z.literal('utility'), riskAversion: z.number().nonnegative() }),
])

const scenarioInput = {
  returns: z
    .array(z.array(z.number()).min(1).max(2000))
    .min(1)
    .max(20_000)
    .describe('simple returns: scenarios (for drawdowns successive periods) by assets'),
  probabilities: z
    .array(z.number().min(0).max(1))
    .max(20_000)
    .optional()
    .describe('of the scenarios; equal where absent'),
  expectedReturns: z.array(z.number()).optional().describe('in place of the mean returns of the scenarios'),
}

const scenarioShape = {
  weights: series.describe('fractions of capital'),
  risk: number.describe('the measure of risk at the weights; losses are positive'),
  expectedReturn: number,
  objective: number.describe(
    'what was made least: risk, minus expected return, or risk aversion x risk - expected return',
  ),
  marginalRisk: series.describe('derivative of the risk by each weight; at a kink the one that proves the optimum'),
  contributions: series.describe('weight x marginal risk; they add up to the risk'),
  binding: z.array(
    bindingSchema.extend({ kind: z.enum(['weight', 'budget', 'linear', 'turnover', 'expected-return', 'risk']) }),
  ),
  solver: solverSchema.extend({
    method: z.enum(['highs', 'active-set', 'interior-point', 'active-scenarios']),
    rounds: z.int().describe('programmes solved'),
    gap: z.number().describe('objective at the weights less the proven lower bound'),
  }),
  scenarios: z.int(),
  tailScenarios: z.int().nullable().describe('scenarios in the tail of cvar or cdar'),
  standardError: nullableNumber.describe(
    'of the risk at these weights, over independent scenarios; null where no theory gives one',
  ),
  interval95: z
    .strictObject({ lower: number, upper: number })
    .nullable()
    .describe('95 % interval of the risk at these weights; optimising over the same scenarios makes it too low'),
  cautions: z.array(z.string()).describe('what to know before relying on the weights'),
}

const solvedScenario = z.strictObject({ status: z.literal('solved'), ...scenarioShape })

const exampleScenarios = {
  returns: [
    [0.02, 0.004, -0.01],
    [-0.03, 0.006, 0.02],
    [0.01, -0.002, 0.005],
    [-0.05, 0.008, 0.01],
    [0.04, 0.001, -0.02],
    [0.015, 0.003, 0.004],
  ],
  limits: { minWeights: 0, maxWeights: 0.7, budget: 1 },
}

const scenarioFailures = [
  { code: 'not-applicable' as const, when: 'the limits leave the weights without bounds' },
  { code: 'not-converged' as const, when: 'no method meets the optimality conditions' },
]

/** Least CVaR, drawdown, deviation or worst loss over scenarios. */
export const scenarioPortfolioOperation = defineOperation({
  name: 'optimisation/scenario-portfolio',
  title: 'Minimum CVaR, CDaR, mean absolute deviation or worst loss',
  description:
    'The portfolio over scenarios of least risk, of most expected return under a limit on the risk, or of best trade-off, by linear programming, with contributions, binding limits and their shadow prices; limits that cannot be met are explained.',
  source: 'Rockafellar & Uryasev (2000); Konno & Yamazaki (1991); Chekhlov, Uryasev & Zabarankin (2005); Young (1998)',
  input: z.strictObject({ ...scenarioInput, risk: riskSchema, aim: aimSchema, limits: limitsSchema }),
  output: z.discriminatedUnion('status', [solvedScenario, infeasibleSchema]),
  example: {
    ...exampleScenarios,
    risk: { measure: 'cvar' as const, confidence: 0.6 },
    aim: { kind: 'least-risk' as const },
  },
  cost: 'medium',
  failures: scenarioFailures,
  compute: (input) => {
    const scenarios = scenarioSet(input.returns, input.probabilities)
    const risk: ScenarioRisk = input.risk
    const aim: ScenarioAim = input.aim
    const limits = portfolioLimits(input.limits, scenarios.assets)
    const outcome = scenarioPortfolio({ scenarios, risk, aim, limits, expectedReturns: input.expectedReturns })
    if (outcome.status === 'infeasible') return plainInfeasible(outcome)
    return {
      status: outcome.status,
      ...plainScenario(outcome, scenarioReliability(scenarios, outcome.weights, risk, 0.95)),
    }
  },
})

const plainScenario = (
  { weights, marginalRisk, contributions, binding, solver, risk, expectedReturn, objective }: ScenarioPortfolio,
  { scenarios, tailScenarios, interval, cautions }: ScenarioReliability,
) => ({
  weights: plainNumbers(weights),
  risk,
  expectedReturn,
  objective,
  marginalRisk: plainNumbers(marginalRisk),
  contributions: plainNumbers(contributions),
  binding: binding.map((limit) => ({ ...limit })),
  solver: { ...solver, residuals: { ...solver.residuals } },
  scenarios,
  tailScenarios,
  standardError: interval?.standardError ?? null,
  interval95: interval === null ? null : { lower: interval.lower, upper: interval.upper },
  cautions: [...cautions],
})

/** Least risk at several expected returns. */
export const scenarioFrontierOperation = defineOperation({
  name: 'optimisation/scenario-frontier',
  title: 'Mean-CVaR frontier and its kin',
  description:
    'Portfolios of least CVaR, drawdown, mean absolute deviation or worst loss at evenly spaced expected returns, from the least risk to the highest return within the limits.',
  source: 'Krokhmal, Palmquist & Uryasev, Portfolio optimization with conditional value-at-risk, J. of Risk 4 (2002)',
  input: z.strictObject({
    ...scenarioInput,
    risk: riskSchema,
    limits: limitsSchema,
    points: z.int().min(2).max(100).describe('portfolios on the frontier'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('solved'), portfolios: z.array(z.strictObject(scenarioShape)) }),
    infeasibleSchema,
  ]),
  example: { ...exampleScenarios, risk: { measure: 'cvar' as const, confidence: 0.6 }, points: 4 },
  cost: 'medium',
  failures: scenarioFailures,
  compute: (input) => {
    const scenarios = scenarioSet(input.returns, input.probabilities)
    const risk: ScenarioRisk = input.risk
    const limits = portfolioLimits(input.limits, scenarios.assets)
    const frontier = scenarioFrontier({ scenarios, risk, limits, expectedReturns: input.expectedReturns }, input.points)
    if (frontier.status === 'infeasible') return plainInfeasible(frontier)
    return {
      status: frontier.status,
      portfolios: frontier.portfolios.map((portfolio) =>
        plainScenario(portfolio, scenarioReliability(scenarios, portfolio.weights, risk, 0.95)),
      ),
    }
  },
})
