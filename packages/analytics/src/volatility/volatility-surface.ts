import { TuttiError, requireFinite, requirePositive, requireSample } from '../errors/index.ts'
import type { SlicePoint, VarianceSlice } from './variance-slice.ts'

/** The smile of one expiry on its forward. */
export interface SurfaceSlice {
  readonly expiryYears: number
  readonly forward: number
  readonly slice: VarianceSlice
}

/** Implied volatilities of one underlying by log-moneyness ln(strike / forward) and expiry. */
export interface VolatilitySurface {
  readonly spot: number
  /** By increasing expiry. */
  readonly slices: readonly SurfaceSlice[]
}

/** Total variance with its derivatives, also by time. */
export interface SurfacePoint extends SlicePoint {
  /** Derivative of total variance by expiry at constant log-moneyness; from above at an expiry of the surface. */
  readonly timeSlope: number
}

/** A surface of smiles. Throws `invalid-input` for expiries that do not increase from above zero. */
export function volatilitySurface(spot: number, slices: readonly SurfaceSlice[]): VolatilitySurface {
  requirePositive(spot, 'spot')
  requireSample(
    slices.map(({ expiryYears }) => expiryYears),
    1,
    'slices',
  )
  slices.forEach(({ expiryYears, forward }, i) => {
    requirePositive(expiryYears, `slices[${i}].expiryYears`)
    requirePositive(forward, `slices[${i}].forward`)
    if (i === 0 || expiryYears > slices[i - 1].expiryYears) return
    throw new TuttiError('invalid-input', `slices must be in increasing order of expiry; slice ${i} is not`, {
      field: `slices[${i}].expiryYears`,
      got: String(expiryYears),
      expected: `more than ${slices[i - 1].expiryYears}`,
    })
  })
  return { spot, slices }
}

/**
 * Forward at `expiryYears` >= 0: its logarithm is linear in time between the spot and the slices' forwards and grows on at
 * the last rate beyond. Throws `invalid-input`.
 */
export function surfaceForward({ spot, slices }: VolatilitySurface, expiryYears: number): number {
  requireExpiry(expiryYears)
  const after = slices.findIndex((slice) => slice.expiryYears >= expiryYears)
  const end = after === -1 ? slices.length - 1 : after
  const to = slices[end]
  const from = end === 0 ? { expiryYears: 0, forward: spot } : slices[end - 1]
  const share = (expiryYears - from.expiryYears) / (to.expiryYears - from.expiryYears)
  return from.forward * (to.forward / from.forward) ** share
}

/**
 * Total variance at a log-moneyness and expiry > 0: linear in time at constant log-moneyness between expiries;
 * proportional to time before the first and beyond the last (constant volatility). Throws `invalid-input`,
 * `not-applicable` where an interpolated smile has no positive variance.
 */
export function surfacePoint(surface: VolatilitySurface, logMoneyness: number, expiryYears: number): SurfacePoint {
  requireFinite(logMoneyness, 'logMoneyness')
  requirePositive(expiryYears, 'expiryYears')
  const { slices } = surface
  const after = slices.findIndex((slice) => slice.expiryYears > expiryYears)
  if (after > 0) {
    const [near, far] = [slices[after - 1], slices[after]]
    const [a, b] = [pointOf(near, logMoneyness), pointOf(far, logMoneyness)]
    const years = far.expiryYears - near.expiryYears
    const share = (expiryYears - near.expiryYears) / years
    return {
      totalVariance: a.totalVariance + share * (b.totalVariance - a.totalVariance),
      slope: a.slope + share * (b.slope - a.slope),
      curvature: a.curvature + share * (b.curvature - a.curvature),
      timeSlope: (b.totalVariance - a.totalVariance) / years,
    }
  }
  const only = after === 0 ? slices[0] : slices[slices.length - 1]
  const { totalVariance, slope, curvature } = pointOf(only, logMoneyness)
  const share = expiryYears / only.expiryYears
  return {
    totalVariance: share * totalVariance,
    slope: share * slope,
    curvature: share * curvature,
    timeSlope: totalVariance / only.expiryYears,
  }
}

/** Black volatility (annual, decimal) of a strike > 0 at an expiry > 0. Errors as `surfacePoint`. */
export function surfaceVolatility(surface: VolatilitySurface, strike: number, expiryYears: number): number {
  requirePositive(strike, 'strike')
  requirePositive(expiryYears, 'expiryYears')
  const logMoneyness = Math.log(strike / surfaceForward(surface, expiryYears))
  return Math.sqrt(surfacePoint(surface, logMoneyness, expiryYears).totalVariance / expiryYears)
}

/**
 * Volatility at which variance grows between two expiries at constant log-moneyness: the root of (w2 - w1) / (T2 - T1).
 * `fromYears` may be 0. Throws `invalid-input`, `not-applicable` where total variance falls (calendar arbitrage).
 */
export function forwardVolatility(
  surface: VolatilitySurface,
  fromYears: number,
  toYears: number,
  logMoneyness: number,
): number {
  requireExpiry(fromYears)
  requirePositive(toYears - fromYears, 'toYears - fromYears')
  const near = fromYears === 0 ? 0 : surfacePoint(surface, logMoneyness, fromYears).totalVariance
  const gain = surfacePoint(surface, logMoneyness, toYears).totalVariance - near
  if (gain >= 0) return Math.sqrt(gain / (toYears - fromYears))
  throw new TuttiError(
    'not-applicable',
    `total variance falls by ${-gain} from ${fromYears} to ${toYears} years at log-moneyness ${logMoneyness}: calendar arbitrage, no forward volatility`,
    { field: 'fromYears, toYears', got: `${fromYears}, ${toYears}`, expected: 'expiries between which variance grows' },
  )
}

function pointOf({ slice, expiryYears }: SurfaceSlice, logMoneyness: number): SlicePoint {
  const point = slice(logMoneyness)
  if (point.totalVariance > 0) return point
  throw new TuttiError(
    'not-applicable',
    `the smile of ${expiryYears} years has a total variance of ${point.totalVariance} at log-moneyness ${logMoneyness}; fit a smile that stays positive`,
    { field: 'logMoneyness', got: String(logMoneyness) },
  )
}

function requireExpiry(expiryYears: number): void {
  if (expiryYears >= 0 && Number.isFinite(expiryYears)) return
  throw new TuttiError('invalid-input', `an expiry must be finite and at least 0, got ${expiryYears}`, {
    field: 'expiryYears',
    got: String(expiryYears),
    expected: 'a number >= 0',
  })
}
