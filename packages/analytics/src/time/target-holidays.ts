import { type Day, dayOfCivil } from './day.ts'
import { easterSunday } from './easter-sunday.ts'

/**
 * Closing days of TARGET, the payment system of the euro: six since 2000, New Year and Christmas before, and the last
 * day of 1998, 1999 and 2001.
 *
 * Source: European Central Bank, TARGET closing days (press releases of 1998-09-03, 1999-03-31 and 2000-12-14).
 */
export function targetHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year)
  return [
    dayOfCivil(year, 1, 1),
    dayOfCivil(year, 12, 25),
    ...(year >= 2000 ? [easter - 2, easter + 1, dayOfCivil(year, 5, 1), dayOfCivil(year, 12, 26)] : []),
    ...([1998, 1999, 2001].includes(year) ? [dayOfCivil(year, 12, 31)] : []),
  ]
}
