import type { SpecialistResults } from '../../specialists/index.ts'
import type { InfeasibilityRecord, LimitCheck, LuckRecord } from '../result.ts'
import type { PortfolioDecision } from './analyses.ts'
import { analysisIfAny } from './analysis-of.ts'
import { ruleWords } from './rule-words.ts'
import { rulesAlike } from './rules-alike.ts'
import { standingOf } from './told-apart.ts'
import { wordList } from './word-list.ts'

const root = 'portfolio-manager#'
/** Limits and reasons that are named one by one, at most. */
const MOST_NAMED = 8

/** What the portfolio manager says offline. */
export function decisionBrief(
  { infeasibility, luck, decision }: PortfolioDecision,
  results: SpecialistResults,
): string {
  const missing = [
    ...(analysisIfAny(results, 'allocation-analyst') === undefined ? ['the allocation analyst'] : []),
    ...(analysisIfAny(results, 'market-historian') === undefined ? ['the market historian'] : []),
  ]
  const rule = ruleWords(`${root}/decision/configuration`)
  return [
    `{{${root}/decision/headline | text}} ${decision.status === 'withheld' ? `First in the ranking is the ${rule}.` : `In full it is the ${rule}.`}`,
    ...(infeasibility === null ? [] : [infeasibilityText(infeasibility, decision.limits)]),
    ...limitsText(decision.limits),
    ...reasonsText(decision.reasons),
    luckText(luck, rulesAlike(results)),
    ...(missing.length === 0
      ? []
      : [
          `There is no result of ${wordList(missing)}: the decision was made without ${missing.length === 1 ? 'it' : 'them'}.`,
        ]),
  ].join('\n\n')
}

/** Why no rule meets the mandate, limit by limit: each label is cited where the decision's limits have it. */
function infeasibilityText({ unattainable, conflict }: InfeasibilityRecord, limits: readonly LimitCheck[]): string {
  const named = (ids: readonly string[]): string => {
    const labels = ids.slice(0, MOST_NAMED).flatMap((id) => {
      const at = limits.findIndex((limit) => limit.id === id)
      return at < 0 ? [] : [`‘{{${root}/decision/limits/${at}/label | text}}’`]
    })
    return labels.length < ids.length ? `${labels.join(', ')} and others` : wordList(labels)
  }
  const alone =
    unattainable.length === 0
      ? []
      : [
          `No evaluated rule meets ${unattainable.length === 1 ? 'the limit' : 'any of the limits'} ${named(unattainable)}, even if every other limit is dropped.`,
        ]
  const together =
    conflict.length > 0
      ? [
          `No evaluated rule meets ${conflict.length === 2 ? 'both of' : 'all of'} the limits ${named(conflict)} together; without any one of them, some rule meets the rest.`,
        ]
      : unattainable.length > 0
        ? ['The other limits can be met together.']
        : []
  return [...alone, ...together].join(' ')
}

function limitsText(limits: readonly LimitCheck[]): string[] {
  if (limits.length === 0) return []
  const place = `${root}/decision/limits`
  const tightest = limits.reduce((at, limit, i) => (limit.relativeSlack < limits[at].relativeSlack ? i : at), 0)
  const limit = limits[tightest]
  const state = {
    met: 'is met',
    broken: 'is broken',
    'within-error': 'cannot be told from its bound within the error of the simulation',
  }[limit.status]
  const brokenAt = limits.flatMap(({ status }, i) => (status === 'broken' ? [i] : []))
  const broken = brokenAt.length
  const labels = brokenAt
    .filter((i) => limits.findIndex(({ id, status }) => id === limits[i].id && status === 'broken') === i)
    .slice(0, MOST_NAMED)
    .map((i) => `‘{{${place}/${i}/label | text}}’`)
  const count =
    broken === 0
      ? 'On fresh paths no limit is clearly broken.'
      : broken === limits.length
        ? 'On fresh paths every limit check is clearly broken.'
        : `On fresh paths {{${place} | length status broken}} of {{${place} | length}} limit checks ${broken === 1 ? 'is' : 'are'} clearly broken: ${wordList(labels)}.`
  const over = limit.slack < 0 ? ', the sign saying that it is on the wrong side' : ''
  return [
    `${count} The tightest is ‘{{${place}/${tightest}/label | text}}’ (${limit.scope === 'average' ? '' : 'regime '}{{${place}/${tightest}/scope | words}}), which ${state}: the distance to the bound is {{${place}/${tightest}/relativeSlack | percent 0}} of ${scaleText(limit)}${over}.`,
  ]
}

/** What the relative slack of a limit is measured in: the limit itself, but for a band and for limits near nothing. */
function scaleText({ id, limit, slack, relativeSlack }: LimitCheck): string {
  if (id.startsWith('volatility-')) return 'the target volatility'
  const scale = relativeSlack === 0 ? Math.abs(limit) : slack / relativeSlack
  return Math.abs(scale - Math.abs(limit)) <= 1e-9 * scale
    ? 'that bound'
    : 'the smallest scale that bounds near nothing have'
}

/** The reasons of the decision but for that on the limits, which is said with them. */
function reasonsText(reasons: readonly string[]): string[] {
  const cited = reasons
    .slice(0, MOST_NAMED)
    .flatMap((reason, i) => (reason.startsWith('On fresh paths ') ? [] : [`{{${root}/decision/reasons/${i} | text}}`]))
  return cited.length === 0 ? [] : [cited.join(' ')]
}

function luckText({ selectionGap, trials }: LuckRecord, alike: boolean): string {
  const gap = `search less fresh is {{${root}/luck/selectionGap | ratio 3}}`
  const fall = {
    same: 'The score of the rule is the same on the search paths and on the fresh ones.',
    tied: `The score of the rule on the search paths and that on the fresh ones cannot be told apart: ${gap}.`,
    above: `The score of the rule fell from the search paths to the fresh ones: ${gap}, more than chance explains.`,
    below: `The score of the rule rose from the search paths to the fresh ones: ${gap}, more than chance explains.`,
  }[standingOf(selectionGap)]
  if (trials < 2) return fall
  if (alike)
    return `${fall} All rules score exactly the same, so that there was nothing to choose and nothing to overfit.`
  return `${fall} The probability that the rule picked as best on one part of the search paths does no better than the median of all rules on the rest is {{${root}/luck/overfittingProbabilitySimulated | percent 0}}.`
}
