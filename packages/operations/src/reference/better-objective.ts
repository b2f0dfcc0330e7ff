import type { ComparedElement } from './compared-results.ts'
import type { ReferenceCase } from './reference-case.ts'
import type { Answer, ObjectiveRule } from './reference-form.ts'

/**
 * Whether the failed elements of a fit are excused because the fit found a better optimum. All of this must hold: only
 * the objective and its parameters differ; the computed objective is better than the expected one by more than its
 * tolerance; the objective, computed apart from the fit at the expected parameters, gives the expected value, so that both
 * speak of the same function; and at the computed parameters it gives the value that the fit claims.
 */
export function isBetterObjective(
  rule: ObjectiveRule,
  { inputs, expected, tolerance }: ReferenceCase,
  computed: Answer,
  failures: readonly ComparedElement[],
): boolean {
  const excusable = [rule.objective, ...rule.parameters]
  if (failures.some(({ path }) => !excusable.includes(path))) return false
  const target = expected[rule.objective]
  const reached = computed[rule.objective]
  if (typeof target !== 'number' || typeof reached !== 'number') return false
  const own = tolerance[rule.objective]
  const allowed = own ?? (tolerance['abs'] ?? 0) + (tolerance['rel'] ?? 0) * Math.abs(target)
  const gain = rule.better === 'higher' ? reached - target : target - reached
  if (!(gain > allowed)) return false
  const atExpected = rule.objectiveAt(inputs, expected)
  const atComputed = rule.objectiveAt(inputs, computed)
  if (atExpected === undefined || atComputed === undefined) return false
  return Math.abs(atExpected - target) <= allowed && Math.abs(atComputed - reached) <= allowed
}
