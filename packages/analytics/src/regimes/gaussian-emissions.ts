import type { Sample } from '../statistics/index.ts'

/** Mean and covariance of each regime's observations. */
export interface GaussianEmissions {
  readonly means: readonly Float64Array[]
  /** Covariances by rows, d x d flat. */
  readonly covariances: readonly Float64Array[]
}

/** Fills log densities (n x regimes, by rows). False where a covariance is not positive definite. */
export function gaussianDensities(
  rows: readonly Sample[],
  { means, covariances }: GaussianEmissions,
  out: Float64Array,
): boolean {
  const d = means[0].length
  const regimes = means.length
  const work = new Float64Array(d)
  for (let k = 0; k < regimes; k++) {
    const factor = choleskyFlat(covariances[k], d)
    if (factor === undefined) return false
    let constant = -0.5 * d * Math.log(2 * Math.PI)
    for (let i = 0; i < d; i++) constant -= Math.log(factor[i * d + i])
    const mean = means[k]
    for (let t = 0; t < rows.length; t++) {
      const row = rows[t]
      let squares = 0
      for (let i = 0; i < d; i++) {
        let value = row[i] - mean[i]
        for (let j = 0; j < i; j++) value -= factor[i * d + j] * work[j]
        work[i] = value / factor[i * d + i]
        squares += work[i] * work[i]
      }
      out[t * regimes + k] = constant - 0.5 * squares
    }
  }
  return true
}

/** Weighted means and covariances (diagonal alone where asked for) of the rows, weights n x regimes by rows. */
export function weightedEmissions(
  rows: readonly Sample[],
  weights: Float64Array,
  regimes: number,
  diagonal: boolean,
): GaussianEmissions & { readonly counts: Float64Array } {
  const d = rows[0].length
  const counts = new Float64Array(regimes)
  const means = Array.from({ length: regimes }, () => new Float64Array(d))
  const covariances = Array.from({ length: regimes }, () => new Float64Array(d * d))
  for (let t = 0; t < rows.length; t++) {
    for (let k = 0; k < regimes; k++) {
      const weight = weights[t * regimes + k]
      counts[k] += weight
      for (let i = 0; i < d; i++) means[k][i] += weight * rows[t][i]
    }
  }
  for (let k = 0; k < regimes; k++) for (let i = 0; i < d; i++) means[k][i] /= counts[k]
  for (let t = 0; t < rows.length; t++) {
    for (let k = 0; k < regimes; k++) {
      const weight = weights[t * regimes + k]
      if (weight === 0) continue
      for (let i = 0; i < d; i++) {
        const deviation = weight * (rows[t][i] - means[k][i])
        for (let j = diagonal ? i : 0; j <= i; j++) {
          covariances[k][i * d + j] += deviation * (rows[t][j] - means[k][j])
        }
      }
    }
  }
  for (let k = 0; k < regimes; k++) {
    for (let i = 0; i < d; i++) {
      for (let j = 0; j <= i; j++) {
        const value = covariances[k][i * d + j] / counts[k]
        covariances[k][i * d + j] = value
        covariances[k][j * d + i] = value
      }
    }
  }
  return { means, covariances, counts }
}

/** Lower factor, or undefined where a pivot is not above 1e-10 of its diagonal entry. */
function choleskyFlat(matrix: Float64Array, d: number): Float64Array | undefined {
  const lower = new Float64Array(d * d)
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let value = matrix[i * d + j]
      for (let k = 0; k < j; k++) value -= lower[i * d + k] * lower[j * d + k]
      if (i > j) lower[i * d + j] = value / lower[j * d + j]
      else if (value > 1e-10 * matrix[i * d + i] && value > 0) lower[i * d + i] = Math.sqrt(value)
      else return undefined
    }
  }
  return lower
}
