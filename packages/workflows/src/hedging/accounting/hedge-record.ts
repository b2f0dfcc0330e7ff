import type { HedgeRegression } from '@tutti/analytics/hedging'
import type { HedgeDomain } from '../universe/hedge-instrument.ts'
import type { HedgedRisk } from './formed-relationship.ts'
import type { Ineffectiveness } from './ineffectiveness.ts'
import type { AccountingVerdict } from './relationship-verdicts.ts'

/** A month of a relationship; money in base currency. */
export interface HedgePeriod {
  readonly from: string
  readonly to: string
  readonly item: number
  readonly hypothetical: number
  /** After what counterparties' default risk takes off. */
  readonly hedge: number
  /** -hedge / item; null where the item did not change. Up to this month in the second. */
  readonly offset: number | null
  readonly cumulativeOffset: number | null
}

/** A paragraph of a draft memo: words with slots into the record, none of its figures typed. */
export interface MemoParagraph {
  readonly heading: string
  /** Paragraphs of the standards that ask for it. */
  readonly references: readonly string[]
  readonly template: string
}

/** Everything on one designated relationship. Plain JSON; money in base currency. */
export interface HedgeRecord {
  readonly id: string
  readonly label: string
  readonly domain: HedgeDomain
  readonly currency: string
  readonly risk: HedgedRisk
  readonly type: 'fair value hedge' | 'cash flow hedge'
  readonly designation: 'entirety' | 'intrinsic value'
  readonly items: readonly { readonly line: string; readonly label: string; readonly value: number }[]
  readonly itemsValue: number
  readonly instruments: readonly {
    readonly instrument: string
    readonly label: string
    readonly quantity: number
    readonly notional: number
  }[]
  readonly notional: number
  /** For the hedged risk moving in parallel: by a basis point of rates, break-evens and spreads, by 1 % of exchange rates. */
  readonly itemSensitivity: number
  readonly hedgeSensitivity: number
  /** Minus hedge over items: the ratio that is used for managing the risk. */
  readonly hedgeRatio: number
  /** Share of the items that is designated. */
  readonly proportion: number
  /** Mean time of payments by amount; of the hedges' ends by notional. Null without dated payments. */
  readonly itemYears: number | null
  readonly hedgeYears: number
  readonly periods: readonly HedgePeriod[]
  readonly monthsWithout: number
  readonly dollarOffset: {
    readonly cumulative: number | null
    readonly monthsInBand: number
    readonly shareInBand: number | null
  }
  readonly regression: HedgeRegression | null
  readonly varianceReduction: number | null
  /** Null where counterparties are not known. */
  readonly creditShare: number | null
  readonly ineffectiveness: Ineffectiveness
  /** Change of the hedge for a cross-currency basis wider by `moveBp`; null where none enters. */
  readonly basisRisk: { readonly moveBp: number; readonly hedge: number } | null
  /** Of options: what is paid for time, and a year of it spread evenly. */
  readonly timeValue: { readonly value: number; readonly perYear: number } | null
  readonly verdicts: readonly AccountingVerdict[]
  readonly notes: readonly string[]
  readonly memo: readonly MemoParagraph[]
}
