import { z } from 'zod'
import { correlation, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

/** Heston's parameters; all annual. */
export const hestonSchema = z.strictObject({
  v0: nonNegative.describe('variance today'),
  kappa: positive.describe('speed of mean reversion'),
  theta: positive.describe('long-run variance'),
  sigma: positive.describe('volatility of variance'),
  rho: correlation,
})

/** An option on a zero-coupon bond of unit face. */
export const zeroBondOptionSchema = z.strictObject({
  expiryYears: positive,
  bondMaturityYears: positive,
  strike: positive,
})

/** Parameters of the Hull-White model; all annual. */
export const hullWhiteFields = { a: nonNegative.describe('0 is Ho-Lee'), sigma: nonNegative }

/** Parameters of the G2++ model; all annual. */
export const g2Fields = { a: positive, sigma: positive, b: positive, eta: positive, rho: correlation }

/** A swaption on equal periods of one curve. */
export const regularSwaptionFields = {
  expiryYears: positive,
  tenorYears: positive.max(200),
  strike: number.describe('fixed rate, decimal'),
  notional: positive,
  fixedFrequency: wholeFrom(1).max(366),
}
