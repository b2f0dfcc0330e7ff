import { requireInRange, requirePositive } from '../errors/index.ts'
import { studentTCdf } from '../math/index.ts'

/**
 * Probability that one variable is extreme given that the other is, of a t copula: 2 t(-sqrt((nu + 1)(1 - rho) /
 * (1 + rho)); nu + 1), for the upper and the lower tail alike. `correlation` in [-1, 1], `degreesOfFreedom` > 0.
 *
 * Source: Demarta and McNeil, The t copula and related copulas, International Statistical Review 73 (2005).
 */
export function studentTailDependence(degreesOfFreedom: number, correlation: number): number {
  requirePositive(degreesOfFreedom, 'degreesOfFreedom')
  requireInRange(correlation, -1, 1, 'correlation')
  const ratio = ((degreesOfFreedom + 1) * (1 - correlation)) / (1 + correlation)
  return 2 * studentTCdf(-Math.sqrt(ratio), degreesOfFreedom + 1)
}
