import { TuttiError } from '@tutti/analytics/errors'
import { type HedgePackage, mergedTrades } from '../packages/index.ts'
import type { HedgeDomain, HedgeInstrument } from '../universe/index.ts'

/** One instrument of a package, or all of one domain, at so many times their size. */
export interface HedgeChange {
  readonly instrument?: string
  readonly group?: HedgeDomain
  readonly factor: number
}

/** A package with a change made. Throws `invalid-input` for something that it does not hold. */
export function changedPackage(
  universe: readonly HedgeInstrument[],
  { trades }: HedgePackage,
  { instrument, group, factor }: HedgeChange,
  id: string,
): HedgePackage {
  const domains = new Map(universe.map((one) => [one.id, one.domain]))
  const meant = (held: string): boolean => held === instrument || domains.get(held) === group
  if (!trades.some((trade) => meant(trade.instrument))) {
    const held = [
      ...trades.map((trade) => trade.instrument),
      ...new Set(trades.map((trade) => domains.get(trade.instrument))),
    ]
    throw new TuttiError('invalid-input', `the chosen package holds no trade of ${instrument ?? group}`, {
      field: instrument === undefined ? 'group' : 'instrument',
      got: instrument ?? group,
      expected: held.join(' | '),
    })
  }
  const scaled = trades.map((trade) =>
    meant(trade.instrument) ? { ...trade, quantity: factor * trade.quantity } : trade,
  )
  return { id, strategies: null, trades: mergedTrades(universe, scaled) }
}
