import {
  adjustedDay,
  advancedDay,
  businessDaysBetween,
  dayOf,
  holidaysBetween,
  isoOfDay,
  tenorOf,
} from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate } from '../value-schemas.ts'
import { businessDayConventionSchema, calendarOf, calendarSchema, tenorSchema } from './calendar-input.ts'

const unknownCalendar = [{ code: 'unsupported' as const, when: 'the calendar is not known' }]

/** Closed days of a calendar. */
export const holidaysOperation = defineOperation({
  name: 'time/holidays',
  title: 'Holidays of a calendar',
  description:
    'The days on which a calendar is closed, both ends included. Holidays follow the law of each year, one-off ones included; weekend days are listed when asked for.',
  source:
    'ECB (TARGET), SIFMA (US government bonds), 5 U.S.C. 6103 (US settlement), the banking and holiday acts of the others',
  input: z.strictObject({ calendar: calendarSchema, from: isoDate, to: isoDate, includeWeekends: z.boolean() }),
  output: z.strictObject({ holidays: z.array(isoDate) }),
  example: { calendar: 'TARGET', from: '2026-01-01', to: '2026-12-31', includeWeekends: false },
  failures: unknownCalendar,
  compute: (input) => ({
    holidays: holidaysBetween(
      calendarOf(input.calendar),
      dayOf(input.from, 'from'),
      dayOf(input.to, 'to'),
      input.includeWeekends,
    ).map(isoOfDay),
  }),
})

/** A date moved to a business day. */
export const adjustedDateOperation = defineOperation({
  name: 'time/adjusted-date',
  title: 'Business-day adjustment',
  description: 'A date moved to a business day of a calendar by a convention.',
  source: 'ISDA 2006 definitions, 4.12',
  input: z.strictObject({ date: isoDate, convention: businessDayConventionSchema, calendar: calendarSchema }),
  output: z.strictObject({ date: isoDate }),
  example: { date: '2026-05-31', convention: 'modified following' as const, calendar: 'UK' },
  failures: unknownCalendar,
  compute: (input) => ({
    date: isoOfDay(adjustedDay(dayOf(input.date), input.convention, calendarOf(input.calendar))),
  }),
})

/** A date moved by a tenor. */
export const advancedDateOperation = defineOperation({
  name: 'time/advanced-date',
  title: 'Date after a tenor',
  description:
    'A date moved by a tenor and adjusted. Business days (2B) are stepped over the calendar; with the end-of-month rule months and years lead from the last business day of a month to the last business day of another.',
  source: 'ISDA 2006 definitions, 4.12; market practice for the end-of-month rule',
  input: z.strictObject({
    date: isoDate,
    tenor: tenorSchema,
    convention: businessDayConventionSchema,
    calendar: calendarSchema,
    endOfMonth: z.boolean(),
  }),
  output: z.strictObject({ date: isoDate }),
  example: {
    date: '2026-02-27',
    tenor: '1M',
    convention: 'modified following' as const,
    calendar: 'TARGET',
    endOfMonth: true,
  },
  failures: unknownCalendar,
  compute: ({ date, tenor, calendar, convention, endOfMonth }) => ({
    date: isoOfDay(advancedDay(dayOf(date), tenorOf(tenor), calendarOf(calendar), convention, endOfMonth)),
  }),
})

/** Number of business days. */
export const businessDaysBetweenOperation = defineOperation({
  name: 'time/business-days-between',
  title: 'Business days between dates',
  description: 'Business days from the first date (counted) to the second (not counted); negative in reverse.',
  source: 'the counting of BUS/252',
  input: z.strictObject({ from: isoDate, to: isoDate, calendar: calendarSchema }),
  output: z.strictObject({ businessDays: z.int() }),
  example: {
    from: '2026-12-23',
    to: '2027-01-04',
    calendar: { joint: ['UK', 'TARGET'], rule: 'any holiday closes' as const },
  },
  failures: unknownCalendar,
  compute: (input) => ({
    businessDays: businessDaysBetween(calendarOf(input.calendar), dayOf(input.from, 'from'), dayOf(input.to, 'to')),
  }),
})
