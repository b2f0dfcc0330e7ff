import type { TableBlock } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** Margin called in each window and how the waterfall pays it. */
export function marginTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  return {
    kind: 'table',
    id: 'margin-calls',
    caption: `Margin calls with the chosen package and the waterfall that pays them, m ${currency}`,
    columns: [
      'Window',
      'Most posted',
      'Largest call of a day',
      'Largest of five dates',
      'First sale',
      'Taken from',
      'Cost of sales',
      'Largest shortfall',
      'Verdict',
    ],
    rows: result.selection.replays.flatMap((replay, i) => {
      if (replay.status !== 'replayed') return []
      const at: Keys = ['selection', 'replays', i]
      const { waterfall } = replay
      const used = waterfall?.sources.flatMap((source, s) =>
        source.used > 0
          ? [
              `${slot('text', ...at, 'waterfall', 'sources', s, 'name')} ${slot('percent 0', ...at, 'waterfall', 'sources', s, 'usedShare')}`,
            ]
          : [],
      )
      return [
        {
          cells: [
            textCell(slot('text', ...at, 'window', 'name')),
            cell([...at, 'margin', 'peak', 'amount'], 'money', 0),
            cell([...at, 'margin', 'largestCall', 'amount'], 'money', 0),
            cell([...at, 'margin', 'largestFiveDays', 'amount'], 'money', 0),
            ...(waterfall === null || used === undefined
              ? [textCell('n/a'), textCell(''), textCell(''), textCell(''), textCell('')]
              : [
                  textCell(waterfall.firstSale === null ? 'none' : slot('date', ...at, 'waterfall', 'firstSale')),
                  textCell(used.length === 0 ? 'nothing' : used.join(', ')),
                  cell([...at, 'waterfall', 'saleCost'], 'money', 1),
                  cell([...at, 'waterfall', 'largestShortfall'], 'money', 0),
                  waterfall.firstShortfall === null
                    ? ({ kind: 'status', tone: 'good', text: 'paid in time' } as const)
                    : ({
                        kind: 'status',
                        tone: 'stop',
                        text: `short from ${slot('date', ...at, 'waterfall', 'firstShortfall', 'date')}`,
                      } as const),
                ]),
          ],
        },
      ]
    }),
    note: 'Variation margin above today’s. A call is paid a day later, from the sources of the mandate in their order; shares are of what each source can give.',
    empty: 'No window was replayed.',
  }
}
