import { requireFinite, requireInRange, requirePositive, requireSample } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { requireBetween, requireNonNegative, requireSameLength, type Sample } from '../statistics/index.ts'

/** How fast a portfolio can be sold. */
export interface LiquidationProfile {
  /** Days until each position is gone. */
  readonly days: readonly number[]
  /** Share of the whole portfolio (in the unit of the positions) that is sold at each horizon. */
  readonly fractionLiquidated: readonly number[]
}

/**
 * Liquidation of `positions` (long or short, in the unit of the volumes) that takes a share `participation` in (0, 1]
 * of each day's volume, for horizons in days.
 */
export function liquidationProfile(
  positions: Sample,
  averageDailyVolumes: Sample,
  participation: number,
  horizonsDays: Sample,
): LiquidationProfile {
  requireSample(positions, 1, 'positions')
  requireSameLength(positions, averageDailyVolumes, 'positions', 'averageDailyVolumes')
  requirePositive(participation, 'participation')
  requireInRange(participation, 0, 1, 'participation')
  const sizes = Array.from(positions, Math.abs)
  const perDay = Array.from(
    averageDailyVolumes,
    (volume, i) => participation * requirePositive(volume, `averageDailyVolumes[${i}]`),
  )
  const total = requirePositive(
    sizes.reduce((sum, size) => sum + size, 0),
    'sum of positions',
  )
  return {
    days: sizes.map((size, i) => size / perDay[i]),
    fractionLiquidated: Array.from(horizonsDays, (horizon, h) => {
      requireNonNegative(horizon, `horizonsDays[${h}]`)
      return sizes.reduce((sold, size, i) => sold + Math.min(size, perDay[i] * horizon), 0) / total
    }),
  }
}

/** An order against the market that it is worked in. */
export interface ImpactOrder {
  /** Shares or money, in the unit of the volume. */
  readonly orderSize: number
  readonly averageDailyVolume: number
  /** Daily volatility of the price (decimal). */
  readonly dailyVolatility: number
  /** Full bid-ask spread over the mid price (decimal). */
  readonly relativeSpread: number
  /** Y of the square-root law, about 0.5 to 1. */
  readonly coefficient: number
}

/**
 * Expected cost of an order as a fraction of its value: half the spread plus Y sigma sqrt(Q / V).
 *
 * Source: Grinold and Kahn, Active Portfolio Management (1999), chapter 16; Tóth et al., Physical Review X 1 (2011).
 */
export function squareRootImpact(order: ImpactOrder): number {
  const { orderSize, averageDailyVolume, dailyVolatility, relativeSpread, coefficient } = order
  requireFinite(orderSize, 'orderSize')
  requirePositive(averageDailyVolume, 'averageDailyVolume')
  requireNonNegative(dailyVolatility, 'dailyVolatility')
  requireNonNegative(relativeSpread, 'relativeSpread')
  requireNonNegative(coefficient, 'coefficient')
  return relativeSpread / 2 + coefficient * dailyVolatility * Math.sqrt(Math.abs(orderSize) / averageDailyVolume)
}

/** A position with the statistics of its price and of its relative spread. */
export interface IlliquidPosition {
  readonly value: number
  /** Volatility of the log price over the horizon (decimal). */
  readonly volatility: number
  readonly meanRelativeSpread: number
  readonly spreadVolatility: number
  /** How many standard deviations the spread widens in the tail, 2 to 4.5. */
  readonly spreadMultiplier: number
}

/** VaR with the cost of getting out, losses positive. */
export interface LiquidityAdjustedValueAtRisk {
  readonly valueAtRisk: number
  readonly liquidityCost: number
  /** Their sum. */
  readonly liquidityAdjusted: number
}

/**
 * Liquidity-adjusted VaR: V (1 - exp(-z sigma)) for a lognormal price without drift, plus half of the spread in the
 * tail, V (mean + k sigma_spread) / 2, as both are taken to happen together.
 *
 * Source: Bangia, Diebold, Schuermann and Stroughair, Modeling liquidity risk, Risk 12 (1999).
 */
export function liquidityAdjustedValueAtRisk(
  position: IlliquidPosition,
  confidence: number,
): LiquidityAdjustedValueAtRisk {
  requireNonNegative(position.value, 'value')
  requireNonNegative(position.volatility, 'volatility')
  requireNonNegative(position.meanRelativeSpread, 'meanRelativeSpread')
  requireNonNegative(position.spreadVolatility, 'spreadVolatility')
  requireNonNegative(position.spreadMultiplier, 'spreadMultiplier')
  requireBetween(confidence, 0, 1, 'confidence')
  const valueAtRisk = -position.value * Math.expm1(-normalQuantile(confidence) * position.volatility)
  const tailSpread = position.meanRelativeSpread + position.spreadMultiplier * position.spreadVolatility
  const liquidityCost = (position.value * tailSpread) / 2
  return { valueAtRisk, liquidityCost, liquidityAdjusted: valueAtRisk + liquidityCost }
}
