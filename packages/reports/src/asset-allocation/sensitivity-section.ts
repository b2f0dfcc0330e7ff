import type { Block, ChartBlock, Section, TableBlock } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** Which parameters matter: variance-based indices, interactions, and the average outcome over pairs of parameters. */
export function sensitivitySection(findings: Findings): Section {
  const { result, slot } = findings
  const { sensitivity } = result
  return {
    id: 'sensitivity',
    title: 'Sensitivity to the parameters',
    blocks: [
      {
        kind: 'paragraph',
        text: `Variance-based (Sobol) indices of the ${slot('text', 'sensitivity', 'output')}, from ${slot('count', 'sensitivity', 'evaluations')} evaluations. The first-order index is the share of the variance that a parameter explains alone; the total index adds all its interactions with the others. A total index near zero means that the parameter could be fixed anywhere in its range.`,
      },
      ...indices(findings),
      secondOrder(findings),
      ...furtherOutputs(findings),
      {
        kind: 'chart-group',
        title: `Average outcome over pairs of parameters: ${slot('text', 'sensitivity', 'output')}`,
        caption: 'Other parameters are averaged. Darker is higher; each picture has its own scale.',
        charts: sensitivity.heatmaps.map((_, h) => heatmap(findings, h)),
      },
      {
        kind: 'chart-group',
        title: 'Average outcome along one parameter',
        caption: 'All other parameters are averaged; the scales differ.',
        charts: sensitivity.mainEffects.map((_, e) => mainEffect(findings, e)),
      },
    ],
  }
}

function indices(findings: Findings): Block[] {
  const { result, slot, figure } = findings
  const { parameters } = result.sensitivity
  if (parameters.length === 0) return []
  const points = (key: 'firstOrder' | 'total') =>
    parameters.map((_, i) => figure(['sensitivity', key, i], 'ratio', 3, 'not estimated'))
  return [
    {
      kind: 'chart',
      id: 'indices',
      size: 'full',
      title: 'First-order and total indices',
      caption: 'Bars are estimates; the thin lines are two standard errors either way, an interval of about 95 %.',
      alt: 'Bar chart of first-order and total sensitivity indices by parameter. The table below gives the figures.',
      chart: {
        kind: 'bars',
        horizontal: true,
        mark: 'bar',
        categories: parameters.map((_, i) => slot('words', 'sensitivity', 'parameters', i)),
        value: { label: 'Share of variance', unit: 'ratio' },
        series: [
          { name: 'Total', role: 'a', points: points('total') },
          { name: 'First order', role: 'b', points: points('firstOrder') },
        ],
      },
    },
  ]
}

function secondOrder(findings: Findings): TableBlock {
  const { result, slot } = findings
  const { parameters, secondOrder: matrix } = result.sensitivity
  const largest = Math.max(1e-9, ...matrix.flat().map((value) => Math.abs(value ?? 0)))
  const name = (i: number) => slot('words', 'sensitivity', 'parameters', i)
  return {
    kind: 'table',
    id: 'second-order',
    caption: 'Indices and interactions',
    columns: ['Parameter', 'First order', 'Total', ...parameters.slice(1).map((_, i) => `with ${name(i + 1)}`)],
    rows: parameters.map((_, i) => ({
      cells: [
        textCell(name(i)),
        findings.cell(['sensitivity', 'firstOrder', i], 'ratio', 3, 'not estimated'),
        findings.cell(['sensitivity', 'total', i], 'ratio', 3, 'not estimated'),
        ...parameters.slice(1).map((_, k) => {
          const value = matrix[i]?.[k + 1]
          if (k + 1 <= i || value === null || value === undefined) return textCell(k + 1 <= i ? '' : 'n/a')
          const figure = findings.figure(['sensitivity', 'secondOrder', i, k + 1], 'ratio', 3)
          return { kind: 'figure' as const, figure, shade: Math.max(0, value) / largest }
        }),
      ],
    })),
    note: 'Columns "with …" hold second-order indices: the share of the variance that the pair explains together beyond what each explains alone. Small negative values are sampling noise.',
  }
}

function furtherOutputs(findings: Findings): TableBlock[] {
  const { result, slot, cell } = findings
  const { furtherOutputs: outputs, parameters } = result.sensitivity
  if (outputs.length === 0) return []
  const table = (key: 'firstOrder' | 'total', id: string, caption: string): TableBlock => ({
    kind: 'table',
    id,
    caption,
    columns: ['Outcome', ...parameters.map((_, p) => slot('words', 'sensitivity', 'parameters', p))],
    rows: outputs.map((_, o) => ({
      cells: [
        textCell(slot('text', 'sensitivity', 'furtherOutputs', o, 'output')),
        ...parameters.map((_, p) => cell(['sensitivity', 'furtherOutputs', o, key, p], 'ratio', 3, 'not estimated')),
      ],
    })),
  })
  return [
    table('firstOrder', 'further-first-order', 'First-order indices of other outcomes, on the same evaluations'),
    table('total', 'further-total', 'Total indices of other outcomes, on the same evaluations'),
  ]
}

function heatmap(findings: Findings, h: number): ChartBlock {
  const { result, slot, figure } = findings
  const map = result.sensitivity.heatmaps[h]
  const at = ['sensitivity', 'heatmaps', h] as const
  const names = `${slot('words', ...at, 'y')} by ${slot('words', ...at, 'x')}`
  return {
    kind: 'chart',
    id: `heatmap-${h}`,
    size: 'half',
    title: names,
    caption: '',
    alt: `Heatmap of the average outcome, ${names}; the value stands in each cell.`,
    chart: {
      kind: 'heatmap',
      xTitle: slot('words', ...at, 'x'),
      yTitle: slot('words', ...at, 'y'),
      xLabels: map.xLabels.map((_, i) => slot('words', ...at, 'xLabels', i)),
      yLabels: map.yLabels.map((_, i) => slot('words', ...at, 'yLabels', i)),
      values: map.values.map((row, y) =>
        row.map((_, x) => figure([...at, 'values', y, x], 'ratio', 3, 'no sample fell into this cell')),
      ),
    },
  }
}

function mainEffect(findings: Findings, e: number): ChartBlock {
  const { result, slot, figure } = findings
  const effect = result.sensitivity.mainEffects[e]
  const at = ['sensitivity', 'mainEffects', e] as const
  return {
    kind: 'chart',
    id: `main-effect-${e}`,
    size: 'third',
    title: slot('words', ...at, 'parameter'),
    caption: '',
    alt: `Average outcome along ${slot('words', ...at, 'parameter')}.`,
    chart: {
      kind: 'line',
      xTitle: '',
      x: effect.labels.map((_, i) => slot('words', ...at, 'labels', i)),
      xEvery: 1,
      y: { label: '', unit: 'ratio' },
      scale: 'linear',
      series: [
        {
          name: slot('words', ...at, 'parameter'),
          role: 'a',
          shape: 'line',
          markers: true,
          points: effect.means.map((_, i) => figure([...at, 'means', i], 'ratio', 3, 'no sample fell here')),
        },
      ],
    },
  }
}
