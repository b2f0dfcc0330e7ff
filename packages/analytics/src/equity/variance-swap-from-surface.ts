import { TuttiError, requirePositive } from '../errors/index.ts'
import type { VarianceSwapPosition } from '../models/index.ts'
import { modelFreeVariance, surfaceForward, type StrikeRange, type VolatilitySurface } from '../volatility/index.ts'
import { varianceSwapMark, type VarianceSwapMark } from './variance-swap-mark.ts'

/** A variance swap some time after its start (or at it), to be valued off a surface; paid at the end of its life. */
export type VarianceSwap = Omit<VarianceSwapPosition, 'impliedVarianceRemaining'>

/** What options at all strikes and at the traded ones say about variance to one expiry; annual variances. */
export interface ReplicatedVariance {
  readonly forward: number
  /** From the whole surface, its extrapolated wings included. */
  readonly fairVariance: number
  readonly fairVolatility: number
  /** From the options within the traded strikes. */
  readonly tradedVariance: number
  /** What the options below the lowest and above the highest traded strike add: together the truncation error. */
  readonly lowerWingVariance: number
  readonly upperWingVariance: number
}

/** The fair strike of a variance swap to one expiry and the variance between it and the expiry before. */
export interface FairStrike extends ReplicatedVariance {
  readonly expiryYears: number
  /** Variance a year from the expiry before (or now) to this one; below zero the surface has calendar arbitrage. */
  readonly forwardVariance: number
}

/** A variance swap valued off a surface. */
export interface VarianceSwapFromSurface extends VarianceSwapMark, ReplicatedVariance {}

/**
 * Fair variance to an expiry > 0 by replication with the out-of-the-money options of a surface, with the part that options
 * outside the traded strikes contribute. Throws `invalid-input` where the traded strikes do not hold the forward, and as
 * `surfacePoint` does. Source: Demeterfi, Derman, Kamal & Zou (1999); Jiang & Tian, RFS 18 (2005), on truncation.
 */
export function replicatedVariance(
  surface: VolatilitySurface,
  expiryYears: number,
  { lowestStrike, highestStrike }: StrikeRange = {},
): ReplicatedVariance {
  const forward = surfaceForward(surface, requirePositive(expiryYears, 'expiryYears'))
  requireBeyond(forward, lowestStrike, -1)
  requireBeyond(forward, highestStrike, 1)
  const whole = modelFreeVariance(surface, expiryYears)
  const open = (range: StrikeRange) => modelFreeVariance(surface, expiryYears, range).fairVariance
  const lowerWingVariance = lowestStrike === undefined ? 0 : Math.max(whole.fairVariance - open({ lowestStrike }), 0)
  const upperWingVariance = highestStrike === undefined ? 0 : Math.max(whole.fairVariance - open({ highestStrike }), 0)
  return {
    forward,
    fairVariance: whole.fairVariance,
    fairVolatility: whole.fairVolatility,
    tradedVariance: whole.fairVariance - lowerWingVariance - upperWingVariance,
    lowerWingVariance,
    upperWingVariance,
  }
}

/** Fair strikes to increasing expiries. Errors as `replicatedVariance`. */
export function fairStrikes(
  surface: VolatilitySurface,
  expiriesYears: readonly number[],
  traded: StrikeRange = {},
): FairStrike[] {
  const strikes: FairStrike[] = []
  for (const [i, expiryYears] of expiriesYears.entries()) {
    const before = i === 0 ? { expiryYears: 0, fairVariance: 0 } : strikes[i - 1]
    if (!(expiryYears > before.expiryYears)) {
      throw new TuttiError('invalid-input', `expiries must increase from above zero, got ${expiryYears}`, {
        field: `expiriesYears[${i}]`,
        got: String(expiryYears),
        expected: `more than ${before.expiryYears}`,
      })
    }
    const replicated = replicatedVariance(surface, expiryYears, traded)
    const gain = replicated.fairVariance * expiryYears - before.fairVariance * before.expiryYears
    strikes.push({ expiryYears, ...replicated, forwardVariance: gain / (expiryYears - before.expiryYears) })
  }
  return strikes
}

/**
 * Value of a variance swap to the receiver of realised variance, with the variance of its remaining life (> 0 years)
 * replicated from a surface. Lines as `varianceSwapMark`. Errors as `replicatedVariance`.
 */
export function varianceSwapFromSurface(
  surface: VolatilitySurface,
  swap: VarianceSwap,
  traded: StrikeRange = {},
): VarianceSwapFromSurface {
  const replicated = replicatedVariance(surface, requirePositive(swap.remainingYears, 'remainingYears'), traded)
  return { ...varianceSwapMark({ ...swap, impliedVarianceRemaining: replicated.fairVariance }), ...replicated }
}

function requireBeyond(forward: number, strike: number | undefined, side: -1 | 1): void {
  if (strike === undefined || (strike > 0 && Number.isFinite(strike) && side * (strike - forward) > 0)) return
  const field = side < 0 ? 'lowestStrike' : 'highestStrike'
  const expected = `a strike ${side < 0 ? 'below' : 'above'} the forward ${forward}`
  throw new TuttiError('invalid-input', `${field} must be ${expected}, got ${strike}`, {
    field,
    got: String(strike),
    expected,
  })
}
