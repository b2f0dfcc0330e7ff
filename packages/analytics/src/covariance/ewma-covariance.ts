import { requireBetween, type Sample } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { denseRows } from './dense-rows.ts'
import { returnPanel } from './return-panel.ts'

/** A covariance matrix that forgets; per period. */
export interface EwmaCovariance {
  readonly covariance: number[][]
  /** Periods after which a weight has halved. */
  readonly halfLife: number
  /** 1 over the sum of the squared weights: the number of equal weights with the same sampling error. */
  readonly effectiveObservations: number
  readonly observations: number
}

/**
 * Exponentially weighted covariance matrix: the weight of the period k before the last is proportional to decay^k, the
 * weights add to 1. `mean` is `zero` (RiskMetrics) or `weighted` (about the mean with the same weights).
 *
 * Positive semidefinite. `decay` lies in (0, 1); 0.94 is RiskMetrics' for days, 0.97 for months. Cost N^2 T / 2.
 * Source: J.P. Morgan/Reuters (1996), RiskMetrics Technical Document, 4th edition, section 5.2.
 */
export function ewmaCovariance(returns: readonly Sample[], decay: number, mean: 'zero' | 'weighted'): EwmaCovariance {
  const { series, periods, centred, means } = returnPanel(returns, 2)
  requireBetween(decay, 0, 1, 'decay')
  const total = -Math.expm1(periods * Math.log(decay)) / (1 - decay)
  const weights = Float64Array.from({ length: periods }, (_, t) => decay ** (periods - 1 - t) / total)
  const scaled = new Float64Array(centred.length)
  for (let j = 0; j < series; j++) {
    const from = j * periods
    let centre = -means[j]
    if (mean === 'weighted') {
      centre = 0
      for (let t = 0; t < periods; t++) centre += weights[t] * centred[from + t]
    }
    for (let t = 0; t < periods; t++) scaled[from + t] = Math.sqrt(weights[t]) * (centred[from + t] - centre)
  }
  return {
    covariance: denseRows(crossProduct(scaled, series, periods), series),
    halfLife: Math.log(0.5) / Math.log(decay),
    effectiveObservations: 1 / weights.reduce((sum, w) => sum + w * w, 0),
    observations: periods,
  }
}
