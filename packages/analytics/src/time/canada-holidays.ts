import { type Day, dayOfCivil, weekday } from './day.ts'
import { easterSunday } from './easter-sunday.ts'
import { christmasAndBoxingDay, mondayIfWeekend, nthWeekday } from './weekday-of-month.ts'

/**
 * Bank holidays of Toronto: settlement of Canadian dollars. Family Day from 2008, Truth and Reconciliation from 2021.
 *
 * Source: Payments Canada, system closing days; Canada Labour Code, section 166; Ontario regulation 547/07.
 */
export function canadaHolidays(year: number): readonly Day[] {
  const may24 = dayOfCivil(year, 5, 24)
  return [
    mondayIfWeekend(dayOfCivil(year, 1, 1)),
    ...(year >= 2008 ? [nthWeekday(3, 1, 2, year)] : []),
    easterSunday(year) - 2,
    may24 - ((weekday(may24) + 6) % 7), // Victoria Day: the Monday on or before
    mondayIfWeekend(dayOfCivil(year, 7, 1)),
    nthWeekday(1, 1, 8, year),
    nthWeekday(1, 1, 9, year),
    ...(year >= 2021 ? [mondayIfWeekend(dayOfCivil(year, 9, 30))] : []),
    nthWeekday(2, 1, 10, year),
    mondayIfWeekend(dayOfCivil(year, 11, 11)),
    ...christmasAndBoxingDay(year),
  ]
}
