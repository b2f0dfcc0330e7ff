import { TuttiError } from '@tutti/analytics/errors'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'
import { bandRelationships } from './band-relationships.ts'
import { creditRelationships } from './credit-relationships.ts'
import { currencyRelationships } from './currency-relationships.ts'
import type { FormedRelationship, HedgingPosition } from './formed-relationship.ts'

/** The relationships that the trades make with the book, by domain. Throws `missing-data` for a trade in no instrument of the universe. */
export function formedRelationships(
  market: HedgingMarket,
  book: FundBook,
  universe: readonly HedgeInstrument[],
  trades: readonly HedgeTrade[],
): FormedRelationship[] {
  const byId = new Map(universe.map((instrument) => [instrument.id, instrument]))
  const quantities = new Map<HedgeInstrument, number>()
  for (const [i, { instrument: id, quantity }] of trades.entries()) {
    const instrument = byId.get(id)
    if (instrument === undefined) {
      throw new TuttiError('missing-data', `the trade in ${id} is of no instrument of the universe`, {
        field: `trades[${i}].instrument`,
        got: id,
        expected: 'an id of the universe',
      })
    }
    quantities.set(instrument, (quantities.get(instrument) ?? 0) + quantity)
  }
  const positions = [...quantities].flatMap(([instrument, quantity]): HedgingPosition[] =>
    quantity === 0 ? [] : [{ instrument, quantity }],
  )
  const formed: Readonly<Record<HedgeDomain, (own: readonly HedgingPosition[]) => FormedRelationship[]>> = {
    currency: (own) => currencyRelationships(market, book, own),
    rates: (own) => bandRelationships(market, book, own, 'interest rate'),
    inflation: (own) => bandRelationships(market, book, own, 'inflation'),
    credit: (own) => creditRelationships(book, own),
  }
  return hedgeDomains.flatMap((domain) =>
    formed[domain](positions.filter(({ instrument }) => instrument.domain === domain)),
  )
}
