import { z } from 'zod'
import { correlation, nonNegative, positive } from '../value-schemas.ts'

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
