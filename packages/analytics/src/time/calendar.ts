import { TuttiError } from '../errors/index.ts'
import { australiaHolidays } from './australia-holidays.ts'
import { canadaHolidays } from './canada-holidays.ts'
import { type Calendar, holidayCalendar } from './holiday-calendar.ts'
import { japanHolidays } from './japan-holidays.ts'
import { switzerlandHolidays } from './switzerland-holidays.ts'
import { targetHolidays } from './target-holidays.ts'
import { unitedKingdomHolidays } from './united-kingdom-holidays.ts'
import { unitedStatesBondHolidays, unitedStatesSettlementHolidays } from './united-states-holidays.ts'

/** The calendars that are built in, by name. `none` has no closed days at all, `weekends` only Saturdays and Sundays. */
export const calendarNames = [
  'none',
  'weekends',
  'TARGET',
  'US government bond',
  'US settlement',
  'UK',
  'JP',
  'CA',
  'AU',
  'CH',
] as const
export type CalendarName = (typeof calendarNames)[number]

const calendars: Readonly<Record<CalendarName, Calendar>> = {
  none: { name: 'none', isBusinessDay: () => true, isWeekend: () => false },
  weekends: holidayCalendar('weekends', () => []),
  TARGET: holidayCalendar('TARGET', targetHolidays),
  'US government bond': holidayCalendar('US government bond', unitedStatesBondHolidays),
  'US settlement': holidayCalendar('US settlement', unitedStatesSettlementHolidays),
  UK: holidayCalendar('UK', unitedKingdomHolidays),
  JP: holidayCalendar('JP', japanHolidays),
  CA: holidayCalendar('CA', canadaHolidays),
  AU: holidayCalendar('AU', australiaHolidays),
  CH: holidayCalendar('CH', switzerlandHolidays),
}

/**
 * A built-in calendar. Holidays follow the law as it was in each year; beyond the last amendment the present rules go
 * on. Throws `unsupported`, listing the known names, for any other.
 */
export function calendar(name: CalendarName): Calendar {
  if (Object.hasOwn(calendars, name)) return calendars[name]
  throw new TuttiError('unsupported', `there is no calendar ${name}; list its holidays instead, or use a known one`, {
    field: 'calendar',
    got: name,
    expected: calendarNames.join(', '),
  })
}
