import type { DiscountCurve } from '../curves/index.ts'
import { TuttiError } from '../errors/index.ts'
import type { PresentValue } from '../pricing/index.ts'
import type { AccrualPeriod } from './accrual-period.ts'
import { legValue, type RateLine, scaledLine } from './rate-leg.ts'

/** A fixed against a floating leg in one currency; with overnight periods it is an OIS. */
export interface VanillaSwap {
  /** `payer` pays the fixed rate. */
  readonly side: 'payer' | 'receiver'
  /** One for all periods; an amortising swap gives one for each period of each leg. */
  readonly notional: number | { readonly fixed: readonly number[]; readonly floating: readonly number[] }
  readonly fixedRate: number
  readonly fixedPeriods: readonly AccrualPeriod[]
  readonly floatingPeriods: readonly AccrualPeriod[]
  /** Decimal, on the floating leg. */
  readonly floatingSpread: number
  /** The floating rate already set, where the first period has begun. */
  readonly firstRate?: number
}

/** Curves of a swap: where floating rates are read, and what discounts. Give the same twice for a single curve. */
export interface SwapCurves {
  readonly discount: DiscountCurve
  readonly projection: DiscountCurve
}

export interface SwapValue extends PresentValue {
  readonly lines: readonly RateLine[]
  /** Fixed rate at which the swap is worth nothing. */
  readonly parRate: number
  /** Floating spread at which the swap is worth nothing. */
  readonly parSpread: number
  /** Sum of notional x accrual x discount factor of the fixed leg. */
  readonly annuity: number
  /** What each leg is worth to its receiver. */
  readonly fixedLegPresentValue: number
  readonly floatingLegPresentValue: number
  /** Value of one basis point on each leg, signed for the holder of the swap. */
  readonly fixedLegBps: number
  readonly floatingLegBps: number
}

/**
 * Present value of a vanilla swap, with floating coupons at their forwards over the accrual period.
 * Throws `invalid-input`, `missing-data` (a floating rate that is already set and not given).
 */
export function swapValue(swap: VanillaSwap, { discount, projection }: SwapCurves): SwapValue {
  const { side, notional, fixedRate, fixedPeriods, floatingPeriods, floatingSpread, firstRate } = swap
  const sign = signOf(side)
  const fixed = legValue(
    {
      kind: 'fixed',
      periods: fixedPeriods,
      rate: fixedRate,
      notionals: typeof notional === 'number' ? notional : notional.fixed,
    },
    discount,
  )
  const floating = legValue(
    {
      kind: 'floating',
      periods: floatingPeriods,
      spread: floatingSpread,
      notionals: typeof notional === 'number' ? notional : notional.floating,
      projection,
      ...(firstRate === undefined ? {} : { firstRate }),
    },
    discount,
  )
  const presentValue = sign * (floating.presentValue - fixed.presentValue)
  return {
    presentValue,
    lines: [
      ...fixed.lines.map((line) => scaledLine(line, -sign)),
      ...floating.lines.map((line) => scaledLine(line, sign)),
    ],
    parRate: ratio(floating.presentValue, fixed.annuity, 'fixed'),
    parSpread: floatingSpread - ratio(floating.presentValue - fixed.presentValue, floating.annuity, 'floating'),
    annuity: fixed.annuity,
    fixedLegPresentValue: fixed.presentValue,
    floatingLegPresentValue: floating.presentValue,
    fixedLegBps: -sign * fixed.annuity * 1e-4,
    floatingLegBps: sign * floating.annuity * 1e-4,
  }
}

/** 1 for who pays the fixed rate, -1 for who receives it. */
export function signOf(side: 'payer' | 'receiver'): 1 | -1 {
  if (side === 'payer') return 1
  if (side === 'receiver') return -1
  throw new TuttiError('invalid-input', `side must be 'payer' or 'receiver', got ${String(side)}`, {
    field: 'side',
    got: String(side),
    expected: "'payer' or 'receiver'",
  })
}

function ratio(value: number, annuity: number, leg: string): number {
  if (annuity === 0) {
    throw new TuttiError(
      'not-applicable',
      `the ${leg} leg has no annuity, so there is no par rate: its notional is 0`,
      {
        field: 'notional',
        got: '0',
        expected: 'a notional other than 0',
      },
    )
  }
  return value / annuity
}
