import { type DiscountCurve, linearZeroCurve } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { compensatedSum } from '../statistics/index.ts'
import { requireComputed } from './require-computed.ts'

/** An amount paid at a time on a curve. */
export interface TimedAmount {
  readonly timeYears: number
  readonly amount: number
}

/** How the value of fixed payments moves with continuously compounded zero rates. */
export interface CurveSensitivity {
  /** At the settlement time: forward where that is not 0. */
  readonly value: number
  /** Average time from settlement weighted by present value, years. */
  readonly macaulayYears: number
  /** (V(-h) - V(+h)) / (2 h V) for a parallel move h, years. */
  readonly effectiveDurationYears: number
  /** (V(+h) + V(-h) - 2 V) / (h^2 V), years squared. */
  readonly effectiveConvexityYearsSquared: number
  /** The same duration for a triangular move at each key rate: linear to its neighbours, flat outside. They add up to the whole. */
  readonly keyRateDurationsYears: readonly number[]
  /** Loss of value for a rise of a basis point at each key rate. */
  readonly keyRateDv01: readonly number[]
}

export interface SensitivityOptions {
  /** Size of the moves, decimal; default a basis point. */
  readonly bump?: number
  /** When the value is paid, years; default 0. */
  readonly settlementYears?: number
}

/** Value at settlement of `flows` when the zero rate at t is `shift(t)` higher. */
function shiftedValue(
  flows: readonly TimedAmount[],
  curve: DiscountCurve,
  settlementYears: number,
  shift: (timeYears: number) => number,
): number {
  const shifted = (t: number): number => curve.discountFactor(t) * Math.exp(-shift(t) * t)
  const value = compensatedSum(flows.map(({ timeYears, amount }) => amount * shifted(timeYears)))
  return requireComputed(value / shifted(settlementYears), 'the value of the payments')
}

/**
 * Effective duration, convexity and key-rate durations by central differences of full revaluations. Throws `invalid-input`
 * without flows or with one before settlement, `not-applicable` where the value is 0, which no duration can be a part of.
 *
 * Source: Ho, J. Fixed Income 2 (1992), key rate durations; Fabozzi, Bond Markets, Analysis and Strategies (2016), ch. 4.
 */
export function curveSensitivity(
  flows: readonly TimedAmount[],
  curve: DiscountCurve,
  keyRatesYears: readonly number[],
  options: SensitivityOptions = {},
): CurveSensitivity {
  const settlement = options.settlementYears ?? 0
  const bump = requirePositive(options.bump ?? 1e-4, 'bump')
  requireFlows(flows, settlement)
  requireIncreasing(keyRatesYears, 'keyRatesYears')
  const value = shiftedValue(flows, curve, settlement, () => 0)
  const moved = (size: number): number => shiftedValue(flows, curve, settlement, () => size)
  const up = moved(bump)
  const down = moved(-bump)
  const atSettlement = curve.discountFactor(settlement)
  const weighted = flows.map(
    ({ timeYears, amount }) => amount * (timeYears - settlement) * curve.discountFactor(timeYears),
  )
  const keyRateChanges = keyRatesYears.map((_, k) => {
    const triangle = linearZeroCurve(
      keyRatesYears,
      keyRatesYears.map((__, i) => (i === k ? 1 : 0)),
    )
    const at = (size: number): number => shiftedValue(flows, curve, settlement, (t) => size * triangle.zeroRate(t))
    return (at(-bump) - at(bump)) / (2 * bump)
  })
  if (value === 0) {
    throw new TuttiError('not-applicable', 'payments that are worth nothing have no duration', {
      field: 'flows',
      got: 'a present value of 0',
      expected: 'a present value other than 0',
    })
  }
  return {
    value,
    macaulayYears: compensatedSum(weighted) / atSettlement / value,
    effectiveDurationYears: (down - up) / (2 * bump * value),
    effectiveConvexityYearsSquared: (up + down - 2 * value) / (bump * bump * value),
    keyRateDurationsYears: keyRateChanges.map((change) => change / value),
    keyRateDv01: keyRateChanges.map((change) => change * 1e-4),
  }
}

function requireIncreasing(values: readonly number[], field: string): void {
  values.forEach((value, i) => {
    if (value >= 0 && Number.isFinite(value) && (i === 0 || value > values[i - 1])) return
    throw new TuttiError('invalid-input', `${field} must increase from 0 or above`, {
      field: `${field}[${i}]`,
      got: String(value),
      expected: i === 0 ? 'a time >= 0' : `a time after ${values[i - 1]}`,
    })
  })
}

function requireFlows(flows: readonly TimedAmount[], settlementYears: number): void {
  if (flows.length === 0) {
    throw new TuttiError('invalid-input', 'there are no payments', {
      field: 'flows',
      got: 'none',
      expected: 'at least one',
    })
  }
  flows.forEach(({ timeYears, amount }, i) => {
    requireFinite(amount, `flows[${i}].amount`)
    if (!(timeYears >= settlementYears && Number.isFinite(timeYears))) {
      throw new TuttiError('invalid-input', 'payments lie on or after settlement', {
        field: `flows[${i}].timeYears`,
        got: String(timeYears),
        expected: `a time of at least ${settlementYears}`,
      })
    }
  })
}

/**
 * Changes of value of `flows` under moves of the zero rates: each scenario gives the shift at `tenorsYears`, linear
 * between them and flat outside. Throws as `curveSensitivity` does.
 */
export function curveStressChanges(
  flows: readonly TimedAmount[],
  curve: DiscountCurve,
  tenorsYears: readonly number[],
  shifts: readonly (readonly number[])[],
): { readonly value: number; readonly changes: readonly number[] } {
  requireFlows(flows, 0)
  requireIncreasing(tenorsYears, 'tenorsYears')
  const value = shiftedValue(flows, curve, 0, () => 0)
  const changes = shifts.map((shift, i) => {
    if (shift.length !== tenorsYears.length) {
      throw new TuttiError('invalid-input', 'each scenario gives a shift for each tenor', {
        field: `shifts[${i}]`,
        got: `${shift.length} shifts`,
        expected: `${tenorsYears.length}, as many as tenors`,
      })
    }
    const moved = linearZeroCurve(tenorsYears, shift)
    return shiftedValue(flows, curve, 0, (t) => moved.zeroRate(t)) - value
  })
  return { value, changes }
}
