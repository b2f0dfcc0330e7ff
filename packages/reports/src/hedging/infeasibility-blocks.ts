import type { Block } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { limitUnitOfPair } from './limit-cells.ts'

/** What conflicts in the mandate and the smallest change that lets a package through; nothing where one meets it. */
export function infeasibilityBlocks({ result, slot, cell }: HedgingFindings): Block[] {
  const record = result.selection.selection.infeasibility
  if (record === null) return []
  const at = ['selection', 'selection', 'infeasibility'] as const
  const optimised = result.selection.optimised?.conflict ?? null
  return [
    {
      kind: 'callout',
      tone: 'stop',
      title: 'No package meets every limit of the mandate',
      items: [
        slot('text', ...at, 'words'),
        ...(record.conflict.length === 0
          ? []
          : [
              'The limits in conflict are irreducible over the packages evaluated: no package meets them together, and leaving any one of them out lets some package through this conflict.',
            ]),
        ...(optimised === null ? [] : [slot('text', 'selection', 'optimised', 'conflict', 'words')]),
      ],
    },
    ...(record.unattainable.length === 0
      ? []
      : [
          {
            kind: 'table' as const,
            id: 'unattainable',
            caption: 'Limits that no package meets, even alone',
            columns: ['Limit', 'Required', 'Nearest attained', 'Short by'],
            rows: record.unattainable.map(({ unit: of, limit, value }, i) => {
              const { unit, digits } = limitUnitOfPair(of, value, limit)
              const own = [...at, 'unattainable', i] as const
              return {
                cells: [
                  textCell(slot('text', ...own, 'label')),
                  cell([...own, 'limit'], unit, digits),
                  cell([...own, 'value'], unit, digits),
                  cell([...own, 'slack'], unit, digits),
                ],
              }
            }),
          },
        ]),
    {
      kind: 'table',
      id: 'relaxation',
      caption: 'The smallest relaxation that lets a package through',
      columns: ['Limit', 'From', 'To'],
      rows: record.relaxation.map(({ unit: of, from, to }, i) => {
        const { unit, digits } = limitUnitOfPair(of, from, to)
        const own = [...at, 'relaxation', i] as const
        return {
          cells: [
            textCell(slot('text', ...own, 'label')),
            cell([...own, 'from'], unit, digits),
            cell([...own, 'to'], unit, digits),
          ],
        }
      }),
      note: `The smallest sum of changes, each as a share of its limit${record.relaxation.some(({ from }) => from === 0) ? '; of a limit of zero, where a share means nothing, in the units of the limit' : ''}. It is a finding about the packages compared, not a proposal.`,
    },
  ]
}
