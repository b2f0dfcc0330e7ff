import { explainedInfeasibility, solvedProgramme, unboundedDirection } from '@tutti/analytics/programming'
import type { Programme } from '@tutti/analytics/programming'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainNumbers } from '../plain-numbers.ts'
import { positive } from '../value-schemas.ts'
import {
  hessianField,
  integersField,
  outcomeSchema,
  programmeFields,
  programmeOf,
} from './linear-quadratic-programme-schema.ts'

const timeLimitSeconds = positive.max(600).optional().describe('60 where absent')

function outcomeOf(programme: Programme, seconds: number | undefined): z.infer<typeof outcomeSchema> {
  const outcome = solvedProgramme(programme, seconds === undefined ? {} : { timeLimitSeconds: seconds })
  if (outcome.status === 'infeasible') {
    const explanation = explainedInfeasibility(programme)
    const words = explanation.status === 'infeasible' ? explanation.words : 'The limits can be met only to rounding.'
    return { status: 'infeasible', solution: null, explanation: words }
  }
  if (outcome.status === 'unbounded')
    return { status: 'unbounded', solution: null, explanation: unboundedDirection(programme).words }
  const { x, rowDuals, boundDuals, fallbackReason, ...rest } = outcome.solution
  return {
    status: outcome.status,
    solution: {
      ...rest,
      x: plainNumbers(x),
      rowDuals: plainNumbers(rowDuals),
      boundDuals: plainNumbers(boundDuals),
      fallbackReason: fallbackReason ?? null,
    },
    explanation: null,
  }
}

/** Linear and mixed-integer linear programmes. */
export const linearProgrammeOperation = defineOperation({
  name: 'optimisation/linear-programme',
  title: 'Linear programme',
  description:
    'Minimises a linear objective under linear constraints and bounds, with some variables whole if asked for; shadow prices, checked optimality conditions, and an explanation where there is no solution.',
  source: 'Dantzig (1963); HiGHS: Huangfu & Hall, Math. Prog. Comp. 10 (2018)',
  input: z.strictObject({ ...programmeFields, integers: integersField, timeLimitSeconds }),
  output: outcomeSchema,
  example: {
    names: ['bills', 'bonds', 'equities'],
    cost: [-0.02, -0.035, -0.06],
    lower: [0, 0, 0],
    upper: [1, 1, 0.4],
    rows: [
      { name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 },
      { name: 'stress loss', indices: [1, 2], coefficients: [0.06, 0.35], lower: null, upper: 0.12 },
    ],
  },
  failures: [{ code: 'not-converged', when: 'no method meets the optimality conditions within the time limit' }],
  compute: ({ timeLimitSeconds: seconds, ...json }) => outcomeOf(programmeOf(json), seconds),
})

/** Convex quadratic programmes. */
export const quadraticProgrammeOperation = defineOperation({
  name: 'optimisation/quadratic-programme',
  title: 'Quadratic programme',
  description:
    'Minimises a convex quadratic objective under linear constraints and bounds; shadow prices, checked optimality conditions, and an explanation where there is no solution.',
  source: 'Boyd & Vandenberghe, Convex Optimization (2004), 4.4, 5.5; Júdice & Pires (1994)',
  input: z.strictObject({ ...programmeFields, hessian: hessianField, timeLimitSeconds }),
  output: outcomeSchema,
  example: {
    names: ['bonds', 'equities', 'property'],
    cost: [-0.03, -0.06, -0.045],
    hessian: [
      [0.0036, 0.0018, 0.0008],
      [0.0018, 0.0324, 0.0121],
      [0.0008, 0.0121, 0.0144],
    ],
    lower: [0, 0, 0],
    upper: [1, 0.6, 0.3],
    rows: [{ name: 'budget', indices: [0, 1, 2], coefficients: [1, 1, 1], lower: 1, upper: 1 }],
  },
  failures: [{ code: 'not-converged', when: 'no method meets the optimality conditions within the time limit' }],
  compute: ({ timeLimitSeconds: seconds, ...json }) => outcomeOf(programmeOf(json), seconds),
})
