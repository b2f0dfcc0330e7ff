import type { HedgingMandate } from '../mandate/index.ts'
import { type MarginSet, postedAfter, requiredMargin } from '../valuation-adjustments/margin-set.ts'
import type { StressBook } from './stress-book.ts'

/** A new trade, or a part of one, with whom it is dealt. */
export interface TradeAllocation {
  readonly instrument: string
  readonly quantity: number
  readonly counterparty: string
}

/** Money to be paid as margin on a date (positive) or got back (negative), base currency. */
export interface DailyCall {
  readonly date: string
  readonly amount: number
}

interface MarginSetRecord {
  readonly id: string
  /** Largest margin posted above today's, and when; largest call of one day. */
  readonly peak: DailyCall
  readonly largestCall: DailyCall
}

/** Variation margin along a path. Base currency. */
export interface MarginCallsRecord {
  readonly sets: readonly MarginSetRecord[]
  /** Of all sets together. */
  readonly peak: DailyCall
  readonly largestCall: DailyCall
  /** Largest sum of calls over five dates. */
  readonly largestFiveDays: DailyCall
  /** Derivatives that call no margin, by counterparty, and what was assumed of trades without one. */
  readonly notes: readonly string[]
}

const clearingHouse = 'clearing house'
const unallocated = 'bilateral, counterparty open'

/**
 * Variation margin of the fund's derivatives and of one package through a path of full revaluations. What is posted is
 * max(0, -V - threshold) - max(0, V - threshold), V the value of a set to the fund; a change smaller than the minimum
 * transfer waits. Cleared trades and futures are margined in full every day; a bilateral trade without a counterparty as if
 * under an annex without threshold. `values` are rows x columns of the book, one row a date, the first as of today.
 */
export function marginCalls(
  mandate: Pick<HedgingMandate, 'counterparties'>,
  book: StressBook,
  packageIndex: number,
  allocation: readonly TradeAllocation[] | null,
  path: { readonly dates: readonly string[]; readonly values: Float64Array },
): { readonly record: MarginCallsRecord; readonly calls: readonly DailyCall[]; readonly posted: Float64Array } {
  const { sets, notes } = marginSets(mandate, book, packageIndex, allocation)
  const { dates, values } = path
  const paths = sets.map((set) => ({
    id: set.id,
    posted: postedMargin(set, values, book.surplus.compiled.instruments),
  }))
  const posted = Float64Array.from(dates, (_, t) => paths.reduce((sum, each) => sum + each.posted[t], 0))
  const calls = callsOf(dates, posted)
  return {
    record: {
      sets: paths.map((each) => ({
        id: each.id,
        peak: peakOf(dates, each.posted),
        largestCall: largest(callsOf(dates, each.posted), 1),
      })),
      peak: peakOf(dates, posted),
      largestCall: largest(calls, 1),
      largestFiveDays: largest(calls, 5),
      notes,
    },
    calls,
    posted,
  }
}

function marginSets(
  { counterparties }: Pick<HedgingMandate, 'counterparties'>,
  book: StressBook,
  packageIndex: number,
  allocation: readonly TradeAllocation[] | null,
): { readonly sets: readonly MarginSet[]; readonly notes: readonly string[] } {
  const positions = new Map<string, { column: number; quantity: number }[]>()
  const notes = new Set<string>()
  const add = (id: string, column: number, quantity: number): void => {
    positions.set(id, [...(positions.get(id) ?? []), { column, quantity }])
  }
  const addWith = (counterparty: string, column: number, quantity: number): void => {
    const terms = counterparties.find(({ id }) => id === counterparty)
    if (terms === undefined) notes.add(`${counterparty} is not in the mandate: taken as margined in full every day`)
    if (terms?.csa === null) notes.add(`${counterparty} has no annex: its derivatives call no margin`)
    else add(counterparty, column, quantity)
  }
  book.lines.forEach((line, column) => {
    if (line.instrument.kind === 'bond future') add(clearingHouse, column, line.quantity)
    else if (line.counterparty !== null) addWith(line.counterparty, column, line.quantity)
  })
  const { legStarts, legWeights } = book.surplus
  for (const trade of book.packages[packageIndex].trades) {
    const u = book.instruments.findIndex(({ id }) => id === trade.instrument)
    const parts = allocation?.filter((part) => part.instrument === trade.instrument) ?? []
    for (let leg = legStarts[u]; leg < legStarts[u + 1]; leg++) {
      const column = book.lines.length + leg
      if (book.instruments[u].dealing.cleared) add(clearingHouse, column, trade.quantity * legWeights[leg])
      else if (parts.length > 0) {
        for (const part of parts) addWith(part.counterparty, column, part.quantity * legWeights[leg])
      } else {
        notes.add('bilateral trades without a counterparty: taken as margined in full every day')
        add(unallocated, column, trade.quantity * legWeights[leg])
      }
    }
  }
  const sets = [...positions].map(([id, own]) => {
    const csa = counterparties.find((each) => each.id === id)?.csa
    return { id, threshold: csa?.threshold ?? 0, minimumTransfer: csa?.minimum_transfer ?? 0, positions: own }
  })
  return { sets, notes: [...notes] }
}

/** Margin posted at each row, less that of the first. */
function postedMargin(set: MarginSet, values: Float64Array, width: number): Float64Array {
  const posted = new Float64Array(values.length / width)
  const start = requiredMargin(set, values, width, 0)
  for (let t = 1; t < posted.length; t++) {
    posted[t] = postedAfter(set, posted[t - 1], requiredMargin(set, values, width, t) - start)
  }
  return posted
}

function callsOf(dates: readonly string[], posted: Float64Array): DailyCall[] {
  return Array.from({ length: Math.max(0, dates.length - 1) }, (_, t) => ({
    date: dates[t + 1],
    amount: posted[t + 1] - posted[t],
  }))
}

function peakOf(dates: readonly string[], posted: Float64Array): DailyCall {
  let peak = 0
  for (let t = 1; t < posted.length; t++) if (posted[t] > posted[peak]) peak = t
  return { date: dates[peak], amount: posted[peak] }
}

/** The largest sum of calls over `days` dates, named by the last of them; of all there are when fewer. */
function largest(calls: readonly DailyCall[], days: number): DailyCall {
  const reach = Math.min(days, calls.length)
  const sums = calls.slice(reach - 1).map(({ date }, t) => ({
    date,
    amount: calls.slice(t, t + reach).reduce((sum, call) => sum + call.amount, 0),
  }))
  return sums.reduce((most, sum) => (sum.amount > most.amount ? sum : most))
}
