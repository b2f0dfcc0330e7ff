import { standardCdsRisk } from '@tutti/analytics/credit'
import { calendar, calendarNames, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines } from '../value-line-schema.ts'
import { isoDate, number, settlementDays } from '../value-schemas.ts'
import { datedDiscountOf, datedDiscountSchema, recovery, side, valuationSchema } from './credit-inputs.ts'

const swapDates = { label: z.string().describe('names it in errors'), maturityDate: isoDate.describe('unadjusted') }

/** A standard swap against its quotes. */
export const standardCdsRiskOperation = defineOperation({
  name: 'credit/standard-cds-risk',
  title: 'Risk of a standard credit default swap',
  description:
    'Clean value of a standard swap that is held, on the curve that the day\u2019s quotes give, with accrued premium, CS01 parallel and by quote, IR01, recovery 01, jump to default and theta; each by a full revaluation with the curve built again.',
  source: 'ISDA CDS Standard Model 1.8.2',
  input: z.strictObject({
    valuationDate: isoDate,
    position: z.strictObject({
      side,
      notional: number,
      spread: number.describe('running, decimal a year'),
      maturityDate: isoDate.describe('unadjusted'),
    }),
    quotes: z
      .array(
        z.union([
          z.strictObject({ ...swapDates, spread: number.describe('par, decimal a year') }),
          z.strictObject({
            ...swapDates,
            cleanUpfront: number.describe('paid by the protection buyer at cash settlement, fraction of the notional'),
            coupon: number.describe('decimal a year'),
          }),
        ]),
      )
      .min(1)
      .describe('in order of maturity'),
    recovery,
    calendar: z.enum(calendarNames),
    settlementBusinessDays: settlementDays.describe('from trade to cash settlement: 3'),
    integration: z.enum(['isda', 'exact', 'mid-point']),
    discount: datedDiscountSchema,
  }),
  output: z.strictObject({
    ...valuationSchema,
    accruedPremium: number.describe('money, negative when the holder owes it'),
    cs01Parallel: number.describe('money for every par spread 1 bp higher'),
    cs01ByQuote: z.array(number),
    ir01: number.describe('money for zero rates 1 bp higher, quotes unchanged'),
    recovery01: number.describe('money for a recovery 0.01 higher, quotes unchanged'),
    jumpToDefault: number.describe('gain when default happens now'),
    theta1Day: number.describe(
      'change of the clean value by the next calendar day without default, on the curves of today; accrual not counted',
    ),
  }),
  example: {
    valuationDate: '2024-05-15',
    position: { side: 'buy protection' as const, notional: 10_000_000, spread: 0.01, maturityDate: '2028-06-20' },
    quotes: [
      { label: '1Y', maturityDate: '2025-06-20', spread: 0.0055 },
      { label: '5Y', maturityDate: '2029-06-20', spread: 0.0135 },
    ],
    recovery: 0.4,
    calendar: 'weekends' as const,
    settlementBusinessDays: 3,
    integration: 'isda' as const,
    discount: {
      referenceDate: '2024-05-15',
      dayCount: 'ACT/365F' as const,
      curve: { kind: 'flat' as const, rateContinuous: 0.045 },
    },
  },
  failures: [
    { code: 'infeasible', when: 'a quote, or one moved by 1 bp, cannot be repriced; tenor and range are named' },
  ],
  compute: ({ valuationDate, position, quotes, calendar: name, settlementBusinessDays, discount, ...terms }) => {
    const curve = datedDiscountOf(discount)
    const { maturityDate, ...held } = position
    const { valuation, ...risk } = standardCdsRisk(
      { ...held, maturityDay: dayOf(maturityDate, 'position.maturityDate') },
      dayOf(valuationDate, 'valuationDate'),
      quotes.map((quote, i) => ({
        label: quote.label,
        maturityDay: dayOf(quote.maturityDate, `quotes[${i}].maturityDate`),
        ...('spread' in quote
          ? { spread: quote.spread }
          : { upfront: quote.cleanUpfront, runningSpread: quote.coupon }),
      })),
      {
        ...terms,
        calendar: calendar(name),
        settlementDays: settlementBusinessDays,
        discountNodeDays: curve.discountNodeDays,
      },
      curve.discount,
    )
    return { ...plainLines(valuation), ...risk, cs01ByQuote: [...risk.cs01ByQuote] }
  },
})
