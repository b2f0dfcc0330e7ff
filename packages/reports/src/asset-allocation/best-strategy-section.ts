import type { Block, Section } from '../document/document.ts'
import { configurationCells, configurationColumns } from './configuration-cells.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings, metric, metrics } from './findings.ts'

/** Everything about the chosen rule in one place, and what it earns at other costs. */
export function bestStrategySection(findings: Findings): Section {
  const { slot, regimes, winner } = findings
  return {
    id: 'best-strategy',
    title: 'The chosen rule in full',
    blocks: [
      {
        kind: 'table',
        id: 'best-configuration',
        caption: 'Its configuration',
        columns: ['Trial', ...configurationColumns],
        rows: [
          {
            cells: [
              textCell(slot('count', 'decision', 'trial')),
              ...configurationCells(findings, ['decision', 'configuration']),
            ],
          },
        ],
        note: 'The cost of trading is a circumstance and not a choice: every rule is compared at the planning cost.',
      },
      {
        kind: 'table',
        id: 'best-figures',
        caption: winner.fresh ? 'Its figures on fresh paths' : 'Its figures on the search paths',
        columns: ['Figure', 'Average', ...regimes.map(findings.regimeName)],
        rows: metrics.map((item) => ({
          cells: [
            textCell(item.name),
            { kind: 'figure', figure: findings.metric(winner.average, item) },
            ...regimes.map((id) => ({
              kind: 'figure' as const,
              figure: findings.metric([...winner.byRegime, id], item),
            })),
          ],
        })),
        note: 'The average weighs the regimes by their weights; losses are positive numbers.',
      },
      ...costs(findings),
    ],
  }
}

function costs(findings: Findings): Block[] {
  const { result, slot } = findings
  if (result.costCurve.length === 0) {
    return [
      {
        kind: 'paragraph',
        text: 'At other trading costs: n/a, since the specialist that computes them gave no result in this run.',
      },
    ]
  }
  const cost = (i: number) => slot('ratio 0', 'costCurve', i, 'costBp')
  const shown = ['annualReturn', 'volatility', 'sharpe', 'turnover', 'cost'] as const
  return [
    {
      kind: 'chart',
      id: 'cost-curve',
      size: 'full',
      title: 'Sharpe ratio of the chosen rule by trading cost',
      caption: 'Average over the regimes. Thin lines are two standard errors either way.',
      alt: 'Line chart of the average Sharpe ratio against the cost of trading. The table below gives the figures.',
      chart: {
        kind: 'line',
        xTitle: 'Cost on each unit traded, basis points',
        x: result.costCurve.map((_, i) => cost(i)),
        xEvery: 1,
        y: { label: 'Sharpe ratio', unit: 'ratio' },
        scale: 'linear',
        errorBars: true,
        series: [
          {
            name: 'Chosen rule',
            role: 'a',
            shape: 'line',
            markers: true,
            points: result.costCurve.map((_, i) => findings.metric(['costCurve', i, 'average'], metric('sharpe'))),
          },
        ],
      },
    },
    {
      kind: 'table',
      id: 'cost-table',
      caption: 'The chosen rule at other costs',
      columns: ['Cost, bp', ...shown.map((key) => metric(key).name)],
      rows: result.costCurve.map((_, i) => ({
        cells: [
          textCell(cost(i)),
          ...shown.map((key) => ({
            kind: 'figure' as const,
            figure: findings.metric(['costCurve', i, 'average'], metric(key)),
          })),
        ],
      })),
    },
  ]
}
