import { requireFinite } from '../errors/index.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { requireTime } from './require-time.ts'

/** Curve with the same continuously compounded rate at all times. */
export function flatCurve(rateContinuous: number): DiscountCurve {
  requireFinite(rateContinuous, 'rateContinuous')
  return {
    discountFactor: (timeYears) => Math.exp(-rateContinuous * requireTime(timeYears, 'timeYears')),
    zeroRate: (timeYears) => (requireTime(timeYears, 'timeYears'), rateContinuous),
    instantaneousForward: (timeYears) => (requireTime(timeYears, 'timeYears'), rateContinuous),
  }
}
