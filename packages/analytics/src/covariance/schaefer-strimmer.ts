import { median, type Sample } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { denseRows } from './dense-rows.ts'
import { requireVarying, returnPanel } from './return-panel.ts'
import { relativeSampleError } from './sample-covariance.ts'

/** A covariance matrix put together from shrunk correlations and shrunk variances; per period. */
export interface SchaeferStrimmerCovariance {
  readonly covariance: number[][]
  readonly correlation: number[][]
  /** Weight of zero correlation, 0 to 1; 1 for a single series. */
  readonly correlationShrinkage: number
  /** Weight of the median variance, 0 to 1. */
  readonly varianceShrinkage: number
  /** Root of the expected squared Frobenius error of the sample covariance over the norm of the latter. */
  readonly relativeSampleError: number
  readonly observations: number
}

/**
 * Shrinks correlations towards zero and variances towards their median, each with the intensity that its sampling
 * variance asks for. Positive definite whenever an intensity is above 0. Needs three periods.
 *
 * Throws `not-applicable` for a constant series. Cost N^2 T multiplications.
 * Sources: Schäfer & Strimmer, Statistical Applications in Genetics and Molecular Biology 4(1) (2005); Opgen-Rhein &
 * Strimmer, the same 6(1) (2007) for the variances.
 */
export function schaeferStrimmer(returns: readonly Sample[]): SchaeferStrimmerCovariance {
  const panel = returnPanel(returns, 3)
  const { series: n, periods, centred } = panel
  const second = new Float64Array(n)
  const fourth = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    for (let t = 0; t < periods; t++) {
      const square = centred[j * periods + t] ** 2
      second[j] += square / periods
      fourth[j] += (square * square) / periods
    }
  }
  requireVarying(second)
  const unbiased = periods / (periods - 1)
  const centre = median(second)
  let varianceNoise = 0
  let varianceSpread = 0
  for (let j = 0; j < n; j++) {
    varianceNoise += fourth[j] - second[j] ** 2
    varianceSpread += (second[j] - centre) ** 2
  }
  const varianceShrinkage = intensity(varianceNoise, varianceSpread, periods)

  // Sums of products of the series over their standard deviations (divisor T - 1), and of the squared products.
  const standard = new Float64Array(centred.length)
  for (let j = 0; j < n; j++) {
    const sd = Math.sqrt(unbiased * second[j])
    for (let t = 0; t < periods; t++) standard[j * periods + t] = centred[j * periods + t] / sd
  }
  const products = crossProduct(standard, n, periods)
  // Over pairs: sum_t (z_i z_j)^2 = ((sum_i z_i^2)^2 - sum_i z_i^4) / T period by period.
  let squaredProducts = 0
  const lengths = new Float64Array(periods)
  for (let k = 0; k < standard.length; k++) {
    const square = standard[k] ** 2
    lengths[k % periods] += square
    squaredProducts -= square * square
  }
  for (let t = 0; t < periods; t++) squaredProducts += lengths[t] ** 2
  let productSquares = 0
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) productSquares += 2 * (products[i * n + j] / periods) ** 2
  const correlationShrinkage = intensity(squaredProducts / periods - productSquares, productSquares, periods)

  const variances = second.map((v) => unbiased * (varianceShrinkage * centre + (1 - varianceShrinkage) * v))
  const correlation = products.map((sum, k) =>
    k % (n + 1) === 0 ? 1 : ((1 - correlationShrinkage) * sum) / (periods - 1),
  )
  const covariance = correlation.map((r, k) => r * Math.sqrt(variances[Math.floor(k / n)] * variances[k % n]))
  for (let i = 0; i < n; i++) covariance[i * n + i] = variances[i]
  return {
    covariance: denseRows(covariance, n),
    correlation: denseRows(correlation, n),
    correlationShrinkage,
    varianceShrinkage,
    relativeSampleError: relativeSampleError(panel, sampleOf(products, second)),
    observations: periods,
  }
}

/** The covariance matrix with the divisor T, from the products of the series over their deviations. */
function sampleOf(products: Float64Array, variances: Float64Array): Float64Array {
  const n = variances.length
  return products.map((sum, k) => {
    const [i, j] = [Math.floor(k / n), k % n]
    return i === j ? variances[i] : (sum / products[i * (n + 1)]) * Math.sqrt(variances[i] * variances[j])
  })
}

/** The noise of some moments over their spread about the target, over T - 1; held to [0, 1], 1 where there is no spread. */
function intensity(noise: number, spread: number, periods: number): number {
  return spread > 0 ? Math.min(1, Math.max(0, noise / spread / (periods - 1))) : 1
}
