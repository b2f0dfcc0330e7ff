import { curveTime, type DatedCurve } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'
import { type PresentValue, presentValueOf, type ValueLine } from '../pricing/index.ts'
import type { Day } from '../time/index.ts'
import { bondHolding, type FixedRateBond } from './fixed-rate-bond.ts'
import { requireComputed } from './require-computed.ts'

/** A bond's value off a curve. */
export interface BondCurveValue extends PresentValue {
  /** At settlement, percent of face: present value forward to settlement. */
  readonly dirtyPrice: number
  readonly cleanPrice: number
  readonly accrued: number
  readonly isExCoupon: boolean
}

/**
 * Value of a bond from its payments (on their adjusted days) discounted on `curve`, each by a further e^(-spread x time
 * after settlement). `presentValue` and lines are per 100 of face on the curve's date; prices are at settlement.
 * Throws `not-applicable` for a matured bond and `invalid-input` where the curve starts after settlement.
 */
export function bondCurveValue(
  bond: FixedRateBond,
  settlement: Day,
  curve: DatedCurve,
  spreadContinuous = 0,
): BondCurveValue {
  requireFinite(spreadContinuous, 'spreadContinuous')
  const { flows, accrued, isExCoupon } = bondHolding(bond, settlement)
  const settlementTime = curveTime(curve, settlement)
  const lines = flows.flatMap((flow): ValueLine[] => {
    const timeYears = curveTime(curve, flow.payDay)
    const discountFactor =
      curve.curve.discountFactor(timeYears) * Math.exp(-spreadContinuous * (timeYears - settlementTime))
    const line = (label: string, amount: number): ValueLine[] =>
      amount === 0
        ? []
        : [{ label, timeYears, day: flow.payDay, amount, discountFactor, presentValue: amount * discountFactor }]
    return [...line('coupon', flow.interest), ...line('redemption', flow.principal)]
  })
  const value = presentValueOf(lines)
  requireComputed(value.presentValue, 'the value of the bond')
  const dirtyPrice = value.presentValue / curve.curve.discountFactor(settlementTime)
  return { ...value, dirtyPrice, cleanPrice: dirtyPrice - accrued, accrued, isExCoupon }
}
