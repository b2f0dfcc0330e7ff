import { TuttiError, requireFinite, requirePositive } from '@tutti/analytics/errors'

/**
 * Continuously compounded annual yield (actual/365, decimal) of a bill quoted at the bank-discount rate `discount`
 * (actual/360, decimal) with `daysToMaturity` days left: the price is 1 − discount · days/360 and the yield is
 * −ln(price) · 365/days. H.15 three-month bills have 91 days, six-month 182, one-year 364.
 *
 * @throws `invalid-input` when an argument is not finite, the days are not positive, or the price would not be positive.
 * Source: Hull, Options, Futures, and Other Derivatives, section on Treasury bill quotes.
 * @example
 * ```ts
 * import assert from 'node:assert/strict'
 * import { continuousFromBankDiscount } from '@tutti/market'
 *
 * assert.equal(continuousFromBankDiscount(0.08, 91).toFixed(5), '0.08194')
 * ```
 */
export function continuousFromBankDiscount(discount: number, daysToMaturity: number): number {
  requireFinite(discount, 'discount')
  requirePositive(daysToMaturity, 'daysToMaturity')
  const price = 1 - (discount * daysToMaturity) / 360
  if (price <= 0) {
    throw new TuttiError(
      'invalid-input',
      `a discount rate of ${discount} over ${daysToMaturity} days leaves no price`,
      {
        field: 'discount',
        got: String(discount),
        expected: `less than ${360 / daysToMaturity} (a decimal, not a percentage)`,
      },
    )
  }
  return (-Math.log(price) * 365) / daysToMaturity
}
