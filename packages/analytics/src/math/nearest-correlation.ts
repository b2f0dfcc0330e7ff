import { Matrix } from 'ml-matrix'
import { TuttiError } from '../errors/index.ts'
import { requireSymmetric, type Rows } from './cholesky.ts'
import { symmetricEigensystem } from './symmetric-eigensystem.ts'

export interface NearestCorrelationOptions {
  /** Smallest eigenvalue allowed in the projection; 0 (the default) gives the exact nearest matrix, which is singular. */
  readonly minEigenvalue?: number
  /** Stop when an iteration changes no entry by more than this; default 1e-13. */
  readonly tolerance?: number
  readonly maxIterations?: number
}

export interface NearestCorrelation {
  readonly matrix: number[][]
  /** Frobenius norm of the difference from the matrix given. */
  readonly frobeniusDistance: number
  readonly iterations: number
}

/**
 * The correlation matrix (unit diagonal, positive semidefinite) nearest to a symmetric `matrix` in the Frobenius norm,
 * by alternating projections with Dykstra's correction.
 *
 * The unit diagonal is exact; eigenvalues are >= `minEigenvalue` to within about `tolerance`. Use a small positive
 * `minEigenvalue` (1e-8) when a Cholesky factor is wanted next. Throws `invalid-input` for a matrix that is not
 * symmetric or has an entry above 1e6 in size, `not-converged` past `maxIterations` (default 10,000).
 * Source: N. J. Higham, "Computing the nearest correlation matrix", IMA J. Numerical Analysis 22 (2002), 329-343.
 */
export function nearestCorrelation(matrix: Rows, options: NearestCorrelationOptions = {}): NearestCorrelation {
  const { minEigenvalue = 0, tolerance = 1e-13, maxIterations = 10_000 } = options
  const size = requireCorrelationScale(matrix, 'matrix')
  const given = new Matrix(matrix.map((row) => Array.from(row)))
  let current = given.clone()
  let correction = Matrix.zeros(size, size)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const shifted = Matrix.sub(current, correction)
    const positive = eigenvalueFloored(shifted, minEigenvalue)
    correction = Matrix.sub(positive, shifted)
    const next = positive.clone()
    for (let i = 0; i < size; i++) next.set(i, i, 1)
    const change = Matrix.sub(next, current)
    current = next
    if (
      largestEntry(change) <= tolerance &&
      largestEntry(Matrix.sub(next, positive)) <= Math.max(tolerance, 1e-13) * 10
    ) {
      return {
        matrix: current.to2DArray(),
        frobeniusDistance: Matrix.sub(current, given).norm(),
        iterations: iteration,
      }
    }
  }
  throw new TuttiError(
    'not-converged',
    `no nearest correlation matrix to ${tolerance} after ${maxIterations} iterations`,
  )
}

/**
 * Throws `invalid-input` unless `matrix` is square, symmetric and has no entry above 1e6 in size, which no matrix that
 * is meant for a correlation matrix has; returns its size.
 */
export function requireCorrelationScale(matrix: Rows, field: string): number {
  const size = requireSymmetric(matrix, field)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const entry = matrix[i][j]
      if (Math.abs(entry) <= 1e6) continue
      throw new TuttiError(
        'invalid-input',
        `${field}[${i}][${j}] is ${entry}: an entry of a matrix to be made a correlation matrix lies near -1 to 1`,
        { field: `${field}[${i}][${j}]`, got: String(entry), expected: 'at most 1e6 in size' },
      )
    }
  }
  return size
}

/** The symmetric matrix with its eigenvalues raised to at least `floor`. */
function eigenvalueFloored(matrix: Matrix, floor: number): Matrix {
  const { eigenvalues, vectors } = symmetricEigensystem(matrix.to2DArray(), 'matrix')
  const size = matrix.rows
  const result = Matrix.zeros(size, size)
  for (let k = 0; k < size; k++) {
    const eigenvalue = Math.max(eigenvalues[k], floor)
    if (eigenvalue === 0) continue
    for (let i = 0; i < size; i++) {
      const scaled = eigenvalue * vectors[i][k]
      for (let j = 0; j <= i; j++) result.set(i, j, result.get(i, j) + scaled * vectors[j][k])
    }
  }
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) result.set(j, i, result.get(i, j))
  return result
}

function largestEntry(matrix: Matrix): number {
  return matrix.to2DArray().reduce((largest, row) => row.reduce((a, b) => Math.max(a, Math.abs(b)), largest), 0)
}
