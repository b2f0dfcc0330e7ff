import type { Block, Section, TableBlock } from '../document/document.ts'
import { configurationCells, configurationColumns } from './configuration-cells.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** The candidates for the decision ranked by robustness, their scores on fresh paths, and which of them are tied. */
export function robustnessSection(findings: Findings): Section {
  return {
    id: 'robustness',
    title: 'Robustness of the candidates',
    blocks: [
      {
        kind: 'paragraph',
        text: 'The best trials of the search are ranked by a robustness score on the search paths: what they earn on average and in their worst regime, less what they lose through broken limits, through uneven results over the regimes, and through a steep neighbourhood, where a small change of the rule costs much. Rules that meet the mandate come first. Fresh paths, which no rule had seen before, then check the order.',
      },
      ...differences(findings),
      scores(findings),
      rules(findings),
    ],
  }
}

function differences(findings: Findings): Block[] {
  const { result, slot, figure } = findings
  if (result.candidates.length < 2) return []
  return [
    {
      kind: 'chart',
      id: 'differences',
      size: 'full',
      title: 'Score of each candidate less that of the chosen rule, on the same fresh paths',
      caption:
        'Thin lines are two standard errors of the paired difference either way: a candidate whose line reaches zero is tied with the chosen rule.',
      alt: 'Dot chart of the paired difference in score of each candidate to the chosen rule. The table below gives the figures.',
      chart: {
        kind: 'bars',
        horizontal: true,
        mark: 'dot',
        categories: result.candidates.map((_, i) => `Trial ${slot('count', 'candidates', i, 'trial')}`),
        value: { label: 'Difference in score', unit: 'ratio' },
        series: [
          {
            name: 'Difference',
            role: 'a',
            points: result.candidates.map((_, i) => figure(['candidates', i, 'differenceToWinner'], 'ratio', 4)),
          },
        ],
      },
    },
  ]
}

function scores(findings: Findings): TableBlock {
  const { result, slot, cell } = findings
  return {
    kind: 'table',
    id: 'robustness-table',
    caption: 'Parts of the robustness score',
    columns: [
      'Rank',
      'Trial',
      'Robustness',
      'Weighted Sharpe',
      'Worst regime',
      'Sharpe there',
      'Dispersion',
      'Neighbourhood',
      'Penalty',
      'Stability rule',
    ],
    rows: result.candidates.map((candidate, i) => {
      const at = ['candidates', i, 'robustness'] as const
      return {
        emphasis: candidate.trial === result.decision.trial,
        cells: [
          textCell(slot('count', 'candidates', i, 'rank')),
          textCell(slot('count', 'candidates', i, 'trial')),
          cell([...at, 'total'], 'ratio', 3),
          cell([...at, 'weightedSharpe'], 'ratio', 3),
          textCell(findings.regimeName(candidate.robustness.worstRegime)),
          cell([...at, 'worstRegimeSharpe'], 'ratio', 3),
          cell([...at, 'dispersion'], 'ratio', 3),
          cell([...at, 'neighbourhoodLoss'], 'ratio', 3),
          cell([...at, 'penalty'], 'ratio', 3),
          candidate.robustness.stable
            ? { kind: 'status', tone: 'good', text: 'kept' }
            : { kind: 'status', tone: 'stop', text: 'not kept' },
        ],
      }
    }),
    note: 'The score blends the weighted Sharpe ratio with that of the worst regime; the penalty, and shares of dispersion and neighbourhood loss, are subtracted. The stability rule asks that the candidate keep the share of each regime’s best Sharpe ratio that the mandate requires.',
    empty: 'No candidate reached this stage.',
  }
}

function rules(findings: Findings): TableBlock {
  const { result, slot, cell } = findings
  return {
    kind: 'table',
    id: 'candidates',
    caption: 'Rules of the candidates, and their scores on fresh paths',
    columns: ['Trial', ...configurationColumns, 'Search score', 'Fresh score', 'Difference', 'Verdict'],
    rows: result.candidates.map((candidate, i) => ({
      emphasis: candidate.trial === result.decision.trial,
      cells: [
        textCell(slot('count', 'candidates', i, 'trial')),
        ...configurationCells(findings, ['candidates', i, 'configuration']),
        cell(['candidates', i, 'searchScore'], 'ratio', 3),
        cell(['candidates', i, 'freshScore'], 'ratio', 3),
        cell(['candidates', i, 'differenceToWinner'], 'ratio', 4),
        candidate.trial === result.decision.trial
          ? { kind: 'status', tone: 'good', text: 'chosen' }
          : candidate.tiedWithWinner
            ? { kind: 'status', tone: 'caution', text: 'tied' }
            : { kind: 'status', tone: 'info', text: 'behind' },
      ],
    })),
    note: 'A candidate is tied with the chosen rule when the difference of their scores on the same fresh paths is less than twice its paired standard error.',
    empty: 'No candidate reached this stage.',
  }
}
