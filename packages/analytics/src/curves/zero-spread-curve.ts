import { requireFinite } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'

/** The curve with `spreadContinuous` (decimal, continuous) added to its zero rate, and so to its forward, at all times. */
export function zeroSpreadCurve(curve: DiscountCurve, spreadContinuous: number): DiscountCurve {
  requireFinite(spreadContinuous, 'spreadContinuous')
  return {
    discountFactor: (timeYears) => curve.discountFactor(timeYears) * Math.exp(-spreadContinuous * timeYears),
    zeroRate: (timeYears) => curve.zeroRate(timeYears) + spreadContinuous,
    instantaneousForward: (timeYears) => curve.instantaneousForward(timeYears) + spreadContinuous,
  }
}
