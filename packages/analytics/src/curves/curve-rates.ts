import { TuttiError, requirePositive } from '../errors/index.ts'
import { type Compounding, rateOfGrowth } from './convert-rate.ts'
import type { DiscountCurve } from './discount-curve.ts'
import { requireTime } from './require-time.ts'

/** Zero rate at `timeYears` (> 0) under any compounding, decimal a year. */
export function zeroRateAs(curve: DiscountCurve, timeYears: number, compounding: Compounding): number {
  requirePositive(timeYears, 'timeYears')
  return rateOfGrowth(1 / curve.discountFactor(timeYears), compounding, timeYears)
}

/** Forward rate from `startYears` to `endYears` under any compounding, decimal a year. */
export function forwardRateAs(
  curve: DiscountCurve,
  startYears: number,
  endYears: number,
  compounding: Compounding,
): number {
  requireTime(startYears, 'startYears')
  if (!(requireTime(endYears, 'endYears') > startYears)) {
    throw new TuttiError('invalid-input', `a forward period ends after it starts, got ${startYears} to ${endYears}`, {
      field: 'endYears',
      got: String(endYears),
      expected: `a time after ${startYears}`,
    })
  }
  const growth = curve.discountFactor(startYears) / curve.discountFactor(endYears)
  return rateOfGrowth(growth, compounding, endYears - startYears)
}

/**
 * Coupon rate, paid `timesPerYear` times a year, at which a bond or swap from `startYears` (0 for a par rate, later for a
 * forward swap rate) to `endYears` is worth par. Payments count back from the end; a first period may be short.
 */
export function parRate(curve: DiscountCurve, endYears: number, timesPerYear: number, startYears = 0): number {
  requirePositive(timesPerYear, 'timesPerYear')
  requireTime(startYears, 'startYears')
  if (!(requireTime(endYears, 'endYears') > startYears)) {
    throw new TuttiError('invalid-input', `a par rate needs an end after its start, got ${startYears} to ${endYears}`, {
      field: 'endYears',
      got: String(endYears),
      expected: `a time after ${startYears}`,
    })
  }
  let annuity = 0
  for (let k = 0; ; k++) {
    const pay = endYears - k / timesPerYear
    const length = Math.min(1 / timesPerYear, pay - startYears)
    if (length < 1e-9) break
    annuity += length * curve.discountFactor(pay)
  }
  return (curve.discountFactor(startYears) - curve.discountFactor(endYears)) / annuity
}

/** Zero rate of the first curve less that of the second at `timeYears` (> 0), under the same compounding. */
export function rateDifferential(
  first: DiscountCurve,
  second: DiscountCurve,
  timeYears: number,
  compounding: Compounding,
): number {
  return zeroRateAs(first, timeYears, compounding) - zeroRateAs(second, timeYears, compounding)
}
