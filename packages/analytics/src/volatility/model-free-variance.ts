import { requirePositive } from '../errors/index.ts'
import { blackForwardPrice, replicatedFairVariance } from '../models/index.ts'
import { surfaceForward, surfacePoint, type VolatilitySurface } from './volatility-surface.ts'

/** Variance that a surface promises to an expiry whatever the model (without jumps). */
export interface ModelFreeVariance {
  /** Annual. */
  readonly fairVariance: number
  readonly fairVolatility: number
  /** Strikes between which options were integrated; unless they were given, the part beyond is below 1e-12 of the total. */
  readonly lowestStrike: number
  readonly highestStrike: number
}

/** Strikes that options trade at; an end that is absent is open. */
export interface StrikeRange {
  readonly lowestStrike?: number | undefined
  readonly highestStrike?: number | undefined
}

const NEGLIGIBLE = 1e-13
const FARTHEST = 200

/**
 * Fair annual variance of a variance swap to `expiryYears` > 0 from the out-of-the-money options of a surface at all
 * strikes that matter, or those within `range`. Throws `invalid-input` also where the range does not hold the forward, and where the surface has no variance as `surfacePoint` does.
 * Source: Demeterfi, Derman, Kamal & Zou, J. Derivatives 6 (1999), 9-32; Britten-Jones & Neuberger, J. Finance 55 (2000).
 */
export function modelFreeVariance(
  surface: VolatilitySurface,
  expiryYears: number,
  range: StrikeRange = {},
): ModelFreeVariance {
  requirePositive(expiryYears, 'expiryYears')
  const forward = surfaceForward(surface, expiryYears)
  const deviationAt = (k: number): number => Math.sqrt(surfacePoint(surface, k, expiryYears).totalVariance)
  const atm = deviationAt(0)
  const end = (side: -1 | 1): number => {
    const partAt = (k: number): number =>
      blackForwardPrice(side < 0 ? 'put' : 'call', 1, Math.exp(k), deviationAt(k)) / Math.exp(k)
    let k = side * 6 * atm
    while (Math.abs(k) < FARTHEST && partAt(k) > NEGLIGIBLE * atm) k += side * 2 * atm
    return forward * Math.exp(k)
  }
  const lowestStrike = Math.max(end(-1), range.lowestStrike ?? 0)
  const highestStrike = Math.min(end(1), range.highestStrike ?? Infinity)
  const fairVariance = replicatedFairVariance({
    forward,
    maturityYears: expiryYears,
    volOfStrike: (strike) => deviationAt(Math.log(strike / forward)) / Math.sqrt(expiryYears),
    lowestStrike,
    highestStrike,
    breaks: [-4, -2, -1, 1, 2, 4].map((d) => forward * Math.exp(d * atm)),
  })
  return { fairVariance, fairVolatility: Math.sqrt(fairVariance), lowestStrike, highestStrike }
}
