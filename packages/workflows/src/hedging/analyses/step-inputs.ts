import type { HedgingCase } from '../hedging-case.ts'

/** What the steps of a study depend on, by content: the same for all of them. */
export function stepInputs({ mandate, input }: Pick<HedgingCase, 'mandate' | 'input'>) {
  return {
    mandate,
    market: input.snapshot.hash,
    holdings: input.holdings.sources.map(({ sha256 }) => sha256),
  }
}
