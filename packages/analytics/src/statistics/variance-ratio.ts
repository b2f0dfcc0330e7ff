import { requireSample, TuttiError } from '../errors/index.ts'
import { requireWhole, type Sample } from './sample.ts'

/** Variance ratio over q periods: 1 for a random walk, above 1 for trends, below 1 for mean reversion. */
export interface VarianceRatio {
  readonly varianceRatio: number
  /** Standard normal under a random walk with equal variances. */
  readonly zHomoskedastic: number
  /** Standard normal under a random walk whose variance may change. */
  readonly zHeteroskedastic: number
}

/**
 * Variance ratio test with overlapping differences and bias corrections.
 *
 * `logPrices` has n + 1 levels, `q` is a whole number from 2 to n / 2. Throws `not-applicable` when the one-period
 * changes do not vary.
 * Source: Lo and MacKinlay (1988), Review of Financial Studies 1, equations 12 to 20.
 */
export function varianceRatio(logPrices: Sample, q: number): VarianceRatio {
  requireSample(logPrices, 5, 'logPrices')
  const n = logPrices.length - 1
  requireWhole(q, 2, Math.floor(n / 2), 'q')
  const drift = (logPrices[n] - logPrices[0]) / n
  const squares = new Float64Array(n)
  let total = 0
  for (let t = 1; t <= n; t++) {
    squares[t - 1] = (logPrices[t] - logPrices[t - 1] - drift) ** 2
    total += squares[t - 1]
  }
  if (total <= 1e-28 * n * (drift * drift + Number.MIN_VALUE)) {
    throw new TuttiError('not-applicable', 'the variance ratio is not defined: all one-period changes are equal', {
      field: 'logPrices',
      expected: 'changes that vary',
    })
  }
  let longSquares = 0
  for (let t = q; t <= n; t++) longSquares += (logPrices[t] - logPrices[t - q] - q * drift) ** 2
  const longVariance = longSquares / (q * (n - q + 1) * (1 - q / n))
  const ratio = longVariance / (total / (n - 1))

  let theta = 0
  for (let lag = 1; lag < q; lag++) {
    let products = 0
    for (let t = lag; t < n; t++) products += squares[t] * squares[t - lag]
    theta += ((2 * (q - lag)) / q) ** 2 * (products / (total * total))
  }
  return {
    varianceRatio: ratio,
    zHomoskedastic: (ratio - 1) / Math.sqrt((2 * (2 * q - 1) * (q - 1)) / (3 * q * n)),
    zHeteroskedastic: (ratio - 1) / Math.sqrt(theta),
  }
}
