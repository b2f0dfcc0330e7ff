import { TuttiError, requirePositive } from '../errors/index.ts'
import { integral } from '../math/index.ts'
import {
  hestonFairVariance,
  requireHestonDynamics,
  requireInitialVariance,
  type HestonParameters,
} from '../models/index.ts'
import { requireNonNegative } from '../statistics/index.ts'

/** Fair strike of a volatility swap. */
export interface VolatilitySwapStrike {
  /** Expected realised volatility, annual. */
  readonly fairVolatility: number
  readonly fairVariance: number
  /** sqrt(fairVariance) - fairVolatility >= 0: what the square root's curvature takes. */
  readonly convexity: number
  /** Variance of the mean annual variance over the life. */
  readonly varianceOfVariance: number
}

/**
 * Fair strike of a volatility swap by the second-order expansion of the square root, sqrt(K) - Var[V] / (8 K^(3/2)).
 * Throws `not-applicable` where the correction eats more than half of the strike: the expansion fails there.
 * Source: Brockhaus & Long, "Volatility swaps made simple", Risk (January 2000).
 */
export function volatilitySwapStrike(fairVariance: number, varianceOfVariance: number): VolatilitySwapStrike {
  requirePositive(fairVariance, 'fairVariance')
  requireNonNegative(varianceOfVariance, 'varianceOfVariance')
  const root = Math.sqrt(fairVariance)
  const convexity = varianceOfVariance / (8 * fairVariance * root)
  if (convexity > root / 2) {
    throw new TuttiError(
      'not-applicable',
      'the variance of variance is too large for the convexity approximation; use a model such as Heston',
      { field: 'varianceOfVariance', got: String(varianceOfVariance), expected: `at most ${4 * fairVariance ** 2}` },
    )
  }
  return { fairVolatility: root - convexity, fairVariance, convexity, varianceOfVariance }
}

type VarianceProcess = Pick<HestonParameters, 'v0' | 'kappa' | 'theta' | 'sigma'>

/** Variance of the mean of the variance over [0, T] in Heston's model. */
function hestonVarianceOfVariance({ v0, kappa, theta, sigma }: VarianceProcess, maturityYears: number): number {
  const decay = Math.exp(-kappa * maturityYears)
  const filled = -Math.expm1(-kappa * maturityYears) / kappa
  const level = maturityYears - 2 * filled - Math.expm1(-2 * kappa * maturityYears) / (2 * kappa)
  const start = filled - 2 * maturityYears * decay + decay * filled
  const variance = ((sigma / kappa) ** 2 * (theta * level + (v0 - theta) * start)) / maturityYears ** 2
  return Math.max(variance, 0)
}

/**
 * Fair strike of a volatility swap in Heston's model, exact: E[sqrt(V)] = (1 / (2 sqrt(pi))) integral over s > 0 of
 * (1 - E[exp(-s V)]) s^(-3/2), with the Laplace transform of the integrated square-root process.
 * Source: Brockhaus & Long (2000); Cox, Ingersoll & Ross, Econometrica 53 (1985), for the transform.
 */
export function hestonVolatilitySwapStrike(process: VarianceProcess, maturityYears: number): VolatilitySwapStrike {
  const { v0, kappa, theta, sigma } = process
  requireInitialVariance(v0)
  requireHestonDynamics({ kappa, theta, sigma, rho: 0 })
  const fairVariance = hestonFairVariance(process, maturityYears)
  const exponent = (s: number): number => {
    const rate = s / maturityYears
    const gamma = Math.sqrt(kappa * kappa + 2 * rate * sigma * sigma)
    const rise = -Math.expm1(-gamma * maturityYears)
    // gamma - kappa without cancellation
    const excess = (2 * rate * sigma * sigma) / (gamma + kappa)
    const fraction = (excess * rise) / (2 * gamma)
    const logTerm = -(excess * maturityYears) / 2 - Math.log1p(-fraction)
    return ((2 * kappa * theta) / (sigma * sigma)) * logTerm - (v0 * 2 * rate * rise) / (2 * gamma - excess * rise)
  }
  // In s = exp(y) / fairVariance the integrand falls like exp(-|y| / 2) on both sides.
  const integrand = (y: number): number => -Math.expm1(exponent(Math.exp(y) / fairVariance)) * Math.exp(-y / 2)
  const pieces = [-60, -20, -8, -3, 0, 3, 8, 20, 60]
  let sum = 0
  for (let i = 1; i < pieces.length; i++) {
    sum += integral(integrand, pieces[i - 1], pieces[i], { absoluteTolerance: 1e-13, relativeTolerance: 1e-11 }).value
  }
  const fairVolatility = (Math.sqrt(fairVariance) * sum) / (2 * Math.sqrt(Math.PI))
  return {
    fairVolatility,
    fairVariance,
    convexity: Math.sqrt(fairVariance) - fairVolatility,
    varianceOfVariance: hestonVarianceOfVariance(process, maturityYears),
  }
}
