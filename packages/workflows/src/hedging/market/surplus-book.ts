import { baseValues, type CompiledBook, compiledBook } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { HedgingMarket } from './hedging-market.ts'

/**
 * The fund's lines and the legs of every hedge instrument, compiled together for revaluation: instrument i of `compiled` is
 * line i, then come the legs. In memory only; cloneable.
 */
export interface SurplusBook {
  readonly compiled: CompiledBook
  /** Value of one unit of each instrument of `compiled` as the market stands, base currency. */
  readonly base: Float64Array
  /** Quantity of each line; negative for what is owed. */
  readonly quantities: Float64Array
  /** Whether each line is an asset (1) or a liability (0). */
  readonly assets: Uint8Array
  /** Hedge instrument u has the legs from `legStarts[u]` up to `legStarts[u + 1]`, counted from the first leg of all. */
  readonly legStarts: Int32Array
  readonly legWeights: Float64Array
}

/** Compiles fund and hedge universe on the market's factors. Throws as `compiledBook`. */
export function surplusBook(market: HedgingMarket, fund: FundBook, universe: readonly HedgeInstrument[]): SurplusBook {
  const legs = universe.flatMap((instrument) => instrument.legs)
  const instruments = [...fund.lines, ...legs].map(({ instrument }) => instrument)
  const compiled = compiledBook(instruments, market.valuation, market.factors)
  const legStarts = new Int32Array(universe.length + 1)
  universe.forEach((instrument, u) => (legStarts[u + 1] = legStarts[u] + instrument.legs.length))
  return {
    compiled,
    base: baseValues(compiled),
    quantities: Float64Array.from(fund.lines, ({ quantity }) => quantity),
    assets: Uint8Array.from(fund.lines, ({ side }) => (side === 'asset' ? 1 : 0)),
    legStarts,
    legWeights: Float64Array.from(legs, ({ weight }) => weight),
  }
}
