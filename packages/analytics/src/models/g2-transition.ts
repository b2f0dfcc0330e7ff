import type { G2 } from './g2.ts'
import { integratedOrnsteinUhlenbeck, ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/**
 * Law of the two factors over a step of `dtYears`, given x and y at its start, under the measure of the bond that matures
 * at its end: means decayX x - shiftX and decayY y - shiftY, deviations and correlation.
 */
export interface G2Transition {
  readonly decayX: number
  readonly decayY: number
  readonly shiftX: number
  readonly shiftY: number
  readonly deviationX: number
  readonly deviationY: number
  readonly correlation: number
}

/** The law above; exact. Source: Brigo & Mercurio (2006), lemma 4.2.2, in terms of loadings. */
export function g2Transition({ a, sigma, b, eta, rho }: G2, dtYears: number): G2Transition {
  const x = integratedOrnsteinUhlenbeck(a, sigma, dtYears)
  const y = integratedOrnsteinUhlenbeck(b, eta, dtYears)
  const both = ornsteinUhlenbeckLoading(a + b, dtYears)
  const cross = rho * sigma * eta
  const deviationX = Math.sqrt(x.stateVariance)
  const deviationY = Math.sqrt(y.stateVariance)
  return {
    decayX: x.decay,
    decayY: y.decay,
    // Covariance of each factor with the integral of both.
    shiftX: x.covariance + (cross * (x.loading - both)) / b,
    shiftY: y.covariance + (cross * (y.loading - both)) / a,
    deviationX,
    deviationY,
    correlation: Math.max(-1, Math.min(1, (cross * both) / (deviationX * deviationY))),
  }
}
