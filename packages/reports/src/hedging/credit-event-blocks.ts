import type { Block } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** Losses from defaults and migrations with and without the hedge, the names that matter, and sellers that fail too. */
export function creditEventBlocks({ result, slot, cell, currency }: HedgingFindings): Block[] {
  const { creditEvents: events } = result.selection
  const at: Keys = ['selection', 'creditEvents']
  const pair = (title: string, keys: Keys, digits: number) => ({
    cells: [
      textCell(title),
      cell([...at, 'unhedged', ...keys], 'money', digits),
      cell([...at, 'hedged', ...keys], 'money', digits),
    ],
  })
  return [
    {
      kind: 'paragraph',
      text: `${slot('count', ...at, 'scenarios')} joint scenarios of ${slot('count', ...at, 'issuers')} issuers and ${slot('count', ...at, 'pools')} pools over ${slot('years 0', ...at, 'horizonYears')}, recovery ${slot('percent 0', ...at, 'recovery')}. ${slot('text', ...at, 'method')}. On average ${slot('ratio 2', ...at, 'defaults')} of the fund’s issuers default; in ${slot('percent 1', ...at, 'anyDefault')} of the scenarios any does.`,
    },
    {
      kind: 'table',
      id: 'credit-losses',
      caption: `Losses from defaults and migrations, m ${currency}`,
      columns: ['Loss', 'Without the hedge', 'With the hedge'],
      rows: [
        pair('Mean', ['mean'], 1),
        pair('Standard deviation', ['deviation'], 1),
        ...events.unhedged.tails.flatMap((_, t) => [
          pair(
            `Value at risk, ${slot('percent 0', ...at, 'unhedged', 'tails', t, 'confidence')}`,
            ['tails', t, 'valueAtRisk'],
            1,
          ),
          pair(
            `Expected shortfall, ${slot('percent 0', ...at, 'unhedged', 'tails', t, 'confidence')}`,
            ['tails', t, 'expectedShortfall'],
            1,
          ),
        ]),
      ],
    },
    {
      kind: 'table',
      id: 'credit-names',
      collapsed: true,
      caption: `The issuers with the largest loss on default, m ${currency}`,
      columns: [
        'Issuer',
        'Rating',
        'Value',
        'Default probability',
        'Loss on default',
        'Paid by protection on its name',
      ],
      rows: events.names.map((_, i) => {
        const own: Keys = [...at, 'names', i]
        return {
          cells: [
            textCell(slot('text', ...own, 'issuer')),
            textCell(slot('text', ...own, 'rating')),
            cell([...own, 'value'], 'money', 1),
            cell([...own, 'defaultProbability'], 'percent', 2),
            cell([...own, 'lossOnDefault'], 'money', 1),
            cell([...own, 'protectionOnDefault'], 'money', 1),
          ],
        }
      }),
      empty: 'No issuer of the fund carries credit risk.',
    },
    {
      kind: 'table',
      id: 'protection-sellers',
      caption: `Protection lost because its seller defaults too, m ${currency}`,
      columns: [
        'Seller',
        'Default probability',
        'Wrong-way correlation',
        'Expected loss without collateral',
        'Were defaults independent',
        'With its annex',
      ],
      rows: events.protection.sellers.map((_, i) => {
        const own: Keys = [...at, 'protection', 'sellers', i]
        return {
          cells: [
            textCell(slot('text', ...own, 'counterparty')),
            cell([...own, 'defaultProbability'], 'percent', 2),
            cell([...own, 'wrongWayCorrelation'], 'ratio', 2),
            cell([...own, 'expectedLoss'], 'money', 3),
            cell([...own, 'expectedLossIndependent'], 'money', 3),
            cell([...own, 'expectedLossAfterCollateral'], 'money', 3),
          ],
        }
      }),
      empty: 'The package buys no protection from a counterparty: none can be lost.',
    },
  ]
}
