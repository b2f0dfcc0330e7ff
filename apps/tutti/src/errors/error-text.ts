import { problemText, TuttiError } from '@tutti/analytics/errors'
import { exitStatus, doorStatusOf } from './door-status.ts'

/** Problems printed before the others are counted. */
const listedProblems = 30

/** What an error comes to on the command line. */
export interface ErrorReport {
  /** Lines for people, without a stack unless asked for. */
  readonly text: string
  readonly exitStatus: number
}

/**
 * An error in the words of the command line. A `TuttiError` gives its message and its problems, one a line; anything else
 * is a fault of the program and says how to report it. `debug` adds the stack and its causes.
 */
export function errorReport(error: unknown, debug: boolean): ErrorReport {
  const stack = debug ? stackText(error) : ''
  if (error instanceof TuttiError) {
    return { text: tuttiErrorText(error) + stack, exitStatus: doorStatusOf[error.code].exit }
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const advice = debug
    ? 'Report it with the lines below.'
    : 'Run the command again with --debug and report it with what that prints.'
  return { text: `this is a fault of Tutti itself: ${message}\n${advice}${stack}`, exitStatus: exitStatus.unexpected }
}

function tuttiErrorText(error: TuttiError): string {
  const problems = error.details.problems ?? []
  const lines = problems.map(problemText)
  // one problem that the message already tells in full needs no line of its own
  const repeated = lines.length === 1 && problems[0].line === undefined && error.message.includes(problems[0].message)
  if (lines.length === 0 || repeated) return error.message
  const shown = lines.slice(0, listedProblems).map((line) => `  ${line}`)
  const more = lines.length - shown.length
  return [error.message, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}

function stackText(error: unknown): string {
  const lines: string[] = []
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
    lines.push(`${depth === 0 ? '' : 'caused by '}${cause.stack ?? String(cause)}`)
  }
  return lines.length === 0 ? '' : `\n\n${lines.join('\n')}`
}
