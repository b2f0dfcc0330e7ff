import { explainedInfeasibility } from '@tutti/analytics/programming'
import type { ProgrammeLimit, Relaxation, RelaxedLimit } from '@tutti/analytics/programming'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, positive } from '../value-schemas.ts'
import { hessianField, integersField, programmeFields, programmeOf } from './linear-quadratic-programme-schema.ts'

const limitFields = {
  kind: z.enum(['row', 'variable']),
  index: z.int().min(0).describe('of the row or variable'),
  name: z.string(),
  side: z.enum(['lower', 'upper']),
  bound: number,
}
const conflictLimit = z.strictObject({ ...limitFields, words: z.string() })
const relaxedLimit = z.strictObject({
  ...limitFields,
  to: number.describe('the bound that would do'),
  by: positive.describe('how far it gives, in units of the row'),
  words: z.string(),
})
const relaxation = z.strictObject({ weightedTotal: nonNegative, changes: z.array(relaxedLimit) }).nullable()

const plainLimit = ({ kind, index, name, side, bound }: ProgrammeLimit) => ({ kind, index, name, side, bound })
const plainRelaxed = ({ to, by, words, ...limit }: RelaxedLimit) => ({ ...plainLimit(limit), to, by, words })
const plainRelaxation = (given: Relaxation | null) =>
  given && { weightedTotal: given.weightedTotal, changes: given.changes.map(plainRelaxed) }

/** Why constraints cannot be met, and what would do. */
export const explainedInfeasibilityOperation = defineOperation({
  name: 'optimisation/explained-infeasibility',
  title: 'Explained infeasibility',
  description:
    'For constraints that cannot be met together: an irreducible conflict among them, the smallest relaxation, the fewest that must give, the best compromise, and what a unit of room in each would save.',
  source: 'Chinneck, Feasibility and Infeasibility in Optimization (2008); Gleeson & Ryan, ORSA J. Computing 2 (1990)',
  input: z.strictObject({
    ...programmeFields,
    hessian: hessianField.optional(),
    integers: integersField,
    hard: z.array(z.string()).max(20_000).optional().describe('names of rows and variables that never give'),
    hardBounds: z.boolean().optional().describe('whether no bound of a variable gives; false where absent'),
    weights: z
      .record(z.string(), positive)
      .optional()
      .describe('cost of one unit of giving, by name of the row or variable; 1 where absent'),
  }),
  output: z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('feasible') }),
    z.strictObject({
      status: z.literal('infeasible'),
      conflict: z.array(conflictLimit).describe('cannot hold together; without any one of them the rest can'),
      smallestRelaxation: relaxation.describe('least weighted total; null where the hard limits alone conflict'),
      fewestRelaxation: relaxation.describe('fewest limits; null where not found'),
      compromise: z
        .strictObject({
          x: z.array(number),
          objective: number,
          totalViolation: nonNegative.describe('weighted'),
          violations: z.array(relaxedLimit),
        })
        .nullable()
        .describe('breaks the limits least, and of such points has the best objective'),
      prices: z
        .array(z.strictObject({ ...limitFields, price: positive, hard: z.boolean() }))
        .describe('what one unit of room in a limit takes off the least weighted total; dearest first'),
      words: z.string(),
    }),
  ]),
  example: {
    names: ['bonds', 'equities', 'property'],
    cost: [-0.03, -0.06, -0.045],
    lower: [0, 0, 0],
    upper: [0.3, 0.3, 0.3],
    rows: [
      { name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 },
      { name: 'duration', indices: [0], coefficients: [7], lower: 4, upper: null },
    ],
    hard: ['budget'],
  },
  cost: 'medium',
  failures: [{ code: 'not-converged', when: 'a linear programme of the search meets no method that solves it' }],
  compute: ({ hard, hardBounds, weights, ...json }) => {
    const explanation = explainedInfeasibility(programmeOf(json), {
      ...(hard ? { hard } : {}),
      ...(hardBounds === undefined ? {} : { hardBounds }),
      ...(weights ? { weights } : {}),
    })
    if (explanation.status === 'feasible') return { status: 'feasible' as const }
    const { conflict, smallestRelaxation, fewestRelaxation, compromise, prices, words } = explanation
    return {
      status: 'infeasible' as const,
      conflict: conflict.map(({ words: text, ...limit }) => ({ ...plainLimit(limit), words: text })),
      smallestRelaxation: plainRelaxation(smallestRelaxation),
      fewestRelaxation: plainRelaxation(fewestRelaxation),
      compromise: compromise && {
        x: plainNumbers(compromise.x),
        objective: compromise.objective,
        totalViolation: compromise.totalViolation,
        violations: compromise.violations.map(plainRelaxed),
      },
      prices: prices.map(({ price, hard: never, ...limit }) => ({ ...plainLimit(limit), price, hard: never })),
      words,
    }
  },
})
