import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { requireInRange, TuttiError } from '../errors/index.ts'
import { nearestCorrelation, type Rows } from '../math/index.ts'

/** A valid correlation matrix, and what was done to the given one. */
export interface ValidCorrelation {
  readonly matrix: readonly (readonly number[])[]
  /** Whether the given matrix was indefinite and the nearest valid one stands in its place. */
  readonly wasRepaired: boolean
  /** Frobenius norm of the difference from the given matrix; 0 where it was valid. */
  readonly frobeniusDistance: number
  /** Smallest eigenvalue of the given matrix. */
  readonly smallestEigenvalue: number
}

/**
 * The given correlation matrix, or the nearest valid one (Higham) where it has an eigenvalue below -1e-10. Throws
 * `invalid-input` for a matrix of another size than `size`, not symmetric, without a unit diagonal, or with entries
 * outside -1 to 1.
 */
export function validCorrelation(given: Rows | null, names: readonly string[]): ValidCorrelation {
  const size = names.length
  const rows = given ?? names.map((_, i) => names.map((_name, j) => (i === j ? 1 : 0)))
  if (rows.length !== size || rows.some((row) => row.length !== size)) {
    throw new TuttiError('invalid-input', `the correlation matrix needs ${size} rows and columns, got ${rows.length}`, {
      field: 'correlation',
      got: `${rows.length} rows`,
      expected: `one for each of ${names.join(', ')}`,
    })
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const field = `correlation of ${names[i]} and ${names[j]}`
      const value = requireInRange(rows[i][j], i === j ? 1 : -1, 1, field)
      if (value === rows[j][i]) continue
      throw new TuttiError('invalid-input', `the ${field} is given as ${value} and as ${rows[j][i]}`, {
        field,
        got: `${value}, ${rows[j][i]}`,
        expected: 'a symmetric matrix',
      })
    }
  }
  const matrix = rows.map((row) => Array.from(row))
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true })
  const smallestEigenvalue = Math.min(...realEigenvalues)
  if (smallestEigenvalue >= -1e-10) return { matrix, wasRepaired: false, frobeniusDistance: 0, smallestEigenvalue }
  const nearest = nearestCorrelation(matrix)
  return {
    matrix: nearest.matrix,
    wasRepaired: true,
    frobeniusDistance: nearest.frobeniusDistance,
    smallestEigenvalue,
  }
}
