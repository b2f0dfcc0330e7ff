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

/** An error as data. */
export function outcomeError(error: TuttiError): OutcomeError {
  return { code: error.code, message: error.message, problems: error.details.problems ?? [] }
}
