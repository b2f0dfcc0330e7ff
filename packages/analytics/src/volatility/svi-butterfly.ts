import { butterflyViolations, type ButterflyViolation } from './butterfly-arbitrage.ts'
import { requireSvi, sviPoint, type SviParameters } from './svi.ts'

/** Butterfly arbitrage of an SVI smile over all strikes. */
export interface SviButterfly {
  readonly isFree: boolean
  /** Where the density is negative. */
  readonly violations: readonly ButterflyViolation[]
  /** Slopes b (1 -+ rho) of the put and call wings in total variance; above 2 a wing breaks Lee's bound far out. */
  readonly putWingSlope: number
  readonly callWingSlope: number
}

/**
 * Whether raw SVI is free of butterfly arbitrage: g >= 0 on a fine grid that stretches with the distance from the
 * bottom of the smile (to 10,000 sigma and beyond |k| = 50), where g has settled to 1/4 - slope^2 / 16, and wing slopes
 * of at most 2. Throws `invalid-input`.
 * Sources: Gatheral & Jacquier (2014), section 2; R. Lee, Mathematical Finance 14 (2004), 469-480 (wings).
 */
export function sviButterfly(parameters: SviParameters, tolerance = 1e-12): SviButterfly {
  requireSvi(parameters)
  const { b, rho, m, sigma } = parameters
  const putWingSlope = b * (1 - rho)
  const callWingSlope = b * (1 + rho)
  // In u with k = m + sigma sinh(u) the smile's bends are all of the same width.
  const reach = Math.asinh(Math.max(1e4, (50 + Math.abs(m)) / sigma))
  const at = (u: number): number => m + sigma * Math.sinh(u)
  const inBends = butterflyViolations(
    (k) => sviPoint(parameters, k),
    { low: -reach, high: reach, count: 4 * Math.ceil(reach * 20) + 1 },
    tolerance,
    at,
  )
  const violations = inBends.map(({ from, to, worst, factor }) => ({
    from: at(from),
    to: at(to),
    worst: at(worst),
    factor,
  }))
  return {
    isFree: violations.length === 0 && putWingSlope <= 2 && callWingSlope <= 2,
    violations,
    putWingSlope,
    callWingSlope,
  }
}
