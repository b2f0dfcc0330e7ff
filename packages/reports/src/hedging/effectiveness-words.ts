import type { HedgingResult } from '@tutti/workflows/hedging'
import type { Text } from '../document/text.ts'
import type { Keys } from '../document/result-reading.ts'
import { groupNames } from './group-words.ts'
import type { HedgingFindings } from './hedging-findings.ts'
import { limitUnit } from './limit-cells.ts'

type Verdict = HedgingResult['selection']['verdicts'][number]
type Check = Verdict['checks'][number]
type Reason = Check['reasons'][number]

/** Where a check was made, in words. */
export function checkName({ result, slot }: HedgingFindings, check: Pick<Check, 'where' | 'id'>): Text {
  switch (check.where) {
    case 'scenarios':
      return 'Joint scenarios, this group alone'
    case 'stress': {
      const row = result.selection.stress.rows.findIndex(({ id }) => id === check.id)
      return row < 0 ? 'A stress' : slot('text', 'selection', 'stress', 'rows', row, 'label')
    }
    case 'replay': {
      const replay = result.selection.replays.findIndex(({ window }) => window.name === check.id)
      return replay < 0 ? 'A replay' : `Replay: ${slot('text', 'selection', 'replays', replay, 'window', 'name')}`
    }
    case 'correlation': {
      const at = result.selection.correlation.cases.findIndex(({ id }) => id === check.id)
      return at < 0 ? 'Other correlations' : slot('text', 'selection', 'correlation', 'cases', at, 'label')
    }
  }
}

/** A reason in plain words, its figures as slots; `keys` lead to it. */
export function reasonText(findings: HedgingFindings, { code, figures, subject }: Reason, keys: Keys): Text {
  const { slot } = findings
  const share = (name: string): Text => slot('percent 1', ...keys, 'figures', name)
  const has = (name: string): boolean => Object.hasOwn(figures, name)
  switch (code) {
    case 'no-instrument-allowed':
      return 'the mandate allows no instrument against it, or none exists'
    case 'not-hedged':
      return `the package holds no trade against it${has('bestAttainable') ? `; what is allowed could take away ${share('bestAttainable')} of the variance on the scenarios` : ''}`
    case 'limit-binds': {
      const { unit, digits } = unitOfLimit(findings, subject)
      const at = (name: string): Text => slot(`${unit} ${digits}`, ...keys, 'figures', name)
      const better = has('strategyEffectiveness')
        ? ` (that strategy alone would reach ${share('strategyEffectiveness')})`
        : ''
      return `a limit binds: ${slot('text', ...keys, 'subject')}, ${at('value')} against ${at('limit')}${better}`
    }
    case 'basis':
      return `basis: what is available does not follow ${share('lost')} of the variance`
    case 'instruments':
      return `the instruments traded follow less than all that are allowed: ${share('lost')} of the variance`
    case 'size':
      return `size: other quantities would take away ${share('lost')} more${has('bestMultiple') ? `; the best multiple is ${slot('ratio 2', ...keys, 'figures', 'bestMultiple')}` : ''}`
    case 'linear-mismatch':
      return `sensitivities of hedge and exposure differ along this very move: to first order it takes away ${share('linearEffectiveness')}`
    case 'convexity':
      return `convexity: sensitivities match, values over a move of this size do not; ${share('lost')} is lost to it`
    case 'correlation':
      return `the factors move apart as they did not in the estimate, where effectiveness is ${share('onEstimate')}`
    case 'options':
      return `options: ${share('notionalShare')} of the notional pays beyond its strikes only`
  }
}

function unitOfLimit({ result }: HedgingFindings, subject: string | null) {
  const id = (subject ?? '').split(': ').at(-1)
  const lists = [
    result.decision.limits,
    ...Object.values(result.domains).flatMap(({ set }) => set.strategies.map(({ limits }) => limits)),
  ]
  const found = lists.flat().find((limit) => limit.id === id)
  return found === undefined ? ({ unit: 'ratio', digits: 2 } as const) : limitUnit(found.unit)
}

/** One line for each major group: where it holds and where it does not; groups that matter little in one line together. */
export function effectivenessLines(findings: HedgingFindings): Text[] {
  const { verdicts } = findings.result.selection
  const major = verdicts.flatMap((verdict, v) => (verdict.major ? [verdictLine(findings, verdict, v)] : []))
  const minor = verdicts
    .filter((each) => !each.major && each.varianceShare > 0)
    .map(({ group }) => groupNames[group].toLowerCase())
  return [
    ...(major.length === 0 ? ['No group of risk factors is major for this fund.'] : major),
    ...(minor.length === 0
      ? []
      : [
          `Below the mandate’s share for a major group: ${minor.join(', ')}. Reasons for every place where a group is not held: in the section on effectiveness.`,
        ]),
  ]
}

function verdictLine(findings: HedgingFindings, verdict: Verdict, v: number): Text {
  const { slot } = findings
  const at: Keys = ['selection', 'verdicts', v]
  const name = groupNames[verdict.group]
  const target = slot('percent 0', ...at, 'target')
  const share = `${slot('percent 1', ...at, 'varianceShare')} of the variance of the surplus`
  if (verdict.loss === null) return `${name} (${share}): not held: ${unhedgeable(findings, verdict, at)}.`
  const value = slot('percent 1', ...at, 'loss', 'effectiveness')
  const failed = verdict.checks.filter(({ met, where }) => !met && where !== 'scenarios')
  if (verdict.held === true)
    return `${name} (${share}): held. ${value} on the scenarios and at least ${target} under every stress and replay that has a figure.`
  const scenarios = verdict.checks.find(({ where }) => where === 'scenarios')
  const first = scenarios?.met === true ? `${value} on the scenarios` : `${value} on the scenarios, below ${target}`
  const shown = failed.slice(0, 3).map((check) => checkName(findings, check))
  const more = failed.length > shown.length ? ' and others' : ''
  const why = shortReasons(verdict)
  return `${name} (${share}): not held everywhere. ${first}${shown.length === 0 ? '' : `; below ${target} in: ${shown.join('; ')}${more}`}. Why: ${why.length === 0 ? 'no single cause stands out' : why.join('; ')}.`
}

/** Causes named on the first page. */
const mostCauses = 2

/** The commonest first causes of the places where a group is not held, in a few words each. */
function shortReasons({ group, checks }: Verdict): Text[] {
  const counts = new Map<Reason['code'], number>()
  for (const { met, reasons } of checks) {
    if (met || reasons.length === 0) continue
    const [{ code }] = reasons
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const binds = checks.some(({ met, reasons }) => !met && reasons.some(({ code }) => code === 'limit-binds'))
  if (binds) counts.delete('limit-binds')
  return [
    ...[...counts]
      .toSorted((a, b) => b[1] - a[1])
      .slice(0, mostCauses)
      .map(([code]) => shortReason(code, group)),
    ...(binds ? [shortReason('limit-binds', group)] : []),
  ]
}

function shortReason(code: Reason['code'], group: Verdict['group']): Text {
  switch (code) {
    case 'no-instrument-allowed':
      return 'the mandate allows no instrument against it'
    case 'not-hedged':
      return 'the package holds no trade against it'
    case 'limit-binds':
      return 'limits of the mandate leave no room for more'
    case 'basis':
      return 'no instrument that is allowed follows it closely enough'
    case 'instruments':
      return 'the instruments traded follow it less than all that are allowed'
    case 'size':
      return 'its size is chosen for cost and risk together, not for effectiveness'
    case 'linear-mismatch':
      return {
        rates: 'the swaps do not follow every part of the curve alone',
        inflation: 'the inflation swaps do not follow every part of the curve alone',
        currency: 'the hedge does not follow each currency alone',
        credit: 'index protection does not follow one rating, sector or bucket alone',
        equity: 'the hedge does not follow each index alone',
        volatility: 'the hedge does not follow each surface alone',
      }[group]
    case 'convexity':
      return 'over a large move the values of hedge and exposure bend differently'
    case 'correlation':
      return 'under the worst correlations factors move apart that moved together'
    case 'options':
      return 'options pay beyond their strikes only'
  }
}

function unhedgeable(findings: HedgingFindings, { reasons }: Verdict, at: Keys): Text {
  return reasons.length === 0
    ? 'nothing can be traded against it'
    : reasons.map((reason, r) => reasonText(findings, reason, [...at, 'reasons', r])).join('; ')
}

/** Whether a group is held, in a word. */
export function heldTone({ held, loss }: Pick<Verdict, 'held' | 'loss'>): {
  readonly tone: 'good' | 'stop' | 'info'
  readonly text: Text
} {
  if (held === null) return { tone: 'info', text: 'no exposure' }
  if (loss === null) return { tone: 'info', text: 'nothing to hedge it with' }
  return held ? { tone: 'good', text: 'held' } : { tone: 'stop', text: 'not held everywhere' }
}
