import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Block, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { checkName, effectivenessLines, heldTone, reasonText } from './effectiveness-words.ts'
import { groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { isSmallLoss } from './stress-section.ts'

type Verdict = HedgingResult['selection']['verdicts'][number]

/** Whether the effectiveness asked for is held, group by group; where it is not, where and why. */
export function effectivenessSection(findings: HedgingFindings): Section {
  const { verdicts } = findings.result.selection
  const order = verdicts
    .map((_, i) => i)
    .toSorted((a, b) => Number(verdicts[b].major) - Number(verdicts[a].major) || a - b)
  return {
    id: 'effectiveness',
    flows: true,
    title: 'Does the hedge hold?',
    blocks: [
      { kind: 'list', items: effectivenessLines(findings) },
      overviewTable(findings, order),
      ...order.flatMap((i): Block[] => checkTables(findings, i)),
    ],
  }
}

function overviewTable({ result, cell }: HedgingFindings, order: readonly number[]): TableBlock {
  const { verdicts } = result.selection
  return {
    kind: 'table',
    id: 'verdicts',
    caption: 'Verdict by group of risk factors',
    columns: [
      'Group',
      'Of the variance',
      'Asked for',
      'On the scenarios',
      'Best attainable',
      'Lost to basis',
      'To the choice of instruments',
      'To size',
      'Verdict',
    ],
    rows: order.map((i) => {
      const { group, major, loss, held } = verdicts[i]
      const at: Keys = ['selection', 'verdicts', i]
      const { tone, text } = heldTone({ held, loss })
      return {
        emphasis: major,
        cells: [
          textCell(groupNames[group]),
          cell([...at, 'varianceShare'], 'percent', 1),
          cell([...at, 'target'], 'percent', 0),
          ...(loss === null
            ? [textCell(''), textCell(''), textCell(''), textCell(''), textCell('')]
            : (['effectiveness', 'bestAttainable', 'basis', 'instruments', 'size'] as const).map((key) =>
                cell([...at, 'loss', key], 'percent', 1),
              )),
          { kind: 'status', tone, text },
        ],
      }
    }),
    note: 'Effectiveness: share of the variance of the surplus that the hedge takes away with only this group moved. Best attainable: with any quantities of everything that is allowed. Bold: major groups by the mandate.',
  }
}

/** Places shown open, the worst; longer lists carry figures without their notes. */
const mostNoted = 12

/** Where a group is not held, and why; where it is, closed at first. */
function checkTables(findings: HedgingFindings, v: number): TableBlock[] {
  const { checks, group, major } = findings.result.selection.verdicts[v]
  const places = checks.map((_, c) => c)
  const missed = places.filter((c) => !checks[c].met)
  const met = places.filter((c) => checks[c].met)
  const name = groupNames[group]
  const failed: Pick<TableBlock, 'id' | 'caption' | 'collapsed'> = {
    id: `checks-${group}`,
    collapsed: !major,
    caption: `${name}: ${missed.length > mostNoted ? 'the worst places' : 'every place'} where the effectiveness asked for is not held`,
  }
  const held: Pick<TableBlock, 'id' | 'caption' | 'collapsed'> = {
    id: `checks-held-${group}`,
    collapsed: true,
    caption: `${name}: every place where it is held`,
  }
  const worst = missed.toSorted((a, b) => checks[a].effectiveness - checks[b].effectiveness || a - b)
  const rest = worst.slice(mostNoted)
  const more: Pick<TableBlock, 'id' | 'caption' | 'collapsed'> = {
    id: `checks-more-${group}`,
    collapsed: true,
    caption: `${name}: the other places where it is not held`,
  }
  return [
    ...(missed.length === 0 ? [] : [checkTable(findings, v, worst.slice(0, mostNoted), failed)]),
    ...(rest.length === 0 ? [] : [checkTable(findings, v, rest, more)]),
    ...(met.length === 0 ? [] : [checkTable(findings, v, met, held)]),
  ]
}

function checkTable(
  findings: HedgingFindings,
  v: number,
  order: readonly number[],
  head: Pick<TableBlock, 'id' | 'caption' | 'collapsed'>,
): TableBlock {
  const { result, cell } = findings
  const verdict = result.selection.verdicts[v]
  const at: Keys = ['selection', 'verdicts', v]
  return {
    kind: 'table',
    ...head,
    compact: order.length > mostNoted,
    columns: ['Where', 'Effectiveness', 'Verdict', 'Why it falls short'],
    rows: order.map((c) => {
      const check = verdict.checks[c]
      const own: Keys = [...at, 'checks', c]
      const found = cell([...own, 'effectiveness'], 'percent', 1)
      return {
        cells: [
          textCell(checkName(findings, check)),
          check.effectiveness < -1
            ? textCell(growthText(findings, check))
            : found.kind === 'figure'
              ? { ...found, figure: { ...found.figure, standardError: check.standardError } }
              : found,
          check.met
            ? { kind: 'status', tone: 'good', text: 'held' }
            : { kind: 'status', tone: 'stop', text: 'not held' },
          textCell(check.reasons.map((reason, r) => reasonText(findings, reason, [...own, 'reasons', r])).join('; ')),
        ],
      }
    }),
    note: uncheckedText(verdict),
  }
}

/** What becomes of a loss or a variance that more than doubles: a share below minus all of it would say little. */
function growthText({ result, slot }: HedgingFindings, { where, id }: Verdict['checks'][number]): Text {
  const { rows } = result.selection.stress
  const row = where === 'stress' ? rows.findIndex((each) => each.id === id) : -1
  if (row < 0) return 'the variance more than doubles'
  const at: Keys = ['selection', 'stress', 'rows', row]
  const small = isSmallLoss(result, rows[row]) ? 'a small loss, ' : ''
  return `${small}${slot('money 0', ...at, 'unhedged')} becomes ${slot('money 0', ...at, 'hedged')}`
}

function uncheckedText({ unchecked }: Verdict): Text {
  const gains = unchecked.filter(({ reason }) => reason === 'gain').length
  const other = unchecked.length - gains
  const parts = [
    ...(gains > 0 ? ['stresses that the fund gains from without a hedge'] : []),
    ...(other > 0 ? ['moves too small, not observed or not covered by the history'] : []),
  ]
  return parts.length === 0
    ? 'Under a stress: share of the loss that is taken away; in replays: share of the variance of daily changes.'
    : `Under a stress: share of the loss that is taken away; in replays: share of the variance of daily changes. Without a figure: ${parts.join('; ')}.`
}
