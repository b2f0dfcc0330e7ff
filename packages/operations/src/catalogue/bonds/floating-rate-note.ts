import { discountMargin, floatingRateNote, floatingRemainder, simpleMargin } from '@tutti/analytics/bonds'
import { businessDayConventions, calendar, calendarNames, dayCounts, dayOf, yearFraction } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { plainLines, presentValueFields } from '../value-line-schema.ts'
import { isoDate, nullableNumber, number, positive } from '../value-schemas.ts'
import { datedCurveOf, datedCurveSchema, frequencySchema } from './bond-inputs.ts'

/** A floating-rate note off its curves. */
export const floatingRateNoteOperation = defineOperation({
  name: 'bonds/floating-rate-note',
  title: 'Floating-rate note',
  description:
    'Value of a note whose coupons are projected off an index curve and discounted on another, rate and spread duration, and, at a price, its discount margin (over projected forwards or one assumed index) and simple margin.',
  source: 'Fabozzi & Mann, Floating-Rate Securities (2000), ch. 3',
  input: z.strictObject({
    accrualStart: isoDate,
    maturity: isoDate,
    frequency: frequencySchema,
    dayCount: z.enum(dayCounts),
    quotedMargin: number.describe('decimal'),
    currentIndexRate: number.optional().describe('set for the current period; needed once it has begun'),
    paymentConvention: z.enum(businessDayConventions).optional().describe('unadjusted'),
    calendar: z.enum(calendarNames).optional().describe('of payments; none'),
    endOfMonth: z.boolean().optional(),
    settlement: isoDate,
    discountCurve: datedCurveSchema,
    projectionCurve: datedCurveSchema.optional().describe('of the index; the discount curve unless given'),
    cleanPrice: positive.optional().describe('percent of face, for the margins'),
    assumedIndexRate: number
      .optional()
      .describe('one index rate for the discount margin; projected forwards unless given'),
    face: positive.optional().describe('100'),
  }),
  output: z.strictObject({
    ...presentValueFields,
    cleanPrice: number.describe('model, percent of face'),
    dirtyPrice: number.describe('model, percent of face'),
    accrued: number.describe('percent of face'),
    effectiveDurationYears: number,
    spreadDurationYears: number,
    discountMargin: nullableNumber.describe('decimal, at the price given'),
    simpleMargin: nullableNumber.describe('decimal, at the price given'),
  }),
  failures: [
    { code: 'missing-data', when: 'the index of the current period has been set and is not given' },
    { code: 'not-applicable', when: 'the note has matured; or a margin is asked for and a coupon is negative' },
    { code: 'infeasible', when: 'no margin gives the price' },
  ],
  example: {
    accrualStart: '2024-06-15',
    maturity: '2028-06-15',
    frequency: 4 as const,
    dayCount: 'ACT/360' as const,
    quotedMargin: 0.0075,
    currentIndexRate: 0.0432,
    settlement: '2025-04-10',
    discountCurve: {
      referenceDate: '2025-04-10',
      dayCount: 'ACT/365F' as const,
      curve: { kind: 'linear-zero' as const, timesYears: [0.25, 1, 5], zeroRates: [0.043, 0.041, 0.038] },
    },
    cleanPrice: 99.6,
  },
  compute: (input) => {
    const note = {
      accrualStart: dayOf(input.accrualStart, 'accrualStart'),
      maturity: dayOf(input.maturity, 'maturity'),
      frequency: input.frequency,
      dayCount: input.dayCount,
      quotedMargin: input.quotedMargin,
      currentIndexRate: input.currentIndexRate,
      paymentConvention: input.paymentConvention,
      calendar: input.calendar === undefined ? undefined : calendar(input.calendar),
      endOfMonth: input.endOfMonth,
    }
    const settlement = dayOf(input.settlement, 'settlement')
    const discount = datedCurveOf(input.discountCurve, 'discountCurve')
    const projection =
      input.projectionCurve === undefined ? discount : datedCurveOf(input.projectionCurve, 'projectionCurve')
    const value = floatingRateNote(note, settlement, { discount, projection })
    const money = (input.face ?? 100) / 100
    const { cleanPrice } = input
    const margin =
      cleanPrice === undefined
        ? null
        : discountMargin(
            floatingRemainder(note, settlement, projection, input.assumedIndexRate),
            cleanPrice + value.accrued,
          )
    const years = yearFraction('ACT/365F', settlement, note.maturity)
    return plainLines({
      ...value,
      presentValue: value.presentValue * money,
      lines: value.lines.map((line) => ({
        ...line,
        amount: line.amount * money,
        presentValue: line.presentValue * money,
      })),
      discountMargin: margin,
      simpleMargin: cleanPrice === undefined ? null : simpleMargin(cleanPrice, input.quotedMargin, years),
    })
  },
})
