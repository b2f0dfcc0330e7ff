import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'

/**
 * Parameters of Heston's model dS/S = (r - q) dt + sqrt(v) dW1, dv = kappa (theta - v) dt + sigma sqrt(v) dW2,
 * corr(dW1, dW2) = rho; variances and rates are annual.
 */
export interface HestonParameters {
  /** Variance today, >= 0 (0.04 is a volatility of 20 %). */
  readonly v0: number
  /** Speed of mean reversion, > 0. */
  readonly kappa: number
  /** Long-run variance, > 0. */
  readonly theta: number
  /** Volatility of variance, > 0. */
  readonly sigma: number
  /** Correlation of spot and variance, in [-1, 1]. */
  readonly rho: number
}

/** Throws `invalid-input` naming the first parameter out of its range. The Feller condition is not required. */
export function requireHestonParameters(parameters: HestonParameters): void {
  if (!(parameters.v0 >= 0 && Number.isFinite(parameters.v0))) {
    throw new TuttiError('invalid-input', `v0 must be finite and at least 0, got ${parameters.v0}`, {
      field: 'v0',
      got: String(parameters.v0),
      expected: 'a number >= 0',
    })
  }
  requirePositive(parameters.kappa, 'kappa')
  requirePositive(parameters.theta, 'theta')
  requirePositive(parameters.sigma, 'sigma')
  requireInRange(parameters.rho, -1, 1, 'rho')
}
