import type { SimulatedFigure } from '../packages/hedge-package.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'

/** The part of a trade that is dealt with one counterparty; `cleared` for the clearing house. */
export interface AllocatedTrade {
  readonly instrument: string
  readonly quantity: number
  readonly counterparty: string
}

/** What a counterparty's line is used for once all trades are done; base currency. */
export interface CounterpartyLine {
  readonly counterparty: string
  readonly potentialExposure: number
  readonly limit: number
}

/** What the trader is given. */
export interface ExecutionInputs {
  readonly mandate: HedgingMandate
  /** ISO date of the market. */
  readonly asOf: string
  readonly trades: readonly HedgeTrade[]
  /** Adds up to the trades, instrument by instrument. */
  readonly allocation: readonly AllocatedTrade[]
  readonly universe: readonly HedgeInstrument[]
  /** Profit of one unit of each instrument of the universe, in its order, on the same scenarios. */
  readonly unitProfits: readonly Float64Array[]
  /** Value of the fund's assets, base currency: the scale of its aversion to risk. */
  readonly assets: number
  /** Lines once all is dealt; without them the condition is left to confirm. */
  readonly lines?: readonly CounterpartyLine[]
  /** Cash that can be posted as margin or paid as premium, base currency. */
  readonly availableCash?: number
  /** Funded-status-at-risk of the fund with these trades done. */
  readonly fundedStatusAtRisk?: (done: readonly HedgeTrade[]) => SimulatedFigure
}
