import { TuttiError } from '../errors/index.ts'
import { requireSymmetric, symmetricEigensystem, type Rows } from '../math/index.ts'
import { type FreeSetFactor, wholeFactor } from './free-set-factor.ts'

/** A covariance matrix found fit to optimise with. */
export interface RiskMatrix {
  readonly size: number
  /** By rows. */
  readonly covariance: Float64Array
  /** Factor with all assets free; absent where the matrix is singular. */
  readonly factor: FreeSetFactor | undefined
  /** Mean of the variances: the size of the figures. */
  readonly scale: number
}

/**
 * The covariance checked: square, finite, symmetric, positive semidefinite to rounding. Throws `invalid-input` naming
 * the smallest eigenvalue of one that is not, or where every variance is zero. Costs n³/6 for a definite matrix; the
 * eigenvalues are computed for the others alone.
 */
export function riskMatrix(rows: Rows, field = 'covariance'): RiskMatrix {
  const size = requireSymmetric(rows, field)
  const covariance = new Float64Array(size * size)
  let trace = 0
  for (let i = 0; i < size; i++) {
    const row = rows[i]
    for (let j = 0; j <= i; j++) {
      const value = j === i ? row[i] : 0.5 * (row[j] + rows[j][i])
      covariance[i * size + j] = value
      covariance[j * size + i] = value
    }
    trace += row[i]
  }
  const factor = wholeFactor(covariance, size)
  if (factor === undefined) requireNoNegativeEigenvalue(rows, size, field)
  if (!(trace > 0)) {
    throw new TuttiError('invalid-input', `${field} has no variance in it: there is no risk to optimise`, {
      field,
      got: 'zeros',
      expected: 'at least one positive variance',
    })
  }
  return { size, covariance, factor, scale: trace / size }
}

function requireNoNegativeEigenvalue(rows: Rows, size: number, field: string): void {
  const { eigenvalues } = symmetricEigensystem(rows, field)
  const smallest = Math.min(...eigenvalues)
  const largest = Math.max(...eigenvalues.map(Math.abs))
  if (smallest >= -1e-12 * size * largest) return
  throw new TuttiError(
    'invalid-input',
    `${field} is not positive semidefinite: its smallest eigenvalue is ${smallest}; estimate it from complete series, or scale it to correlations, take the nearest correlation matrix (random/nearest-correlation) and scale back by the volatilities`,
    { field, got: `smallest eigenvalue ${smallest}`, expected: 'no negative eigenvalue' },
  )
}

/** Σw of a matrix by rows. */
export function product({ size, covariance }: RiskMatrix, weights: ArrayLike<number>): Float64Array {
  const result = new Float64Array(size)
  for (let j = 0; j < size; j++) {
    const weight = weights[j]
    if (weight === 0) continue
    const start = j * size
    for (let i = 0; i < size; i++) result[i] += weight * covariance[start + i]
  }
  return result
}

/** Sum of aᵢbᵢ. */
export function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** w'Σw, zero at least. */
export const variance = (risk: RiskMatrix, weights: ArrayLike<number>): number =>
  Math.max(0, inner(weights, product(risk, weights)))
