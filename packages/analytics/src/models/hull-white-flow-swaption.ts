import type { DiscountCurve } from '../curves/index.ts'
import { requireFinite } from '../errors/index.ts'
import { type FlowSwaption, type RegularSwaption, regularSwaptionFlows, requireFlowSwaption } from './flow-swaption.ts'
import { type HullWhite, requireHullWhite } from './hull-white.ts'
import { comonotoneOption } from './jamshidian.ts'
import { ornsteinUhlenbeckLoading } from './ornstein-uhlenbeck.ts'

/**
 * Price today, per unit of notional, of a European swaption on given flows in the Hull-White model: by Jamshidian's
 * decomposition, with a settlement lag between expiry and start and rates of any sign. Throws `invalid-input`.
 * Source: Jamshidian (1989); Brigo & Mercurio (2006), 3.3.2, under the measure of the bond that matures at the start.
 */
export function hullWhiteFlowSwaption(model: HullWhite, swaption: FlowSwaption): number {
  requireHullWhite(model)
  const { a, sigma, curve } = model
  const deviation = sigma * Math.sqrt(ornsteinUhlenbeckLoading(2 * a, swaption.expiryYears))
  return gaussianFlowSwaption(a, deviation, curve, swaption)
}

/**
 * The same for any one-factor Gaussian model of constant mean reversion `a`, given the standard deviation of its state at
 * the expiry (that is all a piecewise constant volatility changes).
 */
export function gaussianFlowSwaption(
  a: number,
  stateDeviation: number,
  curve: DiscountCurve,
  swaption: FlowSwaption,
): number {
  const { side, expiryYears, startYears, payYears, amounts } = requireFlowSwaption(swaption)
  const count = payYears.length
  const atStart = curve.discountFactor(startYears)
  const forwards = new Float64Array(count)
  const deviations = new Float64Array(count)
  const startLoading = ornsteinUhlenbeckLoading(a, startYears - expiryYears)
  for (let i = 0; i < count; i++) {
    forwards[i] = (amounts[i] * curve.discountFactor(payYears[i])) / atStart
    deviations[i] = stateDeviation * (ornsteinUhlenbeckLoading(a, payYears[i] - expiryYears) - startLoading)
  }
  return atStart * comonotoneOption(side, forwards, deviations, 1)
}

/** A European swaption; the swap starts at the expiry and the fixed leg pays every 1 / `fixedFrequency` years. */
export interface Swaption extends RegularSwaption {
  readonly notional: number
}

/**
 * Price today of a European swaption on a single curve, with equal fixed periods; the strike may have any sign. Throws
 * `invalid-input`. Source: Jamshidian (1989); Brigo & Mercurio (2006), 3.3.2.
 */
export function hullWhiteSwaption(model: HullWhite, { notional, ...swaption }: Swaption): number {
  requireFinite(notional, 'notional')
  return notional * hullWhiteFlowSwaption(model, regularSwaptionFlows(swaption))
}
