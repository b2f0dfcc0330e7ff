import type { Section } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import type { AgentsReading } from './agents-reading.ts'

/** Earlier decisions that the agents were told of; undefined where there were none. */
export function recalledSection({ record, slot }: AgentsReading): Section | undefined {
  if (record.recalled.length === 0) return undefined
  return {
    id: 'recalled',
    flows: true,
    title: 'Earlier decisions that were recalled',
    blocks: [
      {
        kind: 'table',
        id: 'recalled-table',
        caption: 'Decisions of this mandate, as of the date of the data or before',
        columns: ['Run', 'As of', 'Status', 'Decision', 'Approval'],
        rows: record.recalled.map(({ asOf }, i) => {
          const of = (format: string, key: string) => slot(format, 'agents', 'recalled', i, key)
          return {
            cells: [
              textCell(of('text', 'runId')),
              textCell(asOf === null ? 'n/a' : of('date', 'asOf')),
              textCell(of('words', 'status')),
              textCell(of('text', 'headline')),
              textCell(of('words', 'approval')),
            ],
          }
        }),
      },
    ],
  }
}
