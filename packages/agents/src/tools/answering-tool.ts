import { FunctionTool, JsonBlock, type JSONValue } from '@strands-agents/sdk'
import { type Problem, TuttiError } from '@tutti/analytics/errors'
import { checkedMandate } from '@tutti/workflows/mandate-file'
import { z } from 'zod'
import { boundedView } from './bounded-view.ts'
import { inertText } from './inert-text.ts'

/** Most bytes of what any tool answers, as JSON in UTF-8. */
export const mostAnswerBytes = 12_000

/** Most bytes of what is given to a tool. */
const mostInputBytes = 100_000

/** A tool of a specialist before it is one of the SDK. */
interface AnsweringTool<Input> {
  readonly name: string
  readonly description: string
  /** JSON Schema of the input as models see it; that of `parse` where left out. */
  readonly schema?: Readonly<Record<string, unknown>>
  /** What the input must be; null where `answer` checks it by itself. */
  readonly input: z.ZodType<Input> | null
  /** How to ask for less, said where an answer had to be shortened. */
  readonly forLess: string
  readonly answer: (input: Input) => unknown
  /** Told whether the call succeeded. */
  readonly onCall?: (tool: string, ok: boolean) => void
}

/**
 * The tool as the SDK wants it. Unknown keys and wrong values are refused with every problem; whatever leaves is bounded JSON
 * whose strings are inert, errors too, so that text of the data or of an error's message is never more than a string.
 */
export function answeringTool<Input>(tool: AnsweringTool<Input>): FunctionTool {
  const { name, description, input: schema, forLess, answer, onCall } = tool
  return new FunctionTool({
    name,
    description,
    inputSchema: tool.schema ?? toolSchema(schema!),
    callback: async (given): Promise<JSONValue> => {
      try {
        requireSmall(given)
        const input = schema === null ? (given as Input) : checkedMandate(schema, given, `the input of ${name}`)
        const block = answerBlock(await answer(input), forLess)
        onCall?.(name, true)
        return block
      } catch (error) {
        onCall?.(name, false)
        throw answeredError(error)
      }
    },
  })
}

/** The JSON Schema of a tool's input: an object at the top, as all providers want it. */
export function toolSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

/**
 * Bounded JSON of an answer. An explicit block: the SDK would take an object of the single key `text`, `json` or `document` for
 * a block of its own and let its content out as prose.
 */
function answerBlock(answer: unknown, forLess: string): JSONValue {
  const { value, cut } = boundedView(answer, { bytes: mostAnswerBytes - 500 })
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value }
  const json = cut ? { '(shortened)': forLess, ...object } : object
  return new JsonBlock({ json }) as unknown as JSONValue
}

function requireSmall(given: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(given) ?? '')
  if (bytes <= mostInputBytes) return
  throw new TuttiError('invalid-input', `the input has ${bytes} bytes; at most ${mostInputBytes} are taken`, {
    got: `${bytes} bytes`,
    expected: `at most ${mostInputBytes} bytes`,
  })
}

/**
 * The error as JSON in its message, which is all that a model gets to see of it: what is wrong, where, and what is expected. Of an
 * error that is not ours it sees that there was one: such a message may name paths or hosts.
 */
function answeredError(error: unknown): Error {
  if (!(error instanceof TuttiError)) {
    const answer = { code: 'calculation-failed', message: 'the tool failed; go on without it' }
    return new Error(JSON.stringify(answer), { cause: error })
  }
  const { code, message, details } = error
  const { field, got, expected, problems = [] } = details
  const shown = problems.slice(0, 20).map(problemView)
  const more = problems.length - shown.length
  const answer = {
    code,
    message: inertText(message, 1000),
    ...(problems.length > 0 ? { problems: shown } : problemView({ message: '', field, got, expected })),
    ...(more > 0 ? { more: `${more} further problems` } : {}),
  }
  return new TuttiError(code, JSON.stringify(answer), { ...details, cause: error })
}

function problemView({ message, field, got, expected }: Problem): Record<string, string> {
  const parts = { field, message: message === '' ? undefined : message, got, expected }
  return Object.fromEntries(
    Object.entries(parts).flatMap(([key, text]) => (text === undefined ? [] : [[key, inertText(text, 300)]])),
  )
}
