import { requireSymmetric, type Rows } from '../math/index.ts'
import { requireWhole } from '../statistics/index.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

/**
 * Why a covariance matrix is to be used with care. `not-positive-semidefinite`: an eigenvalue is negative, beyond
 * rounding; `singular`: some portfolio has no variance at all, so the matrix has no inverse; `ill-conditioned`: the
 * condition number is above 1e4, so an optimiser finds portfolios that rest on estimation error; `few-observations`:
 * fewer than thirty; `fewer-observations-than-series`; `noisy-eigenvalues`: fewer than ten observations a series;
 * `constant-series`: a series has no variance.
 */
export type CovarianceCaution =
  | 'not-positive-semidefinite'
  | 'singular'
  | 'ill-conditioned'
  | 'few-observations'
  | 'fewer-observations-than-series'
  | 'noisy-eigenvalues'
  | 'constant-series'

/** How far a covariance or correlation matrix may be trusted. */
export interface CovarianceConditions {
  readonly observations: number
  readonly series: number
  /** T / N. */
  readonly observationsPerSeries: number
  readonly smallestEigenvalue: number
  readonly largestEigenvalue: number
  /** Largest over smallest eigenvalue; `null` for a singular matrix. */
  readonly conditionNumber: number | null
  /** exp of the entropy of the eigenvalues' shares: 1 for one common factor, N for equal independent series. */
  readonly effectiveRank: number
  readonly cautions: readonly CovarianceCaution[]
}

/**
 * Conditions of a symmetric matrix estimated from `observations` periods. Cost N^3.
 *
 * Source of the effective rank: Roy & Vetterli, 15th European Signal Processing Conference (2007).
 */
export function covarianceConditions(matrix: Rows, observations: number): CovarianceConditions {
  const series = requireSymmetric(matrix, 'matrix')
  requireWhole(observations, 1, Infinity, 'observations')
  const flat = new Float64Array(series * series)
  for (let i = 0; i < series; i++) for (let j = 0; j < series; j++) flat[i * series + j] = matrix[i][j]
  const eigenvalues = symmetricEigenvalues(flat, series)
  const largest = eigenvalues[0]
  const smallest = eigenvalues[series - 1]
  const rounding = 1e-13 * series * largest
  const singular = smallest <= rounding
  const conditionNumber = singular ? null : largest / smallest
  const total = eigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0)
  let entropy = 0
  for (const value of eigenvalues) if (value > 0) entropy -= (value / total) * Math.log(value / total)
  const cautions: CovarianceCaution[] = []
  if (smallest < -rounding) cautions.push('not-positive-semidefinite')
  if (singular) cautions.push('singular')
  else if (largest / smallest > 1e4) cautions.push('ill-conditioned')
  if (observations < 30) cautions.push('few-observations')
  if (observations <= series) cautions.push('fewer-observations-than-series')
  else if (observations < 10 * series && series > 1) cautions.push('noisy-eigenvalues')
  if (Array.from({ length: series }, (_, i) => matrix[i][i]).includes(0)) cautions.push('constant-series')
  return {
    observations,
    series,
    observationsPerSeries: observations / series,
    smallestEigenvalue: smallest,
    largestEigenvalue: largest,
    conditionNumber,
    effectiveRank: total > 0 ? Math.exp(entropy) : 0,
    cautions,
  }
}
