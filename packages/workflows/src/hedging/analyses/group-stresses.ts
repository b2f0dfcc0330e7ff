import type { HedgingMandate } from '../mandate/index.ts'
import { type HedgingMarket, namedStresses, profitsOf, type SurplusBook } from '../market/index.ts'
import { effectivenessGroups, type GroupStress } from '../packages/index.ts'

/** Stresses of spreads that move them all; the others are of a rating, a sector or a bucket. */
const allSpreads = ['spreads-wider', 'spreads-tighter']

/** The mandate's named stresses of one group as a whole, fund and one unit of each hedge instrument revalued in full. */
export function groupStresses({
  mandate,
  market,
  surplus,
}: {
  readonly mandate: HedgingMandate
  readonly market: HedgingMarket
  readonly surplus: SurplusBook
}): GroupStress[] {
  const named = namedStresses(mandate, market).flatMap((stress) => {
    const group = effectivenessGroups.find((each) => each === stress.group)
    return group === undefined || (group === 'credit' && !allSpreads.includes(stress.id)) ? [] : [{ ...stress, group }]
  })
  const width = market.factors.length
  const shocks = new Float64Array(named.length * width)
  named.forEach((stress, i) => shocks.set(stress.shocks, i * width))
  if (named.length === 0) return []
  const { fund, units } = profitsOf(surplus, shocks)
  return named.map(({ id, label, group }, i) => ({
    id,
    label,
    group,
    fund: fund[i],
    units: units.map((profits) => profits[i]),
  }))
}
