import type { ChartBlock, Section } from '../document/document.ts'
import type { FigureValue } from '@tutti/workflows/figures'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** How the equity weight of the chosen rule moves through time in each regime. */
export function allocationSection(findings: Findings): Section {
  const { result } = findings
  if (result.allocation.length === 0) {
    return {
      id: 'allocation',
      title: 'Allocation through time',
      flows: true,
      blocks: [
        {
          kind: 'paragraph',
          text: 'n/a: the specialist that follows the equity weight through time gave no result in this run.',
        },
      ],
    }
  }
  return {
    id: 'allocation',
    title: 'Allocation through time',
    blocks: [
      {
        kind: 'chart-group',
        title: 'Equity weight of the chosen rule, by month of the simulation',
        caption:
          'Line: median over paths. Dark band: middle half of the paths. Light band: all but the lowest and the highest 5 %. Dashed: mean. Thin line: one path, to show how the weight moves.',
        charts: result.allocation.map((_, i) => fan(findings, i)),
      },
      {
        kind: 'table',
        id: 'final-weights',
        caption: 'Equity weight at the end of the simulation',
        columns: ['Regime', 'Mean', 'Lowest 5 %', 'Lower quartile', 'Median', 'Upper quartile', 'Highest 5 %'],
        rows: result.allocation.flatMap((item, i) => {
          const last = item.months.length - 1
          if (last < 0) return []
          return [
            {
              cells: [
                textCell(findings.regimeName(item.regime)),
                ...(['mean', 'p05', 'p25', 'p50', 'p75', 'p95'] as const).map((key) =>
                  findings.cell(['allocation', i, key, last], 'percent', 1),
                ),
              ],
            },
          ]
        }),
      },
    ],
  }
}

function fan(findings: Findings, i: number): ChartBlock {
  const { result, slot, figure } = findings
  const item = result.allocation[i]
  const points = (key: 'mean' | 'p05' | 'p25' | 'p50' | 'p75' | 'p95' | 'example'): FigureValue[] =>
    item[key].map((_, m) => figure(['allocation', i, key, m], 'percent', 1))
  const first = item.months[0] ?? 0
  const every = item.months.length > 240 ? 60 : item.months.length > 72 ? 24 : 12
  return {
    kind: 'chart',
    id: `fan-${i}`,
    size: 'half',
    title: findings.regimeName(item.regime),
    caption: '',
    alt: `Fan chart of the equity weight through time in the regime ${findings.regimeName(item.regime)}. The table below gives its end.`,
    chart: {
      kind: 'line',
      xTitle: 'Month',
      x: item.months.map((_, m) => slot('count', 'allocation', i, 'months', m)),
      xEvery: every,
      xOffset: (every - (first % every)) % every,
      y: { label: '', unit: 'percent' },
      scale: 'share',
      bands: [
        { name: 'Ninety of a hundred paths', low: points('p05'), high: points('p95'), strength: 'light' },
        { name: 'Half of the paths', low: points('p25'), high: points('p75'), strength: 'strong' },
      ],
      series: [
        { name: 'One path', role: 'rival', shape: 'thin', points: points('example') },
        { name: 'Mean', role: 'quiet', shape: 'dashed', points: points('mean') },
        { name: 'Median', role: 'winner', shape: 'line', points: points('p50') },
      ],
    },
  }
}
