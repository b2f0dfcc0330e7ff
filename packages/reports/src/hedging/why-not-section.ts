import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Cell, Section, TableBlock } from '../document/document.ts'
import type { Text } from '../document/text.ts'
import { type Keys, textCell } from '../document/result-reading.ts'
import { domains, groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { limitUnitOf } from './limit-cells.ts'
import { optimisedId } from './package-origin.ts'
import { strategyText } from './strategy-text.ts'

type WhyNot = HedgingResult['selection']['selection']['whyNot'][number]

/** Nearest rivals shown, beside those that stand for a strategy. */
const nearestShown = 8
/** Broken limits named of a rival. */
const limitsNamed = 2

/** Why each of the other packages lost to the chosen one. */
export function whyNotSection(findings: HedgingFindings): Section {
  const preferred = findings.result.selection.selection.whyNot.some(({ reason }) => reason === 'not preferred')
  return {
    id: 'why-not',
    flows: true,
    title: 'Why not another package?',
    blocks: [
      {
        kind: 'paragraph',
        text: `A package loses for the first of these that applies: it breaks a limit of the mandate; a package within the mandate (any package, where none is) is at least as good in risk, cost, collateral need and effectiveness together and better in one; its score is higher${preferred ? '; or its score is lower, and somebody who may preferred the chosen one' : ''}. The difference of scores is split into cost and risk (cost of capital on the funded status at risk); its standard error is that of the paired difference on the same scenarios.`,
      },
      rivalTable(findings),
      packageTable(findings),
    ],
  }
}

interface Rival {
  /** Index among `whyNot` and among `packages`. */
  readonly at: number
  readonly package: number
  readonly because: Text
}

/** The nearest by score, and those that stand for doing nothing, for hedging everything and for each style. */
function rivals(findings: HedgingFindings): Rival[] {
  const { result, unhedged, naive } = findings
  const { packages, selection } = result.selection
  const { whyNot } = selection
  const places = new Map(packages.map(({ id }, i) => [id, i]))
  const reasons = new Map<number, Text[]>()
  const add = (at: number | undefined, because: Text): void => {
    if (at === undefined || at < 0) return
    reasons.set(at, [...(reasons.get(at) ?? []), because])
  }
  const row = (place: number | null): number =>
    place === null ? -1 : whyNot.findIndex((each) => each.package === packages[place].id)
  add(row(unhedged), 'no hedge')
  add(row(naive), 'naive full hedge')
  add(
    whyNot.findIndex((each) => each.package === optimisedId),
    'optimised',
  )
  whyNot.forEach((each, at) => {
    const { id, strategies } = packages[places.get(each.package)!]
    if (strategies === null && id !== optimisedId) add(at, 'proposed')
  })
  for (const domain of domains) {
    const { strategies } = result.domains[domain].set
    for (const style of new Set(strategies.map((strategy) => strategy.style))) {
      const ids = new Set(strategies.filter((strategy) => strategy.style === style).map(({ id }) => id))
      const own = whyNot
        .map((each, at) => ({ each, at, place: places.get(each.package)! }))
        .filter(({ place }) => {
          const used = packages[place].strategies
          return used !== null && ids.has(used[domain])
        })
        .toSorted(
          (a, b) =>
            Number(packages[b.place].feasible) - Number(packages[a.place].feasible) ||
            packages[a.place].score - packages[b.place].score ||
            a.at - b.at,
        )
      if (own.length > 0)
        add(
          own[0].at,
          style === 'none'
            ? `best without ${groupNames[domain].toLowerCase()} hedged`
            : `best with ${style.replaceAll('-', ' ')}`,
        )
    }
  }
  const limited = (at: number): number => Number(whyNot[at].reason === 'infeasible')
  const near = whyNot
    .map((each, at) => ({ at, size: Math.abs(each.scoreDifference.total) }))
    .toSorted((a, b) => limited(a.at) - limited(b.at) || a.size - b.size || a.at - b.at)
    .slice(0, nearestShown)
  for (const { at } of near) if (!reasons.has(at)) reasons.set(at, [])
  return [...reasons]
    .map(([at, words]) => ({ at, package: places.get(whyNot[at].package)!, because: words.join(', ') }))
    .toSorted(
      (a, b) =>
        limited(a.at) - limited(b.at) ||
        whyNot[a.at].scoreDifference.total - whyNot[b.at].scoreDifference.total ||
        a.at - b.at,
    )
}

function reasonCell({ reason, tied }: WhyNot): Cell {
  if (reason === 'infeasible') return { kind: 'status', tone: 'stop', text: 'limit' }
  if (reason === 'not preferred') return { kind: 'status', tone: 'caution', text: 'not preferred' }
  if (tied) return { kind: 'status', tone: 'caution', text: 'tied' }
  return { kind: 'status', tone: 'info', text: reason === 'dominated' ? 'dominated' : 'score' }
}

/** What stands against a rival: the limits that it breaks, or what dominates it and by how much. */
function againstText({ slot }: HedgingFindings, { brokenLimits, dominated }: WhyNot, at: Keys): Text {
  const parts: Text[] = []
  const shown = brokenLimits.slice(0, limitsNamed).map(({ unit: of, by }, l) => {
    const { unit, digits } = limitUnitOf(of, by)
    return `${slot('text', ...at, 'brokenLimits', l, 'label')} by ${slot(`${unit} ${digits}`, ...at, 'brokenLimits', l, 'by')}`
  })
  if (shown.length > 0)
    parts.push(`breaks: ${shown.join('; ')}${brokenLimits.length > shown.length ? '; and others' : ''}`)
  if (dominated !== null) {
    const { margins } = dominated
    const margin = (key: keyof typeof margins, words: Text, format: string): Text[] =>
      margins[key] > 0 ? [`${words} ${slot(format, ...at, 'dominated', 'margins', key)}`] : []
    const by = [
      ...margin('fundedStatusAtRisk', 'risk', 'money 1'),
      ...margin('annualCost', 'cost', 'money 1'),
      ...margin('collateralNeed', 'collateral', 'money 1'),
      ...margin('ineffectiveness', 'effectiveness', 'percent 1'),
    ]
    parts.push(`dominated by ${slot('text', ...at, 'dominated', 'by')} by ${by.join(', ')}`)
  }
  return parts.join('; ')
}

function rivalTable(findings: HedgingFindings): TableBlock {
  const { result, slot, cell, figure } = findings
  const { whyNot } = result.selection.selection
  const preferred = whyNot.some(({ reason }) => reason === 'not preferred')
  return {
    kind: 'table',
    id: 'rivals',
    caption:
      'The nearest rivals and the best of every kind: those within the mandate first, then those that break limits, each by score',
    columns: [
      'Package',
      'Strategies',
      'Score less the chosen one’s, m a year',
      'of it cost',
      'of it risk',
      'Why it lost',
      'What stands against it',
    ],
    rows: rivals(findings).map((rival) => {
      const at: Keys = ['selection', 'selection', 'whyNot', rival.at]
      const difference: Keys = [...at, 'scoreDifference']
      return {
        cells: [
          textCell(slot('text', ...at, 'package')),
          textCell(strategyText(findings, rival.package)),
          {
            kind: 'figure',
            figure: {
              ...figure([...difference, 'total'], 'money', 1),
              standardError: whyNot[rival.at].scoreDifference.standardError,
            },
          },
          cell([...difference, 'cost'], 'money', 1),
          cell([...difference, 'risk'], 'money', 1),
          reasonCell(whyNot[rival.at]),
          textCell(
            [rival.because, againstText(findings, whyNot[rival.at], at)].filter((part) => part !== '').join(': '),
          ),
        ],
      }
    }),
    note: `A negative difference: the package would have a better score than the chosen one, were it allowed. Limit: it breaks limits of the mandate, with by how much. Tied: within two standard errors of the chosen one’s score. ${preferred ? 'Not preferred: within the mandate and of a lower score, but an accepted proposal chose another. ' : ''}Labels of the strategies are in the section on strategies.`,
    empty: 'Only one package was compared.',
  }
}

function packageTable(findings: HedgingFindings): TableBlock {
  const { result, slot, cell } = findings
  const { packages, selection } = result.selection
  const places = new Map(selection.whyNot.map((each, at) => [each.package, at]))
  // every word that names a limit or a package is read from the result
  const words = (id: string): Text => {
    const place = places.get(id)
    if (place === undefined) return 'chosen'
    const { reason, tied, brokenLimits, dominated } = selection.whyNot[place]
    const own: Keys = ['selection', 'selection', 'whyNot', place]
    if (reason === 'infeasible') {
      return `breaks ${slot('text', ...own, 'brokenLimits', 0, 'label')}${brokenLimits.length > 1 ? '; and others' : ''}`
    }
    if (reason === 'not preferred') return 'not preferred, though its score is lower'
    if (tied) return 'tied'
    return dominated === null ? 'higher score' : `dominated by ${slot('text', ...own, 'dominated', 'by')}`
  }
  const order = packages.map((_, i) => i).toSorted((a, b) => packages[a].score - packages[b].score || a - b)
  return {
    kind: 'table',
    id: 'all-packages',
    collapsed: true,
    compact: true,
    caption:
      packages.length === 1
        ? 'The only package compared'
        : `All ${slot('length', 'selection', 'packages')} packages, best score first`,
    columns: ['Package', 'Strategies', 'Risk left, of assets', 'Cost, bp', 'Score, bp', 'Why not'],
    rows: order.map((i) => {
      const at: Keys = ['selection', 'packages', i]
      return {
        emphasis: packages[i].id === result.decision.package,
        cells: [
          textCell(slot('text', ...at, 'id')),
          textCell(strategyText(findings, i)),
          cell([...at, 'ofAssets', 'fundedStatusAtRisk', 'value'], 'percent', 2),
          cell([...at, 'ofAssets', 'annualCostBp'], 'basis-points', 1),
          cell([...at, 'ofAssets', 'scoreBp'], 'basis-points', 1),
          textCell(words(packages[i].id)),
        ],
      }
    }),
  }
}
