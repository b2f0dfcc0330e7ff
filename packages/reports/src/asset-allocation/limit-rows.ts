import type { LimitCheck } from '@tutti/workflows/asset-allocation'
import type { Cell, Tone } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import type { Unit } from '@tutti/workflows/figures'
import type { Keys } from '../document/result-reading.ts'
import type { Findings } from './findings.ts'

/** How a limit's figures are shown, by its id: Sharpe ratios as ratios, costs in basis points, the rest in percent. */
export function limitUnit(id: string): { readonly unit: Unit; readonly digits: number } {
  if (/sharpe/i.test(id)) return { unit: 'ratio', digits: 2 }
  if (/cost/i.test(id)) return { unit: 'bp', digits: 1 }
  return { unit: 'percent', digits: 1 }
}

const limitTones: Readonly<Record<LimitCheck['status'], { readonly tone: Tone; readonly words: Text }>> = {
  met: { tone: 'good', words: 'met' },
  'within-error': { tone: 'caution', words: 'within error' },
  broken: { tone: 'stop', words: 'broken' },
}

export function limitStatusCell(status: LimitCheck['status']): Cell {
  return { kind: 'status', tone: limitTones[status].tone, text: limitTones[status].words }
}

/** "≤ 12.0 %": the bound of the limit at `keys`. */
export function boundText(findings: Findings, keys: Keys, limit: LimitCheck): Text {
  const { unit, digits } = limitUnit(limit.id)
  return `${findings.slot('words', ...keys, 'sense')}\u202f${findings.slot(`${unit} ${digits}`, ...keys, 'limit')}`
}

/** The limits of a decision by id: the check on the average, and the tightest one in a single regime. */
export interface LimitGroup {
  readonly id: string
  /** Index of the check on the average; of the first check where there is none. */
  readonly lead: number
  /** Index of the check of a regime with the least relative slack; null where the limit is on the average alone. */
  readonly tightest: number | null
  /** Worst status of all. */
  readonly status: LimitCheck['status']
}

const severity: readonly LimitCheck['status'][] = ['met', 'within-error', 'broken']

export function limitGroups(limits: readonly LimitCheck[]): LimitGroup[] {
  const ids = [...new Set(limits.map((limit) => limit.id))]
  return ids.map((id) => {
    const members = limits.map((limit, index) => ({ limit, index })).filter((member) => member.limit.id === id)
    const lead = members.find((member) => member.limit.scope === 'average') ?? members[0]
    const single = members.filter((member) => member.limit.scope !== 'average' && member !== lead)
    const tightest = single.reduce<(typeof members)[number] | null>(
      (best, member) => (best === null || member.limit.relativeSlack < best.limit.relativeSlack ? member : best),
      null,
    )
    const status = severity[Math.max(...members.map((member) => severity.indexOf(member.limit.status)))]
    return { id, lead: lead.index, tightest: tightest?.index ?? null, status }
  })
}
