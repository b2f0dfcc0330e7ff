import type { Block } from '../document/document.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { domains, groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'

/** The surplus under other correlation matrices, the worst valid one among them. */
export function correlationTable({ result, slot, cell, currency }: HedgingFindings): Block[] {
  const { cases } = result.selection.correlation
  const worst = cases.findIndex((each) => each.worst !== null)
  const at: Keys = ['selection', 'correlation', 'cases']
  const searched =
    worst < 0
      ? ''
      : ` The worst matrix was searched for among the valid ones whose entries differ by at most ${slot('ratio 2', 'selection', 'correlation', 'distance')} from the estimate, so that the first-order variance of the hedged surplus becomes largest; the largest change that it makes is ${slot('ratio 2', ...at, worst, 'worst', 'largestChange')}.`
  return [
    {
      kind: 'paragraph',
      text: `The market was simulated again on ${slot('count', 'selection', 'correlation', 'scenarios')} scenarios with other correlations and the same volatilities, and everything revalued.${searched}`,
    },
    {
      kind: 'table',
      id: 'correlations',
      caption: `Under other correlations, m ${currency}`,
      columns: [
        'Correlations',
        'Funded status at risk without',
        'With the hedge',
        'Risk taken away',
        'Shortfall with the hedge',
        'Variance taken away',
      ],
      rows: cases.map((_, i) => ({
        cells: [
          textCell(slot('text', ...at, i, 'label')),
          cell([...at, i, 'fundedStatusAtRiskUnhedged'], 'money', 0),
          cell([...at, i, 'fundedStatusAtRisk'], 'money', 0),
          cell([...at, i, 'riskReduction'], 'percent', 1, 'no risk'),
          cell([...at, i, 'shortfall'], 'money', 0),
          cell([...at, i, 'effectiveness'], 'percent', 1, 'no variance'),
        ],
      })),
      note: 'Variance taken away is that of the whole surplus, equities and all, so that it is lower than the effectiveness of a single group.',
    },
    ...(worst < 0 || cases[worst].groups === null
      ? []
      : [
          {
            kind: 'table' as const,
            id: 'worst-correlation-groups',
            caption: 'Effectiveness by group under the worst correlations',
            columns: ['Group', 'Effectiveness', 'Not followed by what is traded', 'Lost to size', 'Best multiple'],
            rows: domains.flatMap((group) => {
              const loss = cases[worst].groups?.[group] ?? null
              if (loss === null) return []
              const own: Keys = [...at, worst, 'groups', group]
              return [
                {
                  cells: [
                    textCell(groupNames[group]),
                    cell([...own, 'effectiveness'], 'percent', 1),
                    cell([...own, 'unexplained'], 'percent', 1),
                    cell([...own, 'size'], 'percent', 1),
                    cell([...own, 'bestMultiple'], 'ratio', 2, 'nothing is traded'),
                  ],
                },
              ]
            }),
            empty: 'The fund has no exposure to any of them.',
          },
        ]),
  ]
}
