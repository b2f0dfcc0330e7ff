import type { Block, Section } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** How much of the winner's score is luck. */
export function luckSection(findings: Findings): Section {
  const { slot, cell } = findings
  return {
    id: 'luck',
    title: 'How much of it is luck?',
    flows: true,
    blocks: [
      {
        kind: 'paragraph',
        text: `The best of ${slot('count', 'luck', 'trials')} trials looks better than it is, because the search picks what happened to do well on its paths. On fresh paths the chosen rule scored ${slot('ratio 4', 'luck', 'selectionGap')} less than in the search (a negative number: it scored more); all candidates together scored ${slot('ratio 4', 'luck', 'meanCandidateGap')} less on average. The common fall is the difference between two sets of paths; only what the chosen rule falls beyond it is the luck of being chosen.`,
      },
      {
        kind: 'table',
        id: 'luck-table',
        caption: 'On the simulated paths',
        columns: ['Measure', 'Figure', 'How to read it'],
        rows: [
          {
            cells: [
              textCell('Selection gap, in units of the score'),
              cell(['luck', 'selectionGap'], 'ratio', 4),
              textCell(
                'Search score less score on fresh paths; within two standard errors of zero is no sign of luck.',
              ),
            ],
          },
          {
            cells: [
              textCell('Mean gap of all candidates'),
              cell(['luck', 'meanCandidateGap'], 'ratio', 4),
              textCell('The same for all candidates: the part that has nothing to do with the choice among them.'),
            ],
          },
          {
            cells: [
              textCell('Probability of overfitting'),
              cell(['luck', 'overfittingProbabilitySimulated'], 'percent', 1),
              textCell(
                'How often the best configuration on half of the paths falls below the median on the other half.',
              ),
            ],
          },
        ],
      },
      ...historical(findings),
    ],
  }
}

function historical(findings: Findings): Block[] {
  const { result, cell, slot } = findings
  if (result.luck.historical === null) {
    return [
      {
        kind: 'paragraph',
        text: `Deflated Sharpe ratio and overfitting probability on a history: n/a, since ${findings.isMissing('market-historian') ? 'the market historian gave no result' : 'the study was given none'}.`,
      },
    ]
  }
  const at = ['luck', 'historical'] as const
  const simulated = result.history?.origin === 'simulated'
  return [
    ...(simulated
      ? ([
          {
            kind: 'callout',
            tone: 'caution',
            title: 'Simulated history – not a market',
            items: ['The figures of the next table rest on a history that was simulated.'],
          },
        ] as const)
      : []),
    {
      kind: 'table',
      id: 'luck-history',
      caption: simulated ? 'On the simulated history' : 'On the history of the markets',
      columns: ['Measure', 'Figure', 'How to read it'],
      rows: [
        {
          cells: [
            textCell('Sharpe ratio of the chosen rule, a year'),
            cell([...at, 'sharpeAnnual'], 'ratio', 3),
            textCell(`From ${slot('count', ...at, 'observations')} monthly returns.`),
          ],
        },
        {
          cells: [
            textCell('Expected best Sharpe ratio of skill-less trials'),
            cell([...at, 'expectedMaximumSharpeAnnual'], 'ratio', 3),
            textCell('What the best of as many trials would show if none had any skill.'),
          ],
        },
        {
          cells: [
            textCell('Deflated Sharpe ratio'),
            cell([...at, 'deflatedSharpeProbability'], 'percent', 1),
            textCell(
              'Probability that the true Sharpe ratio is above that bar (Bailey and López de Prado). Above 95 % is convincing.',
            ),
          ],
        },
        {
          cells: [
            textCell('Probability of overfitting'),
            cell([...at, 'overfittingProbability'], 'percent', 1),
            textCell('Combinatorially symmetric cross-validation over the monthly returns of all trials.'),
          ],
        },
        {
          cells: [
            textCell('Probability of loss out of sample'),
            cell([...at, 'probabilityOfLoss'], 'percent', 1),
            textCell('How often the best configuration in sample has a negative Sharpe ratio out of sample.'),
          ],
        },
      ],
    },
  ]
}
