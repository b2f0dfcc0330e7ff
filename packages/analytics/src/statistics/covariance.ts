import { requireSample } from '../errors/index.ts'
import { compensatedSum } from './compensated-sum.ts'
import { mean } from './moments.ts'
import { requireSameLength, type MomentKind, type Sample } from './sample.ts'

/** Covariance of two samples of equal length; `sample` divides by n - 1, `population` by n. */
export function covariance(x: Sample, y: Sample, kind: MomentKind): number {
  requireSample(x, kind === 'sample' ? 2 : 1, 'x')
  requireSample(y, kind === 'sample' ? 2 : 1, 'y')
  requireSameLength(x, y, 'x', 'y')
  const meanX = mean(x)
  const meanY = mean(y)
  const products = Float64Array.from(x, (value, i) => (value - meanX) * (y[i] - meanY))
  return compensatedSum(products) / (kind === 'sample' ? x.length - 1 : x.length)
}

/**
 * Covariance matrix of the columns of `rows` (observations x variables), as rows of numbers.
 * Symmetric bit for bit.
 */
export function covarianceMatrix(rows: readonly Sample[], kind: MomentKind): number[][] {
  const columns = matrixColumns(rows)
  const matrix = columns.map(() => new Array<number>(columns.length).fill(0))
  for (let i = 0; i < columns.length; i++) {
    for (let j = i; j < columns.length; j++) {
      matrix[i][j] = covariance(columns[i], columns[j], kind)
      matrix[j][i] = matrix[i][j]
    }
  }
  return matrix
}

/** The columns of a matrix given by rows of equal length. */
export function matrixColumns(rows: readonly Sample[]): Float64Array[] {
  const width = rows[0]?.length ?? 0
  for (let t = 1; t < rows.length; t++) requireSameLength(rows[0], rows[t], 'rows[0]', `rows[${t}]`)
  return Array.from({ length: width }, (_, j) => Float64Array.from(rows, (row) => row[j]))
}
