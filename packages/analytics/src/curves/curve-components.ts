import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { TuttiError, requireSample } from '../errors/index.ts'

/** Principal components of curve changes, by falling variance. */
export interface CurveComponents {
  /** Variance of each component, in the squared unit of the changes. */
  readonly variances: readonly number[]
  /** Share of each in the total variance. */
  readonly explainedRatios: readonly number[]
  /** One vector of unit length a component; its loading of largest size is positive. */
  readonly loadings: readonly (readonly number[])[]
  /** Score of each day on each component: [day][component]. */
  readonly scores: readonly (readonly number[])[]
}

/**
 * Level, slope and curvature (and what is left) of a curve's changes: eigenvectors of their sample covariance (divisor
 * n - 1, means removed). `changes` has a row a day and a column a tenor. Throws `invalid-input` for fewer than two rows,
 * rows of unequal length or no variance at all. Source: Litterman & Scheinkman, J. Fixed Income 1 (1991), 54-61.
 */
export function curveComponents(changes: readonly (readonly number[])[]): CurveComponents {
  const days = changes.length
  const tenors = changes[0]?.length ?? 0
  if (days < 2 || tenors < 1) {
    throw new TuttiError('invalid-input', `components need two days and a tenor at least, got ${days} and ${tenors}`, {
      field: 'changes',
      got: `${days} rows`,
      expected: 'at least 2 rows',
    })
  }
  changes.forEach((row, i) => {
    requireSample(row, 1, `changes[${i}]`)
    if (row.length === tenors) return
    throw new TuttiError('invalid-input', `row ${i} has ${row.length} tenors, the first has ${tenors}`, {
      field: `changes[${i}]`,
      got: String(row.length),
      expected: String(tenors),
    })
  })
  const means = Array.from({ length: tenors }, (_, j) => changes.reduce((sum, row) => sum + row[j], 0) / days)
  const centred = new Matrix(changes.map((row) => row.map((value, j) => value - means[j])))
  const covariance = centred
    .transpose()
    .mmul(centred)
    .div(days - 1)
  const total = covariance.trace()
  if (!(total > 0)) {
    throw new TuttiError('invalid-input', 'the changes do not vary: there is nothing to decompose', {
      field: 'changes',
      got: 'no variance',
      expected: 'changes that differ between days',
    })
  }
  const decomposition = new EigenvalueDecomposition(covariance, { assumeSymmetric: true })
  const order = decomposition.realEigenvalues.map((_, i) => i)
  order.sort((a, b) => decomposition.realEigenvalues[b] - decomposition.realEigenvalues[a])
  const variances = order.map((i) => Math.max(decomposition.realEigenvalues[i], 0))
  const loadings = order.map((i) => {
    const vector = decomposition.eigenvectorMatrix.getColumn(i)
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
    return largest < 0 ? vector.map((value) => -value) : vector
  })
  const scores = centred.mmul(new Matrix(loadings).transpose()).to2DArray()
  return { variances, explainedRatios: variances.map((variance) => variance / total), loadings, scores }
}
