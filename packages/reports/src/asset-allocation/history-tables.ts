import type { HistoryRecord } from '@tutti/workflows/asset-allocation'
import type { Unit } from '@tutti/workflows/figures'
import type { Block, Cell, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { type Findings } from './findings.ts'

/** Turns the title of a table or a chart into one that says where a history is simulated. */
export type HistoryTitle = (text: Text) => Text

/** Tables of a history: figures with bootstrap intervals, differences to the rivals, and crisis windows. */
export function historyTables(findings: Findings, history: HistoryRecord, prefix: HistoryTitle): Block[] {
  return [
    ...figureTables(findings, history, prefix),
    differenceTable(findings, history, prefix),
    crisisTable(findings, history, prefix('total return in crisis windows'), 'totalReturn'),
    crisisTable(findings, history, prefix('worst daily drawdown in crisis windows'), 'maxDrawdown'),
    crisisTable(findings, history, prefix('average equity weight in crisis windows'), 'averageWeight'),
  ]
}

function intervalCell(findings: Findings, keys: Keys, unit: Unit, digits: number): Cell {
  const at = (key: string) => findings.figure([...keys, key], unit, digits)
  return { kind: 'interval', figure: at('value'), low: at('low'), high: at('high') }
}

const intervals = [
  ['Annual return', 'annualReturn', 'percent', 1],
  ['Volatility', 'volatility', 'percent', 1],
  ['Sharpe ratio', 'sharpe', 'ratio', 2],
] as const

const plain = [
  ['Sortino ratio', 'sortino', 'ratio', 2],
  ['Calmar ratio', 'calmar', 'ratio', 2],
  ['Maximum drawdown', 'maxDrawdown', 'percent', 1],
  ['Longest drawdown, months', 'longestDrawdownMonths', 'count', 0],
  ['Value at risk, 95 %, one year', 'valueAtRisk', 'percent', 1],
  ['Expected shortfall, 95 %, one year', 'expectedShortfall', 'percent', 1],
  ['Turnover a year', 'turnover', 'percent', 0],
  ['Trading cost a year', 'cost', 'bp', 1],
] as const

function figureTables(findings: Findings, history: HistoryRecord, prefix: HistoryTitle): TableBlock[] {
  const { slot, cell } = findings
  const name = (s: number): Cell => textCell(slot('text', 'history', 'strategies', s, 'name'))
  const keysOf = (s: number, key: string): Keys => ['history', 'strategies', s, 'figures', key]
  return [
    {
      kind: 'table',
      id: 'history-intervals',
      caption: prefix('return and risk by strategy, with 95 % bootstrap intervals'),
      columns: ['Strategy', ...intervals.map(([label]) => label)],
      rows: history.strategies.map((_, s) => ({
        cells: [
          name(s),
          ...intervals.map(([, key, unit, digits]) =>
            history.strategies[s].figures[key] === null
              ? cell(keysOf(s, key), unit, digits)
              : intervalCell(findings, keysOf(s, key), unit, digits),
          ),
        ],
      })),
      note: 'Intervals in parentheses come from a stationary bootstrap, which keeps runs of months together.',
    },
    {
      kind: 'table',
      id: 'history-figures',
      caption: prefix('further figures by strategy'),
      columns: ['Strategy', ...plain.map(([label]) => label)],
      rows: history.strategies.map((_, s) => ({
        cells: [name(s), ...plain.map(([, key, unit, digits]) => cell(keysOf(s, key), unit, digits))],
      })),
    },
  ]
}

function differenceTable(findings: Findings, history: HistoryRecord, prefix: HistoryTitle): TableBlock {
  const { slot } = findings
  const named = (id: string): Text => {
    const index = history.strategies.findIndex((strategy) => strategy.id === id)
    return index < 0 ? 'unknown rival' : slot('text', 'history', 'strategies', index, 'name')
  }
  return {
    kind: 'table',
    id: 'history-differences',
    caption: prefix('Sharpe ratio of the chosen rule less that of each rival'),
    columns: ['Rival', 'Difference and 95 % interval', 'Verdict'],
    rows: history.differences.map(({ rival, sharpe }, i) => ({
      cells: [
        textCell(named(rival)),
        intervalCell(findings, ['history', 'differences', i, 'sharpe'], 'ratio', 2),
        sharpe.low > 0
          ? { kind: 'status', tone: 'good', text: 'ahead' }
          : sharpe.high < 0
            ? { kind: 'status', tone: 'stop', text: 'behind' }
            : { kind: 'status', tone: 'caution', text: 'tied: the interval holds zero' },
      ],
    })),
    note: 'The bootstrap draws the same months for both strategies, so that what moves both of them cancels.',
  }
}

function crisisTable(
  findings: Findings,
  history: HistoryRecord,
  caption: Text,
  key: 'totalReturn' | 'maxDrawdown' | 'averageWeight',
): TableBlock {
  const { slot } = findings
  return {
    kind: 'table',
    id: `crises-${key.toLowerCase()}`,
    caption,
    columns: [
      'Window',
      'From',
      'To',
      ...history.strategies.map((_, s) => slot('text', 'history', 'strategies', s, 'name')),
    ],
    rows: history.crisisWindows.map((window, w) => ({
      cells: [
        textCell(slot('text', 'history', 'crisisWindows', w, 'name')),
        textCell(slot('date', 'history', 'crisisWindows', w, 'from')),
        textCell(slot('date', 'history', 'crisisWindows', w, 'to')),
        ...history.strategies.map(({ id }): Cell => {
          if (!Object.hasOwn(window.strategies, id)) return textCell('n/a')
          return findings.cell(['history', 'crisisWindows', w, 'strategies', id, key], 'percent', 1)
        }),
      ],
    })),
    empty: 'No named crisis falls into this history.',
  }
}
