import type { HedgingResult } from '@tutti/workflows/hedging'
import { TuttiError } from '@tutti/analytics/errors'
import type { Text } from '../document/text.ts'
import { type Keys, type ResultReading, resultReading } from '../document/result-reading.ts'
import type { HedgeDomain } from './group-words.ts'

/** Reads a result of the study; ids of packages, strategies and instruments become places and names. */
export interface HedgingFindings extends ResultReading {
  readonly result: HedgingResult
  /** Slot for the base currency. */
  readonly currency: Text
  /** Keys of a package's row by its id. Throws `missing-data` for one that the result does not have. */
  readonly packageKeys: (id: string) => Keys
  /** Row of the fund without hedges and of the naive full hedge among the packages; null where none is the same. */
  readonly unhedged: number | null
  readonly naive: number | null
  /** Row of the chosen package. */
  readonly chosen: number
  /** Slot for a strategy's label by its id; the id where the domain does not list it. */
  readonly strategyLabel: (domain: HedgeDomain, id: string) => Text
  /** Slot for an instrument's label by its id where a trade of the chosen package has it, else a slot for the id at `keys`. */
  readonly instrumentLabel: (id: string, keys: Keys) => Text
  /** "Simulated " before words on a market that is not real; else the words as they are. */
  readonly market: (words: string) => Text
}

export function hedgingFindings(result: HedgingResult): HedgingFindings {
  const reading = resultReading(result)
  const { slot } = reading
  const { packages, savings, afterHedge } = result.selection
  const places = new Map(packages.map(({ id }, i) => [id, i]))
  const placeOf = (id: string): number => {
    const place = places.get(id)
    if (place !== undefined) return place
    throw new TuttiError('missing-data', `the result names the package ${id}, which is not among those compared`, {
      field: '/selection/packages',
      got: id,
      expected: 'the id of a package',
    })
  }
  const same = (wanted: Readonly<Record<HedgeDomain, string>> | null): number | null => {
    if (wanted === null) return null
    const found = packages.findIndex(
      ({ strategies }) =>
        strategies !== null &&
        (Object.keys(wanted) as HedgeDomain[]).every((domain) => strategies[domain] === wanted[domain]),
    )
    return found < 0 ? null : found
  }
  const trades = new Map(afterHedge.trades.map(({ instrument }, i) => [instrument, i]))
  return {
    result,
    ...reading,
    currency: slot('text', 'study', 'baseCurrency'),
    packageKeys: (id) => ['selection', 'packages', placeOf(id)],
    chosen: placeOf(result.decision.package),
    unhedged: same({ currency: 'none', rates: 'none', inflation: 'none', credit: 'none' }),
    naive: same(savings.naivePackage.strategies),
    strategyLabel: (domain, id) => {
      const place = result.domains[domain].set.strategies.findIndex((strategy) => strategy.id === id)
      return place < 0
        ? 'a strategy that is not listed'
        : slot('text', 'domains', domain, 'set', 'strategies', place, 'label')
    },
    instrumentLabel: (id, keys) => {
      const place = trades.get(id)
      return place === undefined
        ? slot('text', ...keys)
        : slot('text', 'selection', 'afterHedge', 'trades', place, 'label')
    },
    market: (words) =>
      result.study.origin === 'simulated' ? `Simulated ${words.charAt(0).toLowerCase()}${words.slice(1)}` : words,
  }
}
