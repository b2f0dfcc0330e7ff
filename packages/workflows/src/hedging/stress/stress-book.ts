import { TuttiError } from '@tutti/analytics/errors'
import { type CompiledBook, revaluedBook, type RiskFactor } from '@tutti/analytics/revaluation'
import type { FundBook } from '../book/fund-book.ts'
import type { HedgingMarket } from '../market/hedging-market.ts'
import { profitsOfValues } from '../market/profits-of.ts'
import { surplusBook, type SurplusBook } from '../market/surplus-book.ts'
import type { HedgeTrade } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'

/** Trades that are held against each other under stress: the chosen package and its rivals. */
export interface StressPackage {
  /** Unique: `chosen`, `none`, `naive`. */
  readonly id: string
  readonly label: string
  readonly trades: readonly HedgeTrade[]
}

/** What the fund is worth before a stress, base currency. */
export interface FundValue {
  readonly assets: number
  /** Positive. */
  readonly liabilities: number
  readonly surplus: number
  /** Assets over liabilities; null without liabilities. */
  readonly fundedRatio: number | null
}

/** The fund and every instrument that one of the packages trades, compiled once and revalued together. In memory only. */
export interface StressBook {
  readonly surplus: SurplusBook
  readonly lines: FundBook['lines']
  /** Those that are traded, in the order of `surplus`. */
  readonly instruments: readonly HedgeInstrument[]
  /** The first is the one that is examined. */
  readonly packages: readonly StressPackage[]
  readonly factors: readonly RiskFactor[]
  readonly base: FundValue
}

/** Changes of value in each row of shocks, base currency. */
export interface StressChanges {
  readonly rows: number
  /** Of assets, hedges apart. */
  readonly assets: Float64Array
  /** Of the surplus through liabilities: positive where they fall. */
  readonly liabilities: Float64Array
  /** Of the surplus before hedges: both together. */
  readonly fund: Float64Array
  /** Profit of one unit of each instrument of the book. */
  readonly units: readonly Float64Array[]
  /** Profit of each package by domain, then of all of it, in the order of the packages. */
  readonly packages: readonly {
    readonly domains: Readonly<Record<HedgeDomain, Float64Array>>
    readonly total: Float64Array
  }[]
}

/** Values of one unit of every column in every row of shocks; on this thread or on others. */
export type Revaluation = (compiled: CompiledBook, shocks: Float64Array) => Float64Array | Promise<Float64Array>

/**
 * The book for stresses; the first package is the one that is examined. Throws `invalid-input` without one, for two of one id, for a
 * trade in an instrument that the universe lacks or a quantity that is not finite; and as `compiledBook`.
 */
export function stressBook(
  market: HedgingMarket,
  fund: FundBook,
  universe: readonly HedgeInstrument[],
  packages: readonly StressPackage[],
): StressBook {
  if (packages.length === 0) refuse('packages', 'none', 'at least the package to examine')
  const known = new Set(universe.map(({ id }) => id))
  const traded = new Set<string>()
  const ids = new Set<string>()
  for (const { id, trades } of packages) {
    if (ids.has(id)) refuse('packages', `${id} twice`, 'packages with different ids')
    ids.add(id)
    for (const { instrument, quantity } of trades) {
      if (!known.has(instrument)) refuse(`packages.${id}`, instrument, 'an instrument of the universe')
      if (!Number.isFinite(quantity)) refuse(`packages.${id}.${instrument}`, String(quantity), 'a finite quantity')
      traded.add(instrument)
    }
  }
  const instruments = universe.filter(({ id }) => traded.has(id))
  const surplus = surplusBook(market, fund, instruments)
  const side = (of: 'asset' | 'liability'): number =>
    fund.lines.reduce((sum, line, i) => (line.side === of ? sum + line.quantity * surplus.base[i] : sum), 0)
  const [assets, owed] = [side('asset'), side('liability')]
  const liabilities = owed === 0 ? 0 : -owed
  return {
    surplus,
    lines: fund.lines,
    instruments,
    packages,
    factors: market.factors,
    base: { assets, liabilities, surplus: assets + owed, fundedRatio: fundedRatio(assets, liabilities) },
  }
}

/** Assets over liabilities; null without liabilities. */
export function fundedRatio(assets: number, liabilities: number): number | null {
  return liabilities > 0 ? assets / liabilities : null
}

/** Changes in each row of `shocks` (rows x factors, row by row), fully revalued on this thread. */
export function stressChanges(book: StressBook, shocks: Float64Array): StressChanges {
  return changesOfValues(book, revaluedBook(book.surplus.compiled, shocks))
}

/** Changes from `values`, rows x instruments of the compiled book. */
export function changesOfValues(book: StressBook, values: Float64Array): StressChanges {
  const { scenarios: rows, assets, liabilities, fund, units } = profitsOfValues(book.surplus, values)
  const packages = book.packages.map(({ trades }) => {
    const domains = Object.fromEntries(hedgeDomains.map((domain) => [domain, new Float64Array(rows)])) as Record<
      HedgeDomain,
      Float64Array
    >
    for (const { instrument, quantity } of trades) {
      const u = book.instruments.findIndex(({ id }) => id === instrument)
      const sum = domains[book.instruments[u].domain]
      for (let r = 0; r < rows; r++) sum[r] += quantity * units[u][r]
    }
    return { domains, total: sumOf(hedgeDomains.map((domain) => domains[domain])) }
  })
  return { rows, assets, liabilities, fund, units, packages }
}

/** Sum of arrays of one length, element by element. */
export function sumOf(arrays: readonly Float64Array[]): Float64Array {
  return arrays[0].map((_, r) => arrays.reduce((sum, array) => sum + array[r], 0))
}

function refuse(field: string, got: string, expected: string): never {
  throw new TuttiError('invalid-input', `${field}: got ${got}, expected ${expected}`, { field, got, expected })
}
