import { portableExp } from '../math/portable.ts'
import type { RateDynamics } from './regime.ts'

/** (1 - e^{-u}) / u, by its series for small u so that no digits are lost. */
export function decayMean(u: number): number {
  if (u > 0.5) return (1 - portableExp(-u)) / u
  let term = 1
  let sum = 1
  for (let k = 1; k < 20; k++) {
    term *= -u / (k + 1)
    sum += term
  }
  return sum
}

/** B(t) = (1 - e^{-a t}) / a: sensitivity of the log price of a zero-coupon bond to the short rate, in years. */
export function rateDuration(meanReversion: number, years: number): number {
  return years * decayMean(meanReversion * years)
}

/**
 * Variance of the integral of x over [0, t] where dx = -a x dt + sigma dW, x(0) = 0:
 * sigma^2 / a^2 (t - 2 B_a(t) + B_2a(t)). Units: rate^2 years^2. Source: Brigo and Mercurio (2006), section 3.3.
 */
export function integralVariance(meanReversion: number, volatility: number, years: number): number {
  const u = meanReversion * years
  let g: number
  if (u > 0.5) {
    g = (1 - 2 * decayMean(u) + decayMean(2 * u)) / (u * u)
  } else {
    // sum over k >= 2 of (-u)^(k-2) (2^k - 2) / (k+1)!
    g = 0
    let factor = 1 / 6
    let power = 4
    for (let k = 2; k < 22; k++) {
      g += factor * (power - 2)
      factor *= -u / (k + 2)
      power *= 2
    }
  }
  return volatility * volatility * years * years * years * g
}

/** -ln P(0, t) of the initial curve: t z(t), with t z(t) linear between the points and z flat beyond them. */
export function accumulatedRate(rates: RateDynamics, years: number): number {
  const curve = rates.zeroCurve
  if (curve === undefined || curve.length === 0) return rates.initialRate * years
  const first = curve[0]
  if (years <= first.years) return first.rate * years
  for (let i = 1; i < curve.length; i++) {
    const left = curve[i - 1]
    const right = curve[i]
    if (years <= right.years) {
      const w = (years - left.years) / (right.years - left.years)
      return (1 - w) * left.rate * left.years + w * right.rate * right.years
    }
  }
  const last = curve[curve.length - 1]
  return last.rate * years
}

/** Exact Gaussian step of (x, integral of x) over dt years. */
export interface RateStep {
  /** x' = decay x + shock z */
  readonly decay: number
  readonly shock: number
  /** E[integral | x, x'] = fromStart x + fromMove (x' - decay x) */
  readonly fromStart: number
  readonly fromMove: number
  /** Variance of the integral given x and x'. */
  readonly residualVariance: number
}

/** Transition of the mean-zero Hull-White factor and its time integral over `dt` years. Source: as `integralVariance`. */
export function rateStep(meanReversion: number, volatility: number, dt: number): RateStep {
  const decay = portableExp(-meanReversion * dt)
  const b = rateDuration(meanReversion, dt)
  const variance = volatility * volatility * rateDuration(2 * meanReversion, dt)
  const covariance = 0.5 * volatility * volatility * b * b
  return {
    decay,
    shock: Math.sqrt(variance),
    fromStart: b,
    fromMove: covariance / variance,
    residualVariance: integralVariance(meanReversion, volatility, dt) - (covariance * covariance) / variance,
  }
}
