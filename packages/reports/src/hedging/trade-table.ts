import type { TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { groupNames } from './group-words.ts'

/** What is traded, how much of it and with whom. */
export function tradeTable({ result, slot, cell, currency }: HedgingFindings): TableBlock {
  const { trades } = result.selection.afterHedge
  return {
    kind: 'table',
    id: 'trades',
    caption: 'What is traded',
    columns: ['Instrument', 'Risk', `Notional, m ${currency}`, 'Carry a year', 'Dealt with'],
    rows: trades.map(({ domain, counterparties, cleared }, i) => {
      const at: Keys = ['selection', 'afterHedge', 'trades', i]
      const shares = counterparties.map((_, c): Text => {
        const own: Keys = [...at, 'counterparties', c]
        const name = slot('text', ...own, 'counterparty')
        return counterparties.length === 1 ? name : `${name} ${slot('percent 0', ...own, 'share')}`
      })
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(groupNames[domain]),
          cell([...at, 'notional'], 'money', 0),
          cell([...at, 'carryAndRoll'], 'money', 1),
          textCell(cleared ? 'clearing house' : shares.length === 0 ? 'not allocated' : shares.join(', ')),
        ],
      }
    }),
    note: 'A negative notional is the opposite side of the instrument as it is named. Carry, with roll: earned if spot rates and the shape of curves stay; not a forecast.',
    empty: 'Nothing is traded: no hedge is worth its cost within the mandate.',
  }
}
