import type { HedgingResult } from '@tutti/workflows/hedging'
import type { TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Unit } from '../document/figure-value.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

type LimitCheck = HedgingResult['decision']['limits'][number]

interface Shown {
  readonly unit: Unit
  readonly digits: number
}

const shown: Readonly<Record<LimitCheck['unit'], Shown>> = {
  share: { unit: 'percent', digits: 1 },
  percent: { unit: 'percentage', digits: 2 },
  bp: { unit: 'basis-points', digits: 1 },
  years: { unit: 'years', digits: 2 },
  money: { unit: 'money', digits: 0 },
}

/** How figures of a limit are shown, by its unit. */
export function limitUnit(unit: LimitCheck['unit']): Shown {
  return shown[unit]
}

/** "≤ 25.0 bp": the bound of the limit at `keys`. */
function boundText({ slot }: HedgingFindings, keys: Keys, { kind, unit }: LimitCheck): Text {
  const { unit: as, digits } = limitUnit(unit)
  return `${kind === 'at most' ? '≤' : '≥'}\u202f${slot(`${as} ${digits}`, ...keys, 'limit')}`
}

/** Every limit of the mandate with the package's figure, its slack and the verdict; broken ones first. */
export function limitTable(findings: HedgingFindings): TableBlock {
  const { result, slot, cell } = findings
  const { limits } = result.decision
  const order = limits.map((_, i) => i).toSorted((a, b) => Number(limits[a].met) - Number(limits[b].met) || a - b)
  return {
    kind: 'table',
    id: 'limits',
    caption: 'The limits of the mandate',
    columns: ['Limit', 'Required', 'Package', 'Slack', 'Verdict'],
    rows: order.map((i) => {
      const at: Keys = ['decision', 'limits', i]
      const { unit, digits } = limitUnit(limits[i].unit)
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          textCell(boundText(findings, at, limits[i])),
          cell([...at, 'value'], unit, digits),
          cell([...at, 'slack'], unit, digits),
          limits[i].met
            ? { kind: 'status', tone: 'good', text: 'met' }
            : { kind: 'status', tone: 'stop', text: 'broken' },
        ],
      }
    }),
    note: 'Slack is the distance to the limit, negative where it is broken. A negative cost is a gain.',
    empty: 'The mandate sets no limits.',
  }
}
