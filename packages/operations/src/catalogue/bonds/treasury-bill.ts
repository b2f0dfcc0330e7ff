import { billQuote } from '@tutti/analytics/bonds'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { number, positive, wholeFrom } from '../value-schemas.ts'

/** Prices and yields of a bill. */
export const treasuryBillOperation = defineOperation({
  name: 'bonds/treasury-bill',
  title: 'Discount bill',
  description:
    'Price of a bill from its discount rate or the reverse, with money-market yield, bond-equivalent yield (the investment rate, with its notional coupon beyond half a year) and effective annual yield.',
  source: '31 CFR 356 Appendix B, sections III and VI',
  input: z.strictObject({
    daysToMaturity: wholeFrom(1),
    quote: z.union([
      z.strictObject({ discountRate: number.describe('decimal, on the discount year') }),
      z.strictObject({ price: positive.describe('per 100 of face') }),
    ]),
    discountYearDays: positive.optional().describe('360'),
    bondYearDays: positive.optional().describe('365; 366 where the year after issue has a 29 February'),
  }),
  output: z.strictObject({
    price: positive.describe('per 100 of face'),
    discountRate: number,
    moneyMarketYield: number,
    bondEquivalentYield: number,
    annualYield: number.describe('effective, on 365 days'),
  }),
  failures: [{ code: 'unsupported', when: 'the bill runs for more than two years' }],
  example: { daysToMaturity: 91, quote: { discountRate: 0.0526 } },
  compute: ({ quote, ...terms }) => billQuote(terms, quote),
})
