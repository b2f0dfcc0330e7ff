import type { Block } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { termsText } from '../document/terms-text.ts'

/** What the choice was made under besides the mandate; nothing for a plain one. */
export function conditionBlocks({ result, slot }: HedgingFindings): Block[] {
  const { conditions } = result.selection
  if (conditions === undefined) return []
  const at: Keys = ['selection', 'conditions']
  const { missing, proposals } = conditions
  return [
    { kind: 'heading', text: 'What the choice was made under besides the mandate' },
    ...(missing.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `Nothing new was dealt in the domains of specialists without a result: ${slot('list', ...at, 'missing')}.`,
          } as const,
        ]),
    ...(proposals.length === 0
      ? []
      : [
          {
            kind: 'table',
            id: 'conditions',
            caption: 'Accepted proposals that the choice took in',
            columns: ['Proposal', 'By', 'Kind', 'Change'],
            rows: proposals.map(({ terms }, i) => ({
              cells: [
                textCell(slot('text', ...at, 'proposals', i, 'id')),
                textCell(slot('text', ...at, 'proposals', i, 'by')),
                textCell(slot('text', ...at, 'proposals', i, 'kind')),
                textCell(termsText(terms, [...at, 'proposals', i, 'terms'], slot)),
              ],
            })),
            note: 'All packages were compared anew under them, on the same scenarios. A package that came of proposals has their ids for its own.',
          } as const,
        ]),
  ]
}
