import { type Day, dayOfCivil } from './day.ts'
import { easterSunday } from './easter-sunday.ts'
import { christmasAndBoxingDay, lastWeekday, mondayIfWeekend, nthWeekday } from './weekday-of-month.ts'

/** Bank holidays of one year alone: weddings, jubilees, the millennium, the state funeral, the coronation. */
const single: readonly Day[] = [
  dayOfCivil(1973, 11, 14),
  dayOfCivil(1977, 6, 7),
  dayOfCivil(1981, 7, 29),
  dayOfCivil(1999, 12, 31),
  dayOfCivil(2002, 6, 3),
  dayOfCivil(2011, 4, 29),
  dayOfCivil(2012, 6, 5),
  dayOfCivil(2022, 6, 3),
  dayOfCivil(2022, 9, 19),
  dayOfCivil(2023, 5, 8),
]

/** The Spring bank holiday where it was moved to June for a jubilee. */
const movedSpring = new Map([
  [2002, dayOfCivil(2002, 6, 4)],
  [2012, dayOfCivil(2012, 6, 4)],
  [2022, dayOfCivil(2022, 6, 2)],
])

/** Early May bank holiday: first Monday from 1978, but 8 May 1995 and 2020, fifty and seventy-five years after the war. */
function earlyMay(year: number): readonly Day[] {
  if (year === 1995 || year === 2020) return [dayOfCivil(year, 5, 8)]
  return year >= 1978 ? [nthWeekday(1, 1, 5, year)] : []
}

/**
 * Bank holidays of England and Wales: settlement of sterling and the London market.
 *
 * Source: Banking and Financial Dealings Act 1971 and the royal proclamations under it (gov.uk/bank-holidays).
 */
export function unitedKingdomHolidays(year: number): readonly Day[] {
  const easter = easterSunday(year)
  return [
    ...(year >= 1974 ? [mondayIfWeekend(dayOfCivil(year, 1, 1))] : []),
    easter - 2,
    easter + 1,
    ...earlyMay(year),
    movedSpring.get(year) ?? lastWeekday(1, 5, year),
    lastWeekday(1, 8, year),
    ...christmasAndBoxingDay(year),
    ...single,
  ]
}
