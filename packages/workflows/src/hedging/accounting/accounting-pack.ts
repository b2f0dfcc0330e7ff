import { customaryHedgePolicy, type HedgePolicy } from '@tutti/analytics/hedging'
import type { FundBook } from '../book/fund-book.ts'
import type { AllocatedTrade } from '../execution/execution-inputs.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { designationMemo } from './designation-memo.ts'
import type { FormedRelationship } from './formed-relationship.ts'
import { formedRelationships } from './formed-relationships.ts'
import type { HedgeRecord } from './hedge-record.ts'
import { hedgeRecordOf } from './hedge-record-of.ts'
import { monthlyChanges } from './monthly-changes.ts'

/** What the pack is made from. */
export interface AccountingInputs {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly book: FundBook
  readonly universe: readonly HedgeInstrument[]
  readonly trades: readonly HedgeTrade[]
  /** Who the trades are with; without it the test of credit risk is left open for what is not cleared. */
  readonly allocation?: readonly AllocatedTrade[]
  /** JSON pointer at which the pack will stand in the result, for the memos' slots; empty for a pack by itself. */
  readonly at?: string
}

/** Hedge accounting evidence of all designated relationships. Plain JSON; money in base currency. */
export interface AccountingPack {
  readonly asOf: string
  readonly baseCurrency: string
  /** Months asked for, and those that the history has. */
  readonly monthsWanted: number
  readonly months: number
  /** Thresholds of the entity's policy. */
  readonly policy: HedgePolicy
  readonly relationships: readonly HedgeRecord[]
  /** Factors without history, held still in every test. */
  readonly held: readonly string[]
  readonly notes: readonly string[]
}

/**
 * Forms the designated relationships of the trades and documents each: hedged items and part, hypothetical derivative, dollar offset,
 * regression, ineffectiveness with its sources, verdicts of IFRS 9 and ASC 815, draft memo. Changes in value are those of
 * today's book and trades under the market's own last months.
 *
 * Throws `missing-data` for a trade in no instrument of the universe. Source: IFRS 9 (2014) chapter 6 and appendix B6; FASB ASC
 * 815 as amended by ASU 2017-12.
 */
export function accountingPack(inputs: AccountingInputs): AccountingPack {
  const { mandate, market, book, universe, trades, allocation, at = '' } = inputs
  const months = monthlyChanges(market, mandate.accounting.months)
  const context = { mandate, market, months, allocation }
  const formed = formedRelationships(market, book, universe, trades)
  const relationships = formed.map((relationship, i): HedgeRecord => {
    const record = hedgeRecordOf(context, relationship)
    const pointers = { base: `${at}/baseCurrency`, asOf: `${at}/asOf` }
    return { ...record, memo: designationMemo(record, `${at}/relationships/${i}`, pointers) }
  })
  return {
    asOf: market.asOf,
    baseCurrency: market.valuation.baseCurrency,
    monthsWanted: mandate.accounting.months,
    months: months.periods.length,
    policy: customaryHedgePolicy,
    relationships,
    held: months.held,
    notes: [
      ...overlaps(formed, relationships),
      'A plan that reports its investments at fair value through profit or loss (IAS 26, ASC 960) has the offset without hedge accounting; the pack serves entities that carry items at amortised cost or through other comprehensive income.',
      'Obligations measured under IAS 19 or ASC 715 are no financial liabilities of IFRS 9; payments owed are taken as recognised financial liabilities here.',
      ...(months.periods.length < mandate.accounting.months
        ? ['The history has fewer months than the mandate asks for.']
        : []),
    ],
  }
}

/** Notes on items that relationships of one domain designate beyond the whole together. */
function overlaps(formed: readonly FormedRelationship[], records: readonly HedgeRecord[]): string[] {
  const designated = new Map<string, { share: number; ids: string[] }>()
  formed.forEach(({ items, domain }, i) => {
    for (const { line, instrument } of items) {
      const first = 'flows' in instrument ? (instrument.flows[0]?.years ?? 0) : 0
      const key = JSON.stringify([domain, line.id, first])
      const own = designated.get(key) ?? { share: 0, ids: [] }
      designated.set(key, { share: own.share + records[i].proportion, ids: [...own.ids, records[i].id] })
    }
  })
  const groups = [...designated.values()].filter(({ share, ids }) => ids.length > 1 && share > 1 + 1e-9)
  return [...new Set(groups.map(({ ids }) => ids.join(', ')))].map(
    (ids) =>
      `Together more than the whole of some items is designated by ${ids}: the shares have to be cut before signing.`,
  )
}
