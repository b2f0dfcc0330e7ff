import type { ErrorCode } from '@tutti/analytics/errors'

/** Exit status of the command line for each error code. */
export const exitStatusOf: Readonly<Record<ErrorCode, number>> = {
  'invalid-input': 2,
  'missing-data': 3,
  'not-applicable': 4,
  unsupported: 5,
  'not-converged': 6,
  infeasible: 7,
  'calculation-failed': 8,
  unauthorised: 9,
  conflict: 10,
}

/** Exit statuses that stand for no error code. */
export const exitStatus = {
  /** A check that was asked for says no: a reference case fails, a run was tampered with, a study withholds its headline. */
  checkFailed: 1,
  /** A fault of the program itself. */
  unexpected: 70,
} as const
