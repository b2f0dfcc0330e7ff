import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requireFinite } from '../errors/index.ts'
import type { ValueLine } from '../pricing/index.ts'
import { compensatedSum } from '../statistics/compensated-sum.ts'
import { type AccrualPeriod, periodLabel, requirePeriods } from './accrual-period.ts'

/** A line of a leg's present value: besides what every line says, its leg, period and rate. */
export interface RateLine extends ValueLine {
  readonly leg: string
  readonly startYears: number
  readonly endYears: number
  readonly accrualYears: number
  /** The rate that is paid, decimal: fixed, or forward with its spread; for an exchange of principal 0. */
  readonly rate: number
}

/** A leg that pays a fixed rate on `notionals` (one a period, or one for all). */
export interface FixedLeg {
  readonly kind: 'fixed'
  readonly periods: readonly AccrualPeriod[]
  readonly rate: number
  readonly notionals: number | readonly number[]
}

/**
 * A leg that pays the simple rate of its period, set at the start, plus a spread. A compounded overnight rate has the
 * same present value: its expectation telescopes to the forward over the period.
 */
export interface FloatingLeg {
  readonly kind: 'floating'
  readonly periods: readonly AccrualPeriod[]
  /** Decimal, added to the rate. */
  readonly spread: number
  readonly notionals: number | readonly number[]
  readonly projection: DiscountCurve
  /** The rate already set for the first period; needed where that period has begun before the curve's date. */
  readonly firstRate?: number
}

export type RateLeg = FixedLeg | FloatingLeg

/** The value of a leg to who receives it. */
export interface LegValue {
  readonly presentValue: number
  /** Sum of notional x accrual x discount factor: the value of a rate of 1 on the leg. */
  readonly annuity: number
  readonly lines: readonly RateLine[]
}

/**
 * The simple forward rate of a period: (P(start) / P(end) - 1) / accrual on the projection curve, the accrual by the
 * index's own day count where the period gives it. `known` is the rate of a period that has begun. Throws `missing-data` where that is needed and absent.
 */
export function forwardRate(projection: DiscountCurve, period: AccrualPeriod, known?: number): number {
  if (known !== undefined) return requireFinite(known, 'firstRate')
  if (period.startYears < 0) {
    throw new TuttiError(
      'missing-data',
      `the rate of the period ${periodLabel(period)} is already set; give firstRate`,
      {
        field: 'firstRate',
        got: 'nothing',
        expected: 'the rate that was set at the start of the period',
      },
    )
  }
  const growth = projection.discountFactor(period.startYears) / projection.discountFactor(period.endYears)
  return (growth - 1) / (period.indexAccrualYears ?? period.accrualYears)
}

/** Present value of a leg on the `discount` curve, received. Throws `invalid-input`, `missing-data`. */
export function legValue(leg: RateLeg, discount: DiscountCurve, name: string = leg.kind): LegValue {
  requirePeriods(leg.periods, `${name} periods`)
  requireFinite(leg.kind === 'fixed' ? leg.rate : leg.spread, leg.kind === 'fixed' ? 'rate' : 'spread')
  const lines: RateLine[] = []
  const annuities: number[] = []
  leg.periods.forEach((period, i) => {
    const notional = notionalAt(leg.notionals, i, leg.periods.length)
    const rate =
      leg.kind === 'fixed'
        ? leg.rate
        : forwardRate(leg.projection, period, i === 0 ? leg.firstRate : undefined) + leg.spread
    const discountFactor = discount.discountFactor(period.payYears)
    const amount = notional * rate * period.accrualYears
    annuities.push(notional * period.accrualYears * discountFactor)
    lines.push({
      label: `${name} ${periodLabel(period)}`,
      leg: name,
      startYears: period.startYears,
      endYears: period.endYears,
      accrualYears: period.accrualYears,
      rate,
      timeYears: period.payYears,
      ...(period.payDay === undefined ? {} : { day: period.payDay }),
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    })
  })
  return {
    presentValue: compensatedSum(lines.map((line) => line.presentValue)),
    annuity: compensatedSum(annuities),
    lines,
  }
}

/** The notional of period `index`. */
export function notionalAt(notionals: number | readonly number[], index: number, count: number): number {
  if (typeof notionals === 'number') return requireFinite(notionals, 'notional')
  if (notionals.length !== count) {
    throw new TuttiError(
      'invalid-input',
      `each period needs one notional, got ${notionals.length} for ${count} periods`,
      {
        field: 'notionals',
        got: String(notionals.length),
        expected: String(count),
      },
    )
  }
  return requireFinite(notionals[index], `notionals[${index}]`)
}

/** The line with its amount and value times `factor`: -1 for a leg that is paid. */
export function scaledLine(line: RateLine, factor: number): RateLine {
  return { ...line, amount: line.amount * factor, presentValue: line.presentValue * factor }
}
