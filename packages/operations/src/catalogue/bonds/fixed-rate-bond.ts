import { bondCurveValue } from '@tutti/analytics/bonds'
import { dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { isoDate, number, positive } from '../value-schemas.ts'
import { datedCurveOf, datedCurveSchema, fixedRateBondOf, fixedRateBondSchema } from './bond-inputs.ts'

/** A bond off a discount curve. */
export const fixedRateBondOperation = defineOperation({
  name: 'bonds/fixed-rate-bond',
  title: 'Fixed-rate bond off a curve',
  description:
    'Value of a fixed, stepped, amortising or zero-coupon bond from its payments discounted on a curve plus a constant spread: present value on the date of the curve, clean and dirty price at settlement.',
  source: 'sum of payments times discount factors; accrued interest by the day count of the bond',
  input: z.strictObject({
    bond: fixedRateBondSchema,
    settlement: isoDate,
    curve: datedCurveSchema,
    spreadContinuous: number.optional().describe('z-spread, decimal, continuous; 0'),
    face: positive.optional().describe('100'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    cleanPrice: number.describe('at settlement, percent of face'),
    dirtyPrice: number.describe('at settlement, percent of face'),
    accrued: number.describe('percent of face'),
    isExCoupon: z.boolean(),
  }),
  failures: [{ code: 'not-applicable', when: 'settlement is on or after maturity' }],
  example: {
    bond: {
      accrualStart: '2024-02-15',
      maturity: '2034-02-15',
      couponRate: 0.04,
      frequency: 2 as const,
      dayCount: 'ACT/ACT ICMA' as const,
      paymentConvention: 'following' as const,
      calendar: 'US government bond' as const,
    },
    settlement: '2025-03-14',
    curve: {
      referenceDate: '2025-03-13',
      dayCount: 'ACT/365F' as const,
      curve: { kind: 'linear-zero' as const, timesYears: [1, 5, 10], zeroRates: [0.041, 0.04, 0.043] },
    },
    face: 1_000_000,
  },
  compute: ({ bond, settlement, curve, spreadContinuous, face = 100 }) => {
    const value = bondCurveValue(
      fixedRateBondOf(bond),
      dayOf(settlement, 'settlement'),
      datedCurveOf(curve),
      spreadContinuous,
    )
    const money = face / 100
    return plainLines({
      ...value,
      presentValue: value.presentValue * money,
      lines: value.lines.map((line) => ({
        ...line,
        amount: line.amount * money,
        presentValue: line.presentValue * money,
      })),
    })
  },
})
