import { TuttiError, requireInRange, requirePositive } from '../errors/index.ts'
import { brentRoot, normalCdf } from '../math/index.ts'
import { surfaceForward, surfacePoint, type VolatilitySurface } from './volatility-surface.ts'

/** Level, skew and curvature of the smile of one expiry; volatilities annual decimals, deltas of the forward. */
export interface SmileMeasures {
  readonly expiryYears: number
  /** At the forward. */
  readonly atmVol: number
  /** d vol / d ln(strike) at the forward. */
  readonly atmSlope: number
  /** Volatilities of the put and the call of the delta. */
  readonly putVol: number
  readonly callVol: number
  readonly putStrike: number
  readonly callStrike: number
  /** Call less put volatility. */
  readonly riskReversal: number
  /** Mean of the two less at the money. */
  readonly butterfly: number
  /** Put less at-the-money volatility. */
  readonly putSkew: number
}

/**
 * Measures of a surface's smile at an expiry > 0 for a `delta` in (0, 0.5), 0.25 as a rule. Throws `invalid-input`,
 * `not-applicable` where no strike has that delta. Source: Gatheral, The Volatility Surface (2006), ch. 3; market usage.
 */
export function smileMeasures(surface: VolatilitySurface, expiryYears: number, delta: number): SmileMeasures {
  requirePositive(expiryYears, 'expiryYears')
  requireInRange(delta, 1e-6, 0.499999, 'delta')
  const forward = surfaceForward(surface, expiryYears)
  const root = Math.sqrt(expiryYears)
  const volAt = (k: number): number => Math.sqrt(surfacePoint(surface, k, expiryYears).totalVariance) / root
  const callDeltaAt = (k: number): number => {
    const deviation = volAt(k) * root
    return normalCdf(-k / deviation + deviation / 2)
  }
  const { totalVariance, slope } = surfacePoint(surface, 0, expiryYears)
  const atmVol = Math.sqrt(totalVariance / expiryYears)
  const logMoneynessOf = (callDelta: number, side: -1 | 1): number => {
    // Outwards from where the delta is still on the near side: the first crossing is the strike that the market means.
    const step = (side * Math.sqrt(totalVariance)) / 4
    const excess = (k: number): number => callDeltaAt(k) - callDelta
    let inner = totalVariance / 2
    while (side * excess(inner) < 0 && Math.abs(inner) < 100) inner -= step
    for (let outer = inner + step; Math.abs(outer) < 100; inner = outer, outer += step) {
      if (side * excess(outer) <= 0) return brentRoot(excess, Math.min(inner, outer), Math.max(inner, outer))
    }
    throw new TuttiError('not-applicable', `no strike of ${expiryYears} years has a delta of ${delta}`, {
      field: 'delta',
      got: String(delta),
      expected: 'a smile whose wings are less steep',
    })
  }
  const callK = logMoneynessOf(delta, 1)
  const putK = logMoneynessOf(1 - delta, -1)
  const [callVol, putVol] = [volAt(callK), volAt(putK)]
  return {
    expiryYears,
    atmVol,
    atmSlope: slope / (2 * atmVol * expiryYears),
    putVol,
    callVol,
    putStrike: forward * Math.exp(putK),
    callStrike: forward * Math.exp(callK),
    riskReversal: callVol - putVol,
    butterfly: (callVol + putVol) / 2 - atmVol,
    putSkew: putVol - atmVol,
  }
}
