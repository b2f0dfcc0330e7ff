import type { DiscountCurve } from '@tutti/analytics/curves'
import type { Flow } from '@tutti/analytics/revaluation'

/** Where the payments of a fund lie, as multiples of its duration; their mean is 1. */
const ladder = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75] as const

/**
 * Payments that stand for a fund of bonds: worth 1 today at the zero rates plus `spread`, with that duration (years,
 * continuously compounded), in equal parts of value between a quarter and seven quarters of it. With `breakEven` the
 * payments are of today's money and grow with the index.
 */
export function lookThroughFlows(
  durationYears: number,
  curve: DiscountCurve,
  spread: number,
  breakEven?: DiscountCurve,
): Flow[] {
  return ladder.map((multiple) => {
    const years = multiple * durationYears
    const growth = breakEven === undefined ? 1 : 1 / breakEven.discountFactor(years)
    const present = growth * curve.discountFactor(years) * Math.exp(-spread * years)
    return { years, amount: 1 / (ladder.length * present) }
  })
}
