import { requireInRange, TuttiError } from '../errors/index.ts'
import type { SimulatedExposure } from './simulated-exposure.ts'

/** A two-way margin agreement on one netting set; money in the domestic currency. */
export interface MarginAgreement {
  /** Value up to which the counterparty posts nothing; and the own one. */
  readonly counterpartyThreshold: number
  readonly ownThreshold: number
  /** A call below this is not made. */
  readonly minimumTransferAmount: number
  /** Independent amount held (positive) or posted (negative) whatever the value. */
  readonly independentAmount: number
  /**
   * Payments in the margin period of risk: `paid` by both as due, so that exposure jumps when one is made, or `withheld`
   * by both, so that they stay part of the claim.
   */
  readonly flowsInMarginPeriod: 'paid' | 'withheld'
}

/** Initial margin that protects either side, segregated: fixed amounts, or dates x paths (both sides alike). */
export type InitialMargin =
  | { readonly kind: 'amounts'; readonly held: number; readonly posted: number }
  | { readonly kind: 'paths'; readonly amount: Float64Array }

/** Exposure of one netting set on the paths after collateral; arrays are dates x paths, in money of each date. */
export interface PathExposure {
  readonly id: string
  readonly timesYears: readonly number[]
  readonly paths: number
  readonly valueToday: number
  /** Value less variation margin, signed. */
  readonly uncollateralised: Float64Array
  /** What is lost on the counterparty's default before recovery, and on the own one, both >= 0. */
  readonly positive: Float64Array
  readonly negative: Float64Array
  readonly discount: Float64Array
  readonly survivals: readonly Float64Array[]
}

/**
 * Exposure of netting set `index` under a margin agreement (`null` for none) and initial margin (`null` for none). The
 * margin held at a date was called a margin period of risk before it, against the value then; a call below the minimum
 * transfer amount since the profile's last date leaves the balance as it was.
 *
 * Throws `invalid-input` for negative thresholds or amounts. Source: Andersen, Pykhtin & Sokol, "Rethinking the margin
 * period of risk", Journal of Credit Risk 13 (2017), 1-45, models "classical +" (paid) and "classical -" (withheld).
 */
export function pathExposure(
  simulated: SimulatedExposure,
  index: number,
  agreement: MarginAgreement | null,
  initialMargin: InitialMargin | null,
): PathExposure {
  const set = simulated.nettingSets.at(index)
  if (set === undefined) {
    throw new TuttiError('invalid-input', `there is no netting set ${index}`, { field: 'index', got: String(index) })
  }
  const { timesYears, paths, discount, survivals } = simulated
  const uncollateralised = new Float64Array(set.value)
  if (agreement !== null) {
    const { counterpartyThreshold, ownThreshold, minimumTransferAmount, independentAmount } = agreement
    for (const [field, value] of Object.entries({ counterpartyThreshold, ownThreshold, minimumTransferAmount })) {
      requireInRange(value, 0, Number.MAX_VALUE, field)
    }
    requireInRange(independentAmount, -Number.MAX_VALUE, Number.MAX_VALUE, 'independentAmount')
    const called = (value: number): number =>
      Math.max(value - counterpartyThreshold, 0) - Math.max(-value - ownThreshold, 0)
    const balance = new Float64Array(paths).fill(called(set.valueToday))
    for (let d = 0; d < timesYears.length; d++) {
      for (let p = 0; p < paths; p++) {
        const at = d * paths + p
        const required = called(set.valueBefore[at])
        if (Math.abs(required - balance[p]) >= minimumTransferAmount) balance[p] = required
        uncollateralised[at] -= balance[p] + independentAmount
        if (agreement.flowsInMarginPeriod === 'withheld') uncollateralised[at] += set.paidSince[at]
      }
    }
  }
  const amounts = initialMargin?.kind === 'amounts' ? initialMargin : { held: 0, posted: 0 }
  requireInRange(amounts.held, 0, Number.MAX_VALUE, 'held')
  requireInRange(amounts.posted, 0, Number.MAX_VALUE, 'posted')
  const margins = initialMargin?.kind === 'paths' ? initialMargin.amount : null
  if (margins !== null && margins.length !== uncollateralised.length) {
    throw new TuttiError('invalid-input', 'initial margin paths must be the dates x paths of the exposure', {
      field: 'initialMargin',
      got: `${margins.length} figures`,
      expected: String(uncollateralised.length),
    })
  }
  const positive = new Float64Array(uncollateralised.length)
  const negative = new Float64Array(uncollateralised.length)
  for (let i = 0; i < positive.length; i++) {
    const margin = margins === null ? 0 : margins[i]
    positive[i] = Math.max(uncollateralised[i] - amounts.held - margin, 0)
    negative[i] = Math.max(-uncollateralised[i] - amounts.posted - margin, 0)
  }
  return {
    id: set.id,
    timesYears,
    paths,
    valueToday: set.valueToday,
    uncollateralised,
    positive,
    negative,
    discount,
    survivals,
  }
}

/** The sum of netting sets with one counterparty: exposures add up, values do not net. */
export function counterpartyExposure(id: string, sets: readonly PathExposure[]): PathExposure {
  const [first] = sets
  if (first === undefined)
    throw new TuttiError('invalid-input', 'a counterparty needs a netting set', { field: 'sets' })
  const added = (field: 'uncollateralised' | 'positive' | 'negative'): Float64Array => {
    const sum = new Float64Array(first.positive.length)
    for (const set of sets) for (let i = 0; i < sum.length; i++) sum[i] += set[field][i]
    return sum
  }
  return {
    ...first,
    id,
    valueToday: sets.reduce((sum, set) => sum + set.valueToday, 0),
    uncollateralised: added('uncollateralised'),
    positive: added('positive'),
    negative: added('negative'),
  }
}
