import type { Programme, ProgrammeRow } from '@tutti/analytics/programming'
import { z } from 'zod'
import { nullableNumber, number, nonNegative } from '../value-schemas.ts'

const index = z.int().min(0)
const lowerBound = nullableNumber.describe('null where there is none')
const upperBound = nullableNumber.describe('null where there is none')

/** A constraint of a programme in JSON. */
const row = z.strictObject({
  name: z.string().min(1).max(200).describe('unique; explanations use it'),
  indices: z.array(index).max(20_000).describe('variables with a coefficient, 0-based'),
  coefficients: z.array(number).max(20_000),
  lower: lowerBound,
  upper: upperBound,
})

/** The fields that every programme has. */
export const programmeFields = {
  names: z.array(z.string().min(1).max(200)).max(20_000).optional().describe('of the variables, for explanations'),
  cost: z.array(number).min(1).max(20_000).describe('linear part of the objective, one entry a variable'),
  lower: z.array(lowerBound).min(1).max(20_000).describe('of the variables'),
  upper: z.array(upperBound).min(1).max(20_000).describe('of the variables'),
  rows: z.array(row).max(20_000),
}

/** Indices of the whole variables. */
export const integersField = z.array(index).max(2000).optional().describe('indices of the variables that must be whole')

/** Q of the objective. */
export const hessianField = z
  .array(z.array(number).max(1000))
  .max(1000)
  .describe('Q of the objective cost·x + ½ x·Qx; symmetric, positive semidefinite')

interface JsonProgramme {
  readonly names?: string[] | undefined
  readonly cost: number[]
  readonly hessian?: number[][] | undefined
  readonly lower: (number | null)[]
  readonly upper: (number | null)[]
  readonly rows: z.infer<typeof row>[]
  readonly integers?: number[] | undefined
}

/** The programme that a JSON input describes: a null bound is an infinity. */
export function programmeOf({ names, cost, hessian, lower, upper, rows, integers }: JsonProgramme): Programme {
  return {
    cost,
    lower: lower.map((bound) => bound ?? -Infinity),
    upper: upper.map((bound) => bound ?? Infinity),
    rows: rows.map((line): ProgrammeRow => ({
      ...line,
      lower: line.lower ?? -Infinity,
      upper: line.upper ?? Infinity,
    })),
    ...(hessian ? { hessian } : {}),
    ...(integers ? { integers } : {}),
    ...(names ? { names } : {}),
  }
}

/** A solution in JSON. */
const solutionSchema = z.strictObject({
  x: z.array(number),
  objective: number,
  rowDuals: z
    .array(number)
    .describe('shadow price of each row: change of the objective per unit of its binding bound; zeros with integers'),
  boundDuals: z.array(number).describe('the same for the binding bound of each variable'),
  residuals: z
    .strictObject({
      primal: nonNegative,
      dual: nonNegative.nullable(),
      complementarity: nonNegative.nullable(),
      mipGap: nonNegative.nullable(),
    })
    .describe('largest violations of the optimality conditions, relative; null where they do not apply'),
  method: z.enum(['highs', 'active-set', 'interior-point']),
  fallbackReason: z.string().nullable().describe('why the first method was not enough, where another had to follow'),
})

/** What became of a programme, in JSON. */
export const outcomeSchema = z.strictObject({
  status: z
    .enum(['optimal', 'stopped', 'infeasible', 'unbounded'])
    .describe('stopped: integers, out of time, gap in the residuals'),
  solution: solutionSchema.nullable().describe('null where there is none'),
  explanation: z
    .string()
    .nullable()
    .describe('why there is none: limits in conflict and what must give, or variables that run away'),
})
