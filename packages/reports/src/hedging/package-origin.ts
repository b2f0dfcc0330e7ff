import type { Text } from '../document/text.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** Id of the package that the search found beyond the grid. */
export const optimisedId = 'optimised'

/**
 * Who proposed a package without strategies: slots for the makers of the accepted proposals that its id names, joined by plus
 * signs. Null for the optimiser's own.
 */
export function proposalOfPackage({ result, slot }: HedgingFindings, id: string): Text | null {
  if (id === optimisedId) return null
  const proposals = result.selection.conditions?.proposals ?? []
  const makers = new Map<string, Text>()
  for (const part of id.split('+')) {
    const place = proposals.findIndex((proposal) => proposal.id === part)
    if (place < 0) continue
    const { by } = proposals[place]
    if (!makers.has(by)) makers.set(by, slot('text', 'selection', 'conditions', 'proposals', place, 'by'))
  }
  return makers.size === 0 ? 'somebody whom the result does not name' : [...makers.values()].join(' and ')
}
