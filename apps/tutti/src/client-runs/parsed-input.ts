import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { z } from 'zod'

const longestShown = 80

/** What a client sent, parsed. Throws `invalid-input` with every problem and its place; `what` names it in the message. */
export function parsedInput<Schema extends z.ZodType>(schema: Schema, input: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems: Problem[] = parsed.error.issues.map(({ path, message }) => ({
    message,
    ...(path.length === 0 ? {} : { field: z.core.toDotPath(path) }),
    got: shownText(path.reduce<unknown>(memberOf, input)),
  }))
  const [first] = problems
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems; the first`
  throw new TuttiError('invalid-input', `${what} has ${count}: ${first.field ?? 'as a whole'}: ${first.message}`, {
    field: first.field,
    got: first.got,
    problems,
  })
}

function memberOf(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<PropertyKey, unknown>)[key]
}

function shownText(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}...`
}
