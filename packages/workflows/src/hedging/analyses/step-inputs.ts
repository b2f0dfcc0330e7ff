import type { HedgingCase } from '../hedging-case.ts'
import type { HedgingMandate } from '../mandate/index.ts'

/** What the steps of a study depend on, by content: the same for all of them. */
export function stepInputs({ mandate, input }: Pick<HedgingCase, 'mandate' | 'input'>) {
  return {
    mandate: hedgingTerms(mandate),
    market: input.snapshot.hash,
    holdings: input.holdings.sources.map(({ sha256 }) => sha256),
  }
}

/** The mandate without what no figure depends on: who approves, and what agents may spend. */
export function hedgingTerms(mandate: HedgingMandate): Omit<HedgingMandate, 'governance'> {
  const { governance: _, ...terms } = mandate
  return terms
}
