/** B(tau) = (1 - e^(-a tau)) / a, with its limit tau at a = 0. */
export function ornsteinUhlenbeckLoading(a: number, tauYears: number): number {
  return a === 0 ? tauYears : -Math.expm1(-a * tauYears) / a
}

/**
 * Second moments, given the start, of dx = -a x dt + sigma dW and its integral over `tauYears`.
 */
export interface OrnsteinUhlenbeckMoments {
  /** Factor of the start in the end: e^(-a tau). */
  readonly decay: number
  /** Factor of the start in the integral: B(tau). */
  readonly loading: number
  readonly stateVariance: number
  readonly integralVariance: number
  /** Covariance of the end with the integral. */
  readonly covariance: number
}

/** The moments above; exact for any `a` (0 included), with no cancellation for short steps. */
export function integratedOrnsteinUhlenbeck(a: number, sigma: number, tauYears: number): OrnsteinUhlenbeckMoments {
  const loading = ornsteinUhlenbeckLoading(a, tauYears)
  return {
    decay: Math.exp(-a * tauYears),
    loading,
    stateVariance: sigma * sigma * ornsteinUhlenbeckLoading(2 * a, tauYears),
    integralVariance: sigma * sigma * tauYears ** 3 * integralShape(a * tauYears),
    covariance: 0.5 * sigma * sigma * loading * loading,
  }
}

/** (y - 2 (1 - e^-y) + (1 - e^-2y) / 2) / y^3, which tends to 1/3 at 0. */
function integralShape(y: number): number {
  if (Math.abs(y) > 0.5) return (y + 2 * Math.expm1(-y) - 0.5 * Math.expm1(-2 * y)) / y ** 3
  // Sum over n >= 3 of (-y)^(n-3) (2^(n-1) - 2) / n!
  let sum = 0
  let power = 1
  let factorial = 6
  for (let n = 3; n < 26; n++) {
    sum += (power * (2 ** (n - 1) - 2)) / factorial
    power *= -y
    factorial *= n + 1
  }
  return sum
}
