import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { normalCdf, normalPdf } from '../math/index.ts'

export type OptionType = 'call' | 'put'

/** A European option in the Black-Scholes-Merton model; rates are continuously compounded decimals. */
export interface BlackScholesInputs {
  readonly type: OptionType
  readonly spot: number
  readonly strike: number
  readonly maturityYears: number
  readonly rateContinuous: number
  readonly dividendYieldContinuous: number
  readonly volAnnual: number
}

/** Price and sensitivities, each per unit of its variable (vega for a move of volatility from 0.2 to 1.2, and so on). */
export interface BlackScholesGreeks {
  readonly price: number
  /** dP/dS */
  readonly delta: number
  /** d2P/dS2 */
  readonly gamma: number
  /** dP/dsigma */
  readonly vega: number
  /** Change of price as a year passes: -dP/dT. */
  readonly thetaPerYear: number
  /** dP/dr */
  readonly rho: number
  /** dP/dq */
  readonly dividendRho: number
  /** d2P/dS dsigma */
  readonly vanna: number
  /** d2P/dsigma2 */
  readonly volga: number
}

function requireInputs(inputs: BlackScholesInputs): void {
  requirePositive(inputs.spot, 'spot')
  requirePositive(inputs.strike, 'strike')
  requireFinite(inputs.rateContinuous, 'rateContinuous')
  requireFinite(inputs.dividendYieldContinuous, 'dividendYieldContinuous')
  for (const field of ['maturityYears', 'volAnnual'] as const) {
    if (!(inputs[field] >= 0 && Number.isFinite(inputs[field]))) {
      throw new TuttiError('invalid-input', `${field} must be finite and at least 0, got ${inputs[field]}`, {
        field,
        got: String(inputs[field]),
        expected: 'a number >= 0',
      })
    }
  }
  if (inputs.type !== 'call' && inputs.type !== 'put') {
    throw new TuttiError('invalid-input', `type must be 'call' or 'put', got ${String(inputs.type)}`, {
      field: 'type',
      got: String(inputs.type),
      expected: "'call' or 'put'",
    })
  }
}

/**
 * Undiscounted Black (1976) price of a European option on a forward: `forward` and `strike` > 0 in the same unit,
 * `totalDeviation` = volatility times the square root of maturity >= 0 (0 gives intrinsic value).
 */
export function blackForwardPrice(type: OptionType, forward: number, strike: number, totalDeviation: number): number {
  const sign = type === 'call' ? 1 : -1
  if (totalDeviation === 0) return Math.max(sign * (forward - strike), 0)
  const d1 = Math.log(forward / strike) / totalDeviation + totalDeviation / 2
  const price = sign * (forward * normalCdf(sign * d1) - strike * normalCdf(sign * (d1 - totalDeviation)))
  return Math.max(price, 0)
}

/**
 * Black-Scholes-Merton price of a European call or put with a continuous dividend yield.
 * Zero maturity or volatility gives the discounted intrinsic value on the forward. Throws `invalid-input`.
 * Source: Merton, Bell Journal of Economics 4 (1973), 141-183; Haug, Option Pricing Formulas (2007), 1.1.
 */
export function blackScholesPrice(inputs: BlackScholesInputs): number {
  requireInputs(inputs)
  const { type, spot, strike, maturityYears, rateContinuous, dividendYieldContinuous, volAnnual } = inputs
  const forward = spot * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  const discount = Math.exp(-rateContinuous * maturityYears)
  return discount * blackForwardPrice(type, forward, strike, volAnnual * Math.sqrt(maturityYears))
}

/**
 * Price and first and second order sensitivities; see `BlackScholesGreeks` for the units.
 * Throws `invalid-input`; maturity and volatility must be above zero, where the sensitivities exist.
 */
export function blackScholesGreeks(inputs: BlackScholesInputs): BlackScholesGreeks {
  requireInputs(inputs)
  requirePositive(inputs.maturityYears, 'maturityYears')
  requirePositive(inputs.volAnnual, 'volAnnual')
  const { type, spot, strike, maturityYears: T, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = inputs
  const sign = type === 'call' ? 1 : -1
  const rootT = Math.sqrt(T)
  const d1 = (Math.log(spot / strike) + (r - q + (volAnnual * volAnnual) / 2) * T) / (volAnnual * rootT)
  const d2 = d1 - volAnnual * rootT
  const spotShare = spot * Math.exp(-q * T)
  const strikeShare = strike * Math.exp(-r * T)
  const density = normalPdf(d1)
  const spotTerm = sign * spotShare * normalCdf(sign * d1)
  const strikeTerm = sign * strikeShare * normalCdf(sign * d2)
  const vega = spotShare * density * rootT
  return {
    price: Math.max(spotTerm - strikeTerm, 0),
    delta: spotTerm / spot,
    gamma: (spotShare * density) / (spot * spot * volAnnual * rootT),
    vega,
    thetaPerYear: (-spotShare * density * volAnnual) / (2 * rootT) - r * strikeTerm + q * spotTerm,
    rho: T * strikeTerm,
    dividendRho: -T * spotTerm,
    vanna: (-Math.exp(-q * T) * density * d2) / volAnnual,
    volga: (vega * d1 * d2) / volAnnual,
  }
}
