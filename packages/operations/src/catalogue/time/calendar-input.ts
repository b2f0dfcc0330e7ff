import {
  businessDayConventions,
  type Calendar,
  calendar,
  type CalendarName,
  calendarNames,
  calendarOfHolidays,
  dayCounts,
  dayOf,
  jointCalendar,
} from '@tutti/analytics/time'
import { z } from 'zod'
import { isoDate } from '../value-schemas.ts'

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

const builtIn = z.string().describe(`built in: ${calendarNames.join(', ')}`)

/** A calendar as data: the name of a built-in one, several of them together, or a list of holidays. */
export const calendarSchema = z.union([
  builtIn,
  z.strictObject({
    joint: z.array(builtIn).min(1),
    rule: z.enum(['any holiday closes', 'all holidays close']),
  }),
  z.strictObject({
    holidays: z.array(isoDate),
    weekend: z.array(z.enum(weekdayNames)).describe('Saturday and Sunday when left out').optional(),
  }),
])

/** A calendar as data, parsed. */
export type CalendarInput = z.infer<typeof calendarSchema>

/** The calendar that the data describe. Throws `unsupported`, listing the known names, for an unknown one. */
export function calendarOf(input: CalendarInput): Calendar {
  if (typeof input === 'string') return calendar(input as CalendarName)
  if ('joint' in input)
    return jointCalendar(
      input.joint.map((name) => calendar(name as CalendarName)),
      input.rule,
    )
  const weekend = (input.weekend ?? ['Saturday', 'Sunday']).map((name) => weekdayNames.indexOf(name))
  const days = input.holidays.map((text, i) => dayOf(text, `holidays[${i}]`))
  return calendarOfHolidays('listed holidays', days, weekend)
}

/** How two dates become a fraction of a year. */
export const dayCountSchema = z.enum(dayCounts)

/** Where a date goes that is no business day. */
export const businessDayConventionSchema = z.enum(businessDayConventions)

/** A tenor as text. */
export const tenorSchema = z
  .string()
  .regex(/^[+-]?\d{1,5}[DBWMY]$/i, 'is not a tenor such as 2B (business days), 7D, 1W, 3M or 10Y')
  .describe('2B (business days), 7D, 1W, 3M, 10Y')
