import { TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { uniformStream } from '../random/index.ts'
import { quantileOfSorted, requireBetween, requireWhole, type Sample } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { requireVarying, returnPanel } from './return-panel.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

/** How many factors several rules see in standardised series. */
export interface NumberOfFactors {
  /** Descending, of the correlation matrix. */
  readonly eigenvalues: readonly number[]
  /** Eigenvalues above 1; too many in small samples. */
  readonly kaiser: number
  /** Leading eigenvalues above those of noise of the same shape. */
  readonly parallelAnalysis: number
  /** The hurdles of the parallel analysis, and each one's Monte Carlo standard error. */
  readonly parallelHurdles: readonly number[]
  readonly parallelHurdleErrors: readonly number[]
  /** Bai and Ng's criteria, 0 to `mostFactors`. */
  readonly baiNg: { readonly icp1: number; readonly icp2: number; readonly icp3: number }
  /** Ahn and Horenstein's largest ratio of neighbouring eigenvalues, 1 to `mostFactors`. */
  readonly eigenvalueRatio: number
  readonly observations: number
}

/** How far is looked, and how noise is simulated. */
export interface NumberOfFactorsOptions {
  /** Largest number considered, below the number of series and of periods. */
  readonly mostFactors: number
  /** Simulated noise matrices, at least 20, and the quantile of their eigenvalues, such as 0.95. */
  readonly samples: number
  readonly quantile: number
  readonly seed: number
}

/**
 * The number of factors in the columns of `returns` (rows are periods) by several rules, all on standardised series.
 *
 * Deterministic given the seed. Cost samples x (N^2 T / 2 + N^3). Throws `not-applicable` for a constant series.
 * Sources: Kaiser, Educational and Psychological Measurement 20 (1960); Horn, Psychometrika 30 (1965); Bai & Ng,
 * Econometrica 70 (2002); Ahn & Horenstein, Econometrica 81 (2013).
 */
export function numberOfFactors(returns: readonly Sample[], options: NumberOfFactorsOptions): NumberOfFactors {
  const { series: n, periods, centred } = returnPanel(returns, 5)
  const most = requireWhole(options.mostFactors, 1, Math.min(n, periods) - 1, 'mostFactors')
  const samples = requireWhole(options.samples, 20, 100_000, 'samples')
  requireBetween(options.quantile, 0, 1, 'quantile')
  const eigenvalues = correlationEigenvalues(centred, n, periods)

  const uniform = uniformStream(options.seed, 0, 0)
  const noise = new Float64Array(n * periods)
  const simulated = Array.from({ length: most }, () => new Float64Array(samples))
  for (let s = 0; s < samples; s++) {
    for (let k = 0; k < noise.length; k++) noise[k] = normalQuantile(uniform())
    const values = correlationEigenvalues(noise, n, periods)
    for (let k = 0; k < most; k++) simulated[k][s] = values[k]
  }
  const hurdles = simulated.map((values) => quantileOfSorted(values.sort(), options.quantile, 7))
  const exceeding = hurdles.findIndex((hurdle, k) => eigenvalues[k] <= hurdle)
  return {
    eigenvalues: Array.from(eigenvalues),
    kaiser: eigenvalues.filter((value) => value > 1 + 1e-12).length,
    parallelAnalysis: exceeding === -1 ? most : exceeding,
    parallelHurdles: hurdles,
    parallelHurdleErrors: simulated.map((values) => quantileError(values, options.quantile)),
    baiNg: baiNgFactors(eigenvalues, n, periods, most),
    eigenvalueRatio: largestRatio(eigenvalues, most),
    observations: periods,
  }
}

/** Eigenvalues of the correlation matrix, descending; overwrites nothing. */
function correlationEigenvalues(columns: Float64Array, n: number, periods: number): Float64Array {
  const standard = new Float64Array(columns.length)
  const squares = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    const column = columns.subarray(j * periods, (j + 1) * periods)
    const centre = column.reduce((a, b) => a + b, 0) / periods
    for (const value of column) squares[j] += (value - centre) ** 2
    const sd = Math.sqrt(squares[j] / periods)
    for (let t = 0; t < periods; t++) standard[j * periods + t] = (column[t] - centre) / sd
  }
  requireVarying(squares)
  const products = crossProduct(standard, n, periods).map((value) => value / periods)
  return symmetricEigenvalues(products, n).map((value) => Math.max(0, value))
}

function baiNgFactors(
  eigenvalues: Float64Array,
  n: number,
  periods: number,
  most: number,
): { icp1: number; icp2: number; icp3: number } {
  const least = Math.min(n, periods)
  const rate = (n + periods) / (n * periods)
  const penalties = [rate * Math.log(1 / rate), rate * Math.log(least), Math.log(least) / least]
  const [icp1, icp2, icp3] = penalties.map((penalty) => {
    let best = 0
    let lowest = Infinity
    for (let k = 0; k <= most; k++) {
      const residual = eigenvalues.subarray(k).reduce((a, b) => a + b, 0) / n
      if (residual <= 1e-14) {
        throw new TuttiError('not-applicable', `${k} factors explain the series in full: look for fewer`, {
          field: 'mostFactors',
          got: String(most),
          expected: `a number below ${k}`,
        })
      }
      const criterion = Math.log(residual) + k * penalty
      if (criterion < lowest) {
        lowest = criterion
        best = k
      }
    }
    return best
  })
  return { icp1, icp2, icp3 }
}

function largestRatio(eigenvalues: Float64Array, most: number): number {
  let best = 1
  for (let k = 2; k <= most; k++) {
    if (eigenvalues[k - 1] * eigenvalues[best] > eigenvalues[best - 1] * eigenvalues[k]) best = k
  }
  return best
}

/** Half the gap between the order statistics one standard error of the rank to both sides. */
function quantileError(sorted: Float64Array, probability: number): number {
  const spread = Math.sqrt((probability * (1 - probability)) / sorted.length)
  const high = quantileOfSorted(sorted, Math.min(1, probability + spread), 7)
  return (high - quantileOfSorted(sorted, Math.max(0, probability - spread), 7)) / 2
}
