import { curveSensitivity } from '@tutti/analytics/bonds'
import type { DiscountCurve } from '@tutti/analytics/curves'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { schemaProblems } from '../schema-problems.ts'
import { nonNegative, number } from '../value-schemas.ts'

/** A row of a table as it was read: its values by column. */
export const tableRow = z.record(z.string().max(100), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** What became of the rows of a table. */
export const rowOutcomes = {
  counts: z.strictObject({ rows: z.int(), valued: z.int(), failed: z.int() }),
  failures: z
    .array(z.strictObject({ row: z.int().describe('from 1'), id: z.string(), reason: z.string() }))
    .describe('the rows that could not be valued; all others are'),
}

/**
 * Applies `use` to every row that `schema` and `use` accept, and says of each other why not. Throws `not-applicable`, naming
 * the table's `field`, where no row is left.
 */
export function rowsUsed<T>(
  rows: readonly Readonly<Record<string, unknown>>[],
  schema: z.ZodType<T>,
  use: (row: T) => void,
  field: string,
): z.infer<z.ZodObject<typeof rowOutcomes>> {
  const failures: { row: number; id: string; reason: string }[] = []
  const seen = new Set<string>()
  rows.forEach((row, i) => {
    const id = typeof row.id === 'string' || typeof row.id === 'number' ? String(row.id) : ''
    try {
      if (id === '') throw new TuttiError('invalid-input', 'the row has no id')
      if (seen.has(id)) throw new TuttiError('invalid-input', `the id ${id} stands in an earlier row`)
      seen.add(id)
      // an empty cell is no cell
      const cells = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ''))
      const parsed = schema.safeParse({ ...cells, id })
      if (!parsed.success) {
        const problems = schemaProblems(parsed.error, cells).map((problem) => cellProblem(problem, schema))
        throw new TuttiError('invalid-input', problems.join('; '))
      }
      use(parsed.data)
    } catch (error) {
      if (!(error instanceof TuttiError)) throw error
      failures.push({ row: i + 1, id, reason: error.message })
    }
  })
  if (failures.length === rows.length) {
    throw new TuttiError('not-applicable', `no row of the table can be valued; the first: ${failures[0]?.reason}`, {
      field,
      got: `${rows.length} rows, all unusable`,
      expected: 'at least one row that fits',
    })
  }
  return { counts: { rows: rows.length, valued: rows.length - failures.length, failed: failures.length }, failures }
}

/** What is wrong with a cell: column, what stands there and what is expected; or which columns are unknown. */
function cellProblem({ field, got, message }: Problem, schema: z.ZodType): string {
  const unknown = /^Unrecognized keys?: (.*)$/.exec(message)
  if (unknown !== null) {
    const known = schema instanceof z.ZodObject ? `; the columns are ${Object.keys(schema.shape).join(', ')}` : ''
    return `unknown column ${unknown[1]}${known}`
  }
  const expected = message === 'Invalid ISO date' ? 'expected a date YYYY-MM-DD' : message.replace(/, received .*$/, '')
  const plain = expected.replace(/^(Invalid input|Invalid option|Too big|Too small): /, '')
  return field === undefined ? plain : `${field}: got ${got}, ${plain}`
}

/** Years of 365.25 days from a date of birth to the valuation. Throws `invalid-input` for a birth after it or more than 120 years before. */
export function ageAt(valuation: string, birthDate: string): number {
  const age = (dayOf(valuation, 'valuationDate') - dayOf(birthDate, 'birthDate')) / 365.25
  if (age >= 0 && age <= 120) return age
  throw new TuttiError('invalid-input', `birthDate: ${birthDate} gives the age ${age.toFixed(1)} at the valuation`, {
    field: 'birthDate',
    got: birthDate,
    expected: 'an age from 0 to 120',
  })
}

/** Measures of a liability off a curve. */
export const liabilityMeasures = {
  presentValue: number,
  effectiveDurationYears: number.nullable().describe('null where the present value is 0'),
  effectiveConvexityYearsSquared: number.nullable(),
  pv01: number.describe(
    'value x effective duration x 0.0001: half the difference of the values with zero rates 0.0001 lower and higher, so that a rise alone loses a little less where the convexity is positive',
  ),
  keyRateDurationsYears: z.array(number).describe('one for each key rate'),
  keyRatePv01: z.array(number).describe('central as pv01, one for each key rate'),
}

/** Values payments off a curve, with key rates. */
export function measuresOf(
  flows: readonly { readonly timeYears: number; readonly amount: number }[],
  curve: DiscountCurve,
  keyRatesYears: readonly number[],
): z.infer<z.ZodObject<typeof liabilityMeasures>> {
  const presentValue = valueOf(flows, curve)
  if (flows.length === 0 || presentValue === 0) {
    return {
      presentValue: 0,
      effectiveDurationYears: null,
      effectiveConvexityYearsSquared: null,
      pv01: 0,
      keyRateDurationsYears: keyRatesYears.map(() => 0),
      keyRatePv01: keyRatesYears.map(() => 0),
    }
  }
  const result = curveSensitivity(flows, curve, keyRatesYears)
  return {
    presentValue,
    effectiveDurationYears: result.effectiveDurationYears,
    effectiveConvexityYearsSquared: result.effectiveConvexityYearsSquared,
    pv01: result.effectiveDurationYears * presentValue * 1e-4,
    keyRateDurationsYears: [...result.keyRateDurationsYears],
    keyRatePv01: [...result.keyRateDv01],
  }
}

/** Value of payments off a curve. */
export const valueOf = (
  flows: readonly { readonly timeYears: number; readonly amount: number }[],
  curve: DiscountCurve,
): number => flows.reduce((sum, { timeYears, amount }) => sum + amount * curve.discountFactor(timeYears), 0)

/** Expected payments by year in a form that bonds/cash-flow-risk takes. */
export const paymentsShape = z.strictObject({
  timesYears: z.array(nonNegative),
  amounts: z.array(number),
})
