import { CholeskyDecomposition, Matrix } from 'ml-matrix'

/** Inverse of a symmetric matrix, or undefined where it is not positive definite (to rounding, after scaling). */
export function positiveDefiniteInverse(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const scale = matrix.map((row, i) => Math.sqrt(row[i]))
  if (!scale.every((value) => value > 0 && Number.isFinite(value))) return undefined
  const scaled = new Matrix(matrix.map((row, i) => row.map((value, j) => value / (scale[i] * scale[j]))))
  const cholesky = new CholeskyDecomposition(scaled)
  if (!cholesky.isPositiveDefinite()) return undefined
  const inverse = cholesky.solve(Matrix.eye(matrix.length)).to2DArray()
  if (!inverse.every((row, i) => row[i] > 0 && row[i] < 1e14)) return undefined
  return inverse.map((row, i) => row.map((value, j) => value / (scale[i] * scale[j])))
}
