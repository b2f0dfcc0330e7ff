import type { HedgingMandate } from '../mandate/index.ts'
import type { ScenarioProfits } from '../market/scenario-profits.ts'
import type { HedgeTrade, StrategySet } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { SimulatedFigure, ValuationCharges } from './hedge-package.ts'
import type { GroupStress } from './group-stress.ts'
import type { YieldMove } from './yield-move.ts'

/**
 * Valuation adjustments of a list of trades, incremental to what the fund has, and what rolling them on costs a year: each over
 * the life of its trades.
 */
export type TradeCharges = (trades: readonly HedgeTrade[]) => {
  readonly charges: ValuationCharges
  readonly annual: SimulatedFigure
}

/** Size and rate sensitivity of the fund before new hedges, base currency. */
export interface FundSize {
  readonly assets: number
  /** Positive. */
  readonly liabilities: number
  /** -dS/dr of the surplus for a parallel move of all zero rates: money times years. */
  readonly moneyDuration: number
  /** The same of one unit of each hedge instrument, in the order of the universe. */
  readonly unitMoneyDurations: ArrayLike<number>
}

/** What hedge packages are judged on: the same scenarios, costs and limits for all. */
export interface PackageStudy {
  readonly mandate: HedgingMandate
  readonly universe: readonly HedgeInstrument[]
  /** One set for each domain. */
  readonly strategies: readonly StrategySet[]
  readonly profits: ScenarioProfits
  readonly fund: FundSize
  readonly charges: TradeCharges
  /** The most of each instrument that can be dealt in the mandate's window, notional in base currency, in the order of the universe. */
  readonly capacities: ArrayLike<number>
  /** The mandate's moves of yields that the collateral buffer has to stand. */
  readonly liquidity: readonly YieldMove[]
  /** The mandate's named stresses of a group as a whole. */
  readonly stresses: readonly GroupStress[]
}
