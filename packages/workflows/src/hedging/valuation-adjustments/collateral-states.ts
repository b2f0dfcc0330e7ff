import { type CompiledBook, compiledBook, type Instrument, revaluedBook } from '@tutti/analytics/revaluation'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import type { HedgingMandate } from '../mandate/index.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { CounterpartyTicket } from './counterparty-allocation.ts'
import { clearingHouse, isCleared } from './counterparty-shares.ts'
import { isContract } from './exposure-trades.ts'
import { type LiquiditySource, liquiditySources, sourceLines } from './liquidity-sources.ts'
import { type LiquidityWaterfall, liquidityWaterfall, type MarginCall } from './liquidity-waterfall.ts'
import { type MarginSet, postedAfter, requiredMargin } from './margin-set.ts'
import { tradedInstrument } from './trade-group.ts'

/** What is collateralised, with what, on which market. */
export interface CollateralInputs {
  readonly mandate: HedgingMandate
  readonly market: Pick<HedgingMarket, 'valuation' | 'factors'>
  readonly book: FundBook
  readonly universe: readonly HedgeInstrument[]
  /** New trades by counterparty; cleared ones with `cleared`. */
  readonly tickets: readonly Pick<CounterpartyTicket, 'instrument' | 'counterparty' | 'quantity'>[]
}

/** The fund's margin and its sources of cash in one state of the market. Money in base currency. */
export interface CollateralState {
  /** Variation margin posted (negative: held) with each of `collateralStates`'s sets. */
  readonly posted: readonly number[]
  readonly sources: readonly LiquiditySource[]
}

/** States of the market, and the sets that margin nets in: the clearing house first, then counterparties with an annex. */
export interface CollateralStates {
  readonly sets: readonly string[]
  readonly states: readonly CollateralState[]
  /** Initial margin of the new trades today. */
  readonly initialMargin: number
}

/** A set while its trades are gathered. */
interface GatheredSet extends MarginSet {
  readonly positions: { readonly column: number; readonly quantity: number }[]
}

/** A book and its new trades, compiled to be revalued in any number of states. */
export interface CollateralBook {
  readonly inputs: CollateralInputs
  readonly compiled: CompiledBook
  readonly sets: readonly MarginSet[]
  /** Lines of each source. */
  readonly places: readonly (readonly number[])[]
  readonly initialMargin: number
}

/** Throws `invalid-input` for a trade that the universe does not have, and as `compiledBook`. */
export function collateralBook(inputs: CollateralInputs): CollateralBook {
  const { mandate, market, book, universe, tickets } = inputs
  const byId = new Map(universe.map((hedge) => [hedge.id, hedge]))
  const traded = tickets.map((ticket) => ({ ticket, hedge: tradedInstrument(byId, ticket.instrument) }))
  const instruments: Instrument[] = book.lines.map(({ instrument }) => instrument)
  const sets = marginSets(mandate, book.lines)
  let initialMargin = 0
  for (const { ticket, hedge } of traded) {
    const owner = sets.find(({ id }) => id === (isCleared(hedge) ? clearingHouse : ticket.counterparty))
    if (owner === undefined) continue
    const first = instruments.length
    instruments.push(...hedge.legs.map(({ instrument }) => instrument))
    owner.positions.push(
      ...hedge.legs.map(({ weight }, i) => ({ column: first + i, quantity: ticket.quantity * weight })),
    )
    initialMargin += Math.abs(ticket.quantity * hedge.notionalInBase) * hedge.dealing.initialMarginRate
  }
  const compiled = compiledBook(instruments, market.valuation, market.factors)
  return { inputs, compiled, sets, places: sourceLines(mandate, book.lines), initialMargin }
}

/**
 * Margin and cash after each row of `shocks` (rows x factors), everything revalued: the contracts that are margined, and the
 * holdings that margin is paid with. Rows are a path of the market in order, or `alternatives`, each against the first
 * row; the first row is where the margin that is posted now was called. What an annex calls is the value beyond its
 * threshold; a change below its minimum transfer waits.
 */
export function collateralStates(
  { inputs, compiled, sets, places, initialMargin }: CollateralBook,
  shocks: Float64Array,
  alternatives: boolean,
): CollateralStates {
  const { mandate, book } = inputs
  const width = compiled.instruments
  const values = revaluedBook(compiled, shocks)
  const rows = width === 0 ? 0 : values.length / width
  const posted = sets.map((set) => requiredMargin(set, values, width, 0))
  const states = Array.from({ length: rows }, (_, row): CollateralState => {
    const now = sets.map((set, s) => postedAfter(set, posted[s], requiredMargin(set, values, width, row)))
    if (!alternatives) for (const s of sets.keys()) posted[s] = now[s]
    const worth = book.lines.map(({ quantity }, i) => quantity * values[row * width + i])
    return { posted: now, sources: liquiditySources(mandate, places, worth) }
  })
  return { sets: sets.map(({ id }) => id), states, initialMargin }
}

/**
 * The margin calls along a path of the market, and what they do to the fund's sources of cash, which are revalued on it too.
 * `shocks` are dates x factors against the market as of today, the first row where it starts.
 */
export function liquidityAlongPath(
  book: CollateralBook,
  dates: readonly string[],
  shocks: Float64Array,
): { readonly calls: readonly MarginCall[]; readonly waterfall: LiquidityWaterfall } {
  const { states } = collateralStates(book, shocks, false)
  const posted = states.map((state) => state.posted.reduce((sum, amount) => sum + amount, 0))
  const calls = dates.slice(1).map((date, t) => ({ date, amount: posted[t + 1] - posted[t] }))
  const after = states.slice(1).flatMap(({ sources }) => sources.map((source) => source.available))
  const [start] = states
  return { calls, waterfall: liquidityWaterfall(start.sources, calls, { available: Float64Array.from(after) }) }
}

/** The sets with what runs already: futures at the clearing house, contracts under their annexes. */
function marginSets({ counterparties }: HedgingMandate, lines: readonly BookLine[]): GatheredSet[] {
  const positionsOf = (isIn: (line: BookLine) => boolean): GatheredSet['positions'] =>
    lines.flatMap((line, column) => (isIn(line) ? [{ column, quantity: line.quantity }] : []))
  return [
    {
      id: clearingHouse,
      threshold: 0,
      minimumTransfer: 0,
      positions: positionsOf(({ instrument }) => instrument.kind === 'bond future'),
    },
    ...counterparties.flatMap(({ id, csa }): GatheredSet[] => {
      if (csa === null) return []
      const positions = positionsOf(({ counterparty, instrument }) => counterparty === id && isContract(instrument))
      return [{ id, threshold: csa.threshold, minimumTransfer: csa.minimum_transfer, positions }]
    }),
  ]
}
