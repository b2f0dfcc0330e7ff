import { TuttiError } from '../errors/index.ts'
import type { Programme } from './programme.ts'

/** A programme checked and laid flat: n variables, m rows in compressed form, Q dense by rows. */
export interface ProgrammeArrays {
  readonly n: number
  readonly m: number
  readonly cost: Float64Array
  readonly hessian: Float64Array | undefined
  readonly lower: Float64Array
  readonly upper: Float64Array
  readonly rowStarts: Int32Array
  readonly rowIndices: Int32Array
  readonly rowValues: Float64Array
  readonly rowLower: Float64Array
  readonly rowUpper: Float64Array
  readonly integers: Int32Array
}

function invalid(field: string, message: string, got: unknown, expected: string): never {
  throw new TuttiError('invalid-input', `${field}: ${message}`, { field, got: String(got), expected })
}

/** Name of variable j in messages. */
export function variableName(programme: Programme, j: number): string {
  return programme.names?.[j] ?? `x[${j}]`
}

function requireLength(values: ArrayLike<unknown>, length: number, field: string): void {
  if (values.length !== length)
    invalid(field, `has ${values.length} entries for ${length} variables`, values.length, `${length} entries`)
}

function finiteValue(value: number, field: string): number {
  if (!Number.isFinite(value)) invalid(field, `must be a finite number, got ${value}`, value, 'a finite number')
  return value
}

function requireBounds(lower: number, upper: number, field: string, name: string): void {
  if (Number.isNaN(lower) || Number.isNaN(upper))
    invalid(field, `${name} has a bound that is not a number`, `[${lower}, ${upper}]`, 'numbers or infinities')
  if (lower > upper)
    invalid(
      field,
      `${name} has its lower bound ${lower} above its upper bound ${upper}`,
      `[${lower}, ${upper}]`,
      'lower ≤ upper',
    )
  if (lower === Infinity || upper === -Infinity)
    invalid(
      field,
      `${name} has a bound that nothing can meet`,
      `[${lower}, ${upper}]`,
      'a lower bound below +∞ and an upper one above -∞',
    )
}

function hessianArray(rows: readonly ArrayLike<number>[], n: number): Float64Array | undefined {
  requireLength(rows, n, 'hessian')
  const flat = new Float64Array(n * n)
  let largest = 0
  for (let i = 0; i < n; i++) {
    const row = rows[i]
    if (row.length !== n) requireLength(row, n, `hessian[${i}]`)
    for (let j = 0; j < n; j++) {
      const value = row[j]
      if (!Number.isFinite(value)) finiteValue(value, `hessian[${i}][${j}]`)
      const size = value < 0 ? -value : value
      if (size > largest) largest = size
      flat[i * n + j] = value
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const gap = flat[i * n + j] - flat[j * n + i]
      if (gap === 0) continue
      if (Math.abs(gap) > 1e-10 * largest)
        invalid(`hessian[${i}][${j}]`, 'the matrix is not symmetric', flat[i * n + j], String(flat[j * n + i]))
      flat[i * n + j] = flat[j * n + i] = 0.5 * (flat[i * n + j] + flat[j * n + i])
    }
  }
  return largest === 0 ? undefined : flat
}

/**
 * The checked flat form of a programme. Throws `invalid-input` naming the first entry that is not a number, of a wrong
 * length or index, and the first variable or row whose lower bound lies above its upper one. Costs one pass over the input.
 */
export function programmeArrays(programme: Programme): ProgrammeArrays {
  const n = programme.cost.length
  if (n === 0) invalid('cost', 'a programme needs at least one variable', 0, 'one or more')
  requireLength(programme.lower, n, 'lower')
  requireLength(programme.upper, n, 'upper')
  if (programme.names) requireLength(programme.names, n, 'names')
  const cost = Float64Array.from({ length: n }, (_, j) => finiteValue(programme.cost[j], `cost[${j}]`))
  const lower = Float64Array.from(programme.lower)
  const upper = Float64Array.from(programme.upper)
  for (let j = 0; j < n; j++) requireBounds(lower[j], upper[j], `lower[${j}]`, `variable ${variableName(programme, j)}`)

  const m = programme.rows.length
  const rowStarts = new Int32Array(m + 1)
  for (let i = 0; i < m; i++) rowStarts[i + 1] = rowStarts[i] + programme.rows[i].indices.length
  const rowIndices = new Int32Array(rowStarts[m])
  const rowValues = new Float64Array(rowStarts[m])
  const rowLower = new Float64Array(m)
  const rowUpper = new Float64Array(m)
  const seen = new Int32Array(n).fill(-1)
  for (let i = 0; i < m; i++) {
    const { name, indices, coefficients, lower: low, upper: high } = programme.rows[i]
    const field = `rows[${i}]`
    if (coefficients.length !== indices.length)
      invalid(
        field,
        `${name} has ${coefficients.length} coefficients for ${indices.length} indices`,
        coefficients.length,
        String(indices.length),
      )
    requireBounds(low, high, field, `row ${name}`)
    rowLower[i] = low
    rowUpper[i] = high
    for (let k = 0; k < indices.length; k++) {
      const j = indices[k]
      if (!Number.isInteger(j) || j < 0 || j >= n)
        invalid(`${field}.indices[${k}]`, `no variable ${j}`, j, `0 to ${n - 1}`)
      if (seen[j] === i)
        invalid(
          `${field}.indices[${k}]`,
          `${name} names variable ${variableName(programme, j)} twice`,
          j,
          'distinct indices',
        )
      seen[j] = i
      rowIndices[rowStarts[i] + k] = j
      rowValues[rowStarts[i] + k] = finiteValue(coefficients[k], `${field}.coefficients[${k}]`)
    }
  }
  const integers = Int32Array.from(programme.integers ?? [])
  for (const [k, j] of (programme.integers ?? []).entries()) {
    if (!Number.isInteger(j) || j < 0 || j >= n) invalid(`integers[${k}]`, `no variable ${j}`, j, `0 to ${n - 1}`)
  }
  const hessian = programme.hessian ? hessianArray(programme.hessian, n) : undefined
  return { n, m, cost, hessian, lower, upper, rowStarts, rowIndices, rowValues, rowLower, rowUpper, integers }
}
