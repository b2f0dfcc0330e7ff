import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'

/**
 * Dynamics of Heston's model dS/S = (r - q) dt + sqrt(v) dW1, dv = kappa (theta - v) dt + sigma sqrt(v) dW2,
 * corr(dW1, dW2) = rho; variances and rates are annual.
 */
export interface HestonDynamics {
  /** Speed of mean reversion, > 0. */
  readonly kappa: number
  /** Long-run variance, > 0. */
  readonly theta: number
  /** Volatility of variance, > 0. */
  readonly sigma: number
  /** Correlation of spot and variance, in [-1, 1]. */
  readonly rho: number
}

/** Heston's model with its starting point. */
export interface HestonParameters extends HestonDynamics {
  /** Variance today, >= 0 (0.04 is a volatility of 20 %). */
  readonly v0: number
}

/** Throws `invalid-input` naming the first parameter out of its range. The Feller condition is not required. */
export function requireHestonDynamics({ kappa, theta, sigma, rho }: HestonDynamics): void {
  requirePositive(kappa, 'kappa')
  requirePositive(theta, 'theta')
  requirePositive(sigma, 'sigma')
  requireInRange(rho, -1, 1, 'rho')
}

/** As `requireHestonDynamics`, with `v0` finite and at least 0. */
export function requireHestonParameters(parameters: HestonParameters): void {
  requireInitialVariance(parameters.v0)
  requireHestonDynamics(parameters)
}

/** Throws `invalid-input` unless `v0` is finite and at least 0. */
export function requireInitialVariance(v0: number): void {
  if (v0 >= 0 && Number.isFinite(v0)) return
  throw new TuttiError('invalid-input', `v0 must be finite and at least 0, got ${v0}`, {
    field: 'v0',
    got: String(v0),
    expected: 'a number >= 0',
  })
}
