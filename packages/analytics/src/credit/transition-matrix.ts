import { Matrix } from 'ml-matrix'
import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { matrixExponential, matrixLogarithm } from './matrix-functions.ts'

type Rows = readonly (readonly number[])[]

/** How a logarithm with negative rates off the diagonal becomes a generator. */
export type GeneratorRegularisation = 'diagonal adjustment' | 'weighted adjustment'

/** The generator of a yearly rating transition matrix. */
export interface RatingGenerator {
  /** Principal logarithm of the matrix; its rows sum to 0. */
  readonly logarithm: number[][]
  /** The logarithm with its negative rates removed: what transition matrices of any horizon are made from. */
  readonly generator: number[][]
  /** Rates that were negative. */
  readonly negativeRates: readonly { readonly from: number; readonly to: number; readonly rate: number }[]
  /** Largest difference between the matrix and the exponential of the generator. */
  readonly largestError: number
}

/** Throws `invalid-input` unless `matrix` is square with rows of probabilities that sum to one (to `tolerance`). */
export function requireTransitionMatrix(matrix: Rows, tolerance = 1e-6): void {
  if (matrix.length === 0) {
    throw new TuttiError('invalid-input', 'a transition matrix needs at least one state', {
      field: 'matrix',
      got: 'no rows',
    })
  }
  matrix.forEach((row, i) => {
    if (row.length !== matrix.length) {
      throw new TuttiError(
        'invalid-input',
        `row ${i} of the transition matrix has ${row.length} values, not ${matrix.length}`,
        {
          field: `matrix[${i}]`,
          got: `${row.length} values`,
          expected: `${matrix.length}, as many as states`,
        },
      )
    }
    row.forEach((value, j) => requireInRange(value, 0, 1, `matrix[${i}][${j}]`))
    const sum = row.reduce((total, value) => total + value, 0)
    if (Math.abs(sum - 1) > tolerance) {
      throw new TuttiError('invalid-input', `row ${i} of the transition matrix sums to ${sum}; scale it to 1`, {
        field: `matrix[${i}]`,
        got: String(sum),
        expected: '1',
      })
    }
  })
}

/**
 * Generator of a yearly transition matrix, regularised where the logarithm has negative rates off its diagonal: they
 * become 0, and the row keeps its sum by the diagonal alone or by all its rates in proportion.
 *
 * Throws `invalid-input` for a matrix that is no transition matrix, `not-applicable` for one without logarithm. Source:
 * Israel, Rosenthal & Wei, Mathematical Finance 11 (2001), 245-265.
 */
export function ratingGenerator(matrix: Rows, regularisation: GeneratorRegularisation): RatingGenerator {
  requireTransitionMatrix(matrix)
  const yearly = new Matrix(matrix.map((row) => [...row]))
  const logarithm = matrixLogarithm(yearly)
  const rows = logarithm.to2DArray()
  const negativeRates = rows.flatMap((row, from) =>
    row.flatMap((rate, to) => (from !== to && rate < -1e-14 ? [{ from, to, rate }] : [])),
  )
  const generator = rows.map((row, i) => regularisedRow(row, i, regularisation))
  const error = Matrix.sub(matrixExponential(new Matrix(generator)), yearly)
  return {
    logarithm: rows,
    generator,
    negativeRates,
    largestError: Math.max(...error.to1DArray().map(Math.abs)),
  }
}

function regularisedRow(row: readonly number[], i: number, regularisation: GeneratorRegularisation): number[] {
  const removed = row.reduce((sum, rate, j) => (j !== i && rate < 0 ? sum - rate : sum), 0)
  if (removed === 0) return [...row]
  const kept = row.map((rate, j) => (j === i ? rate : Math.max(0, rate)))
  if (regularisation === 'diagonal adjustment') return kept.map((rate, j) => (j === i ? rate - removed : rate))
  const size = kept.reduce((sum, rate) => sum + Math.abs(rate), 0)
  return kept.map((rate) => (size === 0 ? 0 : rate - (removed * Math.abs(rate)) / size))
}

/** Transition matrix over `years` of a generator: exp(G t), with rows that sum to one. Throws `invalid-input`. */
export function transitionMatrixOver(generator: Rows, years: number): number[][] {
  requireInRange(years, 0, Number.MAX_VALUE, 'years')
  return matrixExponential(Matrix.mul(new Matrix(generator.map((row) => [...row])), years)).to2DArray()
}

/** Transition matrix over a whole number of years, by multiplication. Throws `invalid-input`. */
export function transitionMatrixPower(matrix: Rows, years: number): number[][] {
  requireTransitionMatrix(matrix)
  if (!Number.isInteger(requirePositive(years, 'years'))) {
    throw new TuttiError('invalid-input', `years must be whole, got ${years}; use a generator for other horizons`, {
      field: 'years',
      got: String(years),
      expected: 'a whole number',
    })
  }
  let base = new Matrix(matrix.map((row) => [...row]))
  let power = Matrix.eye(matrix.length)
  for (let exponent = years; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) power = power.mmul(base)
    base = base.mmul(base)
  }
  return power.to2DArray()
}
