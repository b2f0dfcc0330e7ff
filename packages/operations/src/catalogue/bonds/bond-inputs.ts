import {
  type Amortisation,
  couponPeriods,
  type FixedRateBond,
  outstandingByPeriod,
  type YieldConvention,
} from '@tutti/analytics/bonds'
import type { DatedCurve } from '@tutti/analytics/curves'
import { businessDayConventions, calendar, calendarNames, dayCounts, dayOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { discountCurveOf, discountCurveSchema } from '../curves/discount-curve-input.ts'
import { isoDate, nonNegative, number, positive, wholeFrom } from '../value-schemas.ts'

/** Coupons a year. */
export const frequencySchema = z
  .union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6), z.literal(12)])
  .describe('coupons a year')

/** Compounding of a yield or spread. */
export const compoundingSchema = z.union([
  z.enum(['continuous', 'simple']),
  z.strictObject({ timesPerYear: positive.describe('1, 2, 4, 12') }),
])

const amortisationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('annuity') }),
  z.strictObject({ kind: z.literal('linear') }),
  z.strictObject({
    kind: z.literal('custom'),
    outstanding: z.array(nonNegative).min(1).describe('part of the face in each period, the first 1'),
  }),
])

/** Dates and coupons of a bond with coupons known in advance. */
export const fixedRateBondSchema = z
  .strictObject({
    accrualStart: isoDate.describe('interest accrues from here'),
    maturity: isoDate,
    couponRate: number.optional().describe('annual, decimal'),
    couponRates: z
      .array(number)
      .min(1)
      .optional()
      .describe('instead: the k-th in the k-th period, the last one later on'),
    frequency: frequencySchema,
    dayCount: z.enum(dayCounts),
    firstCoupon: isoDate.optional().describe('where the first period is irregular'),
    nextToLastCoupon: isoDate.optional().describe('where the last period is irregular'),
    endOfMonth: z.boolean().optional().describe('coupons at month ends where maturity is one; false'),
    dates: z
      .array(isoDate)
      .min(2)
      .optional()
      .describe('all period boundaries, instead of dates made from the frequency'),
    paymentConvention: z.enum(businessDayConventions).optional().describe('unadjusted'),
    calendar: z.enum(calendarNames).optional().describe('of payments and ex-coupon days; none'),
    exCoupon: z
      .strictObject({ days: wholeFrom(0).max(1000), unit: z.enum(['business', 'calendar']) })
      .optional()
      .describe('settlement on or after the coupon date less so many days goes without the coupon (gilts: 6 business)'),
    amortisation: amortisationSchema.optional().describe('a bullet unless given'),
    redemptionPercent: positive.optional().describe('100'),
  })
  .refine((bond) => (bond.couponRate === undefined) !== (bond.couponRates === undefined), {
    path: ['couponRate'],
    message: 'give either couponRate or couponRates',
  })

/** The bond that the input describes. */
export function fixedRateBondOf(input: z.infer<typeof fixedRateBondSchema>): FixedRateBond {
  const couponRates = input.couponRates ?? [input.couponRate ?? 0]
  const optionalDay = (text: string | undefined, field: string) => (text === undefined ? undefined : dayOf(text, field))
  const bond: FixedRateBond = {
    accrualStart: dayOf(input.accrualStart, 'bond.accrualStart'),
    maturity: dayOf(input.maturity, 'bond.maturity'),
    couponRates,
    frequency: input.frequency,
    dayCount: input.dayCount,
    firstCoupon: optionalDay(input.firstCoupon, 'bond.firstCoupon'),
    nextToLastCoupon: optionalDay(input.nextToLastCoupon, 'bond.nextToLastCoupon'),
    endOfMonth: input.endOfMonth,
    days: input.dates?.map((date, i) => dayOf(date, `bond.dates[${i}]`)),
    paymentConvention: input.paymentConvention,
    calendar: input.calendar === undefined ? undefined : calendar(input.calendar),
    exCoupon: input.exCoupon,
    redemptionPercent: input.redemptionPercent,
  }
  return input.amortisation === undefined ? bond : { ...bond, outstanding: outstandingOf(bond, input.amortisation) }
}

function outstandingOf(bond: FixedRateBond, amortisation: Amortisation): number[] {
  return outstandingByPeriod(amortisation, couponPeriods(bond).length, bond.couponRates, bond.frequency)
}

/** What a yield means. */
export const yieldConventionSchema = z.strictObject({
  compounding: compoundingSchema.describe('of the annual yield'),
  fractionalPeriod: z
    .enum(['compounded', 'simple', 'simple in the last period'])
    .optional()
    .describe('the rest of the current coupon period: compounded (street), simple (US Treasury auctions); compounded'),
  times: z
    .union([z.literal('coupon periods'), z.enum(dayCounts)])
    .optional()
    .describe('times in coupon periods, or by a day count from settlement; coupon periods'),
})

/** The convention of the input; without one the street convention at the bond's frequency. */
export function yieldConventionOf(
  input: z.infer<typeof yieldConventionSchema> | undefined,
  frequency: number,
): YieldConvention {
  return {
    compounding: input?.compounding ?? { timesPerYear: frequency },
    fractionalPeriod: input?.fractionalPeriod ?? 'compounded',
    times: input?.times ?? 'coupon periods',
  }
}

/** A price as quoted: one of the two. */
export const quotedPriceSchema = z.union([
  z.strictObject({ cleanPrice: number.describe('percent of face, without accrued interest') }),
  z.strictObject({ dirtyPrice: positive.describe('percent of face, with accrued interest') }),
])

/** A discount curve with the date of its time 0 and the day count of its times. */
export const datedCurveSchema = z.strictObject({
  referenceDate: isoDate.describe('date of time 0'),
  dayCount: z.enum(dayCounts).describe('turns dates into times of the curve'),
  curve: discountCurveSchema,
})

/** The dated curve of the input. */
export function datedCurveOf(input: z.infer<typeof datedCurveSchema>, field = 'curve'): DatedCurve {
  return {
    referenceDay: dayOf(input.referenceDate, `${field}.referenceDate`),
    dayCount: input.dayCount,
    curve: discountCurveOf(input.curve),
  }
}
