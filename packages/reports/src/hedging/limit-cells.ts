import type { HedgingResult } from '@tutti/workflows/hedging'
import type { TableBlock, TableRow } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Unit, unitScale } from '@tutti/workflows/figures'
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

/** Most decimals that are added to tell two figures apart. */
const mostMore = 8

/** The same with the decimals that it takes to tell two different figures apart. */
export function limitUnitOfPair(unit: LimitCheck['unit'], a: number, b: number): Shown {
  const { unit: as, digits } = limitUnit(unit)
  const text = (value: number, more: number): string => (value * unitScale(as)).toFixed(digits + more)
  if (a === b) return { unit: as, digits }
  const more = Array.from({ length: mostMore + 1 }, (_, k) => k).find((k) => text(a, k) !== text(b, k))
  return { unit: as, digits: digits + (more ?? mostMore) }
}

/** As many decimals as it takes to tell a figure of a limit from zero. */
export function limitUnitOf(unit: LimitCheck['unit'], value: number): Shown {
  return limitUnitOfPair(unit, Math.abs(value), 0)
}

/** A met limit is shown as it is; of a broken one the figure and the limit differ. */
function shownLimit({ unit, met, value, limit }: LimitCheck): Shown {
  return met ? limitUnit(unit) : limitUnitOfPair(unit, value, limit)
}

/** Use of a limit from which on it has no slack to speak of. */
const noSlack = 0.999

/** Whether a limit is met with next to no slack; never where the limit is zero. */
export function isTight({ met, kind, value, limit }: Pick<LimitCheck, 'met' | 'kind' | 'value' | 'limit'>): boolean {
  if (!met || limit <= 0) return false
  return kind === 'at most' ? value >= noSlack * limit : limit >= noSlack * value
}

/** "≤ 25.0 bp": the bound of the limit at `keys`. */
function boundText({ slot }: HedgingFindings, keys: Keys, check: LimitCheck): Text {
  const { kind } = check
  const { unit: as, digits } = shownLimit(check)
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
    rows: [
      ...counterpartyRows(findings, false),
      ...order.map((i): TableRow => {
        const at: Keys = ['decision', 'limits', i]
        const { unit, digits } = shownLimit(limits[i])
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
      ...counterpartyRows(findings, true),
      ...shareRow(findings),
    ],
    note: 'Slack is the distance to the limit, negative where it is broken. A negative cost is a gain. Potential exposure: the peak over time of the level exceeded with a probability of 5 %, as the trades are split among the counterparties; packages are chosen before that split.',
    empty: 'The mandate sets no limits.',
  }
}

/** Limits of counterparties by the allocation: each one that is exceeded; of those met the tightest, where none is exceeded. */
function counterpartyRows({ result, slot, cell }: HedgingFindings, met: boolean): TableRow[] {
  const { exposures } = result.selection.counterparties
  const places = exposures.map((_, i) => i)
  const beyond = places.filter((i) => !exposures[i].met)
  const use = (i: number): number => exposures[i].slack / exposures[i].limit
  const tightest = places.toSorted((a, b) => use(a) - use(b) || a - b).slice(0, 1)
  const shown = met ? (beyond.length === 0 ? tightest : []) : beyond
  return shown.map((i) => {
    const at: Keys = ['selection', 'counterparties', 'exposures', i]
    const name = slot('text', ...at, 'counterparty')
    return {
      cells: [
        textCell(met ? `Potential exposure to a counterparty, the tightest: ${name}` : `Potential exposure to ${name}`),
        textCell(`≤\u202f${slot('money 0', ...at, 'limit')}`),
        cell([...at, 'after', 'potentialExposure'], 'money', 0),
        cell([...at, 'slack'], 'money', 0),
        met ? { kind: 'status', tone: 'good', text: 'met' } : { kind: 'status', tone: 'stop', text: 'broken' },
      ],
    }
  })
}

/** The mandate's limit on one counterparty's share of what is not cleared, where it is held. */
function shareRow({ result, slot, cell }: HedgingFindings): TableRow[] {
  const { byCounterparty, limit, met } = result.selection.counterparties.concentration
  if (typeof limit !== 'number' || typeof met !== 'boolean') return []
  const places = byCounterparty.map((_, i) => i).filter((i) => byCounterparty[i].counterparty !== 'cleared')
  const [largest] = places.toSorted((a, b) => byCounterparty[b].share - byCounterparty[a].share || a - b)
  if (largest === undefined) return []
  const at: Keys = ['selection', 'counterparties', 'concentration']
  const own: Keys = [...at, 'byCounterparty', largest]
  return [
    {
      cells: [
        textCell(`Notional not cleared with one counterparty, the largest: ${slot('text', ...own, 'counterparty')}`),
        textCell(`≤\u202f${slot('percent 1', ...at, 'limit')}`),
        cell([...own, 'share'], 'percent', 1),
        textCell(''),
        met ? { kind: 'status', tone: 'good', text: 'met' } : { kind: 'status', tone: 'stop', text: 'broken' },
      ],
    },
  ]
}
