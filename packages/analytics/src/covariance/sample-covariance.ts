import type { MomentKind, Sample } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { denseRows } from './dense-rows.ts'
import { returnPanel, type ReturnPanel } from './return-panel.ts'

/** A covariance matrix of returns with the standard error of each of its entries; all per period. */
export interface SampleCovariance {
  readonly covariance: number[][]
  /** Asymptotic standard error of each entry for independent periods of any distribution. */
  readonly standardErrors: number[][]
  readonly means: number[]
  readonly observations: number
}

/**
 * Covariance matrix of the columns of `returns` (rows are periods, at least two) with standard errors.
 *
 * `sample` divides by T - 1, `population` by T. The standard error of entry (i, j) is the root of
 * mean((x_i x_j - s_ij)^2) / T over the centred returns: valid for independent periods with four moments; autocorrelated
 * or volatility-clustered returns have larger ones. Cost N^2 T multiplications.
 * Source: Ledoit & Wolf, J. of Portfolio Management 30(4) (2004), appendix B (the terms of pi).
 */
export function sampleCovariance(returns: readonly Sample[], kind: MomentKind): SampleCovariance {
  const panel = returnPanel(returns, 2)
  const { series, periods } = panel
  const population = populationCovariance(panel)
  const squares = crossProduct(
    panel.centred.map((value) => value * value),
    series,
    periods,
  )
  const scale = kind === 'sample' ? periods / (periods - 1) : 1
  const errors = squares.map((sum, k) => scale * Math.sqrt(Math.max(0, sum / periods - population[k] ** 2) / periods))
  return {
    covariance: denseRows(
      population.map((value) => scale * value),
      series,
    ),
    standardErrors: denseRows(errors, series),
    means: Array.from(panel.means),
    observations: periods,
  }
}

/** Covariance matrix of a panel with the divisor T, row after row. */
export function populationCovariance({ centred, series, periods }: ReturnPanel): Float64Array {
  const products = crossProduct(centred, series, periods)
  for (let k = 0; k < products.length; k++) products[k] /= periods
  return products
}

/** pi: the sum over all entries of the asymptotic variance of sqrt(T) s_ij. */
export function entryVariances({ centred, series, periods }: ReturnPanel, sample: Float64Array): number {
  const lengths = new Float64Array(periods)
  for (let j = 0; j < series; j++) for (let t = 0; t < periods; t++) lengths[t] += centred[j * periods + t] ** 2
  let total = 0
  for (let t = 0; t < periods; t++) total += lengths[t] * lengths[t]
  return total / periods - sample.reduce((sum, value) => sum + value * value, 0)
}

/**
 * Root of the expected squared Frobenius error of the sample covariance over the norm of the latter: 0.1 where its entries
 * are, taken together, known to a tenth. Zero where no series varies.
 */
export function relativeSampleError(panel: ReturnPanel, sample: Float64Array): number {
  const size = sample.reduce((sum, value) => sum + value * value, 0)
  return size > 0 ? Math.sqrt(Math.max(0, entryVariances(panel, sample)) / panel.periods / size) : 0
}
