import { Matrix } from 'ml-matrix'
import { requireNonNegative, type Sample } from '../statistics/index.ts'
import { TuttiError } from '../errors/index.ts'
import { requireCorrelationScale, symmetricEigensystem } from '../math/index.ts'

/** A symmetric matrix made a correlation matrix. */
export interface SpectralCorrelation {
  /** Ascending, of the matrix given. */
  readonly eigenvalues: readonly number[]
  /** Positive semidefinite with a unit diagonal. */
  readonly repaired: readonly (readonly number[])[]
  /** Whether an eigenvalue had to be raised. */
  readonly changed: boolean
  /** Frobenius norm of the difference. */
  readonly frobeniusDistance: number
}

/**
 * A correlation matrix near a symmetric `matrix` by spectral decomposition: eigenvalues below `floor` (0 or a small
 * number) are raised to it and the result is scaled to a unit diagonal. Quick, though not the nearest one
 * (`nearestCorrelation`). Throws `not-applicable` when a row keeps no variance at all.
 *
 * Source: Rebonato and Jäckel, The most general methodology to create a valid correlation matrix, J. of Risk 2 (1999).
 */
export function spectralCorrelation(matrix: readonly Sample[], floor = 0): SpectralCorrelation {
  const size = requireCorrelationScale(matrix, 'matrix')
  requireNonNegative(floor, 'floor')
  const given = new Matrix(matrix.map((row) => Array.from(row)))
  const { eigenvalues, vectors } = symmetricEigensystem(matrix, 'matrix')
  const raised = eigenvalues.map((value) => Math.max(value, floor))
  const entry = (i: number, j: number): number =>
    raised.reduce((sum, value, k) => sum + value * vectors[i][k] * vectors[j][k], 0)
  const scale = Array.from({ length: size }, (_, i) => {
    const own = entry(i, i)
    if (own > 0) return 1 / Math.sqrt(own)
    throw new TuttiError('not-applicable', `row ${i} keeps no variance when negative eigenvalues are dropped`, {
      field: `matrix[${i}]`,
      got: `a diagonal of ${own}`,
      expected: 'a matrix nearer to a correlation matrix, or a floor above 0',
    })
  })
  const repaired = scale.map((a, i) => scale.map((b, j) => a * b * entry(Math.min(i, j), Math.max(i, j))))
  return {
    eigenvalues: eigenvalues.toSorted((a, b) => a - b),
    repaired,
    changed: eigenvalues.some((value) => value < floor),
    frobeniusDistance: Matrix.sub(new Matrix(repaired.map((row) => [...row])), given).norm(),
  }
}
