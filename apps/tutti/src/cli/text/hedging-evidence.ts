import type { HedgingResult } from '@tutti/workflows/hedging'
import { millions } from './hedging-tables.ts'
import { heading, printable, wrapped } from './layout.ts'
import { percentText } from './number-text.ts'
import type { Paint } from './paint.ts'
import { type Column, plainTable } from './plain-table.ts'

type Verdict = HedgingResult['selection']['verdicts'][number]
type Plan = NonNullable<HedgingResult['execution']>['plan']

/** Column at which facts begin. */
const factsAt = 12

/** Effectiveness of each major group: on the scenarios, where it is worst, and whether it is held everywhere. */
export function hedgeEffectText({ selection, objectives }: HedgingResult, width: number, paint: Paint): string {
  const rows = selection.verdicts
    .filter(({ major }) => major)
    .map((verdict) => {
      const { group, loss, varianceShare } = verdict
      const stress = worst(verdict, 'stress')
      const replay = worst(verdict, 'replay')
      return [
        group,
        percentText(varianceShare),
        loss === null ? 'n/a' : share(loss.effectiveness.value),
        stress === null ? 'n/a' : share(stress.effectiveness),
        replay === null ? 'n/a' : share(replay.effectiveness),
        verdictText(verdict, paint),
      ]
    })
  const columns: Column[] = [
    { title: 'Group' },
    { title: 'Variance', align: 'right' },
    { title: 'Scenarios', align: 'right' },
    { title: 'Worst stress', align: 'right' },
    { title: 'Worst replay', align: 'right' },
    { title: '' },
  ]
  const note = `major groups; ${percentText(objectives.effectivenessTarget, 0)} asked for; reasons in the report`
  const title = heading('Effectiveness', note, width, paint)
  return rows.length === 0
    ? `${title}\n No group of risk factors is major.`
    : `${title}\n${plainTable(columns, rows, paint)}`
}

/** A percentage without minus zero; what is left where a loss or variance more than doubles: `×16 of it`. */
function share(value: number): string {
  if (value < -1) return `grows ×${(1 - value).toFixed(0)}`
  return percentText(Math.abs(value) < 5e-4 ? 0 : value)
}

function worst({ checks }: Verdict, where: Verdict['checks'][number]['where']) {
  const own = checks.filter((check) => check.where === where)
  return own.length === 0 ? null : own.reduce((low, check) => (check.effectiveness < low.effectiveness ? check : low))
}

function verdictText({ held, loss, checks }: Verdict, paint: Paint): string {
  if (loss === null) return paint.caution('~ no instrument')
  if (held === true) return paint.good('✔ held')
  const missed = checks.filter(({ met }) => !met).length
  return paint.bad(`✘ not in ${missed} of ${checks.length}`)
}

/** Replays, collateral, execution, in a line each. */
export function hedgeExecutionText(result: HedgingResult, width: number, paint: Paint): string {
  const { selection, execution, study } = result
  const { collateral } = selection
  const fact = (name: string, text: string): string => wrapped(text, width, paint.faint(name.padEnd(factsAt)), factsAt)
  const replayed = selection.drawdowns.rows
    .filter((row) => row.package === 'chosen')
    .map(({ window, hedged, unhedged }) => `${printable(window)} ${millions(unhedged)} → ${millions(hedged)} m`)
  const missing = selection.drawdowns.notCovered.map(({ window }) => `${printable(window)} not covered`)
  const windows = [...replayed, ...missing]
  const [up, down] = [collateral.headroomUpBp, collateral.headroomDownBp].map((move) =>
    move === null ? `more than ${collateral.largestTriedBp}` : move.toFixed(0),
  )
  return [
    fact(
      'Drawdown',
      windows.length === 0
        ? 'no window was asked for'
        : `${study.origin === 'simulated' ? 'simulated history; ' : ''}${windows.join('; ')}`,
    ),
    fact(
      'Collateral',
      `the buffer lasts for a rise of yields by ${up} bp and a fall by ${down} bp; ${collateral.requiredBp} bp asked for: ${collateral.standsRequired ? paint.good('✔ met') : paint.bad('✘ not met')}`,
    ),
    fact(
      'XVA',
      `${millions(selection.counterparties.charges.charges.total.value, 2)} m present value as trades are split; ${selection.counterparties.status === 'within limits' ? 'every counterparty within its limit' : paint.bad('✘ limits of counterparties exceeded')}`,
    ),
    ...accountingFact(result, fact),
    ...(execution === null ? [fact('Execution', missingPlanText(result, paint))] : planFacts(execution.plan, fact)),
  ].join('\n')
}

function missingPlanText({ selection }: HedgingResult, paint: Paint): string {
  return selection.chosen.trades.length === 0
    ? 'no plan, as the execution trader gave no result; nothing to deal'
    : `${paint.bad('✘ no execution plan')}, as the execution trader gave no result; no files of orders are written; one must be made before dealing`
}

function planFacts(plan: Plan, fact: (name: string, text: string) => string): string[] {
  const dealt = plan.days.filter(({ trades }) => trades.length > 0)
  const bp = plan.total.expectedBp === null ? '' : ` (${plan.total.expectedBp.toFixed(1)} bp of notional)`
  const left = plan.shortfalls.map(
    ({ label, unexecutedShare }) => `${printable(label)} ${percentText(unexecutedShare, 0)}`,
  )
  return [
    fact(
      'Execution',
      dealt.length === 0
        ? 'nothing to deal'
        : `${plan.status}: ${millions(plan.total.notional)} m on ${dealt.length} days from ${dealt[0].date}; expected cost ${millions(plan.total.expected, 1)} ± ${millions(plan.total.standardDeviation, 1)} m${bp}; nothing is sent`,
    ),
    ...(left.length === 0
      ? []
      : [fact('Left over', `${left.slice(0, 4).join('; ')}${left.length > 4 ? `; ${left.length - 4} more` : ''}`)]),
  ]
}

function accountingFact({ selection }: HedgingResult, fact: (name: string, text: string) => string): string[] {
  const { relationships } = selection.accounting
  if (relationships.length === 0) return []
  const standards = [...new Set(relationships.flatMap(({ verdicts }) => verdicts.map(({ standard }) => standard)))]
  const parts = standards.map((standard) => {
    const qualify = relationships.filter(({ verdicts }) =>
      verdicts.some((each) => each.standard === standard && each.verdict === 'qualifies'),
    )
    return `${qualify.length} of ${relationships.length} relationships qualify under ${standard}`
  })
  return [fact('Accounting', parts.join('; '))]
}

/** What the package saves a year against no hedge and against the naive full one. */
export function hedgeSavingsText({ selection, study }: HedgingResult, width: number, paint: Paint): string {
  const { againstUnhedged, againstNaive } = selection.savings
  const words = ({ money, standardError, bp, tied }: typeof againstNaive): string =>
    `${millions(money, 1)} ± ${millions(standardError, 1)} m ${study.baseCurrency} a year (${bp.toFixed(1)} bp of assets)${tied ? ', within error' : ''}`
  return wrapped(
    `${words(againstUnhedged)} against no hedge; ${words(againstNaive)} against the naive full hedge`,
    width,
    paint.faint('Savings'.padEnd(factsAt)),
    factsAt,
  )
}
