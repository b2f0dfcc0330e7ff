import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, Cell, ChartBlock, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { correlationTable } from './correlation-table.ts'
import { creditEventBlocks } from './credit-event-blocks.ts'
import { domains, groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'

type StressRow = HedgingResult['selection']['stress']['rows'][number]

/** Stresses of one bucket of spreads alone: many and alike, so they stand in a table of their own. */
const isBucket = ({ id }: StressRow): boolean => id.startsWith('spreads-wider-bucket-')

/** Share of the assets below which a loss without the hedge is called small. */
const smallShare = 0.01

/** Whether the unhedged fund loses little in a stress, so that shares of that loss say little. */
export function isSmallLoss({ exposures }: HedgingResult, { unhedged }: Pick<StressRow, 'unhedged'>): boolean {
  return Math.abs(unhedged) < smallShare * exposures.assets
}

/** Every named stress with and without the hedge, other correlations, and defaults. */
export function stressSection(findings: HedgingFindings): Section {
  const { rows } = findings.result.selection.stress
  const main = rows.map((_, i) => i).filter((i) => !isBucket(rows[i]))
  const buckets = rows.map((_, i) => i).filter((i) => isBucket(rows[i]))
  return {
    id: 'stress',
    flows: true,
    title: 'Stress matrix',
    blocks: [
      {
        kind: 'paragraph',
        text: `All holdings, liabilities and hedges fully revalued under ${findings.slot('length', 'selection', 'stress', 'rows')} stresses: changes of the surplus, losses negative. The last column is the share of a loss that the hedge takes away; a stress that the fund gains from has none, nor has one that is too small to tell.`,
      },
      worstTable(findings),
      stressChart(findings, main),
      stressTable(findings, main, 'stress-matrix', 'Stress matrix', false),
      ...(buckets.length === 0
        ? []
        : [stressTable(findings, buckets, 'stress-buckets', 'Spreads of one bucket alone', true)]),
      { kind: 'heading', text: 'When correlations break down' },
      ...correlationTable(findings),
      { kind: 'heading', text: 'Defaults and migrations' },
      ...creditEventBlocks(findings),
    ],
  }
}

function worstTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { worst, rows } = result.selection.stress
  const label = (id: string): Text => {
    const row = rows.findIndex((each) => each.id === id)
    return row < 0 ? '' : slot('text', 'selection', 'stress', 'rows', row, 'label')
  }
  return {
    kind: 'table',
    id: 'worst-stresses',
    caption: `The worst stress of each group, change of the surplus, m ${currency}`,
    columns: ['Group', 'Worst without the hedge', 'Change', 'Worst with the hedge', 'Change'],
    rows: worst.map(({ group, unhedged, hedged }, i) => ({
      cells: [
        textCell(groupNames[group]),
        textCell(label(unhedged.stress)),
        cell(['selection', 'stress', 'worst', i, 'unhedged', 'change'], 'money', 0),
        textCell(label(hedged.stress)),
        cell(['selection', 'stress', 'worst', i, 'hedged', 'change'], 'money', 0),
      ],
    })),
    empty: 'The mandate asks for no stresses.',
  }
}

function stressChart({ result, slot, figure, currency }: HedgingFindings, indices: readonly number[]): Block {
  const { rows } = result.selection.stress
  const biggest = indices
    .toSorted((a, b) => Math.min(rows[a].unhedged, rows[a].hedged) - Math.min(rows[b].unhedged, rows[b].hedged))
    .slice(0, 12)
  const points = (key: 'unhedged' | 'hedged') =>
    biggest.map((i) => figure(['selection', 'stress', 'rows', i, key], 'money', 0))
  const chart: ChartBlock = {
    kind: 'chart',
    id: 'stress-chart',
    size: 'full',
    title: 'The stresses that hurt most, with and without the hedge',
    caption: 'Ordered by the worse of the two. Bars to the left are losses.',
    alt: 'Bars of the change of the surplus under the most harmful stresses, with and without the hedge. The stress matrix gives the figures.',
    chart: {
      kind: 'bars',
      categories: biggest.map((i) => slot('text', 'selection', 'stress', 'rows', i, 'label')),
      value: { label: `Change of the surplus, m ${currency}`, unit: 'money' },
      horizontal: true,
      longLabels: true,
      mark: 'bar',
      series: [
        { name: 'Without the hedge', role: 'b', points: points('unhedged') },
        { name: 'With the hedge', role: 'a', points: points('hedged') },
      ],
    },
  }
  return biggest.length === 0 ? { kind: 'paragraph', text: 'n/a: there is no stress to draw.' } : chart
}

function stressTable(
  { result, slot, cell, figure, currency }: HedgingFindings,
  indices: readonly number[],
  id: string,
  caption: Text,
  collapsed: boolean,
): TableBlock {
  const { rows } = result.selection.stress
  const traded = domains.filter((domain) => rows.some(({ hedges }) => hedges[domain] !== 0))
  const largest = Math.max(1, ...rows.flatMap(({ unhedged, hedged }) => [Math.abs(unhedged), Math.abs(hedged)]))
  const shaded = (at: Keys, value: number): Cell => ({
    kind: 'figure',
    figure: figure(at, 'money', 0),
    ...(value < 0 ? { shade: -value / largest } : {}),
  })
  return {
    kind: 'table',
    id,
    collapsed,
    compact: collapsed,
    caption: `${caption}, change of the surplus, m ${currency}`,
    columns: [
      'Stress',
      'Without',
      ...traded.map((domain) => `Hedges: ${groupNames[domain].toLowerCase()}`),
      'With',
      'Naive full hedge',
      'Funded ratio with',
      'Loss taken away',
    ],
    rows: indices.map((i) => {
      const row = rows[i]
      const at: Keys = ['selection', 'stress', 'rows', i]
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          shaded([...at, 'unhedged'], row.unhedged),
          ...traded.map((domain) => cell([...at, 'hedges', domain], 'money', 0)),
          shaded([...at, 'hedged'], row.hedged),
          row.rivals.length === 0 ? textCell('') : cell([...at, 'rivals', 0, 'hedged'], 'money', 0),
          cell([...at, 'fundedRatio'], 'percent', 1, 'no liabilities'),
          row.lossRemoved === null
            ? textCell(row.noEffectiveness === 'gain' ? 'a gain' : 'too small')
            : row.lossRemoved < -1
              ? textCell(isSmallLoss(result, row) ? 'small, doubles' : 'doubles')
              : cell([...at, 'lossRemoved'], 'percent', 1),
        ],
      }
    }),
    note: 'The darker, the larger the loss. Columns of hedges: what the trades of each domain earn. Loss taken away: one less what is left over what was lost, either way; under a stress of one group this is the effectiveness. Negative: the hedge overshoots or adds to the loss; doubles: the loss more than doubles; the columns of money say by how much. Small: a loss of less than a hundredth of the assets without the hedge.',
    empty: 'There are none.',
  }
}
