import { bookSensitivities, compiledBook, type Instrument, type RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingMarket } from '../market/hedging-market.ts'

/** So many units of an instrument. */
export interface WeightedInstrument {
  readonly instrument: Instrument
  readonly weight: number
}

/** Change of the whole for a unit of each factor of the market, base currency. */
export function positionSensitivities(
  { valuation, factors }: Pick<HedgingMarket, 'valuation' | 'factors'>,
  position: readonly WeightedInstrument[],
): Float64Array {
  const all = bookSensitivities(
    compiledBook(
      position.map(({ instrument }) => instrument),
      valuation,
      factors,
    ),
    factors,
  )
  return Float64Array.from(factors, (_, f) =>
    position.reduce((sum, { weight }, i) => sum + weight * all[i * factors.length + f], 0),
  )
}

/** The same for all factors of a risk moving together. */
export function parallelSensitivity(
  market: Pick<HedgingMarket, 'valuation' | 'factors'>,
  position: readonly WeightedInstrument[],
  belongs: (factor: RiskFactor) => boolean,
): number {
  const own = positionSensitivities(market, position)
  return market.factors.reduce((sum, factor, f) => (belongs(factor) ? sum + own[f] : sum), 0)
}
