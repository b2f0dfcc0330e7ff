import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { z } from 'zod'

/**
 * A value checked against the schema of a mandate, defaults filled in. `file` names it in messages. Throws `invalid-input`
 * with every problem at once: key path, what was got, what is expected. Unknown keys are errors where the schema is strict,
 * so that a misspelt limit cannot be ignored.
 */
export function checkedMandate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => ({
    file,
    field: issue.path.join('.') || '(top level)',
    message: issue.message,
    got: gotText(value, issue.path),
  }))
  throw mandateProblems(problems, file)
}

/** The error for problems of a mandate: the first in its words, all in its details. */
export function mandateProblems(problems: readonly Problem[], file: string): TuttiError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return new TuttiError('invalid-input', `${file} has ${count}: ${problems[0].field}: ${problems[0].message}`, {
    file,
    problems,
  })
}

/** A plain value at a key path as text; undefined for sections, lists and absent keys. */
function gotText(value: unknown, path: readonly PropertyKey[]): string | undefined {
  let at = value
  for (const key of path) at = (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key]
  if (at === undefined || (typeof at === 'object' && at !== null && !Array.isArray(at))) return undefined
  const text = typeof at === 'number' ? String(at) : JSON.stringify(at)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
