import { requireFinite, requirePositive, TuttiError } from '../errors/index.ts'
import { requireSymmetric, type Rows } from '../math/index.ts'
import type { RelativeRisk } from './box-frontier.ts'
import { requireEach } from './optimisation-task.ts'

/** Risk against a benchmark of given weights in the same assets: the tracking error. Throws `invalid-input`. */
export function benchmarkRisk(covariance: Rows, benchmark: ArrayLike<number>): RelativeRisk {
  const size = requireSymmetric(covariance, 'covariance')
  requireEach(benchmark, size, 'benchmarkWeights')
  const hedge = Float64Array.from({ length: size }, (_, i) => {
    let sum = 0
    for (let j = 0; j < size; j++) sum += covariance[i][j] * benchmark[j]
    return sum
  })
  let constant = 0
  for (let i = 0; i < size; i++) constant += benchmark[i] * hedge[i]
  return { hedge, constant, benchmark: Float64Array.from(benchmark) }
}

/**
 * Risk of the surplus per unit of assets, r_assets - r_liability / fundedRatio: hedge and constant are the covariances of
 * the assets with the liability over the funded ratio, and the liability's variance over its square. `fundedRatio` is
 * assets over liabilities, 1 for full funding. Throws `invalid-input` for figures out of range, or covariances that no
 * liability of that variance can have with the assets' own variances.
 * Source: Sharpe & Tint (1990), Liabilities: a new approach; Leibowitz, Kogelman & Bader (1992).
 */
export function surplusRisk(
  covariance: Rows,
  liabilityCovariances: ArrayLike<number>,
  liabilityVariance: number,
  fundedRatio = 1,
): RelativeRisk {
  const size = requireSymmetric(covariance, 'covariance')
  requireEach(liabilityCovariances, size, 'liabilityCovariances')
  requireFinite(liabilityVariance, 'liabilityVariance')
  requirePositive(fundedRatio, 'fundedRatio')
  for (let i = 0; i < size; i++) {
    const bound = Math.sqrt(Math.max(0, covariance[i][i]) * Math.max(0, liabilityVariance))
    if (Math.abs(liabilityCovariances[i]) > bound * (1 + 1e-9)) {
      throw new TuttiError(
        'invalid-input',
        `liabilityCovariances[${i}] is ${liabilityCovariances[i]}, more than the volatilities of the asset and the liability allow (${bound})`,
        {
          field: `liabilityCovariances[${i}]`,
          got: String(liabilityCovariances[i]),
          expected: `at most ${bound} in size`,
        },
      )
    }
  }
  return {
    hedge: Float64Array.from(liabilityCovariances, (value) => value / fundedRatio),
    constant: liabilityVariance / fundedRatio ** 2,
  }
}
