import type { DiscountCurve } from '../curves/index.ts'
import { type PresentValue, presentValueOf } from '../pricing/index.ts'
import { type FloatingLeg, legValue, scaledLine, type RateLine } from './rate-leg.ts'

/** Two floating legs in one currency, each with its own projection curve, spread and notional. */
export interface BasisSwap {
  readonly receive: FloatingLeg
  readonly pay: FloatingLeg
}

export interface BasisSwapValue extends PresentValue {
  readonly lines: readonly RateLine[]
  readonly receiveLegPresentValue: number
  readonly payLegPresentValue: number
  /** Spread on the received (paid) leg at which the swap is worth nothing, the other leg as it stands. */
  readonly parReceiveSpread: number
  readonly parPaySpread: number
}

/** Present value of a basis swap on one discount curve. Throws `invalid-input`, `missing-data`. */
export function basisSwapValue({ receive, pay }: BasisSwap, discount: DiscountCurve): BasisSwapValue {
  const received = legValue(receive, discount, 'received')
  const paid = legValue(pay, discount, 'paid')
  const lines = [...received.lines, ...paid.lines.map((line) => scaledLine(line, -1))]
  const { presentValue } = presentValueOf(lines)
  return {
    presentValue,
    lines,
    receiveLegPresentValue: received.presentValue,
    payLegPresentValue: paid.presentValue,
    parReceiveSpread: receive.spread - presentValue / received.annuity,
    parPaySpread: pay.spread + presentValue / paid.annuity,
  }
}
