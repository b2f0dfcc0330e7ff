import type { RiskFactor } from './risk-factor.ts'
import type { ValuationMarket } from './valuation-market.ts'

const basisPoint = 1e-4
const percent = 1e-2

/**
 * Moves for central differences: a basis point for rates, break-evens, spreads and normal volatilities, 1 % for exchange
 * rates, indices and lognormal volatilities; at most half of a volatility, which must stay positive.
 */
export function factorBumps(factors: readonly RiskFactor[], market: ValuationMarket): Float64Array {
  return Float64Array.from(factors, (factor) => {
    switch (factor.group) {
      case 'rates':
      case 'inflation':
      case 'credit':
        return basisPoint
      case 'currency':
      case 'equity':
        return percent
      case 'volatility': {
        const usual = factor.surface.startsWith('rate:') ? basisPoint : percent
        const volatility = market.volatilities[factor.surface] ?? 0
        return volatility > 0 ? Math.min(usual, volatility / 2) : usual
      }
    }
  })
}
