import type { SimulatedFigure } from '../packages/hedge-package.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeDomain, HedgeFamily } from '../universe/hedge-instrument.ts'
import type { FixedTerms } from './dealt-terms.ts'
import type { PreTradeCondition } from './pre-trade-conditions.ts'
import type { Shortfall } from './shortfalls.ts'
import type { PlanCost, TradeCost } from './trade-cost.ts'
import type { TradeAction } from './trade-action.ts'

/** Something that happens on a date. */
export interface TimelineEvent {
  /** ISO date. */
  readonly date: string
  readonly kind: 'prepare' | 'deal' | 'confirm' | 'settle' | 'reconcile'
  /** Words without figures. */
  readonly label: string
  /** Instruments concerned. */
  readonly instruments: readonly string[]
}

/** A part of a trade dealt on one day with one counterparty. */
export interface DayTrade {
  readonly instrument: string
  /** By the side dealt. */
  readonly label: string
  readonly domain: HedgeDomain
  readonly family: HedgeFamily
  readonly currency: string
  readonly counterparty: string
  /** Units, signed: positive as the instrument is defined. */
  readonly quantity: number
  /** Base currency, signed. */
  readonly notional: number
  /** What the dealer is asked for. */
  readonly action: TradeAction
  /** First payment; of a forward its value date. */
  readonly settlement: string
  /** Of a swap; null for the others. */
  readonly effective: string | null
  /** The same on every day of the plan. */
  readonly maturity: string
  /** Of a swap with a fixed leg; null for the others. */
  readonly fixed: FixedTerms | null
  /** Notional of one contract of a future, in its currency; null for what is dealt in notional. */
  readonly contractNotional: number | null
  /** Two standard deviations of a day, bp of notional. */
  readonly toleranceBp: number
  /** Legs with their weights where there is more than one (a collar); empty otherwise. */
  readonly legs: readonly { readonly kind: string; readonly weight: number; readonly side: 'buy' | 'sell' }[]
}

/** A day of the plan. */
export interface PlanDay {
  readonly date: string
  readonly trades: readonly DayTrade[]
  /** Of each instrument dealt: share of the day's volume and impact in bp of its quote. */
  readonly markets: readonly {
    readonly instrument: string
    readonly participation: number
    readonly impactBp: number
  }[]
  /** Share of all trades' notional that is done after the day. */
  readonly done: number
  /** With what is done by then; null where no function was given for it. */
  readonly fundedStatusAtRisk: SimulatedFigure | null
}

/** The trader's result. Plain JSON. */
export interface ExecutionPlan {
  /** `incomplete`: some trades do not fit; the plan deals them as far as the limits go. */
  readonly status: 'complete' | 'incomplete'
  readonly baseCurrency: string
  readonly limits: { readonly dailyVolumePercent: number; readonly impactBp: number; readonly windowDays: number }
  readonly days: readonly PlanDay[]
  /** What is dealt in the window, by instrument. */
  readonly executed: readonly HedgeTrade[]
  readonly costs: readonly TradeCost[]
  readonly total: PlanCost
  readonly shortfalls: readonly Shortfall[]
  /** The trades with stand-ins for what does not fit, to be judged and planned anew; null where all fits. */
  readonly withSubstitutes: readonly HedgeTrade[] | null
  readonly conditions: readonly PreTradeCondition[]
  readonly timeline: readonly TimelineEvent[]
  /** Before the first trade; null where no function was given. */
  readonly fundedStatusAtRiskBefore: SimulatedFigure | null
  readonly notes: readonly string[]
}
