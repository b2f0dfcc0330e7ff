import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { brentRoot, millsRatio, normalCdf } from '../math/index.ts'
import type { BlackScholesInputs, OptionType } from './black-scholes.ts'

const LN_SQRT_TWO_PI = 0.91893853320467274178

/**
 * Logarithm of the Black price of an out-of-the-money option in units of sqrt(forward * strike): `x` = -|ln(F/K)| and
 * total deviation `s` > 0. Finite however small the price is.
 */
function logOutOfTheMoneyPrice(x: number, s: number): number {
  const d1 = x / s + s / 2
  const d2 = x / s - s / 2
  if (d1 < 0) {
    return -(x * x) / (2 * s * s) - (s * s) / 8 - LN_SQRT_TWO_PI + Math.log(millsRatio(-d1) - millsRatio(-d2))
  }
  return Math.log(Math.exp(x / 2) * normalCdf(d1) - Math.exp(-x / 2) * normalCdf(d2))
}

/** Logarithm of what that price lacks to its upper bound e^(x/2). */
function logShortfall(x: number, s: number): number {
  return Math.log(Math.exp(x / 2) * normalCdf(-x / s - s / 2) + Math.exp(-x / 2) * normalCdf(x / s - s / 2))
}

/**
 * Volatility (annual, decimal) at which Black's formula gives the undiscounted price `forwardPrice` of an option on
 * `forward`. For prices from the smallest positive double to near the upper bound; accuracy is that of the price itself
 * (an in-the-money price carries its time value only to the last digits of the whole).
 *
 * Solves for the logarithm of the out-of-the-money price in ln(volatility) with a bracketed root search.
 * Throws `invalid-input` where no volatility exists: a price not above intrinsic value, or not below the forward (call)
 * or strike (put).
 */
export function blackImpliedVolatility(
  type: OptionType,
  forward: number,
  strike: number,
  maturityYears: number,
  forwardPrice: number,
): number {
  requirePositive(forward, 'forward')
  requirePositive(strike, 'strike')
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(forwardPrice, 'price')
  const sign = type === 'call' ? 1 : -1
  const intrinsic = Math.max(sign * (forward - strike), 0)
  const bound = type === 'call' ? forward : strike
  if (!(forwardPrice > intrinsic && forwardPrice < bound)) {
    throw new TuttiError(
      'invalid-input',
      `no volatility gives this ${type} the undiscounted price ${forwardPrice}: ` +
        `it must lie above the intrinsic value ${intrinsic} and below ${bound}`,
      { field: 'price', got: String(forwardPrice), expected: `a price in (${intrinsic}, ${bound})` },
    )
  }
  const x = -Math.abs(Math.log(forward / strike))
  const unit = Math.sqrt(forward * strike)
  const price = (forwardPrice - intrinsic) / unit
  const highest = Math.exp(x / 2)
  const upperHalf = price > highest / 2
  const target = Math.log(upperHalf ? (bound - forwardPrice) / unit : price)
  const excess = (logDeviation: number): number => {
    const s = Math.exp(logDeviation)
    return upperHalf ? target - logShortfall(x, s) : logOutOfTheMoneyPrice(x, s) - target
  }
  const start = Math.log(Math.max(Math.sqrt(2 * -x), price))
  let low = start
  let high = start
  while (!(excess(low) <= 0)) low -= 1
  while (!(excess(high) >= 0)) high += 1
  return Math.exp(brentRoot(excess, low, high, { tolerance: 1e-16 })) / Math.sqrt(maturityYears)
}

/**
 * Black-Scholes implied volatility of a European option `price` (present value); the other inputs as in
 * `blackScholesPrice`. See `blackImpliedVolatility` for range, accuracy and errors.
 */
export function impliedVolatility(price: number, inputs: Omit<BlackScholesInputs, 'volAnnual'>): number {
  const { type, spot, strike, maturityYears, rateContinuous, dividendYieldContinuous } = inputs
  requirePositive(spot, 'spot')
  requireFinite(rateContinuous, 'rateContinuous')
  requireFinite(dividendYieldContinuous, 'dividendYieldContinuous')
  requirePositive(maturityYears, 'maturityYears')
  const forward = spot * Math.exp((rateContinuous - dividendYieldContinuous) * maturityYears)
  return blackImpliedVolatility(type, forward, strike, maturityYears, price * Math.exp(rateContinuous * maturityYears))
}
