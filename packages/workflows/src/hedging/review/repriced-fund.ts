import { shockedInstrument, shockedMarket } from '@tutti/analytics/revaluation'
import type { BookLine } from '../book/fund-book.ts'
import type { HedgingCase } from '../hedging-case.ts'
import type { HedgeTrade } from '../strategies/index.ts'
import { pricedInstrument } from './priced-instrument.ts'

/** The fund and trades, each instrument priced by itself. Base currency; liabilities negative. */
interface RepricedFund {
  readonly assets: number
  readonly liabilities: number
  readonly trades: number
  /** Sum of the sizes of all values: what rounding is measured against. */
  readonly gross: number
}

type Priced = Pick<HedgingCase, 'market' | 'book' | 'universe'>

/** Values under a shock (one change for each factor), or as the market stands; `wanted` keeps it to some of the lines. */
export function repricedFund(
  { market: { valuation, factors }, book, universe }: Priced,
  trades: readonly HedgeTrade[],
  shock: ArrayLike<number> | null,
  wanted: (line: BookLine) => boolean = () => true,
): RepricedFund {
  const market = shock === null ? valuation : shockedMarket(valuation, factors, shock)
  const value = (instrument: BookLine['instrument']): number =>
    pricedInstrument(
      shock === null ? instrument : shockedInstrument(instrument, valuation.baseCurrency, factors, shock),
      market,
    )
  const sums = { assets: 0, liabilities: 0, trades: 0, gross: 0 }
  for (const line of book.lines.filter(wanted)) {
    const worth = line.quantity * value(line.instrument)
    sums[line.side === 'asset' ? 'assets' : 'liabilities'] += worth
    sums.gross += Math.abs(worth)
  }
  for (const { instrument, quantity } of trades) {
    const { legs } = universe.find(({ id }) => id === instrument)!
    for (const leg of legs) sums.trades += quantity * leg.weight * value(leg.instrument)
    sums.gross += Math.abs(quantity)
  }
  return sums
}
