import type { MarketSnapshot } from '@tutti/market'
import { requireHistory } from './history/index.ts'
import type { Mandate, StudyMandate } from './mandate.ts'
import { type Study, studyOf } from './study.ts'

/** What a study is made of; without a snapshot there is no walk through history. */
export interface StudyInput {
  readonly mandate: Mandate
  readonly seed: number
  readonly snapshot: MarketSnapshot | null
}

/** What the specialists share: the mandate resolved for the engine, what every step depends on, and the market data. */
export interface AllocationCase {
  readonly study: Study
  /** Input of the steps: the mandate without its governance. */
  readonly inputs: { readonly mandate: StudyMandate }
  readonly snapshot: MarketSnapshot | null
}

/**
 * The case of a study. Throws `invalid-input` for regimes or rules that cannot be, and `missing-data` for a snapshot that no
 * rule can be walked through: said before hours of simulation and not after.
 */
export function allocationCase({ mandate, seed, snapshot }: StudyInput): AllocationCase {
  const study = studyOf(mandate, seed)
  if (snapshot !== null) requireHistory(study, snapshot)
  return { study, inputs: { mandate: study.mandate }, snapshot }
}
