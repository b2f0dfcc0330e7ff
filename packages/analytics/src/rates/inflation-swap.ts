import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError, requireFinite, requirePositive } from '../errors/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'
import { type AccrualPeriod, periodLabel, requirePeriods } from './accrual-period.ts'
import { notionalAt } from './rate-leg.ts'

/**
 * Curves of an inflation swap. `breakEven` projects the reference index that applies at a time (its publication lag
 * included): index(t) / index(0) = 1 / breakEven discount factor, so its zero rates are break-even inflation rates.
 */
export interface InflationCurves {
  readonly discount: DiscountCurve
  readonly breakEven: DiscountCurve
}

/** One exchange at maturity: (1 + fixedRate)^years - 1 against the growth of the index. */
export interface ZeroCouponInflationSwap {
  /** `payer` pays the fixed rate and receives inflation. */
  readonly side: 'payer' | 'receiver'
  readonly notional: number
  /** Annually compounded, decimal, above -1. */
  readonly fixedRate: number
  /** Whole contract in years: the exponent of the fixed leg. */
  readonly contractYears: number
  /** Years from now to the payment. */
  readonly maturityYears: number
  /** Index that applies today over the base index of the contract; 1 for a new one. */
  readonly indexRatio: number
}

export interface InflationSwapValue extends PresentValue {
  readonly parRate: number
  readonly inflationLegPresentValue: number
  readonly fixedLegPresentValue: number
}

/** Value of a zero-coupon inflation swap. Throws `invalid-input`. Source: Brigo & Mercurio (2006), 15.1. */
export function zeroCouponInflationSwapValue(
  swap: ZeroCouponInflationSwap,
  curves: InflationCurves,
): InflationSwapValue {
  const { side, notional, fixedRate, contractYears, maturityYears, indexRatio } = swap
  requireFinite(notional, 'notional')
  requirePositive(1 + requireFinite(fixedRate, 'fixedRate'), '1 + fixedRate')
  requirePositive(contractYears, 'contractYears')
  requirePositive(maturityYears, 'maturityYears')
  requirePositive(indexRatio, 'indexRatio')
  const discountFactor = curves.discount.discountFactor(maturityYears)
  const growth = indexRatio / curves.breakEven.discountFactor(maturityYears)
  const sign = side === 'payer' ? 1 : -1
  const line = (label: string, amount: number) => ({
    label,
    timeYears: maturityYears,
    amount,
    discountFactor,
    presentValue: amount * discountFactor,
  })
  const inflation = notional * (growth - 1)
  const fixed = notional * Math.expm1(contractYears * Math.log1p(fixedRate))
  return {
    ...presentValueOf([line('inflation', sign * inflation), line('fixed', -sign * fixed)]),
    parRate: Math.expm1(Math.log(growth) / contractYears),
    inflationLegPresentValue: inflation * discountFactor,
    fixedLegPresentValue: fixed * discountFactor,
  }
}

/** Periodic exchange of the index's growth over each period against a fixed rate. */
export interface YearOnYearInflationSwap {
  readonly side: 'payer' | 'receiver'
  readonly notional: number | readonly number[]
  readonly fixedRate: number
  readonly periods: readonly AccrualPeriod[]
  /**
   * Factor on each forward index ratio for its convexity (payment and correlation of real and nominal rates); 1 each
   * unless given, which neglects it.
   */
  readonly convexityFactors?: readonly number[]
  /** Index that applies today over that at the start of the first period, where it has begun. */
  readonly firstIndexRatio?: number
}

/** Value of a year-on-year inflation swap from forward index ratios. Throws `invalid-input`, `missing-data`. */
export function yearOnYearInflationSwapValue(
  swap: YearOnYearInflationSwap,
  curves: InflationCurves,
): InflationSwapValue {
  const { side, notional, fixedRate, periods, convexityFactors, firstIndexRatio } = swap
  requirePeriods(periods, 'periods')
  requireFinite(fixedRate, 'fixedRate')
  if (convexityFactors !== undefined && convexityFactors.length !== periods.length) {
    throw new TuttiError('invalid-input', `each period needs one convexity factor, got ${convexityFactors.length}`, {
      field: 'convexityFactors',
      got: String(convexityFactors.length),
      expected: String(periods.length),
    })
  }
  const sign = side === 'payer' ? 1 : -1
  let annuity = 0
  let inflationValue = 0
  const lines = periods.flatMap((period, i) => {
    const face = notionalAt(notional, i, periods.length)
    const factor = convexityFactors === undefined ? 1 : requirePositive(convexityFactors[i], `convexityFactors[${i}]`)
    const ratio = factor * indexGrowth(curves.breakEven, period, i === 0 ? firstIndexRatio : undefined)
    const discountFactor = curves.discount.discountFactor(period.payYears)
    annuity += face * period.accrualYears * discountFactor
    inflationValue += face * (ratio - 1) * discountFactor
    const line = (leg: string, amount: number) => ({
      label: `${leg} ${periodLabel(period)}`,
      timeYears: period.payYears,
      ...(period.payDay === undefined ? {} : { day: period.payDay }),
      amount,
      discountFactor,
      presentValue: amount * discountFactor,
    })
    return [line('inflation', sign * face * (ratio - 1)), line('fixed', -sign * face * fixedRate * period.accrualYears)]
  })
  return {
    ...presentValueOf(lines),
    parRate: annuity === 0 ? fixedRate : inflationValue / annuity,
    inflationLegPresentValue: inflationValue,
    fixedLegPresentValue: fixedRate * annuity,
  }
}

/** Index at the end of the period over that at its start. */
function indexGrowth(breakEven: DiscountCurve, period: AccrualPeriod, known: number | undefined): number {
  if (period.startYears >= 0)
    return breakEven.discountFactor(period.startYears) / breakEven.discountFactor(period.endYears)
  if (known === undefined) {
    throw new TuttiError('missing-data', `the period ${periodLabel(period)} has begun; give firstIndexRatio`, {
      field: 'firstIndexRatio',
      got: 'nothing',
      expected: "today's index over that at the start of the period",
    })
  }
  return requirePositive(known, 'firstIndexRatio') / breakEven.discountFactor(period.endYears)
}
