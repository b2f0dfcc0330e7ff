import type { HedgeDomain } from '../universe/hedge-instrument.ts'

/** So many units of a hedge instrument of the universe; the sign is the side. */
export interface HedgeTrade {
  readonly instrument: string
  readonly quantity: number
}

/** A limit of the mandate held against a figure; `slack` is what is left (negative: broken), in the unit of both. */
export interface LimitCheck {
  readonly id: string
  readonly label: string
  /** The label without what is particular to one package, where there is such a thing. */
  readonly title?: string
  readonly unit: 'share' | 'bp' | 'years' | 'money' | 'percent'
  readonly value: number
  readonly limit: number
  readonly kind: 'at most' | 'at least'
  readonly slack: number
  readonly met: boolean
}

/** One way to hedge one domain, designed by its specialist. `none` holds no trades. */
export interface Strategy {
  /** Unique in its domain: `none`, `forward-3m-100`, `swaps-75`. */
  readonly id: string
  readonly domain: HedgeDomain
  readonly style: string
  readonly label: string
  /** Share of the exposure that it is sized to hedge, 0 to 1. */
  readonly ratio: number
  readonly trades: readonly HedgeTrade[]
  /** Effectiveness on the scenarios of its own group alone; null where the fund has no such exposure. */
  readonly effectiveness: number | null
  /** A year, base currency: carry and roll as they count, plus dealing cost over the holding period. Without XVA. */
  readonly annualCost: number
  /** Notional hedged, base currency. */
  readonly notional: number
  /** Limits of its domain; those that it breaks make it inadmissible by itself, with the reason. */
  readonly limits: readonly LimitCheck[]
}

/** What a specialist hands on: its strategies, the one it recommends and why. */
export interface StrategySet {
  readonly domain: HedgeDomain
  readonly strategies: readonly Strategy[]
  /** Id of the recommended one. */
  readonly recommended: string
  /** Designed, but not put into packages: behind the others in cost and risk. */
  readonly setAside?: readonly Strategy[]
  /** Words without figures. */
  readonly reasons: readonly string[]
  /** What cannot be hedged here and why. */
  readonly unhedgeable: readonly string[]
}
