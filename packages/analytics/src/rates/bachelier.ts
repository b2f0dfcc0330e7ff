import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { brentRoot, millsRatio, normalCdf, normalPdf } from '../math/index.ts'
import type { OptionType } from '../models/index.ts'

const LN_SQRT_TWO_PI = 0.91893853320467274178
/** Deviations beyond which the normal density is below every positive double. */
const farthest = 39

/**
 * Undiscounted Bachelier (normal) price of a European option on a forward of any sign: `totalDeviation` = normal
 * volatility times the square root of maturity, >= 0 (0 gives intrinsic value).
 */
export function bachelierForwardPrice(
  type: OptionType,
  forward: number,
  strike: number,
  totalDeviation: number,
): number {
  const moneyness = type === 'call' ? forward - strike : strike - forward
  if (totalDeviation === 0) return Math.max(moneyness, 0)
  const d = moneyness / totalDeviation
  // The out-of-the-money price, which keeps its relative accuracy far out; its mirror adds the intrinsic value.
  const size = Math.abs(d)
  if (size > farthest) return Math.max(moneyness, 0)
  const timeValue = totalDeviation * (normalPdf(size) - size * normalCdf(-size))
  return Math.max(moneyness, 0) + Math.max(timeValue, 0)
}

/** ln of (density(d) / d - P(Z > d)), d > 0: the out-of-the-money price over the distance to the strike. */
function logTimeValueOverDistance(d: number): number {
  return -(d * d) / 2 - LN_SQRT_TWO_PI + Math.log(1 / d - farMills(d))
}

/** Mills ratio; past 40 its difference to 1/d is taken from the asymptotic series, where it would cancel. */
function farMills(d: number): number {
  if (d < 40) return millsRatio(d)
  const square = d * d
  return (1 - 1 / square + 3 / square ** 2 - 15 / square ** 3) / d
}

/** Beyond this no exponential is a normal number. */
const LARGEST_LOG = 700

/**
 * Normal volatility (annual, in the unit of the forward) at which Bachelier's formula gives the undiscounted
 * `forwardPrice`. Forward and strike may have any sign. Accuracy is that of the price's own time value.
 * Throws `invalid-input` for a price not above intrinsic value: no volatility above zero gives it.
 */
export function bachelierImpliedVolatility(
  type: OptionType,
  forward: number,
  strike: number,
  maturityYears: number,
  forwardPrice: number,
): number {
  requireFinite(forward, 'forward')
  requireFinite(strike, 'strike')
  requirePositive(maturityYears, 'maturityYears')
  requireFinite(forwardPrice, 'price')
  const moneyness = type === 'call' ? forward - strike : strike - forward
  const timeValue = forwardPrice - Math.max(moneyness, 0)
  if (!(timeValue > 0)) {
    throw new TuttiError(
      'invalid-input',
      `no volatility gives this ${type} the undiscounted price ${forwardPrice}: it must lie above the intrinsic value ` +
        `${Math.max(moneyness, 0)}`,
      { field: 'price', got: String(forwardPrice), expected: `a price above ${Math.max(moneyness, 0)}` },
    )
  }
  const distance = Math.abs(moneyness)
  const atTheMoney = timeValue * Math.exp(LN_SQRT_TWO_PI)
  const rootTime = Math.sqrt(maturityYears)
  if (distance <= atTheMoney * 1e-15) return atTheMoney / rootTime
  const target = Math.log(timeValue / distance)
  const excess = (logD: number): number => logTimeValueOverDistance(Math.exp(logD)) - target
  let low = Math.min(Math.log(distance) - Math.log(atTheMoney) - 1, LARGEST_LOG)
  let high = 1
  while (!(excess(low) >= 0) && low > -LARGEST_LOG) low -= 1
  while (!(excess(high) <= 0) && high < LARGEST_LOG) high += 0.5
  if (!(excess(low) >= 0 && excess(high) <= 0)) {
    throw new TuttiError('calculation-failed', 'forward and strike lie too far apart for a volatility to be found', {
      field: 'strike',
      got: String(strike),
      expected: `a strike nearer to the forward ${forward}`,
    })
  }
  return distance / Math.exp(brentRoot(excess, low, high, { tolerance: 1e-16 })) / rootTime
}
