import { type Problem, problemText, TuttiError } from '@tutti/analytics/errors'
import { schemaProblems } from '../catalogue/schema-problems.ts'
import { objectiveRules, referenceForms } from './adapters/reference-forms.ts'
import { isBetterObjective } from './better-objective.ts'
import { comparedResults, computedKey, worstElement } from './compared-results.ts'
import { caseArea, type ReferenceCase } from './reference-case.ts'
import type { Answer, ReferenceForm } from './reference-form.ts'
import { type CaseVerification, verificationReport, type VerificationReport } from './verification-report.ts'

/**
 * Runs reference cases through the operations and compares. `problems` are those met in reading the cases; they go into
 * the report. Nothing throws: a case that cannot be computed says why. Cost: that of the operations, some seconds for
 * some hundred cases.
 */
export function verifyCases(cases: readonly ReferenceCase[], problems: readonly Problem[] = []): VerificationReport {
  return verificationReport(cases.map(caseVerification), problems)
}

/** What becomes of one case. */
export function caseVerification(reference: ReferenceCase): CaseVerification {
  const { name, expected, tolerance, source, file } = reference
  const { function: called, ...inputs } = reference.inputs
  const facts = {
    name,
    area: caseArea(name),
    function: called,
    file: file ?? null,
    expected,
    tolerance,
    source,
  }
  const nothing = { ...facts, computed: null, elements: 0, worst: null, failures: [] }
  const found = formOf(called, inputs)
  if (typeof found === 'string') return { ...nothing, verdict: 'not-served', reason: found }
  let answer: Answer
  try {
    answer = found.form.answer(found.input, Object.keys(expected))
  } catch (error) {
    const unsupported = error instanceof TuttiError && error.code === 'unsupported'
    return { ...nothing, verdict: unsupported ? 'not-served' : 'error', reason: errorText(error) }
  }
  const { elements, missing } = comparedResults(reference, answer)
  const failures = elements.filter(({ pass }) => !pass)
  const compared = {
    ...facts,
    computed: Object.fromEntries(
      Object.keys(expected).flatMap((key) => {
        const own = computedKey(key, answer)
        return own === undefined ? [] : [[key, answer[own]]]
      }),
    ),
    elements: elements.length,
    worst: worstElement(elements) ?? null,
    failures,
  }
  if (failures.length > 0) {
    const rule = objectiveRules.find((item) => item.function === called)
    const better = rule !== undefined && missing.length === 0 && isBetterObjective(rule, reference, answer, failures)
    if (!better) return { ...compared, verdict: 'fail', reason: null }
    return { ...compared, verdict: 'pass', reason: `a better ${rule.objective} than expected was found` }
  }
  if (missing.length > 0) {
    return { ...compared, verdict: 'not-served', reason: `no operation computes ${missing.join(', ')}` }
  }
  return { ...compared, verdict: 'pass', reason: null }
}

/** The form that understands the inputs, with the inputs parsed; or why there is none. */
function formOf(
  called: string,
  inputs: Readonly<Record<string, unknown>>,
): { readonly form: ReferenceForm; readonly input: unknown } | string {
  const forms = referenceForms.filter((form) => form.function === called)
  if (forms.length === 0) return `no operation serves ${called} yet`
  let nearest: Problem[] | undefined
  for (const form of forms) {
    const parsed = form.input.safeParse(inputs)
    if (parsed.success) return { form, input: parsed.data }
    const problems = schemaProblems(parsed.error, inputs)
    if (nearest === undefined || problems.length < nearest.length) nearest = problems
  }
  return `no operation serves this form of ${called} yet: ${(nearest ?? []).map(problemText).join('; ')}`
}

function errorText(error: unknown): string {
  if (!(error instanceof TuttiError)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const problems = error.details.problems ?? []
  return [`${error.code}: ${error.message}`, ...problems.map(problemText)].join('\n')
}
