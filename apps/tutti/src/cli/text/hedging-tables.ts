import type { HedgingResult } from '@tutti/workflows/hedging'
import { limitPair, limitValue } from './hedging-limit.ts'
import { heading, printable } from './layout.ts'
import { percentText } from './number-text.ts'
import type { Paint } from './paint.ts'
import { type Column, plainTable } from './plain-table.ts'

const listedTrades = 6
const listedRivals = 4

const domainWords = { currency: 'currency', rates: 'rates', inflation: 'inflation', credit: 'credit' } as const

/** Money in millions. */
export function millions(value: number, digits = 0): string {
  const text = (value / 1e6).toFixed(digits)
  return Number(text) === 0 ? (0).toFixed(digits) : text
}

/** What is traded, the largest first. */
export function hedgeTradesText({ selection, study }: HedgingResult, width: number, paint: Paint): string {
  const { trades } = selection.afterHedge
  const wide = width >= 104
  const title = (note: string): string => heading('Trades', note, width, paint)
  if (trades.length === 0) return `${title('none')}\n Nothing is traded.`
  const shown = trades.toSorted((a, b) => Math.abs(b.notional) - Math.abs(a.notional)).slice(0, listedTrades)
  const columns: Column[] = [
    { title: 'Instrument', most: wide ? 52 : 40 },
    { title: 'Risk' },
    { title: `m ${study.baseCurrency}`, align: 'right' },
    ...(wide ? [{ title: 'Carry a year', align: 'right' } as const] : []),
    { title: 'With', most: wide ? 30 : 16 },
  ]
  const rows = shown.map(({ label, domain, notional, carryAndRoll, cleared, counterparties }) => [
    printable(label),
    domainWords[domain],
    millions(notional),
    ...(wide ? [millions(carryAndRoll, 1)] : []),
    cleared ? 'clearing house' : printable(counterparties.map(({ counterparty }) => counterparty).join(', ')),
  ])
  const more = trades.length - shown.length
  const note = `${trades.length} ${trades.length === 1 ? 'instrument' : 'instruments'}${more > 0 ? `, the largest ${shown.length}` : ''}`
  return `${title(note)}\n${plainTable(columns, rows, paint)}`
}

/** The fund without a hedge, with the naive full one where it is among the packages, and with the chosen one. */
export function hedgeFiguresText({ exposures, selection }: HedgingResult, width: number, paint: Paint): string {
  const { unhedgedFigures: before, chosenFigures: after, afterHedge, savings } = selection
  const { assets } = exposures
  const risk = ({ value, standardError }: { readonly value: number; readonly standardError: number }): string =>
    `${millions(value)} ± ${millions(standardError)}`
  const bp = (value: number): string => ((value / assets) * 1e4).toFixed(1)
  const rows = [
    [
      'Funded status at risk, m',
      `${risk(before.fundedStatusAtRisk)} (${percentText(before.fundedStatusAtRisk.value / assets)})`,
      `${risk(after.fundedStatusAtRisk)} (${percentText(after.fundedStatusAtRisk.value / assets)})`,
    ],
    ['Expected shortfall, m', risk(before.expectedShortfall), risk(after.expectedShortfall)],
    ['Duration gap, years', afterHedge.durationGap.before.toFixed(2), afterHedge.durationGap.after.toFixed(2)],
    ['Annual cost, bp of assets', bp(before.annualCost), bp(after.annualCost)],
    ['Annual cost and cost of risk, bp', bp(savings.unhedged.total), bp(savings.chosen.total)],
    ['Initial margin before the split, m', millions(before.initialMargin), millions(after.initialMargin)],
    [
      `Collateral need, ${percentText(exposures.risk.confidence, 0)} of scenarios, m`,
      millions(before.collateralNeed.value),
      millions(after.collateralNeed.value),
    ],
    ...requiredMoveRow(selection.collateral),
  ]
  const note = `funded ratio ${percentText(exposures.fundedRatio)}, assets ${millions(assets)} m ${exposures.baseCurrency}; in brackets: of assets`
  const columns: Column[] = [
    { title: '' },
    { title: 'Without', align: 'right' },
    { title: 'With the package', align: 'right' },
  ]
  return `${heading('Key figures', note, width, paint)}\n${plainTable(columns, rows, paint)}`
}

/** What the mandate's move of yields calls for in its worse direction; of the package alone. */
function requiredMoveRow({ rows, requiredBp }: HedgingResult['selection']['collateral']): string[][] {
  const needs = rows.filter(({ shockBp }) => Math.abs(shockBp) === requiredBp).map(({ need }) => need)
  return needs.length === 0
    ? []
    : [[`Margin called by ${requiredBp} bp either way, m`, '', millions(Math.max(...needs))]]
}

/** Limits listed where none is broken. */
const listedLimits = 3

/** The limits of the mandate that are broken, or those with the least room where none is; how many others are met. */
export function hedgeLimitsText({ decision }: HedgingResult, width: number, paint: Paint): string {
  const { limits } = decision
  const broken = limits.filter(({ met }) => !met)
  const room = ({ slack, limit }: (typeof limits)[number]): number => (limit === 0 ? slack : slack / Math.abs(limit))
  const listed = broken.length > 0 ? broken : limits.toSorted((a, b) => room(a) - room(b)).slice(0, listedLimits)
  const wide = width >= 104
  const rows = listed.map(({ label, value, limit, kind, slack, unit, met }) => {
    const [own, bound] = met ? [limitValue(value, unit), limitValue(limit, unit)] : limitPair(value, limit, unit)
    return [
      printable(label),
      own,
      `${kind === 'at most' ? '≤' : '≥'} ${bound}`,
      ...(wide ? [met ? limitValue(slack, unit) : limitPair(slack, 0, unit)[0]] : []),
      met ? paint.good('✔ met') : paint.bad('✘ broken'),
    ]
  })
  const columns: Column[] = [
    { title: 'Limit', most: wide ? 62 : 44 },
    { title: 'Package', align: 'right' },
    { title: 'Limit', align: 'right' },
    ...(wide ? [{ title: 'Slack', align: 'right' } as const] : []),
    { title: '' },
  ]
  const others = limits.length - listed.length
  const note =
    others === 0
      ? ''
      : broken.length > 0
        ? `${others} others are met`
        : `all met; the tightest, and ${others} others in the report`
  const title = heading('Limits of the mandate', note, width, paint)
  return listed.length === 0 ? `${title}\n The mandate sets none.` : `${title}\n${plainTable(columns, rows, paint)}`
}

/** The nearest rivals by score and why each lost. */
export function hedgeRivalsText({ selection }: HedgingResult, width: number, paint: Paint): string {
  const { packages, selection: choice } = selection
  const near = choice.whyNot.toSorted((a, b) => Math.abs(a.scoreDifference.total) - Math.abs(b.scoreDifference.total))
  const within = near.filter(({ reason }) => reason !== 'infeasible').slice(0, listedRivals - 2)
  const rows = [
    ...within,
    ...near.filter(({ reason }) => reason === 'infeasible').slice(0, listedRivals - within.length),
  ].map(({ package: id, reason, brokenLimits, dominated, scoreDifference, tied }) => {
    const strategies = packages.find((row) => row.id === id)?.strategies ?? null
    const names =
      strategies === null
        ? id === 'optimised'
          ? 'the optimiser’s own'
          : 'proposed'
        : Object.values(strategies)
            .filter((name) => name !== 'none')
            .join(' + ') || 'no hedge'
    const why =
      reason === 'infeasible'
        ? brokenText(brokenLimits.map((limit) => limit.label))
        : reason === 'not preferred'
          ? 'a person preferred another'
          : tied
            ? 'tied'
            : dominated === null
              ? 'higher score'
              : `dominated by ${dominated.by}`
    const { total, standardError } = scoreDifference
    return [
      id,
      shortened(printable(names), width >= 104 ? 110 : 52),
      `${millions(total, 1)} ± ${millions(standardError, 1)}`,
      printable(why),
    ]
  })
  if (rows.length === 0) return `${heading('Nearest rivals', 'none', width, paint)}\n Only one package was compared.`
  const columns: Column[] = [
    { title: 'Package' },
    { title: 'Strategies', most: width >= 104 ? 56 : 28 },
    { title: 'Score, m', align: 'right' },
    { title: 'Why not', most: width >= 104 ? 34 : 26 },
  ]
  const note = 'score less the chosen one’s, a year; first those within the mandate, then those that break limits'
  return `${heading('Nearest rivals', note, width, paint)}\n${plainTable(columns, rows, paint)}`
}

function brokenText(labels: readonly string[]): string {
  const [first, ...others] = labels
  return others.length === 0 ? `breaks: ${first}` : `breaks ${others.length + 1}, the first: ${first}`
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}
