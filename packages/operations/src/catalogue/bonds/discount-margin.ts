import { discountMargin, floatingValueAtMargin, simpleMargin } from '@tutti/analytics/bonds'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, openProbability, positive, wholeFrom } from '../value-schemas.ts'

/** Margins of a floating-rate note at a constant index. */
export const discountMarginOperation = defineOperation({
  name: 'bonds/discount-margin',
  title: 'Discount margin of a floating-rate note',
  description:
    'Discount margin and simple margin of a note with equal periods whose index stays where it is: the first coupon is whole, its discounting scaled by the part of the period that is left.',
  source: 'Fabozzi & Mann, Floating-Rate Securities (2000), ch. 3',
  input: z.strictObject({
    indexRate: number.describe('decimal, simple; discounts every period'),
    currentIndexRate: number.optional().describe('already set for the current coupon; as indexRate'),
    quotedMargin: number.describe('decimal'),
    periodsRemaining: wholeFrom(1).max(10_000),
    accrualYears: positive.describe('of each period'),
    fractionOfFirstPeriod: z.union([openProbability, z.literal(1)]).describe('left of the current period'),
    dirtyPrice: positive.describe('in the unit of the face'),
    face: positive.optional().describe('100'),
  }),
  output: z.strictObject({
    discountMargin: number.describe('decimal'),
    priceAtZeroMargin: number,
    priceAtQuotedMargin: number,
    accrued: number,
    simpleMargin: number.describe('decimal, spread for life on the clean price'),
  }),
  failures: [
    { code: 'not-applicable', when: 'a coupon is negative' },
    { code: 'infeasible', when: 'no margin gives the price' },
  ],
  example: {
    indexRate: 0.0535,
    quotedMargin: 0.0075,
    periodsRemaining: 12,
    accrualYears: 0.25,
    fractionOfFirstPeriod: 0.6,
    dirtyPrice: 99.85,
  },
  compute: (input) => {
    const { indexRate, quotedMargin, accrualYears, fractionOfFirstPeriod: fraction, face = 100 } = input
    const currentIndexRate = input.currentIndexRate ?? indexRate
    const remainder = {
      quotedMargin,
      face,
      periods: Array.from({ length: input.periodsRemaining }, (_, k) => ({
        accrualYears,
        discountYears: k === 0 ? accrualYears * fraction : accrualYears,
        couponIndexRate: k === 0 ? currentIndexRate : indexRate,
        discountIndexRate: indexRate,
      })),
    }
    const accrued = face * (currentIndexRate + quotedMargin) * accrualYears * (1 - fraction)
    const yearsToMaturity = accrualYears * (fraction + input.periodsRemaining - 1)
    return {
      discountMargin: discountMargin(remainder, input.dirtyPrice),
      priceAtZeroMargin: floatingValueAtMargin(remainder, 0),
      priceAtQuotedMargin: floatingValueAtMargin(remainder, quotedMargin),
      accrued,
      simpleMargin: simpleMargin((100 * (input.dirtyPrice - accrued)) / face, quotedMargin, yearsToMaturity),
    }
  },
})
