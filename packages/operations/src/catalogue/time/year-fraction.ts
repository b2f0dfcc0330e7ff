import { type DayCountContext, dayOf, daysCounted, quasiCouponDays, yearFraction } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate, numbers } from '../value-schemas.ts'
import { calendarOf, calendarSchema, dayCountSchema } from './calendar-input.ts'

const frequency = z.literal([1, 2, 3, 4, 6, 12]).describe('coupons a year')

/** Day counts. */
export const yearFractionOperation = defineOperation({
  name: 'time/year-fraction',
  title: 'Year fraction',
  description:
    'Days and fraction of a year between dates under a day count; minus the reverse where the end lies before the start.',
  source: 'ISDA 2006 definitions, 4.16; ICMA rule 251',
  input: z.strictObject({
    dayCount: dayCountSchema,
    periods: z
      .array(
        z.strictObject({
          start: isoDate,
          end: isoDate,
          referenceStart: isoDate.describe('ACT/ACT ICMA, ACT/365L: start of the regular coupon period').optional(),
          referenceEnd: isoDate.describe('ACT/ACT ICMA, ACT/365L: its end').optional(),
        }),
      )
      .min(1),
    frequency: frequency.describe('ACT/ACT ICMA, ACT/365L: coupons a year').optional(),
    coupons: z
      .strictObject({
        accrualStart: isoDate,
        firstCoupon: isoDate,
        penultimateCoupon: isoDate,
        maturity: isoDate,
        frequency,
        endOfMonth: z.boolean(),
      })
      .describe('ACT/ACT ICMA: all coupons of a bond with stubs, instead of reference periods; unadjusted')
      .optional(),
    terminationDate: isoDate.describe('30E/360 ISDA').optional(),
    calendar: calendarSchema.optional().describe('BUS/252'),
  }),
  output: z.strictObject({ yearFractions: numbers, days: z.array(z.int()) }),
  example: { dayCount: '30E/360' as const, periods: [{ start: '2024-01-31', end: '2024-07-31' }] },
  failures: [{ code: 'unsupported', when: 'the calendar is not known' }],
  compute: ({ dayCount, periods, coupons, ...rest }) => {
    const shared: DayCountContext = {
      frequency: coupons?.frequency ?? rest.frequency,
      couponDays: coupons && quasiCouponDays(couponGridOf(coupons)),
      terminationDay: optionalDay(rest.terminationDate, 'terminationDate'),
      calendar: rest.calendar === undefined ? undefined : calendarOf(rest.calendar),
    }
    const counted = periods.map((period, i) => ({
      start: dayOf(period.start, `periods[${i}].start`),
      end: dayOf(period.end, `periods[${i}].end`),
      context: {
        ...shared,
        referenceStart: optionalDay(period.referenceStart, `periods[${i}].referenceStart`),
        referenceEnd: optionalDay(period.referenceEnd, `periods[${i}].referenceEnd`),
      },
    }))
    return {
      yearFractions: counted.map(({ start, end, context }) => yearFraction(dayCount, start, end, context)),
      days: counted.map(({ start, end, context }) => daysCounted(dayCount, start, end, context)),
    }
  },
})

function optionalDay(text: string | undefined, field: string): number | undefined {
  return text === undefined ? undefined : dayOf(text, field)
}

function couponGridOf(coupons: {
  readonly accrualStart: string
  readonly firstCoupon: string
  readonly penultimateCoupon: string
  readonly maturity: string
  readonly frequency: number
  readonly endOfMonth: boolean
}) {
  return {
    accrualStart: dayOf(coupons.accrualStart, 'coupons.accrualStart'),
    firstCoupon: dayOf(coupons.firstCoupon, 'coupons.firstCoupon'),
    penultimateCoupon: dayOf(coupons.penultimateCoupon, 'coupons.penultimateCoupon'),
    maturity: dayOf(coupons.maturity, 'coupons.maturity'),
    frequency: coupons.frequency,
    endOfMonth: coupons.endOfMonth,
  }
}
