import { type ErrorCode, type Problem, TuttiError } from '@tutti/analytics/errors'

/** Why a case has no result. */
export interface OutcomeError {
  readonly code: ErrorCode
  readonly message: string
  readonly problems: readonly Problem[]
}

/** What became of one case of many: a result or a reasoned failure. */
export type CaseOutcome =
  { readonly status: 'ok'; readonly result: unknown } | { readonly status: 'error'; readonly error: OutcomeError }

/** The outcome of `compute`; a fault that is no `TuttiError` is one of the program and goes on up. */
export function caseOutcome(compute: () => unknown): CaseOutcome {
  try {
    return { status: 'ok', result: compute() }
  } catch (error) {
    if (!(error instanceof TuttiError)) throw error
    return { status: 'error', error: outcomeError(error) }
  }
}

/** An error as data; one without a list of problems is its own only problem, where it knows its place. */
export function outcomeError(error: TuttiError): OutcomeError {
  const { problems, file, line, field, got, expected } = error.details
  const place = { file, line, field, got, expected }
  const known = Object.values(place).some((value) => value !== undefined)
  const own = known ? [{ message: error.message, ...place }] : []
  return { code: error.code, message: error.message, problems: problems ?? own }
}
