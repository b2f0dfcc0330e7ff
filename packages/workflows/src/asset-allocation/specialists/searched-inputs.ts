import type { SearchAnalysis } from './analyses.ts'

/**
 * Inputs of steps that name trials by their numbers: where a steered search stands these are other trials, and the steps depend
 * on what steered it.
 */
export function searchedInputs(inputs: unknown, { record: { steering } }: SearchAnalysis): unknown {
  if (steering?.stands !== 'steered') return inputs
  const taken = steering.proposals.filter(({ trials }) => trials > 0)
  return {
    inputs,
    steering: taken.map(({ generation, trials, proposal: { kind, terms } }) => ({ generation, trials, kind, terms })),
  }
}
