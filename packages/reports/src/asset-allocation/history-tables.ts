import type { HistoryRecord } from '@tutti/workflows/asset-allocation'
import type { Unit } from '../document/figure-value.ts'
import type { Block, Cell, TableBlock, Text } from '../document/document.ts'
import { type Findings, type Keys, textCell } from './findings.ts'

/** Tables of a history: figures with bootstrap intervals, differences to the rivals, and crisis windows. */
export function historyTables(findings: Findings, history: HistoryRecord, prefix: string): Block[] {
  return [
    figureTable(findings, history, prefix),
    differenceTable(findings, history, prefix),
    crisisTable(findings, history, prefix),
  ]
}

function intervalCell(findings: Findings, keys: Keys, unit: Unit, digits: number): Cell {
  const at = (key: string): Text => findings.slot(`${unit} ${digits}`, ...keys, key)
  return textCell(`${at('value')} (${at('low')} to ${at('high')})`)
}

function figureTable(findings: Findings, history: HistoryRecord, prefix: string): TableBlock {
  const { slot, cell } = findings
  const name = (s: number): Text => slot('text', 'history', 'strategies', s, 'name')
  const strategies = history.strategies.map((_, s) => s)
  const keysOf = (s: number, key: string): Keys => ['history', 'strategies', s, 'figures', key]
  const intervals = [
    ['Annual return', 'annualReturn', 'percent', 1],
    ['Volatility', 'volatility', 'percent', 1],
    ['Sharpe ratio', 'sharpe', 'ratio', 2],
  ] as const
  const plain = [
    ['Sortino ratio', 'sortino', 'ratio', 2],
    ['Calmar ratio', 'calmar', 'ratio', 2],
    ['Maximum drawdown', 'maxDrawdown', 'percent', 1],
    ['Longest drawdown', 'longestDrawdownMonths', 'months', 0],
    ['Value at risk, 95 %, one year', 'valueAtRisk', 'percent', 1],
    ['Expected shortfall, 95 %, one year', 'expectedShortfall', 'percent', 1],
    ['Turnover a year', 'turnover', 'percent', 0],
    ['Trading cost a year', 'cost', 'bp', 1],
  ] as const
  return {
    kind: 'table',
    id: 'history-figures',
    caption: `${prefix}figures by strategy, with 95 % bootstrap intervals`,
    columns: ['Figure', ...strategies.map(name)],
    rows: [
      ...intervals.map(([label, key, unit, digits]) => ({
        cells: [textCell(label), ...strategies.map((s) => intervalCell(findings, keysOf(s, key), unit, digits))],
      })),
      ...plain.map(([label, key, unit, digits]) => ({
        cells: [textCell(label), ...strategies.map((s) => cell(keysOf(s, key), unit, digits))],
      })),
    ],
    note: 'Intervals in parentheses come from a stationary bootstrap, which keeps runs of months together.',
  }
}

function differenceTable(findings: Findings, history: HistoryRecord, prefix: string): TableBlock {
  const { slot } = findings
  const named = (id: string): Text => {
    const index = history.strategies.findIndex((strategy) => strategy.id === id)
    return index < 0 ? 'unknown rival' : slot('text', 'history', 'strategies', index, 'name')
  }
  return {
    kind: 'table',
    id: 'history-differences',
    caption: `${prefix}Sharpe ratio of the chosen rule less that of each rival`,
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

function crisisTable(findings: Findings, history: HistoryRecord, prefix: string): TableBlock {
  const { slot, cell } = findings
  return {
    kind: 'table',
    id: 'crises',
    caption: `${prefix}crisis windows: total return, worst daily drawdown, average equity weight`,
    columns: [
      'Window',
      'From – to',
      ...history.strategies.map((_, s) => slot('text', 'history', 'strategies', s, 'name')),
    ],
    rows: history.crisisWindows.map((window, w) => ({
      cells: [
        textCell(slot('text', 'history', 'crisisWindows', w, 'name')),
        textCell(`${slot('date', 'history', 'crisisWindows', w, 'from')} – ${slot('date', 'history', 'crisisWindows', w, 'to')}`),
        ...history.strategies.map(({ id }): Cell => {
          if (!Object.hasOwn(window.strategies, id)) return textCell('n/a')
          const at = (key: string): Text => slot('percent 1', 'history', 'crisisWindows', w, 'strategies', id, key)
          return textCell(`${at('totalReturn')}; drawdown ${at('maxDrawdown')}; weight ${at('averageWeight')}`)
        }),
      ],
    })),
    empty: 'No named crisis falls into this history.',
  }
}
