import type { HistoryRecord } from '@tutti/workflows/asset-allocation'
import type { ChartBlock, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { LineSeries, SeriesRole } from '../document/chart.ts'
import { textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'
import { type HistoryTitle, historyTables } from './history-tables.ts'

/** The chosen rule and its rivals walked through a history, never looking ahead. */
export function historySection(findings: Findings): Section {
  const { result } = findings
  const { history } = result
  if (history === null) {
    return {
      id: 'history',
      title: 'Through history',
      flows: true,
      blocks: [
        {
          kind: 'paragraph',
          text: findings.isMissing('market-historian')
            ? 'n/a: the market historian gave no result in this run. The figures of this report rest on simulated regimes alone.'
            : 'n/a: the study was given no history. Its figures rest on simulated regimes alone.',
        },
      ],
    }
  }
  const simulated = history.origin === 'simulated'
  const prefix: HistoryTitle = (text) =>
    simulated ? `Simulated history – not a market: ${text}` : text.charAt(0).toUpperCase() + text.slice(1)
  return {
    id: 'history',
    title: simulated ? 'Simulated history – not a market' : 'Through history',
    blocks: [
      ...(simulated
        ? ([
            {
              kind: 'callout',
              tone: 'stop',
              title: 'Simulated history – not a market',
              items: [
                'The series of this section were made by a simulation. They show how the section works and say nothing about how the rule would have done in any market.',
              ],
            },
          ] as const)
        : []),
      { kind: 'paragraph', text: setting(findings) },
      wealthChart(findings, history, prefix),
      seriesChart(findings, history, 'drawdown', prefix('drawdown from the last peak')),
      seriesChart(findings, history, 'equityWeight', prefix('equity weight held over the month')),
      ...historyTables(findings, history, prefix),
      yearEnds(findings, history, prefix('growth of one unit at year ends'), 'wealth'),
      yearEnds(findings, history, prefix('drawdown at year ends'), 'drawdown'),
      yearEnds(findings, history, prefix('equity weight at year ends'), 'equityWeight'),
      ...(history.dataWarnings.length === 0
        ? []
        : [
            { kind: 'heading', text: 'Warnings about the market data' } as const,
            {
              kind: 'list',
              items: history.dataWarnings.map((_, i) => findings.slot('text', 'history', 'dataWarnings', i)),
            } as const,
          ]),
      ...(history.calibrationNotes.length === 0
        ? []
        : ([
            { kind: 'heading', text: 'How the regime of this history was calibrated' },
            {
              kind: 'list',
              items: history.calibrationNotes.map((_, i) => findings.slot('text', 'history', 'calibrationNotes', i)),
            },
          ] as const)),
    ],
  }
}

function setting({ slot }: Findings): Text {
  const at = (format: string, key: string): Text => slot(format, 'history', key)
  return `From ${at('date', 'from')} to ${at('date', 'to')}. Equities: ${at('text', 'equity')}. Bonds: ${at('text', 'bond')}. Cash: ${at('text', 'cash')}. Dividends: ${at('text', 'dividends')}. Each weight is set from what was known on the day; returns are net of the planning cost.`
}

const rivalRoles: readonly SeriesRole[] = ['b', 'c', 'd', 'e', 'f', 'a']

/** The strategy that is nobody's rival leads; the others follow in the order of the result. */
function strategyRoles(history: HistoryRecord): readonly SeriesRole[] {
  const rivals = new Set(history.differences.map((difference) => difference.rival))
  const leader = Math.max(
    0,
    history.strategies.findIndex((strategy) => !rivals.has(strategy.id)),
  )
  let next = 0
  return history.strategies.map((_, s) => (s === leader ? 'winner' : rivalRoles[next++ % rivalRoles.length]))
}

function lines(findings: Findings, history: HistoryRecord, key: 'wealth' | 'drawdown' | 'equityWeight'): LineSeries[] {
  const roles = strategyRoles(history)
  return history.strategies.map((strategy, s) => ({
    name: findings.slot('text', 'history', 'strategies', s, 'name'),
    role: roles[s],
    shape: 'line',
    points: strategy[key].map((_, m) =>
      key === 'wealth'
        ? findings.figure(['history', 'strategies', s, key, m], 'ratio', 2)
        : findings.figure(['history', 'strategies', s, key, m], 'percent', 1),
    ),
  }))
}

/** Year labels at each January that begins a round number of years. */
function months(findings: Findings, history: HistoryRecord) {
  const step = [1, 2, 5, 10, 20].find((years) => history.months.length / 12 / years <= 13) ?? 50
  const offset = history.months.findIndex(
    (month) => month.slice(5, 7) === '01' && Number(month.slice(0, 4)) % step === 0,
  )
  return {
    xTitle: '',
    x: history.months.map((_, m) => findings.slot('year', 'history', 'months', m)),
    xEvery: 12 * step,
    xOffset: Math.max(0, offset),
  }
}

function wealthChart(findings: Findings, history: HistoryRecord, prefix: HistoryTitle): ChartBlock {
  return {
    kind: 'chart',
    id: 'wealth',
    size: 'full',
    title: prefix('growth of one unit, logarithmic scale'),
    caption: 'Equal distances are equal percentage changes: each line of the grid doubles the one below.',
    alt: 'Line chart of the growth of one unit invested, by strategy. The tables of year ends below give the figures.',
    chart: {
      kind: 'line',
      ...months(findings, history),
      y: { label: 'Wealth', unit: 'ratio' },
      scale: 'log',
      series: lines(findings, history, 'wealth'),
    },
  }
}

function seriesChart(
  findings: Findings,
  history: HistoryRecord,
  key: 'drawdown' | 'equityWeight',
  title: string,
): ChartBlock {
  return {
    kind: 'chart',
    id: key === 'drawdown' ? 'drawdowns' : 'weights',
    size: 'full',
    title,
    caption: key === 'drawdown' ? 'Loss from the highest value so far, as a positive number; month ends.' : '',
    alt: `Line chart by month and strategy: ${title}.`,
    chart: {
      kind: 'line',
      ...months(findings, history),
      y: { label: key === 'drawdown' ? 'Drawdown' : 'Equity weight', unit: 'percent' },
      scale: key === 'drawdown' ? 'linear' : 'share',
      series: lines(findings, history, key),
    },
  }
}

/** The figures of a chart by month, at year ends. */
function yearEnds(
  findings: Findings,
  history: HistoryRecord,
  caption: Text,
  key: 'wealth' | 'drawdown' | 'equityWeight',
): TableBlock {
  const last = history.months.flatMap((month, m) =>
    month.slice(5, 7) === '12' || m === history.months.length - 1 ? [m] : [],
  )
  return {
    kind: 'table',
    id: `year-ends-${key.toLowerCase()}`,
    collapsed: true,
    caption,
    columns: ['Month', ...history.strategies.map((_, s) => findings.slot('text', 'history', 'strategies', s, 'name'))],
    rows: last.map((m) => ({
      cells: [
        textCell(findings.slot('text', 'history', 'months', m)),
        ...history.strategies.map((_, s) =>
          key === 'wealth'
            ? findings.cell(['history', 'strategies', s, key, m], 'ratio', 2)
            : findings.cell(['history', 'strategies', s, key, m], 'percent', 1),
        ),
      ],
    })),
  }
}
