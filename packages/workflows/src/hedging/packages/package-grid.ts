import { TuttiError } from '@tutti/analytics/errors'
import { type HedgeDomain, hedgeDomains, type HedgeInstrument } from '../universe/hedge-instrument.ts'
import type { HedgeTrade, Strategy, StrategySet } from '../strategies/strategy.ts'
import type { HedgePackage } from './hedge-package.ts'

/**
 * Every combination of one strategy a domain, currency slowest and credit fastest: the first holds the first strategy of each.
 * Trades in the same instrument are added up; those that cancel are left out.
 *
 * Throws `invalid-input` where a domain has not exactly one set, a set is empty, or a trade names an unknown instrument.
 */
export function packageGrid(
  universe: readonly HedgeInstrument[],
  strategies: readonly StrategySet[],
): readonly HedgePackage[] {
  const byDomain = hedgeDomains.map((domain) => strategiesOf(strategies, domain))
  const count = byDomain.reduce((product, list) => product * list.length, 1)
  const width = Math.max(3, String(count).length)
  const packages: HedgePackage[] = []
  const walk = (chosen: readonly Strategy[]): void => {
    if (chosen.length < hedgeDomains.length) {
      for (const strategy of byDomain[chosen.length]) walk([...chosen, strategy])
      return
    }
    const [currency, rates, inflation, credit] = chosen
    packages.push({
      id: `p${String(packages.length + 1).padStart(width, '0')}`,
      strategies: { currency: currency.id, rates: rates.id, inflation: inflation.id, credit: credit.id },
      trades: mergedTrades(
        universe,
        chosen.flatMap(({ trades }) => trades),
      ),
    })
  }
  walk([])
  return packages
}

/** The strategies of one domain; throws where there is not exactly one set with at least one strategy. */
export function strategiesOf(strategies: readonly StrategySet[], domain: HedgeDomain): readonly Strategy[] {
  const sets = strategies.filter((set) => set.domain === domain)
  if (sets.length === 1 && sets[0].strategies.length > 0) return sets[0].strategies
  throw new TuttiError('invalid-input', `the domain ${domain} needs one set with at least one strategy`, {
    field: `strategies.${domain}`,
    got: `${sets.length} sets of ${sets.map((set) => set.strategies.length).join(', ') || 'no'} strategies`,
    expected: 'one set with at least one strategy',
  })
}

/** One trade for each instrument, in the order of the universe; quantities that add up to zero are left out. */
export function mergedTrades(universe: readonly HedgeInstrument[], trades: readonly HedgeTrade[]): HedgeTrade[] {
  const totals = new Map<string, number>()
  for (const { instrument, quantity } of trades) totals.set(instrument, (totals.get(instrument) ?? 0) + quantity)
  const known = universe.flatMap(({ id }) => {
    const quantity = totals.get(id)
    totals.delete(id)
    return quantity === undefined || quantity === 0 ? [] : [{ instrument: id, quantity }]
  })
  const [stranger] = totals.keys()
  if (stranger === undefined) return known
  throw new TuttiError('invalid-input', `a trade is in ${stranger}, which is not in the universe`, {
    field: 'trades',
    got: stranger,
    expected: 'the id of an instrument of the universe',
  })
}
