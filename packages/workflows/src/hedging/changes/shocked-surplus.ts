import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { HedgingCase } from '../hedging-case.ts'
import { flooredShocks } from '../market/level-floors.ts'
import { profitsOf } from '../market/index.ts'
import type { HedgeTrade } from '../strategies/index.ts'

/** A move of whole groups of factors at once; rates, break-evens and spreads in basis points, currencies and equities in percent. */
export interface GroupMoves {
  readonly rates_bp: number
  readonly break_evens_bp: number
  readonly currency_percent: number
  readonly spreads_bp: number
  readonly equity_percent: number
}

/** No move at all. */
export const noMoves: GroupMoves = {
  rates_bp: 0,
  break_evens_bp: 0,
  currency_percent: 0,
  spreads_bp: 0,
  equity_percent: 0,
}

/** The surplus after a move, fully revalued; base currency. */
interface ShockedSurplus {
  /** Change without new hedges. */
  readonly unhedged: number
  /** What the trades add. */
  readonly hedge: number
  readonly fundedRatioUnhedged: number
  readonly fundedRatio: number
}

/** Fund and trades under a move. `only` keeps it to the factors that are wanted. */
export function shockedSurplus(
  study: HedgingCase,
  trades: readonly HedgeTrade[],
  moves: GroupMoves,
  only: (factor: RiskFactor) => boolean = () => true,
): ShockedSurplus {
  const { market, surplus, universe, sensitivities } = study
  const shocks = flooredShocks(
    market,
    Float64Array.from(market.factors, (factor) => (only(factor) ? moveOf(factor, moves) : 0)),
  )
  const { assets, liabilities, fund, units } = profitsOf(surplus, shocks)
  const hedge = trades.reduce(
    (sum, { instrument, quantity }) => sum + quantity * units[universe.findIndex(({ id }) => id === instrument)][0],
    0,
  )
  const owed = sensitivities.liabilitiesValue - liabilities[0]
  const held = sensitivities.assetsValue + assets[0]
  return { unhedged: fund[0], hedge, fundedRatioUnhedged: held / owed, fundedRatio: (held + hedge) / owed }
}

function moveOf(factor: RiskFactor, moves: GroupMoves): number {
  switch (factor.group) {
    case 'rates':
      return moves.rates_bp / 1e4
    case 'inflation':
      return moves.break_evens_bp / 1e4
    case 'credit':
      return moves.spreads_bp / 1e4
    case 'currency':
      return Math.log1p(moves.currency_percent / 100)
    case 'equity':
      return Math.log1p(moves.equity_percent / 100)
    case 'volatility':
      return 0
  }
}
