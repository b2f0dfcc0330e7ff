import { type Day, dayOfCivil } from './day.ts'
import { easterSunday } from './easter-sunday.ts'

/**
 * Bank holidays of Zurich: settlement of Swiss francs.
 *
 * Source: SIX Interbank Clearing, holidays of the Swiss payment systems.
 */
export function switzerlandHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year)
  return [
    dayOfCivil(year, 1, 1),
    dayOfCivil(year, 1, 2),
    easter - 2,
    easter + 1,
    easter + 39, // Ascension
    easter + 50, // Whit Monday
    dayOfCivil(year, 5, 1),
    dayOfCivil(year, 8, 1),
    dayOfCivil(year, 12, 25),
    dayOfCivil(year, 12, 26),
  ]
}
