import type { Problem } from '@tutti/analytics/errors'
import type { z } from 'zod'

/** Every issue of a failed parse of `input` as a problem; `field` is the path, such as `steps[0].dt`. */
export function schemaProblems(error: z.ZodError, input: unknown): Problem[] {
  return error.issues.map((issue) => {
    const field = fieldPath(issue.path)
    return {
      message: issue.message,
      ...(field === '' ? {} : { field }),
      got: shortText(valueAt(input, issue.path)),
    }
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
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}...`
}
