import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, Cell, TableBlock, Tone } from '../document/document.ts'
import type { Unit } from '@tutti/workflows/figures'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import type { HedgingFindings } from './hedging-findings.ts'

export type Plan = NonNullable<HedgingResult['execution']>['plan']
type Condition = Plan['conditions'][number]

const plan: Keys = ['execution', 'plan']

const limitWords: Readonly<Record<Plan['shortfalls'][number]['limit'], Text>> = {
  participation: 'share of the day’s volume',
  impact: 'impact',
  closed: 'its market is closed on every day of the window',
}

/** What does not fit into the window, what would let it fit, and what can stand in for it. */
export function shortfallBlocks({ slot, cell, currency }: HedgingFindings, { shortfalls }: Plan): Block[] {
  if (shortfalls.length === 0) return []
  const table: TableBlock = {
    kind: 'table',
    id: 'shortfalls',
    caption: `What is left over, m ${currency}`,
    columns: [
      'Instrument',
      'Left over',
      'Of the trade',
      'Held back by',
      'Days that it needs',
      'Volume limit that would do',
      'Impact limit that would do',
      'Stand-ins',
      'Covered by them',
      'Deviation left',
    ],
    rows: shortfalls.map(({ limit, relaxations, substitution }, i) => {
      const at: Keys = [...plan, 'shortfalls', i]
      const { moreDays, withinWindow } = relaxations
      return {
        cells: [
          textCell(slot('text', ...at, 'label')),
          cell([...at, 'unexecutedNotional'], 'money', 0),
          cell([...at, 'unexecutedShare'], 'percent', 0),
          textCell(limitWords[limit]),
          moreDays === null
            ? textCell('more than ten years')
            : cell([...at, 'relaxations', 'moreDays', 'days'], 'days', 0),
          withinWindow.maxDailyVolumePercent === null
            ? textCell(withinWindow.possible ? 'as it is' : 'none')
            : cell([...at, 'relaxations', 'withinWindow', 'maxDailyVolumePercent'], 'percentage', 1),
          withinWindow.maxMarketImpactBp === null
            ? textCell(withinWindow.possible ? 'as it is' : 'none')
            : cell([...at, 'relaxations', 'withinWindow', 'maxMarketImpactBp'], 'basis-points', 2),
          textCell(
            substitution.substitutes.length === 0
              ? 'none with room'
              : substitution.substitutes
                  .map((_, s) => {
                    const own: Keys = [...at, 'substitution', 'substitutes', s]
                    return `${slot('text', ...own, 'label')} (${slot('money 0', ...own, 'notional')}, R squared ${slot('ratio 2', ...own, 'rSquared')})`
                  })
                  .join('; '),
          ),
          cell([...at, 'substitution', 'covered'], 'percent', 0),
          cell([...at, 'substitution', 'residualShare'], 'percent', 0),
        ],
      }
    }),
    note: 'Each relaxation is enough by itself if the limits not named in it stay. Deviation left: standard deviation over the horizon of what was left over, with the stand-ins, over that without them.',
  }
  return [{ kind: 'heading', text: 'What does not fit, and what would help' }, table]
}

const tones: Readonly<Record<Condition['status'], Tone>> = { met: 'good', 'not met': 'stop', 'to confirm': 'caution' }
const shown: Readonly<Record<NonNullable<Condition['unit']>, { readonly unit: Unit; readonly digits: number }>> = {
  percent: { unit: 'percentage', digits: 1 },
  bp: { unit: 'basis-points', digits: 1 },
  days: { unit: 'days', digits: 0 },
  money: { unit: 'money', digits: 0 },
}

/** The checklist before dealing: what is not met first, then what a person has to confirm; what is met apart. */
export function conditionTables(findings: HedgingFindings, { conditions }: Plan): TableBlock[] {
  const all = conditions.map((_, i) => i)
  const of = (status: Condition['status']): number[] => all.filter((i) => conditions[i].status === status)
  return [
    {
      ...conditionTable(findings, conditions, [...of('not met'), ...of('to confirm')]),
      id: 'conditions',
      caption: 'Before dealing: not met, and to be confirmed by a person',
      empty: conditions.length === 0 ? 'There is nothing to deal.' : 'Everything is met.',
    },
    {
      ...conditionTable(findings, conditions, of('met')),
      id: 'conditions-met',
      collapsed: true,
      compact: true,
      caption: 'Before dealing: met on the figures of this study',
      empty: 'None.',
    },
  ]
}

function conditionTable(
  { slot, cell, instrumentLabel }: HedgingFindings,
  conditions: Plan['conditions'],
  indices: readonly number[],
): Omit<TableBlock, 'id' | 'caption'> {
  return {
    kind: 'table',
    columns: ['Condition', 'About', 'Figure', 'Limit', 'Status'],
    rows: indices.map((i) => {
      const { unit, figure, limit, status, subject } = conditions[i]
      const at: Keys = [...plan, 'conditions', i]
      const value = (key: 'figure' | 'limit', given: number | null): Cell =>
        given === null || unit === null ? textCell('') : cell([...at, key], shown[unit].unit, shown[unit].digits)
      return {
        cells: [
          textCell(slot('text', ...at, 'note')),
          textCell(subject === 'plan' ? 'the plan' : instrumentLabel(subject, [...at, 'subject'])),
          value('figure', figure),
          value('limit', limit),
          { kind: 'status', tone: tones[status], text: status },
        ],
      }
    }),
  }
}
