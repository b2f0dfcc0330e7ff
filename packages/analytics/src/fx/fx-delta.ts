import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { brentRoot, logNormalCdf, normalCdf, normalQuantile } from '../math/index.ts'
import type { OptionType } from '../models/index.ts'

/**
 * What a delta counts: units of foreign currency to hold in spot or forward for one unit of notional, for a premium paid
 * in domestic currency, or less the premium where it is paid in foreign currency (premium-adjusted).
 */
export type DeltaConvention = 'spot' | 'forward' | 'premium-adjusted spot' | 'premium-adjusted forward'

/** Where a smile has its centre: strike at spot, at the forward, or where a straddle has no delta. */
export type AtmConvention = 'spot' | 'forward' | 'delta-neutral straddle'

/** A currency pair at one expiry, seen by its discount factors and its total deviation, volatility x sqrt(years) >= 0. */
export interface DeltaMarket {
  readonly spot: number
  readonly discountDomestic: number
  readonly discountForeign: number
  readonly totalDeviation: number
}

/** Forward, and the delta of holding the foreign currency to expiry in the convention. */
function scaleOf(market: DeltaMarket, convention: DeltaConvention) {
  const spot = requirePositive(market.spot, 'spot')
  const discountForeign = requirePositive(market.discountForeign, 'discountForeign')
  const forward = (spot * discountForeign) / requirePositive(market.discountDomestic, 'discountDomestic')
  const deviation = market.totalDeviation
  if (!(deviation >= 0 && Number.isFinite(deviation))) {
    throw new TuttiError('invalid-input', `totalDeviation must be finite and at least 0, got ${deviation}`, {
      field: 'totalDeviation',
      got: String(deviation),
      expected: 'volatility times the square root of the maturity, >= 0',
    })
  }
  const isAdjusted = convention === 'premium-adjusted spot' || convention === 'premium-adjusted forward'
  if (!isAdjusted && convention !== 'spot' && convention !== 'forward') {
    throw new TuttiError('unsupported', `there is no delta convention ${String(convention)}`, {
      field: 'convention',
      got: String(convention),
      expected: 'spot, forward, premium-adjusted spot or premium-adjusted forward',
    })
  }
  const isSpot = convention === 'spot' || convention === 'premium-adjusted spot'
  return { forward, deviation, isAdjusted, scale: isSpot ? discountForeign : 1 }
}

/**
 * Delta of a European option in a convention; negative for puts. A total deviation of 0 gives the limit: all or nothing,
 * half at the forward. Source: Reiswich & Wystup, "A guide to FX options quoting conventions", J. Derivatives 18 (2010).
 */
export function fxDelta(market: DeltaMarket, type: OptionType, strike: number, convention: DeltaConvention): number {
  const { forward, deviation, isAdjusted, scale } = scaleOf(market, convention)
  requirePositive(strike, 'strike')
  const sign = type === 'call' ? 1 : -1
  const moneyness = Math.log(forward / strike)
  const shift = ((isAdjusted ? -1 : 1) * deviation) / 2
  const d = deviation === 0 ? (moneyness === 0 ? 0 : moneyness * Infinity) : moneyness / deviation + shift
  return sign * scale * (isAdjusted ? strike / forward : 1) * normalCdf(sign * d)
}

/** Strikes of a delta. */
export interface DeltaStrike {
  /** The strike that the market means: the higher one where two have the delta. */
  readonly strike: number
  /** The lower strike of a premium-adjusted call with the same delta. */
  readonly lowerStrike?: number | undefined
}

function unreachable(delta: number, expected: string): TuttiError {
  return new TuttiError('invalid-input', `no strike has the delta ${delta}: ${expected}`, {
    field: 'delta',
    got: String(delta),
    expected,
  })
}

/**
 * Strike at which an option has the given delta (positive for calls, negative for puts).
 *
 * Unadjusted deltas invert in closed form. The premium-adjusted delta of a put grows with the strike without bound, so
 * one strike has it. That of a call rises from 0 to a highest value and falls again: two strikes have a delta below it,
 * and the market means the higher. Throws `invalid-input` for a delta of the wrong sign or one that no strike reaches,
 * and where the total deviation is 0. Source: Reiswich & Wystup (2010); Clark, Foreign Exchange Option Pricing (2011).
 */
export function fxStrikeFromDelta(
  market: DeltaMarket,
  type: OptionType,
  delta: number,
  convention: DeltaConvention,
): DeltaStrike {
  const { forward, deviation: s, isAdjusted, scale } = scaleOf(market, convention)
  requirePositive(s, 'totalDeviation')
  const sign = type === 'call' ? 1 : -1
  const share = (sign * requireFinite(delta, 'delta')) / scale
  if (!(share > 0)) throw unreachable(delta, `a ${type} has a ${type === 'call' ? 'positive' : 'negative'} delta`)
  if (!isAdjusted) {
    if (!(share < 1)) throw unreachable(delta, `the delta of a ${type} lies between 0 and ${sign * scale}`)
    return { strike: forward * Math.exp((s * s) / 2 - sign * s * normalQuantile(share)) }
  }
  // In d2: K / F = exp(-s d2 - s^2 / 2), and the delta's logarithm is -s d2 - s^2 / 2 + ln N(sign d2).
  const strikeAt = (d2: number): number => forward * Math.exp(-s * d2 - (s * s) / 2)
  const excess = (d2: number): number => -s * d2 - (s * s) / 2 + logNormalCdf(sign * d2) - Math.log(share)
  const rootBetween = (inside: number, outward: number): number => {
    let step = outward
    while (excess(inside + step) > 0) step *= 2
    return brentRoot(excess, Math.min(inside, inside + step), Math.max(inside, inside + step), { tolerance: 1e-15 })
  }
  if (type === 'put') {
    // Falls in d2 from infinity to minus infinity.
    let low = -1
    while (excess(low) < 0) low *= 2
    return { strike: strikeAt(rootBetween(low, 1)) }
  }
  const top = highestAdjustedDelta(s)
  const most = excess(top)
  if (most < 0) throw unreachable(delta, `the highest premium-adjusted call delta is ${share * Math.exp(most) * scale}`)
  return { strike: strikeAt(rootBetween(top, -1)), lowerStrike: strikeAt(rootBetween(top, 1)) }
}

/** d2 at which the premium-adjusted delta of a call is highest: s N(d2) = n(d2). */
function highestAdjustedDelta(s: number): number {
  const slope = (d2: number): number =>
    Math.log(s) + logNormalCdf(d2) + (d2 * d2) / 2 + Math.log(Math.sqrt(2 * Math.PI))
  let low = -1
  while (slope(low) > 0) low *= 2
  let high = 1
  while (slope(high) < 0) high *= 2
  return brentRoot(slope, low, high, { tolerance: 1e-15 })
}

/**
 * The at-the-money strike of a convention. A delta-neutral straddle has its strike at F exp(s^2 / 2), at F exp(-s^2 / 2)
 * where the delta is premium-adjusted.
 */
export function fxAtmStrike(market: DeltaMarket, atm: AtmConvention, convention: DeltaConvention): number {
  const { forward, deviation, isAdjusted } = scaleOf(market, convention)
  switch (atm) {
    case 'spot':
      return market.spot
    case 'forward':
      return forward
    case 'delta-neutral straddle':
      return forward * Math.exp(((isAdjusted ? -1 : 1) * deviation * deviation) / 2)
    default:
      throw new TuttiError('unsupported', `there is no at-the-money convention ${String(atm)}`, {
        field: 'atm',
        got: String(atm),
        expected: 'spot, forward or delta-neutral straddle',
      })
  }
}
