import type { DeterministicTerms } from './mackinnon-tables.ts'

/** The columns of deterministic terms over `count` observations: constant, trend 1, 2, ..., its square (scaled to end at 1). */
export function deterministicColumns(terms: DeterministicTerms, count: number): Float64Array[] {
  const powers = terms === 'n' ? 0 : terms.length
  return Array.from({ length: powers }, (_, power) =>
    Float64Array.from({ length: count }, (_, t) => ((t + 1) / count) ** power),
  )
}

/** Names of those columns, for messages. */
export const deterministicNames = ['the constant', 'the trend', 'the quadratic trend'] as const
