import { TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/** Columns turned to upper triangular form by Householder reflections, and responses turned with them. */
export interface TurnedColumns {
  /** Column j holds R[0..j][j] in its first entries and reflector j below the diagonal. */
  readonly columns: readonly Float64Array[]
  readonly diagonal: Float64Array
  /** Q'y of each response. */
  readonly responses: readonly Float64Array[]
}

/**
 * Householder QR of `columns` (k of length n > k), with Q' applied to each of `responses`. The sum of squares of Q'y
 * behind entry m is the residual sum of squares on the first m columns, so one factorisation serves nested regressions.
 *
 * Throws `not-applicable`, naming `names[j]`, where column j is a combination of those before it. Cost O(n k^2).
 */
export function turnedColumns(
  columns: readonly Sample[],
  responses: readonly Sample[],
  names: (column: number) => string,
): TurnedColumns {
  const turned = columns.map((column) => Float64Array.from(column))
  const answers = responses.map((response) => Float64Array.from(response))
  const diagonal = new Float64Array(columns.length)
  turned.forEach((column, j) => {
    const length = norm(columns[j], 0)
    const rest = norm(column, j)
    if (!(rest > 1e-11 * length)) {
      throw new TuttiError('not-applicable', `${names(j)} is a combination of the regressors before it`, {
        field: names(j),
        got: 'a collinear or constant column',
        expected: 'linearly independent regressors; fewer lags, or a series that varies',
      })
    }
    diagonal[j] = column[j] > 0 ? -rest : rest
    column[j] -= diagonal[j]
    const scale = -1 / (diagonal[j] * column[j])
    for (let k = j + 1; k < turned.length; k++) reflect(column, turned[k], j, scale)
    for (const answer of answers) reflect(column, answer, j, scale)
  })
  return { columns: turned, diagonal, responses: answers }
}

/** The residuals of response `index` on all columns. */
export function turnedResiduals({ columns, diagonal, responses }: TurnedColumns, index: number): Float64Array {
  const residuals = Float64Array.from(responses[index])
  residuals.fill(0, 0, columns.length)
  for (let j = columns.length - 1; j >= 0; j--) {
    reflect(columns[j], residuals, j, -1 / (diagonal[j] * columns[j][j]))
  }
  return residuals
}

/** Coefficients of the first `count` columns for response `index`. */
export function turnedCoefficients(
  { columns, diagonal, responses }: TurnedColumns,
  index: number,
  count: number,
): Float64Array {
  const coefficients = new Float64Array(count)
  for (let i = count - 1; i >= 0; i--) {
    let value = responses[index][i]
    for (let j = i + 1; j < count; j++) value -= columns[j][i] * coefficients[j]
    coefficients[i] = value / diagonal[i]
  }
  return coefficients
}

/** (X'X)^-1 of the columns. */
export function inverseGram({ columns, diagonal }: TurnedColumns): Float64Array[] {
  const k = columns.length
  const inverse = Array.from({ length: k }, () => new Float64Array(k))
  for (let column = 0; column < k; column++) {
    for (let i = column; i >= 0; i--) {
      let value = i === column ? 1 : 0
      for (let j = i + 1; j <= column; j++) value -= columns[j][i] * inverse[j][column]
      inverse[i][column] = value / diagonal[i]
    }
  }
  return inverse.map((row) => Float64Array.from(inverse, (other) => dot(row, other)))
}

/** A least-squares fit on columns. */
export interface ColumnRegression {
  readonly coefficients: Float64Array
  readonly standardErrors: Float64Array
  readonly residuals: Float64Array
  readonly residualSquares: number
  readonly degreesOfFreedom: number
}

/** Ordinary least squares of `y` on `columns`, whose errors are taken as equal in variance and uncorrelated. */
export function columnRegression(
  y: Sample,
  columns: readonly Sample[],
  names: (column: number) => string,
): ColumnRegression {
  const turned = turnedColumns(columns, [y], names)
  const coefficients = turnedCoefficients(turned, 0, columns.length)
  const residuals = turnedResiduals(turned, 0)
  const residualSquares = dot(residuals, residuals)
  const degreesOfFreedom = y.length - columns.length
  const variance = residualSquares / degreesOfFreedom
  const standardErrors = Float64Array.from(inverseGram(turned), (row, i) => Math.sqrt(variance * row[i]))
  return { coefficients, standardErrors, residuals, residualSquares, degreesOfFreedom }
}

/** Sum of the products of two arrays. */
export function dot(a: Sample, b: Sample): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

function norm(values: Sample, from: number): number {
  let largest = 0
  for (let i = from; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]))
  if (largest === 0) return 0
  let sum = 0
  for (let i = from; i < values.length; i++) sum += (values[i] / largest) ** 2
  return largest * Math.sqrt(sum)
}

function reflect(reflector: Float64Array, target: Float64Array, from: number, scale: number): void {
  let sum = 0
  for (let i = from; i < target.length; i++) sum += reflector[i] * target[i]
  sum *= scale
  for (let i = from; i < target.length; i++) target[i] -= sum * reflector[i]
}
