import { periodBondPrice, publishedIndex, referenceIndex } from '@tutti/analytics/bonds'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, openProbability, positive, wholeFrom } from '../value-schemas.ts'

/** Invoice price of an inflation-linked bond from its real yield. */
export const inflationLinkedPriceOperation = defineOperation({
  name: 'bonds/inflation-linked-price',
  title: 'Inflation-linked bond from its real yield',
  description:
    'Reference index interpolated between two months, index ratio, real price at a real yield (street convention) and nominal invoice price of a capital-indexed bond (TIPS, gilts with a three-month lag), counted in coupon periods.',
  source: '31 CFR 356 Appendix B, section I.B; UK DMO, Formulae for Calculating Gilt Prices from Yields',
  input: z.strictObject({
    earlierIndex: positive.describe('of the lagged month, three months before settlement'),
    laterIndex: positive.describe('of the month after it'),
    dayOfMonth: wholeFrom(1).max(31).describe('of settlement'),
    daysInMonth: wholeFrom(28).max(31).describe('of the month of settlement'),
    baseIndex: positive.describe('reference index of the dated date'),
    realCouponRate: number,
    realYield: number.describe('compounded at the coupon frequency'),
    frequency: wholeFrom(1).max(12),
    couponsRemaining: wholeFrom(1).max(10_000),
    fractionToNextCoupon: z.union([openProbability, z.literal(1)]).describe('part of the current period that is left'),
    rounding: z
      .enum(['none', 'truncate 6 round 5', 'round 5'])
      .optional()
      .describe('of index and ratio: the second for the US Treasury, the third for gilts; none'),
  }),
  output: z.strictObject({
    referenceIndex: positive,
    indexRatio: positive,
    realCleanPrice: number,
    realAccrued: number,
    realDirtyPrice: positive,
    nominalCleanPrice: number,
    nominalAccrued: number,
    presentValue: positive.describe('nominal invoice price per 100 of original face'),
  }),
  example: {
    earlierIndex: 303.841,
    laterIndex: 304.127,
    dayOfMonth: 15,
    daysInMonth: 30,
    baseIndex: 251.10729,
    realCouponRate: 0.00125,
    realYield: 0.0165,
    frequency: 2,
    couponsRemaining: 18,
    fractionToNextCoupon: 0.426,
  },
  compute: (input) => {
    const rounding = input.rounding ?? 'none'
    const reference = publishedIndex(
      referenceIndex(input.earlierIndex, input.laterIndex, input.dayOfMonth, input.daysInMonth),
      rounding,
    )
    const indexRatio = publishedIndex(reference / input.baseIndex, rounding)
    const { realYield, realCouponRate: couponRate, frequency, couponsRemaining, fractionToNextCoupon } = input
    const real = periodBondPrice({ couponRate, frequency, couponsRemaining, fractionToNextCoupon }, realYield)
    return {
      referenceIndex: reference,
      indexRatio,
      realCleanPrice: real.cleanPrice,
      realAccrued: real.accrued,
      realDirtyPrice: real.dirtyPrice,
      nominalCleanPrice: real.cleanPrice * indexRatio,
      nominalAccrued: real.accrued * indexRatio,
      presentValue: real.dirtyPrice * indexRatio,
    }
  },
})
