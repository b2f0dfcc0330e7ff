import { requireFinite, TuttiError } from '../errors/index.ts'

/** Figures of alternatives (rows) on objectives (columns); less is better in every column. */
export type ObjectiveTable = readonly ArrayLike<number>[]

/** Whether a criterion is better large or small. */
export type Sense = 'minimise' | 'maximise'

/**
 * The same figures with less better in every column: those of maximised criteria change sign. Throws `invalid-input`
 * naming the entry for rows of a length other than that of `senses` and for figures that are not finite.
 */
export function minimisedTable(values: ObjectiveTable, senses: readonly Sense[]): Float64Array[] {
  requireTable(values, senses.length)
  // Adding zero keeps a maximised 0 from becoming -0.
  return values.map((row) => Float64Array.from(row, (value, k) => (senses[k] === 'maximise' ? 0 - value : value)))
}

/** Throws `invalid-input` unless every row has `objectives` finite figures (as many as the first row where absent). */
export function requireTable(values: ObjectiveTable, objectives = values[0]?.length ?? 0): void {
  if (values.length === 0 || objectives === 0) {
    throw new TuttiError(
      'invalid-input',
      'the table of objectives is empty; give at least one alternative and objective',
      {
        field: 'values',
        got: `${values.length} rows of ${objectives}`,
        expected: 'at least one row of at least one figure',
      },
    )
  }
  values.forEach((row, i) => {
    if (row.length !== objectives) {
      throw new TuttiError('invalid-input', `values[${i}] has ${row.length} figures where ${objectives} are needed`, {
        field: `values[${i}]`,
        got: `${row.length} figures`,
        expected: `${objectives}, one for each objective`,
      })
    }
    for (let k = 0; k < objectives; k++) requireFinite(row[k], `values[${i}][${k}]`)
  })
}

/** Best and worst figure of each column. */
export function columnRanges(values: ObjectiveTable): { readonly best: Float64Array; readonly worst: Float64Array } {
  const best = Float64Array.from(values[0])
  const worst = Float64Array.from(values[0])
  for (const row of values) {
    for (let k = 0; k < best.length; k++) {
      if (row[k] < best[k]) best[k] = row[k]
      if (row[k] > worst[k]) worst[k] = row[k]
    }
  }
  return { best, worst }
}

/** Figures scaled so that the best of each column is 0 and the worst 1; a column without spread is 0 throughout. */
export function scaledTable(values: ObjectiveTable): Float64Array[] {
  const { best, worst } = columnRanges(values)
  return values.map((row) =>
    Float64Array.from(row, (value, k) => (worst[k] > best[k] ? ratio(value, best[k], worst[k]) : 0)),
  )
}

// Halves, so that a range near the largest number does not overflow.
const ratio = (value: number, best: number, worst: number): number =>
  (0.5 * value - 0.5 * best) / (0.5 * worst - 0.5 * best)
