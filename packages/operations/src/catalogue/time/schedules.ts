import { creditMaturity, dayOf, isoOfDay, schedule, scheduleRules, tenorOf } from '@tutti/analytics/time'
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { isoDate } from '../value-schemas.ts'
import { businessDayConventionSchema, calendarOf, calendarSchema, tenorSchema } from './calendar-input.ts'

/** The dates of a leg. */
export const scheduleOperation = defineOperation({
  name: 'time/schedule',
  title: 'Schedule of a leg',
  description:
    'Accrual and payment dates from an effective to a termination date: stubs at the front (backward) or the back (forward) or where given, end of month, third Wednesdays, credit dates.',
  source: 'ISDA 2006 definitions, 4; the generation rules of QuantLib (1.30 and later)',
  input: z.strictObject({
    effective: isoDate,
    termination: isoDate,
    tenor: tenorSchema.describe('of a regular period: 3M, 1Y, 28D; 0D for one single period'),
    calendar: calendarSchema,
    convention: businessDayConventionSchema.describe('for all dates but the last'),
    terminationConvention: businessDayConventionSchema.describe('for the last date; CDS maturities are never adjusted'),
    rule: z.enum(scheduleRules),
    endOfMonth: z.boolean().describe('regular dates stay on month ends'),
    firstDate: isoDate.describe('end of an irregular first period').optional(),
    nextToLastDate: isoDate.describe('start of an irregular last period').optional(),
  }),
  output: z.strictObject({
    dates: z.array(isoDate).describe('adjusted'),
    unadjustedDates: z.array(isoDate),
    isRegular: z.array(z.boolean()).describe('one for each period'),
  }),
  example: {
    effective: '2026-01-15',
    termination: '2029-03-31',
    tenor: '6M',
    calendar: 'TARGET',
    convention: 'modified following' as const,
    terminationConvention: 'modified following' as const,
    rule: 'backward' as const,
    endOfMonth: true,
  },
  failures: [{ code: 'unsupported', when: 'the calendar is not known' }],
  compute: ({ effective, termination, tenor, calendar, firstDate, nextToLastDate, ...rest }) => {
    const result = schedule({
      ...rest,
      effective: dayOf(effective, 'effective'),
      termination: dayOf(termination, 'termination'),
      tenor: tenorOf(tenor),
      calendar: calendarOf(calendar),
      firstDay: firstDate === undefined ? undefined : dayOf(firstDate, 'firstDate'),
      nextToLastDay: nextToLastDate === undefined ? undefined : dayOf(nextToLastDate, 'nextToLastDate'),
    })
    return {
      dates: result.days.map(isoOfDay),
      unadjustedDates: result.unadjustedDays.map(isoOfDay),
      isRegular: [...result.isRegular],
    }
  },
})

/** The dates of a standard credit default swap. */
export const cdsScheduleOperation = defineOperation({
  name: 'time/cds-schedule',
  title: 'Dates of a credit default swap',
  description:
    'Standard maturity of a credit default swap traded on a day and its premium dates, from the start of the first accrual.',
  source: 'ISDA standard contracts of 2009 (CDS) and December 2015 (CDS2015)',
  input: z.strictObject({
    tradeDate: isoDate,
    tenor: tenorSchema.describe('years, or months in steps of three'),
    rule: z.enum(['CDS', 'CDS2015', 'old CDS']),
    calendar: calendarSchema,
    convention: businessDayConventionSchema,
  }),
  output: z.strictObject({ maturity: isoDate.describe('unadjusted'), dates: z.array(isoDate) }),
  example: {
    tradeDate: '2026-02-10',
    tenor: '5Y',
    rule: 'CDS2015' as const,
    calendar: 'weekends',
    convention: 'following' as const,
  },
  failures: [
    { code: 'unsupported', when: 'the calendar is not known' },
    { code: 'not-applicable', when: 'a contract of that tenor has matured already' },
  ],
  compute: ({ tradeDate, tenor, rule, calendar, convention }) => {
    const effective = dayOf(tradeDate, 'tradeDate')
    const maturity = creditMaturity(effective, tenorOf(tenor), rule)
    const { days } = schedule({
      effective,
      termination: maturity,
      tenor: { count: 3, unit: 'M' },
      calendar: calendarOf(calendar),
      convention,
      terminationConvention: 'unadjusted',
      rule,
      endOfMonth: false,
    })
    return { maturity: isoOfDay(maturity), dates: days.map(isoOfDay) }
  },
})
