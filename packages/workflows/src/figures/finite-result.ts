import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { jsonPointer } from './json-pointer.ts'

/**
 * Throws `invalid-input` with the pointer of every number in `root` that is not finite; such a result comes from a fault in
 * a calculation and must not be printed.
 */
export function requireFiniteResult(root: unknown): void {
  const problems: Problem[] = []
  const walk = (value: unknown, keys: readonly (string | number)[]): void => {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const field = jsonPointer(...keys)
      problems.push({ field, message: 'not a finite number', got: String(value), expected: 'a finite number or null' })
    } else if (Array.isArray(value)) value.forEach((item, i) => walk(item, [...keys, i]))
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, [...keys, key])
  }
  walk(root, [])
  if (problems.length === 0) return
  const first = problems[0]
  throw new TuttiError(
    'invalid-input',
    `the result cannot be reported: ${problems.length} of its numbers are not finite, first ${first.field} (${first.got}); re-run the step that made it`,
    { problems },
  )
}
