import { TuttiError } from '../errors/index.ts'

/** A matrix as rows of numbers. */
export type Rows = ReadonlyArray<ArrayLike<number>>

/** Throws `invalid-input` unless `matrix` is square, finite and symmetric to 1e-12 of its largest entry; returns its size. */
export function requireSymmetric(matrix: Rows, field: string): number {
  const size = matrix.length
  let largest = 0
  for (let i = 0; i < size; i++) {
    if (matrix[i].length !== size) {
      throw new TuttiError(
        'invalid-input',
        `${field} must be square: row ${i} has ${matrix[i].length} of ${size} entries`,
        {
          field: `${field}[${i}]`,
          got: `${matrix[i].length} entries`,
          expected: `${size} entries`,
        },
      )
    }
    for (let j = 0; j < size; j++) {
      const entry = matrix[i][j]
      if (!Number.isFinite(entry)) {
        throw new TuttiError('invalid-input', `${field}[${i}][${j}] must be a finite number, got ${entry}`, {
          field: `${field}[${i}][${j}]`,
          got: String(entry),
          expected: 'a finite number',
        })
      }
      largest = Math.max(largest, Math.abs(entry))
    }
  }
  if (size === 0) throw new TuttiError('invalid-input', `${field} is empty`, { field, expected: 'at least one row' })
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(matrix[i][j] - matrix[j][i]) > 1e-12 * largest) {
        throw new TuttiError(
          'invalid-input',
          `${field} must be symmetric: [${i}][${j}] is ${matrix[i][j]} and [${j}][${i}] is ${matrix[j][i]}`,
          { field: `${field}[${i}][${j}]`, got: String(matrix[i][j]), expected: String(matrix[j][i]) },
        )
      }
    }
  }
  return size
}

/**
 * Lower triangular `L` with `L L' = matrix`, for a symmetric positive definite matrix given as rows.
 *
 * Returns new rows, zeros above the diagonal. Throws `invalid-input` for a matrix that is not square, finite and
 * symmetric, or that is not positive definite; the message names the pivot (0-based) and its value, and for a
 * correlation matrix the remedy is `nearestCorrelation`. Source: Golub & Van Loan, Matrix Computations, 4.2.
 */
export function cholesky(matrix: Rows): number[][] {
  const size = requireSymmetric(matrix, 'matrix')
  const lower: number[][] = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  for (let j = 0; j < size; j++) {
    let pivot = matrix[j][j]
    for (let k = 0; k < j; k++) pivot -= lower[j][k] ** 2
    if (!(pivot > 1e-15 * Math.abs(matrix[j][j]))) {
      throw new TuttiError(
        'invalid-input',
        `matrix is not positive definite: pivot ${j} is ${pivot}; repair it (nearestCorrelation) or drop what is redundant`,
        { field: `matrix[${j}][${j}]`, got: String(pivot), expected: 'a positive pivot' },
      )
    }
    const diagonal = Math.sqrt(pivot)
    lower[j][j] = diagonal
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i][j]
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k]
      lower[i][j] = sum / diagonal
    }
  }
  return lower
}
