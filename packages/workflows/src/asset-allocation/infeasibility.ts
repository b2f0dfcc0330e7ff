import { TuttiError } from '@tutti/analytics/errors'
import type { Evaluation } from './evaluation.ts'
import { limitChecks, tightestChecks, violation } from './limits.ts'
import type { InfeasibilityRecord, LimitCheck } from './result.ts'
import type { Study } from './study.ts'

/** An evaluated rule by the number of its trial. */
export interface EvaluatedRule {
  readonly trial: number
  readonly evaluation: Evaluation
}

/**
 * Why no evaluated rule meets the mandate; null when one does. Over the finite set of evaluated rules it is exact:
 * - `unattainable`: limits that no rule meets even alone, each a conflict by itself;
 * - `conflict`: of the other limits, an irreducible set that no rule meets together while every proper subset of it is
 *   met by some rule (deletion filter, Chinneck 2008); empty when the others can be met together;
 * - `relaxation`: the new bounds, limit by limit, with the smallest sum of relative changes that let a rule through, and
 *   that rule. A limit counts in the scope where it is furthest from being met.
 */
export function infeasibilityRecord(
  study: Study,
  rules: readonly EvaluatedRule[],
  compromiseTrial: number,
): InfeasibilityRecord | null {
  if (rules.length === 0) throw new TuttiError('invalid-input', 'no evaluated rule to explain infeasibility from')
  const tables = rules.map(({ evaluation }) => tightestChecks(limitChecks(study, evaluation)))
  if (tables.some((checks) => violation(checks) === 0)) return null
  const limits = tables[0].map((limit) => limit.id)
  const find = (checks: readonly LimitCheck[], id: string) => checks.find((limit) => limit.id === id)!
  const meets = (ids: readonly string[]) => tables.some((checks) => ids.every((id) => find(checks, id).slack >= 0))
  const labelOf = (id: string) => find(tables[0], id).label
  const unattainable = limits.filter((id) => !meets([id]))
  const conflict = irreducibleConflict(
    limits.filter((id) => !unattainable.includes(id)),
    meets,
  )
  const attainable = limits.map((id) => {
    const slack = (i: number) => find(tables[i], id).slack
    const best = rules.reduce((at, _, i) => (slack(i) > slack(at) ? i : at), 0)
    const limit = find(tables[best], id)
    return { limit: id, scope: limit.scope, bound: limit.limit, best: limit.figure.value, trial: rules[best].trial }
  })
  const least = tables.reduce((at, checks, i) => (violation(checks) < violation(tables[at]) ? i : at), 0)
  const relaxation = tables[least]
    .filter((limit) => limit.slack < 0)
    .map((limit) => ({ limit: limit.id, scope: limit.scope, from: limit.limit, to: limit.figure.value }))
  return {
    text: infeasibilityText(unattainable.map(labelOf), conflict.map(labelOf)),
    unattainable,
    conflict,
    attainable,
    relaxation,
    relaxationTrial: rules[least].trial,
    compromiseTrial,
  }
}

function infeasibilityText(unattainable: readonly string[], conflict: readonly string[]): string {
  const alone =
    unattainable.length === 0
      ? ''
      : `No evaluated rule meets the limit on ${listed(unattainable)}, even if every other limit is dropped. `
  const together =
    conflict.length === 0
      ? unattainable.length > 0
        ? 'The other limits can be met together.'
        : ''
      : `No evaluated rule meets these limits together: ${listed(conflict)}; without any one of them, some rule meets the rest of them.`
  return (alone + together).trim()
}

/** Labels in a sentence, their first letters small where that is a word. */
function listed(labels: readonly string[]): string {
  const words = labels.map((label) =>
    label.startsWith('Sharpe') ? label : label.charAt(0).toLowerCase() + label.slice(1),
  )
  return words.join('; ')
}

/** Deletion filter: drops each limit whose absence still leaves a set that nothing meets. */
function irreducibleConflict(limits: readonly string[], meets: (ids: readonly string[]) => boolean): string[] {
  if (limits.length === 0 || meets(limits)) return []
  let kept = [...limits]
  for (const id of limits) {
    const without = kept.filter((other) => other !== id)
    if (!meets(without)) kept = without
  }
  return kept
}
