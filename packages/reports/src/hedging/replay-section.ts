import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, ChartBlock, ChartGroup, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { marginTable } from './margin-table.ts'

type Replay = HedgingResult['selection']['replays'][number]
type Replayed = Extract<Replay, { readonly status: 'replayed' }>

/** Today's book walked through windows of the market's own history, with the hedge and without. */
export function replaySection(findings: HedgingFindings): Section {
  const { result } = findings
  const simulated = result.study.origin === 'simulated'
  return {
    id: 'replays',
    flows: true,
    title: simulated ? 'Crisis replays on a simulated history – not a market' : 'Crisis replays',
    blocks: [
      ...(simulated
        ? ([
            {
              kind: 'callout',
              tone: 'stop',
              title: 'Simulated history – not a market',
              items: [
                'The windows of this section were made by a simulation. They show how the section works and say nothing about any crisis.',
              ],
            },
          ] as const)
        : []),
      {
        kind: 'paragraph',
        text: 'Today’s holdings, liabilities and hedges are revalued on every date of a window under what curves, exchange rates, spreads, equities and volatilities then did. Nothing ages and nothing is rebalanced.',
      },
      ...uncovered(findings),
      ...charts(findings),
      drawdownTable(findings),
      marginTable(findings),
      groupTable(findings),
      gapTable(findings),
    ],
  }
}

/** Places of the windows that were replayed. */
function replayed({ result }: HedgingFindings): { readonly replay: Replayed; readonly at: number }[] {
  return result.selection.replays.flatMap((replay, at) => (replay.status === 'replayed' ? [{ replay, at }] : []))
}

function uncovered({ result, slot }: HedgingFindings): Block[] {
  const items = result.selection.replays.flatMap((replay, i): Text[] => {
    if (replay.status === 'replayed') return []
    const at: Keys = ['selection', 'replays', i]
    const available =
      replay.available === null
        ? 'the market has no history'
        : `the history runs from ${slot('date', ...at, 'available', 'from')} to ${slot('date', ...at, 'available', 'to')}`
    return [
      `${slot('text', ...at, 'window', 'name')}, ${slot('date', ...at, 'window', 'start')} to ${slot('date', ...at, 'window', 'end')}: n/a, ${replay.reason === 'no dates' ? 'no dates of the history lie in it' : 'nothing was observed on two of its dates'}; ${available}.`,
    ]
  })
  return items.length === 0
    ? []
    : [{ kind: 'callout', tone: 'caution', title: 'Windows that the history does not cover', items }]
}

function charts(findings: HedgingFindings): ChartGroup[] {
  const all = replayed(findings)
  if (all.length === 0) return []
  return [
    {
      kind: 'chart-group',
      title: `Change of the surplus through each window, m ${findings.currency}`,
      caption: `Solid: with the chosen package. Dashed: without a new hedge. Thin: margin posted since the start. ${findings.result.study.origin === 'simulated' ? 'Simulated history – not a market.' : ''}`,
      charts: all.map(({ replay, at }) => pathChart(findings, replay, at)),
    },
  ]
}

function pathChart({ slot, figure, currency }: HedgingFindings, { path }: Replayed, i: number): ChartBlock {
  const at: Keys = ['selection', 'replays', i]
  const points = (key: 'hedged' | 'unhedged' | 'marginPosted') =>
    path.map((_, t) => figure([...at, 'path', t, key], 'money', 0))
  return {
    kind: 'chart',
    id: `replay-${i}`,
    size: 'half',
    title: `${slot('text', ...at, 'window', 'name')}: ${slot('date', ...at, 'from')} to ${slot('date', ...at, 'to')}`,
    caption: '',
    alt: `Line chart of the change of the surplus with and without the hedge in the window ${slot('text', ...at, 'window', 'name')}. The table of drawdowns gives the main figures.`,
    chart: {
      kind: 'line',
      xTitle: '',
      x: path.map((_, t) => slot('date', ...at, 'path', t, 'date')),
      xEvery: Math.max(1, Math.floor((path.length - 1) / 3)),
      y: { label: `m ${currency}`, unit: 'money' },
      scale: 'linear',
      series: [
        { name: 'Margin posted', role: 'quiet', shape: 'thin', points: points('marginPosted') },
        { name: 'Without a new hedge', role: 'b', shape: 'dashed', points: points('unhedged') },
        { name: 'With the chosen package', role: 'winner', shape: 'line', points: points('hedged') },
      ],
    },
  }
}

function drawdownTable(findings: HedgingFindings): TableBlock {
  const { slot, cell, currency } = findings
  return {
    kind: 'table',
    id: 'drawdowns',
    caption: `Drawdown of the surplus, m ${currency}`,
    columns: [
      'Window',
      'Package',
      'Largest fall',
      'Removed',
      'Fall of the funded ratio',
      'Worst day',
      'Worst five dates',
      'Change at the end',
    ],
    rows: replayed(findings).flatMap(({ replay, at: i }) =>
      replay.packages.map((_, p) => {
        const at: Keys = ['selection', 'replays', i]
        const own: Keys = [...at, 'packages', p]
        return {
          emphasis: p === 1,
          cells: [
            textCell(slot('text', ...at, 'window', 'name')),
            textCell(slot('text', ...own, 'label')),
            cell([...own, 'drawdown', 'amount'], 'money', 0),
            p === 0 ? textCell('') : cell([...own, 'drawdownRemoved'], 'percent', 1, 'no fall without a hedge'),
            replay.packages[p].fundedRatioDrawdown === null
              ? textCell('n/a')
              : cell([...own, 'fundedRatioDrawdown', 'amount'], 'percent', 1),
            cell([...own, 'worstDay', 'change'], 'money', 0),
            cell([...own, 'worstWeek', 'change'], 'money', 0),
            cell([...own, 'endChange'], 'money', 0),
          ],
        }
      }),
    ),
    note: 'A fall is from the highest value so far. Of the funded ratio: in points.',
    empty: 'No window was replayed.',
  }
}

function groupTable(findings: HedgingFindings): TableBlock {
  const { slot, cell } = findings
  return {
    kind: 'table',
    id: 'replay-groups',
    collapsed: true,
    caption: 'Effectiveness by group in each window, from daily changes with that group alone',
    columns: [
      'Window',
      'Group',
      'Change without, m',
      'Change with, m',
      'Effectiveness',
      'Lost to size',
      'Not followed',
    ],
    rows: replayed(findings).flatMap(({ replay, at: i }) =>
      replay.groups.map(({ group, loss, noEffectiveness }, g) => {
        const at: Keys = ['selection', 'replays', i]
        const own: Keys = [...at, 'groups', g]
        return {
          cells: [
            textCell(slot('text', ...at, 'window', 'name')),
            textCell(groupNames[group]),
            cell([...own, 'unhedged'], 'money', 0),
            cell([...own, 'hedged'], 'money', 0),
            ...(loss === null
              ? [
                  textCell(noEffectiveness === 'not observed' ? 'n/a: not observed' : 'n/a: too small'),
                  textCell(''),
                  textCell(''),
                ]
              : [
                  cell([...own, 'loss', 'effectiveness'], 'percent', 1),
                  cell([...own, 'loss', 'size'], 'percent', 1),
                  cell([...own, 'loss', 'unexplained'], 'percent', 1),
                ]),
          ],
        }
      }),
    ),
    empty: 'No window was replayed.',
  }
}

/** Gaps shown of each window. */
const gapsShown = 40

function gapTable(findings: HedgingFindings): TableBlock {
  const { slot, cell } = findings
  const all = replayed(findings)
  const more = all.some(({ replay }) => replay.gaps.length > gapsShown)
  return {
    kind: 'table',
    id: 'replay-gaps',
    collapsed: true,
    compact: true,
    caption: 'What the history does not have, and what was done about it',
    columns: ['Window', 'Factor', 'From', 'To', 'Days', 'Treatment'],
    rows: all.flatMap(({ replay, at: i }) =>
      replay.gaps.slice(0, gapsShown).map(({ treatment, follows }, g) => {
        const at: Keys = ['selection', 'replays', i]
        const own: Keys = [...at, 'gaps', g]
        return {
          cells: [
            textCell(slot('text', ...at, 'window', 'name')),
            textCell(slot('text', ...own, 'factor')),
            textCell(slot('date', ...own, 'from')),
            textCell(slot('date', ...own, 'to')),
            cell([...own, 'days'], 'count', 0),
            textCell(
              treatment === 'held' || follows === null ? 'held still' : `moves as ${slot('text', ...own, 'follows')}`,
            ),
          ],
        }
      }),
    ),
    note: more
      ? 'Of a window with very many gaps only the first are shown; the result file has them all.'
      : 'Windows whose dates lack a part at their beginning or end show in the titles of the charts by the dates they have.',
    empty: 'Nothing: every factor was observed on every date.',
  }
}
