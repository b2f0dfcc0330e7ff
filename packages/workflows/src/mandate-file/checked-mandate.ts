import { type Problem, TuttiError } from '@tutti/analytics/errors'
import type { z } from 'zod'
import { knownKeys } from './known-keys.ts'
import { nearestName } from './nearest-name.ts'
import { plainIssue } from './plain-issue.ts'
import { sourceOf } from './value-source.ts'

/** Unknown keys of one section that are named before the rest is counted. */
const namedKeys = 20

/**
 * A value checked against the schema of a mandate, defaults filled in. `file` names it in messages. Throws `invalid-input`
 * with every problem at once: line (of a value from `yamlValue`), key path, what was got, what is expected. Unknown keys are
 * errors where the schema is strict, so that a misspelt limit cannot be ignored; the known key nearest to them is suggested.
 */
export function checkedMandate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  file: string,
): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: plainIssue })
  if (parsed.success) return parsed.data
  const source = sourceOf(value)
  const problems = parsed.error.issues.flatMap(nearestIssues).flatMap((issue): Problem[] => {
    const field = issue.path.join('.') || '(top level)'
    if (issue.code === 'unrecognized_keys') {
      const known = knownKeys(schema, issue.path)
      const named = issue.keys.slice(0, namedKeys).map((key) => {
        const near = nearestName(key, known)
        const message = `Unrecognized key: "${key}"${near === undefined ? '' : `; did you mean ${near}?`}`
        return { file, line: source?.lineOf([...issue.path, key]), field, message }
      })
      const more = issue.keys.length - named.length
      return more === 0 ? named : [...named, { file, field, message: `and ${more} more unknown keys` }]
    }
    const line = source?.lineOf(issue.path)
    return [{ file, line, field, message: issue.message, got: gotText(value, issue.path) }]
  })
  if (source?.isEmpty) {
    const needed = problems.map(({ field }) => field).join(' and ')
    throw new TuttiError('invalid-input', `${file}: the file is empty; a mandate needs at least ${needed}`, {
      file,
      problems: [{ file, message: 'the file is empty', expected: needed }],
    })
  }
  throw mandateProblems(problems, file)
}

/** The error for problems of a mandate: the first in its words, all in its details. */
export function mandateProblems(problems: readonly Problem[], file: string): TuttiError {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const { line, field, message, got } = problems[0]
  const place = line === undefined ? '' : ` ${problems.length === 1 ? '' : 'the first '}at line ${line}`
  const what = `${field}: ${message}${got === undefined ? '' : `, got ${got}`}`
  const text = `${file} has ${count}${place === '' ? '' : `,${place}`}: ${what}`
  return new TuttiError('invalid-input', text, { file, problems })
}

/**
 * The issues of the alternative that the value was probably meant for: the one of whose kind it is (a list, a text); else the
 * issue itself, in words that name all alternatives.
 */
function nearestIssues(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const meant = issue.errors.find(
    (errors) => !errors.some(({ path, code }) => path.length === 0 && code === 'invalid_type'),
  )
  if (meant !== undefined) {
    return meant.flatMap((each) => nearestIssues({ ...each, path: [...issue.path, ...each.path] }))
  }
  const choices = new Set(issue.errors.map(([first]) => first.message.replace(/^(is missing: )?expected /, '')))
  return [{ ...issue, message: `expected ${[...choices].join(' or ')}` }]
}

/** A plain value at a key path as text; undefined for sections, lists and absent keys. */
function gotText(value: unknown, path: readonly PropertyKey[]): string | undefined {
  let at = value
  for (const key of path) at = (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key]
  if (at === undefined || (typeof at === 'object' && at !== null && !Array.isArray(at))) return undefined
  const text = typeof at === 'number' ? String(at) : JSON.stringify(at)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
