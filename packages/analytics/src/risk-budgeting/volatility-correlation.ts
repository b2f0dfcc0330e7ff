import { TuttiError } from '../errors/index.ts'
import { choleskyInPlace } from '../programming/dense-cholesky.ts'
import { type Sample } from '../statistics/index.ts'

/** A covariance matrix checked and taken apart: covarianceᵢⱼ = volatilityᵢ correlationᵢⱼ volatilityⱼ. */
export interface VolatilityCorrelation {
  readonly size: number
  /** Standard deviations, all positive, in the unit of the covariance (annual if that is). */
  readonly volatilities: Float64Array
  /** Correlations by rows, size x size, ones on the diagonal. */
  readonly correlation: Float64Array
}

/** How far below zero rounding may push an eigenvalue of a correlation matrix, for each of its rows. */
const EIGENVALUE_ROUNDING = 1e-12

/**
 * Volatilities and correlations of a covariance matrix (rows of numbers) whose assets all have some risk.
 *
 * Throws `invalid-input` for a matrix that is not square, finite, symmetric (to 1e-10) and positive semidefinite, and
 * `not-applicable` for an asset without variance. Costs n³/6 multiplications, which is most of the time of a risk budget
 * of 1,000 assets: the answer may be used for many portfolios.
 */
export function volatilityCorrelation(covariance: readonly Sample[]): VolatilityCorrelation {
  const size = covariance.length
  if (size === 0) throw invalid('covariance', 'an empty matrix', 'at least one row')
  const volatilities = new Float64Array(size)
  for (let i = 0; i < size; i++) {
    if (covariance[i].length !== size)
      throw invalid(`covariance[${i}]`, `${covariance[i].length} entries`, `${size} entries`)
    const variance = covariance[i][i]
    if (!Number.isFinite(variance)) throw invalid(`covariance[${i}][${i}]`, String(variance), 'a finite number')
    if (variance < 0) throw invalid(`covariance[${i}][${i}]`, String(variance), 'a variance above zero')
    if (variance < 1e-300) {
      throw new TuttiError(
        'not-applicable',
        `asset ${i} (from 0) has no variance, so that it cannot carry a share of the risk; leave it out`,
        {
          field: `covariance[${i}][${i}]`,
          got: String(variance),
          expected: 'a variance above zero',
        },
      )
    }
    volatilities[i] = Math.sqrt(variance)
  }
  const correlation = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    const row = covariance[i]
    const scale = 1 / volatilities[i]
    for (let j = 0; j < size; j++) {
      const entry = (row[j] * scale) / volatilities[j]
      if (!(entry >= -1.000001 && entry <= 1.000001)) {
        const field = `covariance[${i}][${j}]`
        if (!Number.isFinite(row[j])) throw invalid(field, String(row[j]), 'a finite number')
        throw invalid(
          field,
          String(row[j]),
          `at most ${volatilities[i] * volatilities[j]} in size, the product of the volatilities`,
        )
      }
      correlation[i * size + j] = entry
    }
    correlation[i * size + i] = 1
  }
  makeSymmetric(correlation, covariance, size)
  requireNoNegativeEigenvalue(correlation, size)
  return { size, volatilities, correlation }
}

function makeSymmetric(correlation: Float64Array, covariance: readonly Sample[], size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const below = correlation[i * size + j]
      const above = correlation[j * size + i]
      if (below === above) continue
      if (Math.abs(below - above) > 1e-10) {
        throw invalid(`covariance[${i}][${j}]`, String(covariance[i][j]), `${covariance[j][i]}, as in [${j}][${i}]`)
      }
      correlation[i * size + j] = correlation[j * size + i] = 0.5 * (below + above)
    }
  }
}

/** Throws `invalid-input` unless the Cholesky factor of the matrix plus rounding on its diagonal exists. */
function requireNoNegativeEigenvalue(correlation: Float64Array, size: number): void {
  const rounding = EIGENVALUE_ROUNDING * (size + 10)
  const whole = correlation.slice()
  for (let i = 0; i < size; i++) whole[i * size + i] += rounding
  if (choleskyInPlace(whole, size, 0)) return
  // Row by row, to name the pivot.
  const lower = correlation.slice()
  for (let i = 0; i < size; i++) {
    const rowI = i * size
    for (let j = 0; j <= i; j++) {
      const rowJ = j * size
      let sum = 0
      for (let k = 0; k < j; k++) sum += lower[rowI + k] * lower[rowJ + k]
      const rest = lower[rowI + j] - sum
      if (j < i) {
        lower[rowI + j] = rest / lower[rowJ + j]
        continue
      }
      if (!(rest + rounding > 0)) {
        throw new TuttiError(
          'invalid-input',
          'covariance is not positive semidefinite; estimate it from complete series, or repair its correlations (nearest correlation matrix)',
          {
            field: 'covariance',
            got: `a pivot of ${rest} in row ${i} of the correlations`,
            expected: 'no negative eigenvalue',
          },
        )
      }
      lower[rowI + i] = Math.sqrt(rest + rounding)
    }
  }
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
