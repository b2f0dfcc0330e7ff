import type { HedgingMarket } from './hedging-market.ts'

/** Lowest spread of a bucket, lowest lognormal and normal volatility, decimal. */
const floors = { spread: 1e-4, lognormal: 0.01, normal: 1e-4 } as const

/** The floors in words, for the record of a method. */
export const floorWords =
  'spreads not below 1 bp, lognormal volatilities not below 1 point and normal ones not below 1 bp'

/** Lowest change of each factor: down to its floor, 0 where it is below the floor already; -Infinity for the other groups. */
function lowestChanges({ factors, valuation }: HedgingMarket): Float64Array {
  return Float64Array.from(factors, (factor) => {
    if (factor.group === 'credit') return Math.min(0, floors.spread - valuation.spreads[factor.bucket])
    if (factor.group !== 'volatility') return -Infinity
    const floor = factor.surface.startsWith('rate:') ? floors.normal : floors.lognormal
    return Math.min(0, floor - valuation.volatilities[factor.surface])
  })
}

/** Shocks (scenarios x factors) with spreads and volatilities held at their floors: 1 bp, 1 point (lognormal), 1 bp (normal). */
export function flooredShocks(market: HedgingMarket, shocks: Float64Array): Float64Array {
  const lowest = lowestChanges(market)
  return shocks.map((shock, k) => Math.max(shock, lowest[k % lowest.length]))
}
