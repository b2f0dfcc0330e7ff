import type { Sample } from '../statistics/index.ts'
import { denseRows } from './dense-rows.ts'
import { requireVarying, returnPanel } from './return-panel.ts'
import { populationCovariance, relativeSampleError } from './sample-covariance.ts'

/** A covariance matrix shrunk towards the unit matrix times the mean variance; per period. */
export interface OracleApproximatingShrinkage {
  readonly covariance: number[][]
  /** Weight of the target, 0 to 1. */
  readonly shrinkage: number
  readonly meanVariance: number
  /** Root of the expected squared Frobenius error of the sample covariance over the norm of the latter. */
  readonly relativeSampleError: number
  readonly observations: number
}

/**
 * Oracle approximating shrinkage: the fixed point of the oracle's intensity for normal returns, towards the mean variance
 * times the unit matrix. Divisor T.
 *
 * `exact` is equation 23 of the paper; `large-dimension` leaves out its terms in 2/N, as scikit-learn does. Throws
 * `not-applicable` when no series varies. Source: Chen, Wiesel, Eldar & Hero, IEEE Trans. Signal Processing 58 (2010).
 */
export function oracleApproximatingShrinkage(
  returns: readonly Sample[],
  formula: 'exact' | 'large-dimension',
): OracleApproximatingShrinkage {
  const panel = returnPanel(returns, 2)
  const { series: n, periods } = panel
  const sample = populationCovariance(panel)
  const variances = Float64Array.from({ length: n }, (_, i) => sample[i * n + i])
  if (!variances.some((v) => v > 0)) requireVarying(variances)
  const trace = variances.reduce((a, b) => a + b, 0)
  const squares = sample.reduce((sum, value) => sum + value * value, 0)
  const small = formula === 'exact' ? 2 / n : 0
  const numerator = (1 - small) * squares + trace * trace
  const denominator = (periods + 1 - small) * (squares - (trace * trace) / n)
  const shrinkage = denominator <= 0 ? 1 : Math.min(1, numerator / denominator)
  const meanVariance = trace / n
  return {
    covariance: denseRows(
      sample.map((value, k) => (1 - shrinkage) * value + (k % (n + 1) === 0 ? shrinkage * meanVariance : 0)),
      n,
    ),
    shrinkage,
    meanVariance,
    relativeSampleError: relativeSampleError(panel, sample),
    observations: periods,
  }
}
