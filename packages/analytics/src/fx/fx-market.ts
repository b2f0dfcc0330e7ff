import { requirePositive } from '../errors/index.ts'
import type { DiscountCurve } from '../curves/index.ts'

/**
 * What values a currency pair: the spot rate in units of domestic currency for one unit of foreign currency, and a
 * discount curve of each currency with the same time origin. Cross-currency basis belongs into the curves.
 */
export interface FxMarket {
  /** Domestic per unit of foreign, > 0, for settlement at `spotYears`. */
  readonly spot: number
  readonly domestic: DiscountCurve
  readonly foreign: DiscountCurve
  /** Time from the valuation date to the settlement of spot, years >= 0; 0 when left out. */
  readonly spotYears?: number | undefined
}

/** Value today, in domestic currency, of one unit of foreign currency today: spot carried back from its settlement. */
export function spotToday({ spot, domestic, foreign, spotYears = 0 }: FxMarket): number {
  requirePositive(spot, 'spot')
  return spotYears === 0 ? spot : (spot * domestic.discountFactor(spotYears)) / foreign.discountFactor(spotYears)
}

/**
 * Forward exchange rate for settlement at `timeYears` by covered interest parity, S Pf(T) / Pd(T) with spot carried to
 * today. Throws `invalid-input` for a spot that is not positive or a time that a curve refuses.
 */
export function fxForwardRate(market: FxMarket, timeYears: number): number {
  return (spotToday(market) * market.foreign.discountFactor(timeYears)) / market.domestic.discountFactor(timeYears)
}
