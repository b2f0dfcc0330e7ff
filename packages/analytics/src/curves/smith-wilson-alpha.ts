import { TuttiError, requirePositive } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { smithWilsonCurve, smithWilsonFit, ultimateForwardIntensity } from './smith-wilson.ts'

/** What the smallest admissible alpha is sought for. */
export interface SmithWilsonConvergence {
  /** Annually compounded decimal. */
  readonly ultimateForwardRate: number
  /** Time at which the forward must have come near; EIOPA: max(last liquid point + 40, 60) years. */
  readonly convergenceYears: number
  /** How near, decimal (1 basis point = 0.0001). */
  readonly tolerance: number
  /** Lowest alpha that is considered (EIOPA: 0.05). */
  readonly lowestAlpha: number
}

const highestAlpha = 20

/**
 * Smallest alpha, at least `lowestAlpha`, for which the instantaneous forward at the convergence time lies within the
 * tolerance of ln(1 + ufr), for a fit to zero-coupon prices; to 1e-10. Throws `not-converged` where none up to 20 does.
 * Source: EIOPA, Technical documentation of the methodology to derive the risk-free interest rate term structures.
 */
export function smithWilsonAlpha(
  maturitiesYears: readonly number[],
  discountFactors: readonly number[],
  { ultimateForwardRate, convergenceYears, tolerance, lowestAlpha }: SmithWilsonConvergence,
): number {
  requirePositive(tolerance, 'tolerance')
  requirePositive(lowestAlpha, 'lowestAlpha')
  requirePositive(convergenceYears, 'convergenceYears')
  const intensity = ultimateForwardIntensity(ultimateForwardRate)
  /** By how much the gap to the ultimate rate exceeds the tolerance. */
  const excess = (alpha: number): number => {
    const fit = smithWilsonFit(maturitiesYears, discountFactors, { ultimateForwardRate, alpha })
    return Math.abs(smithWilsonCurve(fit).instantaneousForward(convergenceYears) - intensity) - tolerance
  }
  if (excess(lowestAlpha) <= 0) return lowestAlpha
  const step = 1.1
  for (let low = lowestAlpha; low < highestAlpha; low *= step) {
    const high = low * step
    if (excess(high) <= 0) return brentRoot(excess, low, high, { tolerance: 1e-11 })
  }
  throw new TuttiError(
    'not-converged',
    `no alpha up to ${highestAlpha} brings the forward at ${convergenceYears} years within ${tolerance} of the ultimate rate`,
    { field: 'convergenceYears', got: String(convergenceYears), expected: 'a later time or a wider tolerance' },
  )
}
