import type { InfeasiblePortfolio, MovedLimit, PortfolioOutcome, SolvedPortfolio } from '@tutti/analytics/optimisation'
import { z } from 'zod'
import { plainNumbers } from '../plain-numbers.ts'
import { numbers, nullableNumber } from '../value-schemas.ts'

/** How an optimum was found and how well it meets the optimality conditions. */
export const solverSchema = z.strictObject({
  method: z.enum(['critical-line', 'highs', 'active-set', 'interior-point', 'branch-and-bound']),
  residuals: z.strictObject({
    primal: z.number().describe('largest violation of a limit, relative'),
    dual: nullableNumber.describe('largest violation of stationarity, relative'),
    complementarity: nullableNumber,
    mipGap: nullableNumber.describe('proven relative gap to the best possible, with cardinality'),
  }),
  fallbackReason: z.string().optional().describe('why the first method did not serve'),
})

export const bindingSchema = z.strictObject({
  limit: z.string().describe('an asset (its own bound), budget, turnover, or the name of a limit'),
  kind: z.enum(['weight', 'budget', 'linear', 'turnover', 'risk']),
  side: z.enum(['lower', 'upper', 'equal']),
  bound: z.number(),
  shadowPrice: z.number().describe('change of the objective per unit of the bound'),
})

/** An optimal portfolio, and why it is what it is. */
export const solvedShape = {
  status: z.literal('solved'),
  weights: numbers.describe('fractions of capital'),
  objective: z.number(),
  expectedReturn: nullableNumber,
  volatility: z
    .number()
    .describe('of the portfolio, or against its benchmark or liability; per period of the covariance'),
  riskContributions: z.array(z.number()).nullable().describe('parts of the volatility by asset; they add up to it'),
  binding: z.array(bindingSchema).describe('the limits that bind'),
  solver: solverSchema,
  cautions: z.array(z.string()).describe('what to know before relying on the weights'),
}

const namedShape = {
  limit: z.string().describe('an asset (its own bound), budget, turnover, or the name of a limit'),
  side: z.enum(['lower', 'upper']),
  bound: z.number(),
}
const moved = z.array(
  z.strictObject({
    ...namedShape,
    to: z.number(),
    amount: z.number().describe('by how much, in the units of the limit'),
  }),
)

/** Why no portfolio meets the limits, and what comes closest. */
export const infeasibleSchema = z.strictObject({
  status: z.literal('infeasible'),
  words: z.string(),
  conflict: z
    .array(z.strictObject(namedShape))
    .describe(
      'limits that cannot be met together; each is needed for it, unless the words say that this is not proven',
    ),
  relaxation: moved.describe(
    'the smallest total relaxation after which a portfolio exists, with as few limits changed as that allows: weights, budget, groups and turnover count per unit as written, another linear limit per unit of its largest coefficient',
  ),
  fewestChanges: moved.nullable().describe('the fewest limits that must give; null where that was not found'),
  compromise: z
    .strictObject({ weights: numbers, broken: moved })
    .nullable()
    .describe('the best portfolio within that relaxation'),
  prices: z
    .array(z.strictObject({ ...namedShape, price: z.number() }))
    .describe('what a unit of room in a limit takes off the least total violation'),
})

/** A portfolio, or why there is none. */
export const portfolioOutcomeSchema = z.discriminatedUnion('status', [z.strictObject(solvedShape), infeasibleSchema])

export const plainSolved = ({ weights, riskContributions, binding, cautions, solver, ...rest }: SolvedPortfolio) => ({
  ...rest,
  weights: plainNumbers(weights),
  riskContributions: riskContributions === null ? null : plainNumbers(riskContributions),
  binding: binding.map((limit) => ({ ...limit })),
  cautions: [...cautions],
  solver: { ...solver, residuals: { ...solver.residuals } },
})

const plainMoved = (limits: readonly MovedLimit[]) => limits.map((limit) => ({ ...limit }))

export const plainInfeasible = (outcome: InfeasiblePortfolio) => ({
  status: outcome.status,
  words: outcome.words,
  conflict: outcome.conflict.map((limit) => ({ ...limit })),
  relaxation: plainMoved(outcome.relaxation),
  fewestChanges: outcome.fewestChanges === null ? null : plainMoved(outcome.fewestChanges),
  compromise:
    outcome.compromise === null
      ? null
      : { weights: plainNumbers(outcome.compromise.weights), broken: plainMoved(outcome.compromise.broken) },
  prices: outcome.prices.map((limit) => ({ ...limit })),
})

/** An outcome ready for JSON. */
export const plainOutcome = (outcome: PortfolioOutcome) =>
  outcome.status === 'solved' ? plainSolved(outcome) : plainInfeasible(outcome)
