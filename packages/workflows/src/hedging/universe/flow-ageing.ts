import type { DiscountCurve } from '@tutti/analytics/curves'
import { type Ageing, ageingStep } from './universe-context.ts'

/** A payment of known amount; `spread` is added to its zero rate. */
export interface AgeingFlow {
  readonly years: number
  readonly amount: number
  readonly spread?: number
}

/**
 * What payments gain a year when time passes and the curve, as a function of time to maturity, stays. One paid at t gains
 * its present value times f(t) + s, f the instantaneous forward rate: the yield that it earns, z(t) + s (carry), and its
 * ageing along the curve, f(t) - z(t) = t z'(t) (roll), slopes taken towards today. What it is financed with is a payment of
 * the other sign. Payments lie at least a small step ahead.
 *
 * Source: Ilmanen, Expected Returns (2011), chapter 9; Tuckman & Serrat, Fixed Income Securities (2012), chapter 3.
 */
export function flowAgeing(curve: DiscountCurve, flows: readonly AgeingFlow[]): Ageing {
  let carry = 0
  let roll = 0
  for (const { years, amount, spread = 0 } of flows) {
    const discount = curve.discountFactor(years)
    const value = amount * discount * Math.exp(-spread * years)
    const zero = curve.zeroRate(years)
    // curves may have a kink at a key rate, where time passing leads to the nearer side
    const forward = Math.log(curve.discountFactor(years - ageingStep) / discount) / ageingStep
    carry += value * (zero + spread)
    roll += value * (forward - zero)
  }
  return { carry, roll }
}

/** The ageing of the first times `weight` and so on, summed. */
export function weightedAgeing(parts: readonly (readonly [weight: number, ageing: Ageing])[]): Ageing {
  return {
    carry: parts.reduce((sum, [weight, { carry }]) => sum + weight * carry, 0),
    roll: parts.reduce((sum, [weight, { roll }]) => sum + weight * roll, 0),
  }
}
