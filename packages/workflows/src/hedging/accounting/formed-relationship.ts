import type { Instrument, RiskFactor } from '@tutti/analytics/revaluation'
import type { BookLine } from '../book/fund-book.ts'
import type { HedgeDomain, HedgeInstrument } from '../universe/hedge-instrument.ts'

/** What a hedge is designated against. */
export type HedgedRisk = 'foreign currency' | 'interest rate' | 'inflation' | 'credit spread' | 'total return'

/** The part of a line that is hedged: all of it, or the payments of a band of years. */
export interface HedgedItem {
  readonly line: BookLine
  readonly instrument: Instrument
}

/** A hedging instrument with its quantity. */
export interface HedgingPosition {
  readonly instrument: HedgeInstrument
  readonly quantity: number
}

/** Items and instruments that belong together, before anything is measured. In memory only. */
export interface FormedRelationship {
  readonly id: string
  readonly label: string
  readonly domain: HedgeDomain
  readonly currency: string
  readonly risk: HedgedRisk
  readonly type: 'fair value hedge' | 'cash flow hedge'
  /** Options are designated by their intrinsic value; their time value is a cost of hedging. */
  readonly designation: 'entirety' | 'intrinsic value'
  /** Whether a factor belongs to the hedged risk. */
  readonly hedges: (factor: RiskFactor) => boolean
  readonly items: readonly HedgedItem[]
  readonly positions: readonly HedgingPosition[]
  /** The perfect hedge of one unit of each item, in the order of the items; null: the mirror of the item itself. */
  readonly hypothetical: readonly Instrument[] | null
}
