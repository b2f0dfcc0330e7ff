import { TuttiError, requireFinite } from '../errors/index.ts'
import { normalCdf, normalPdf } from '../math/index.ts'
import { blackForwardPrice, type OptionType } from '../models/index.ts'
import { sabrImpliedVolatility, type SabrParameters } from '../volatility/index.ts'
import { bachelierForwardPrice } from './bachelier.ts'

/**
 * How the rate under an option varies: Black's lognormal rate, the rate plus `shift` lognormal, a normal rate (volatility
 * in decimals a root year, 0.008 for 80 bp), or a SABR smile, whose (shifted) lognormal volatility follows from the strike.
 */
export type RateVolatility =
  | { readonly kind: 'lognormal'; readonly volAnnual: number }
  | { readonly kind: 'shifted-lognormal'; readonly volAnnual: number; readonly shift: number }
  | { readonly kind: 'normal'; readonly volAnnual: number }
  | ({ readonly kind: 'sabr' } & SabrParameters)

/** Undiscounted price of an option on a rate and its derivatives. */
export interface RateOptionGreeks {
  readonly price: number
  /** d price / d forward. */
  readonly delta: number
  /** d2 price / d forward2; 0 where the option is worth its intrinsic value. */
  readonly gamma: number
  /** d price / d volatility, per 1.00 of the volatility of its kind. */
  readonly vega: number
  /** The volatility used: that of the smile at this strike for SABR. */
  readonly volAnnual: number
}

/** A deviation below this is none: the second derivative would overflow. */
const leastDeviation = 1e-100

interface Lognormal {
  readonly forward: number
  readonly strike: number
  readonly deviation: number
  readonly volAnnual: number
}

function requireVolatility(volAnnual: number): number {
  if (!(volAnnual >= 0 && Number.isFinite(volAnnual))) {
    throw new TuttiError('invalid-input', `volAnnual must be finite and at least 0, got ${volAnnual}`, {
      field: 'volAnnual',
      got: String(volAnnual),
      expected: 'a number >= 0',
    })
  }
  return volAnnual
}

function lognormalOf(
  forward: number,
  strike: number,
  expiryYears: number,
  volatility: Exclude<RateVolatility, { kind: 'normal' }>,
): Lognormal {
  const shift = volatility.kind === 'lognormal' ? 0 : (volatility.shift ?? 0)
  if (!(forward + shift > 0)) {
    throw new TuttiError(
      'invalid-input',
      `a lognormal rate is positive, but the forward ${forward} plus the shift ${shift} is not; ` +
        'use a larger shift or a normal volatility',
      { field: 'forward', got: String(forward), expected: `a rate above ${-shift}` },
    )
  }
  const volAnnual =
    volatility.kind === 'sabr'
      ? strike + shift > 0
        ? sabrImpliedVolatility({ ...volatility, forward, strike, expiryYears })
        : 0
      : volatility.volAnnual
  requireVolatility(volAnnual)
  return {
    forward: forward + shift,
    strike: strike + shift,
    deviation: volAnnual * Math.sqrt(Math.max(expiryYears, 0)),
    volAnnual,
  }
}

/**
 * Undiscounted price of a call (payer, caplet) or put (receiver, floorlet) on a rate. `expiryYears` <= 0 or volatility 0
 * give the intrinsic value; so does a strike that a lognormal rate cannot reach (strike + shift <= 0).
 * Throws `invalid-input`. Sources: Black (1976); Bachelier (1900); Hagan et al. (2002) for SABR.
 */
export function rateOptionPrice(
  type: OptionType,
  forward: number,
  strike: number,
  expiryYears: number,
  volatility: RateVolatility,
): number {
  requireFinite(forward, 'forward')
  requireFinite(strike, 'strike')
  requireFinite(expiryYears, 'expiryYears')
  if (volatility.kind === 'normal') {
    const deviation = requireVolatility(volatility.volAnnual) * Math.sqrt(Math.max(expiryYears, 0))
    return bachelierForwardPrice(type, forward, strike, deviation)
  }
  const black = lognormalOf(forward, strike, expiryYears, volatility)
  return black.strike <= 0
    ? Math.max(type === 'call' ? forward - strike : strike - forward, 0)
    : blackForwardPrice(type, black.forward, black.strike, black.deviation)
}

/** The price above with its derivatives; a SABR smile is held still (its volatility at the strike is kept). */
export function rateOptionGreeks(
  type: OptionType,
  forward: number,
  strike: number,
  expiryYears: number,
  volatility: RateVolatility,
): RateOptionGreeks {
  const price = rateOptionPrice(type, forward, strike, expiryYears, volatility)
  const sign = type === 'call' ? 1 : -1
  const rootTime = Math.sqrt(Math.max(expiryYears, 0))
  const intrinsicDelta = sign * (forward - strike) > 0 ? sign : forward === strike ? sign / 2 : 0
  if (volatility.kind === 'normal') {
    const { volAnnual } = volatility
    const deviation = volAnnual * rootTime
    if (deviation < leastDeviation)
      return { price, delta: intrinsicDelta, gamma: 0, vega: atTheMoneyVega(forward, strike, rootTime), volAnnual }
    const d = (forward - strike) / deviation
    const density = normalPdf(d)
    return { price, delta: sign * normalCdf(sign * d), gamma: density / deviation, vega: rootTime * density, volAnnual }
  }
  const black = lognormalOf(forward, strike, expiryYears, volatility)
  const { deviation, volAnnual } = black
  if (black.strike <= 0) return { price, delta: type === 'call' ? 1 : 0, gamma: 0, vega: 0, volAnnual }
  if (deviation < leastDeviation) {
    return {
      price,
      delta: intrinsicDelta,
      gamma: 0,
      vega: black.forward * atTheMoneyVega(forward, strike, rootTime),
      volAnnual,
    }
  }
  const d1 = Math.log(black.forward / black.strike) / deviation + deviation / 2
  const density = normalPdf(d1)
  return {
    price,
    delta: sign * normalCdf(sign * d1),
    gamma: density / (black.forward * deviation),
    vega: black.forward * density * rootTime,
    volAnnual,
  }
}

/** Vega at zero deviation per unit of forward: only an option at the money has any. */
const atTheMoneyVega = (forward: number, strike: number, rootTime: number): number =>
  forward === strike ? rootTime * normalPdf(0) : 0
