import { requireSample } from '../errors/index.ts'
import { requireBetween, requireNonNegative, type Sample } from './sample.ts'

/** Exponentially weighted variance of each period, and the forecast for the period after the last. */
export interface EwmaVariance {
  /** `variances[t]` is the variance of period t given the returns before it; as long as the returns. */
  readonly variances: Float64Array
  /** Variance of the next, unseen period. */
  readonly next: number
}

/**
 * Exponentially weighted moving variance about zero: v[t] = decay v[t-1] + (1 - decay) r[t-1]^2.
 *
 * `initialVariance` is v[0], per period; `'first-squared-return'` takes r[0]^2, which looks one period ahead at t = 0
 * only. `decay` lies in (0, 1); 0.94 is the RiskMetrics daily value.
 *
 * Source: J.P. Morgan/Reuters (1996), RiskMetrics Technical Document, 4th edition, section 5.2.
 */
export function ewmaVariance(
  returns: Sample,
  decay: number,
  initialVariance: number | 'first-squared-return',
): EwmaVariance {
  requireSample(returns, 1, 'returns')
  requireBetween(decay, 0, 1, 'decay')
  const start = initialVariance === 'first-squared-return' ? returns[0] * returns[0] : initialVariance
  requireNonNegative(start, 'initialVariance')
  const variances = new Float64Array(returns.length)
  let v = start
  for (let t = 0; t < returns.length; t++) {
    variances[t] = v
    v = decay * v + (1 - decay) * returns[t] * returns[t]
  }
  return { variances, next: v }
}
