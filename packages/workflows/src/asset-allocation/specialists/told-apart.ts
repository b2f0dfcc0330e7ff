import type { Estimate } from '../result.ts'

/** How a figure stands to another one: the same to the last bit, not told apart within the error, or above or below it. */
type Standing = 'same' | 'tied' | 'above' | 'below'

/** Standard errors within which two figures are not told apart. */
const UNDECIDED = 2

/**
 * The standing of the first figure to the second, taking their errors as independent: on common paths that is on the safe
 * side. A figure without an error adds none.
 */
export function standing(first: Estimate, second: Estimate): Standing {
  const error = Math.hypot(first.standardError ?? 0, second.standardError ?? 0)
  return standingOf({ value: first.value - second.value, standardError: error })
}

/** The standing that a difference speaks for, by its own error. */
export function standingOf({ value, standardError }: Estimate): Standing {
  if (value === 0) return 'same'
  if (Math.abs(value) <= UNDECIDED * (standardError ?? 0)) return 'tied'
  return value > 0 ? 'above' : 'below'
}
