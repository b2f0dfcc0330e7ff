/**
 * A curve of discount factors. Times are in years from the curve's date, on whatever day count it was built with;
 * rates are continuously compounded decimals.
 */
export interface DiscountCurve {
  /** P(0, t), 1 at t = 0. Throws `invalid-input` where the curve is not defined. */
  discountFactor(timeYears: number): number
  /** -ln P(0, t) / t, with its limit, the instantaneous forward, at t = 0. */
  zeroRate(timeYears: number): number
  /** -d ln P(0, t) / dt. */
  instantaneousForward(timeYears: number): number
}
