import type { CounterpartyTerms } from './counterparty-terms.ts'
import { type ChargePaths, nettingCharges, type NettingPaths, zeroCharges } from './netting-charges.ts'
import { noTrades, runningTrades } from './netting-sum.ts'
import type { UnitExposures } from './unit-exposures.ts'

/** A counterparty with what runs there already and its charges. */
export interface ChargedSide {
  readonly terms: CounterpartyTerms
  /** Null where nothing runs. */
  readonly existing: NettingPaths | null
  readonly before: ChargePaths
}

export function chargedSide(
  terms: CounterpartyTerms,
  { existing, buckets, paths, discount }: UnitExposures,
): ChargedSide {
  const running = existing.get(terms.id)
  if (running === undefined) return { terms, existing: null, before: zeroCharges(paths) }
  const { timesYears, endYears } = buckets
  const netting = runningTrades(running, timesYears.length, runningYears(running, endYears))
  return { terms, existing: netting, before: nettingCharges(netting, terms, discount, timesYears) }
}

/** What runs with a counterparty, or nothing. */
export function existingNetting({ existing }: ChargedSide, { buckets, paths }: UnitExposures): NettingPaths {
  return existing ?? noTrades(buckets.timesYears.length, paths)
}

/** End of the last period in which running trades are worth anything. */
function runningYears({ value }: { readonly value: Float64Array }, endYears: readonly number[]): number {
  const paths = value.length / endYears.length
  let last = value.length - 1
  while (last >= 0 && value[last] === 0) last--
  return last < 0 ? 0 : endYears[Math.floor(last / paths)]
}
