import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { TuttiError } from '../errors/index.ts'
import type { Rows } from './cholesky.ts'

/** Eigenvalues of a symmetric matrix, and their vectors: `vectors[i][k]` is entry i of the vector of eigenvalue k. */
export interface SymmetricEigensystem {
  readonly eigenvalues: readonly number[]
  readonly vectors: readonly (readonly number[])[]
}

/**
 * Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix, of which the lower triangle is read.
 *
 * Throws `calculation-failed` where the decomposition fails, as it does for entries near the largest number. `field`
 * names the matrix in the message.
 */
export function symmetricEigensystem(matrix: Rows, field: string): SymmetricEigensystem {
  let system: SymmetricEigensystem | undefined
  let cause: unknown
  try {
    const given = new Matrix(matrix.map((row) => Array.from(row)))
    const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(given, { assumeSymmetric: true })
    system = { eigenvalues: realEigenvalues, vectors: eigenvectorMatrix.to2DArray() }
  } catch (error) {
    cause = error
  }
  if (system?.eigenvalues.every(Number.isFinite) && system.vectors.flat().every(Number.isFinite)) return system
  throw new TuttiError(
    'calculation-failed',
    `the eigenvalues of ${field} could not be calculated; look for entries out of scale with the rest`,
    { field, cause },
  )
}

/**
 * Throws `invalid-input` where a symmetric matrix has an eigenvalue below -1e-12 of the largest in size, times the
 * number of rows: it is not positive semidefinite, beyond rounding, and so no covariance. `field` names the matrix.
 */
export function requireSemidefinite(matrix: Rows, field: string): void {
  const { eigenvalues } = symmetricEigensystem(matrix, field)
  const smallest = Math.min(...eigenvalues)
  const largest = eigenvalues.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (smallest >= -1e-12 * eigenvalues.length * largest) return
  throw new TuttiError(
    'invalid-input',
    `${field} is not positive semidefinite: its smallest eigenvalue is ${smallest}; estimate it from complete series, or repair its correlations (nearest correlation matrix) and scale them back by the volatilities`,
    { field, got: `smallest eigenvalue ${smallest}`, expected: 'no negative eigenvalue' },
  )
}
