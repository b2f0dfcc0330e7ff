/** The closed list of error codes; one table in the app maps each to an exit status. */
export const errorCodes = [
  'invalid-input',
  'missing-data',
  'not-applicable',
  'unsupported',
  'not-converged',
  'infeasible',
  'calculation-failed',
  'unauthorised',
  'conflict',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** Where a problem is: any of file, line (1-based), field (column, JSON path or argument name). */
export interface ErrorPlace {
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly field?: string | undefined
}

/** One problem of possibly many: what was got, what was expected, and where. */
export interface Problem extends ErrorPlace {
  readonly message: string
  readonly got?: string | undefined
  readonly expected?: string | undefined
}

/** Extra facts of an error: its place, what was got and expected, all problems found at once, and its cause. */
export interface ErrorDetails extends ErrorPlace {
  readonly got?: string | undefined
  readonly expected?: string | undefined
  readonly problems?: readonly Problem[] | undefined
  readonly cause?: unknown
}

/**
 * The only error class of the project. `message` is one plain sentence that says what happened and what to do;
 * `details` carries the parts that a program may want.
 */
export class TuttiError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'TuttiError'
    this.code = code
    this.details = details
  }
}

/** One problem as a line of text: `file:line: field: message (got X, expected Y)`. */
export function problemText(problem: Problem): string {
  const place = [problem.file, problem.line].filter((part) => part !== undefined).join(':')
  const facts = [
    problem.got === undefined ? undefined : `got ${problem.got}`,
    problem.expected === undefined ? undefined : `expected ${problem.expected}`,
  ].filter((part) => part !== undefined)
  return [place, problem.field, problem.message + (facts.length > 0 ? ` (${facts.join(', ')})` : '')]
    .filter((part) => part !== undefined && part !== '')
    .join(': ')
}
