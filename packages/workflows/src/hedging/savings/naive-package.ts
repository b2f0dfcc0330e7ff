import { strategiesOf, mergedTrades, type HedgePackage, type PackageStudy } from '../packages/index.ts'
import type { Strategy } from '../strategies/strategy.ts'
import { type HedgeDomain, hedgeDomains, type HedgeFamily } from '../universe/hedge-instrument.ts'

/** The plainest kind of each domain. */
const plainest: Readonly<Record<HedgeDomain, HedgeFamily>> = {
  currency: 'forward',
  rates: 'swap',
  inflation: 'zero-coupon-swap',
  credit: 'index-cds',
}

/** A full hedge without thought for cost, and where it is not what its name says. */
export interface NaivePackage {
  readonly package: HedgePackage
  /** Words without figures: a domain without its plainest instrument, or not hedged in full. */
  readonly notes: readonly string[]
}

/**
 * Everything hedged by the plainest instruments at the highest ratio that the specialists sized: forwards, par swaps, inflation
 * swaps, index protection. Of a domain the first listed strategy of the highest ratio that trades its plainest kind alone; of
 * any kind where there is none.
 */
export function naivePackage({ universe, strategies }: Pick<PackageStudy, 'universe' | 'strategies'>): NaivePackage {
  const families = new Map(universe.map(({ id, family }) => [id, family]))
  const notes: string[] = []
  const chosen = hedgeDomains.map((domain): Strategy => {
    const hedges = strategiesOf(strategies, domain).filter(({ trades }) => trades.length > 0)
    const plain = hedges.filter(({ trades }) =>
      trades.every(({ instrument }) => families.get(instrument) === plainest[domain]),
    )
    const among = plain.length > 0 ? plain : hedges
    if (among.length === 0) return strategiesOf(strategies, domain)[0]
    const fullest = among.reduce((one, other) => (other.ratio > one.ratio ? other : one))
    if (plain.length === 0)
      notes.push(`${domain}: no strategy of the plainest kind alone; ${fullest.label} stands for it`)
    if (fullest.ratio < 1) notes.push(`${domain}: no strategy hedges in full; ${fullest.label} is the nearest`)
    return fullest
  })
  const [currency, rates, inflation, credit] = chosen
  return {
    package: {
      id: 'naive',
      strategies: { currency: currency.id, rates: rates.id, inflation: inflation.id, credit: credit.id },
      trades: mergedTrades(
        universe,
        chosen.flatMap(({ trades }) => trades),
      ),
    },
    notes,
  }
}
