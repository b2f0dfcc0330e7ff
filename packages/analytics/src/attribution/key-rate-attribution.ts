import { requireFinite, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { requireColumn, weightedSum } from './require-columns.ts'

/** Key-rate durations of both sides and how the curve moved. */
export interface KeyRates {
  /** Years, ascending. */
  readonly tenors: readonly number[]
  readonly portfolioKeyRateDurations: readonly number[]
  readonly benchmarkKeyRateDurations: readonly number[]
  /** Changes of the zero rates, decimals. */
  readonly zeroRateChanges: readonly number[]
}

/** Which change counts as the parallel one: that of a tenor (linear between key rates), the mean, or a number. */
export type ParallelDefinition =
  | { readonly type: 'tenor'; readonly tenorYears: number }
  | { readonly type: 'mean' }
  | { readonly type: 'change'; readonly change: number }

/** Curve returns to first order, and the active one split into parallel and reshaping. */
export interface KeyRateAttribution {
  readonly portfolioReturn: number
  readonly benchmarkReturn: number
  readonly activeReturn: number
  readonly parallelChange: number
  readonly parallel: number
  readonly reshape: number
  /** Reshape of each key rate: its own move over the parallel one. */
  readonly reshapeByKeyRate: readonly number[]
  /** Whole effect of each key rate. */
  readonly activeByKeyRate: readonly number[]
  /** Active return less parallel and reshape: rounding alone. */
  readonly residual: number
}

/**
 * Curve effect of active key-rate durations: -(k_p - k_b) dz by key rate; the part of a parallel move and the rest, the
 * reshaping. Convexity is not in it. Source: Ho, J. Fixed Income 2 (1992); Campisi, J. Performance Measurement (2011).
 */
export function keyRateAttribution(rates: KeyRates, definition: ParallelDefinition): KeyRateAttribution {
  const { tenors, zeroRateChanges: changes } = rates
  const n = requireTenors(tenors)
  requireColumn(changes, n, 'zeroRateChanges')
  const own = requireColumn(rates.portfolioKeyRateDurations, n, 'portfolioKeyRateDurations')
  const theirs = requireColumn(rates.benchmarkKeyRateDurations, n, 'benchmarkKeyRateDurations')
  const active = own.map((duration, k) => duration - theirs[k])
  const parallelChange = parallelMove(tenors, changes, definition)
  const activeByKeyRate = active.map((duration, k) => -duration * changes[k])
  const reshapeByKeyRate = active.map((duration, k) => -duration * (changes[k] - parallelChange))
  const parallel = -compensatedSum(active) * parallelChange
  const reshape = compensatedSum(reshapeByKeyRate)
  const [portfolioReturn, benchmarkReturn] = [-weightedSum(own, changes), -weightedSum(theirs, changes)]
  const activeReturn = compensatedSum(activeByKeyRate)
  return {
    portfolioReturn,
    benchmarkReturn,
    activeReturn,
    parallelChange,
    parallel,
    reshape,
    reshapeByKeyRate,
    activeByKeyRate,
    residual: compensatedSum([activeReturn, -parallel, -reshape]),
  }
}

/** The number of tenors. Throws `invalid-input` unless they are positive and ascending. */
export function requireTenors(tenors: readonly number[]): number {
  requireSample(tenors, 1, 'tenors').forEach((tenor, k) => {
    requirePositive(tenor, `tenors[${k}]`)
    if (k > 0 && tenor <= tenors[k - 1]) {
      throw new TuttiError('invalid-input', 'tenors must rise', {
        field: `tenors[${k}]`,
        got: `${tenor} after ${tenors[k - 1]}`,
        expected: 'ascending tenors',
      })
    }
  })
  return tenors.length
}

/** The parallel change by its definition. Throws `invalid-input` for a tenor beyond the key rates. */
export function parallelMove(
  tenors: readonly number[],
  changes: readonly number[],
  definition: ParallelDefinition,
): number {
  if (definition.type === 'change') return requireFinite(definition.change, 'parallel.change')
  if (definition.type === 'mean') return compensatedSum(changes) / changes.length
  const at = definition.tenorYears
  const last = tenors.length - 1
  if (!(at >= tenors[0] && at <= tenors[last])) {
    throw new TuttiError('invalid-input', `the parallel tenor ${at} is beyond the key rates`, {
      field: 'parallel.tenorYears',
      got: String(at),
      expected: `a tenor in [${tenors[0]}, ${tenors[last]}]`,
    })
  }
  const k = tenors.findIndex((tenor) => tenor >= at)
  if (tenors[k] === at) return changes[k]
  const share = (at - tenors[k - 1]) / (tenors[k] - tenors[k - 1])
  return changes[k - 1] + share * (changes[k] - changes[k - 1])
}
