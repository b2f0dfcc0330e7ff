import type { ErrorCode } from '@tutti/analytics/errors'

/** What an error code is at each door: exit status of the command line and HTTP status. Over MCP an error is an error result. */
export interface DoorStatus {
  readonly exit: number
  readonly http: 400 | 401 | 409 | 422
}

/** The one table of error codes and doors. */
export const doorStatusOf: Readonly<Record<ErrorCode, DoorStatus>> = {
  'invalid-input': { exit: 2, http: 400 },
  'missing-data': { exit: 3, http: 422 },
  'not-applicable': { exit: 4, http: 422 },
  unsupported: { exit: 5, http: 422 },
  'not-converged': { exit: 6, http: 422 },
  infeasible: { exit: 7, http: 422 },
  'calculation-failed': { exit: 8, http: 422 },
  unauthorised: { exit: 9, http: 401 },
  conflict: { exit: 10, http: 409 },
}

/** Exit statuses that stand for no error code. */
export const exitStatus = {
  /** A check that was asked for says no: a reference case fails, a run was tampered with, a study withholds its headline. */
  checkFailed: 1,
  /** A fault of the program itself. */
  unexpected: 70,
} as const
