import { requireSemidefinite, symmetricEigensystem } from '../math/index.ts'
import type { Sample } from '../statistics/index.ts'
import type { EllipticalFactors } from './conditional-stress.ts'

/** x = means + A y with y of unit covariance: A = `columns`, one array for each independent direction. */
export interface WhitenedFactors {
  readonly columns: readonly (readonly number[])[]
  readonly moves: (y: readonly number[]) => number[]
}

/** Directions of a covariance by its eigenvectors; those without variance (below 1e-12 of the largest) are left out. */
export function whitenedFactors({ means, covariance }: EllipticalFactors): WhitenedFactors {
  requireSemidefinite(covariance, 'covariance')
  // By correlations, so that factors in different units count alike.
  const scales = covariance.map((row, i) => Math.sqrt(row[i]))
  const correlation = covariance.map((row, i) =>
    Array.from(row, (value, j) => (scales[i] > 0 && scales[j] > 0 ? value / (scales[i] * scales[j]) : 0)),
  )
  const { eigenvalues, vectors } = symmetricEigensystem(correlation, 'covariance')
  const largest = eigenvalues[eigenvalues.length - 1]
  const columns = eigenvalues.flatMap((value, k) =>
    value > 1e-12 * largest && value > 0 ? [vectors.map((row, i) => scales[i] * Math.sqrt(value) * row[k])] : [],
  )
  return {
    columns,
    moves: (y) => Array.from(means, (m, i) => m + columns.reduce((sum, column, k) => sum + column[i] * y[k], 0)),
  }
}

/** A' v. */
export function whitenedVector({ columns }: WhitenedFactors, v: Sample): number[] {
  return columns.map((column) => column.reduce((sum, a, i) => sum + a * v[i], 0))
}
