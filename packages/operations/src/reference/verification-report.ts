import type { Problem } from '@tutti/analytics/errors'
import type { ComparedElement } from './compared-results.ts'

/**
 * `pass` and `fail` compare; `error` means that the operation failed where the case expects figures; `not-served` that
 * no operation answers this function, this form of it or one of its results yet.
 */
export type Verdict = 'pass' | 'fail' | 'error' | 'not-served'

/** What became of one case. Plain JSON. */
export interface CaseVerification {
  readonly name: string
  readonly area: string
  readonly function: string
  readonly file: string | null
  readonly verdict: Verdict
  /** Why it is not served or what the error was; for a pass, that a better optimum was found. */
  readonly reason: string | null
  readonly expected: Readonly<Record<string, unknown>>
  /** The computed results under the expected keys; `null` where nothing was computed. */
  readonly computed: Readonly<Record<string, unknown>> | null
  readonly tolerance: Readonly<Record<string, number>>
  readonly source: string
  /** Figures compared one by one. */
  readonly elements: number
  /** The element that uses up most of its tolerance. */
  readonly worst: ComparedElement | null
  /** Every element outside its tolerance. */
  readonly failures: readonly ComparedElement[]
}

/** How many cases got which verdict. */
export interface VerificationCounts {
  readonly cases: number
  readonly pass: number
  readonly fail: number
  readonly error: number
  readonly notServed: number
}

/** What became of a validation pack. Plain JSON. */
export interface VerificationReport {
  /** No case failed or ended in an error, none was malformed, and at least one passed. */
  readonly ok: boolean
  readonly counts: VerificationCounts
  /** Counts by area, in alphabetical order. */
  readonly areas: readonly ({ readonly area: string } & VerificationCounts)[]
  readonly cases: readonly CaseVerification[]
  /** Files and cases that could not be read. */
  readonly problems: readonly Problem[]
}

/** The report of verified cases and of the problems that came up in reading them. */
export function verificationReport(
  cases: readonly CaseVerification[],
  problems: readonly Problem[] = [],
): VerificationReport {
  const counts = countsOf(cases)
  const areas = [...new Set(cases.map(({ area }) => area))].sort()
  return {
    ok: counts.fail === 0 && counts.error === 0 && problems.length === 0 && counts.pass > 0,
    counts,
    areas: areas.map((area) => ({ area, ...countsOf(cases.filter((item) => item.area === area)) })),
    cases,
    problems,
  }
}

function countsOf(cases: readonly CaseVerification[]): VerificationCounts {
  const count = (verdict: Verdict): number => cases.filter((item) => item.verdict === verdict).length
  return {
    cases: cases.length,
    pass: count('pass'),
    fail: count('fail'),
    error: count('error'),
    notServed: count('not-served'),
  }
}
