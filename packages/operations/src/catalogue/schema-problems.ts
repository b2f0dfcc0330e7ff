import type { Problem } from '@tutti/analytics/errors'
import type { z } from 'zod'

/**
 * Every issue of a failed parse of `input` as a problem; `field` is the path, such as `steps[0].dt`. Where one of several
 * shapes was expected, the issues are those of the shape that fits best.
 */
export function schemaProblems(error: z.ZodError, input: unknown): Problem[] {
  return plainIssues(error.issues).map((issue) => {
    const field = fieldPath(issue.path)
    return {
      message: issue.message,
      ...(field === '' ? {} : { field }),
      got: shortText(valueAt(input, issue.path)),
    }
  })
}

/** The issues with each union replaced by those of its member that has the fewest. */
function plainIssues(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue]
    const members = issue.errors.map(plainIssues).filter((member) => member.some(({ path }) => path.length > 0))
    if (members.length === 0) return [issue]
    const nearest = members.reduce((best, member) => (member.length < best.length ? member : best))
    return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
  })
}

/** `['steps', 0, 'dt']` as `steps[0].dt`. */
function fieldPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    return text === '' ? String(key) : `${text}.${String(key)}`
  }, '')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key]
  return value
}

const LONGEST = 80

/** A value as JSON, cut to one line. */
function shortText(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  const text = typeof value === 'function' || typeof value === 'symbol' ? typeof value : JSON.stringify(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`
}
