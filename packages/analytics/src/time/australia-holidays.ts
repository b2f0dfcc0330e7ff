import { type Day, dayOfCivil } from './day.ts'
import { easterSunday } from './easter-sunday.ts'
import { christmasAndBoxingDay, mondayIfWeekend, nthWeekday } from './weekday-of-month.ts'

/**
 * Bank holidays of Sydney: settlement of Australian dollars. ANZAC Day is not moved when it falls on a weekend.
 *
 * Source: Public Holidays Act 2010 (New South Wales); Retail Trading Act 2008 for the bank holiday in August; the
 * national day of mourning of 2022-09-22.
 */
export function australiaHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year)
  return [
    mondayIfWeekend(dayOfCivil(year, 1, 1)),
    mondayIfWeekend(dayOfCivil(year, 1, 26)),
    easter - 2,
    easter + 1,
    dayOfCivil(year, 4, 25),
    nthWeekday(2, 1, 6, year), // the sovereign's birthday
    nthWeekday(1, 1, 8, year), // bank holiday
    nthWeekday(1, 1, 10, year), // Labour Day
    ...christmasAndBoxingDay(year),
    ...(year === 2022 ? [dayOfCivil(2022, 9, 22)] : []),
  ]
}
