import { type Day, dayOfCivil } from './day.ts'
import { easterSunday } from './easter-sunday.ts'
import { lastWeekday, mondayIfSunday, nearestWeekday, nthWeekday } from './weekday-of-month.ts'

/** Holidays that the settlement and the bond calendar share. */
function mondayHolidays(year: number): readonly Day[] {
  const uniform = year >= 1971 // Uniform Monday Holiday Act
  return [
    ...(year >= 1986 ? [nthWeekday(3, 1, 1, year)] : []), // Martin Luther King's birthday
    uniform ? nthWeekday(3, 1, 2, year) : nearestWeekday(dayOfCivil(year, 2, 22)), // Washington's birthday
    uniform ? lastWeekday(1, 5, year) : nearestWeekday(dayOfCivil(year, 5, 30)), // Memorial Day
    nearestWeekday(dayOfCivil(year, 7, 4)),
    nthWeekday(1, 1, 9, year), // Labor Day
    ...(uniform ? [nthWeekday(2, 1, 10, year)] : []), // Columbus Day
    nthWeekday(4, 4, 11, year), // Thanksgiving
    nearestWeekday(dayOfCivil(year, 12, 25)),
  ]
}

/** Veterans Day, which was the fourth Monday of October from 1971 to 1977. */
function veteransDay(year: number, observed: (day: Day) => Day): Day {
  return year >= 1971 && year <= 1977 ? nthWeekday(4, 1, 10, year) : observed(dayOfCivil(year, 11, 11))
}

/**
 * Federal holidays, kept on the weekday nearest to them: the settlement days of dollar payments.
 *
 * Juneteenth counts from 2022 (in 2021 it became law the day before and banks settled). A New Year's Day on a Saturday
 * closes the Friday before, in the year before. Source: 5 U.S.C. 6103.
 */
export function unitedStatesSettlementHolidays(year: number): readonly Day[] {
  return [
    nearestWeekday(dayOfCivil(year, 1, 1)),
    nearestWeekday(dayOfCivil(year + 1, 1, 1)),
    ...mondayHolidays(year),
    veteransDay(year, nearestWeekday),
    ...(year >= 2022 ? [nearestWeekday(dayOfCivil(year, 6, 19))] : []),
  ]
}

/**
 * Days on which the bond market closed once: Nixon's funeral, the day after the attacks, Reagan's funeral, hurricane
 * Sandy, Bush's funeral.
 */
const bondMarketClosings: readonly Day[] = [
  dayOfCivil(1994, 4, 27),
  dayOfCivil(2001, 9, 12),
  dayOfCivil(2004, 6, 11),
  dayOfCivil(2012, 10, 30),
  dayOfCivil(2018, 12, 5),
]

/**
 * Closing days that SIFMA recommends for the market of US government bonds.
 *
 * Good Friday is an early close, hence open, since 1996 when the jobs report comes out on it: when it is the first
 * Friday of its month. Source: SIFMA, holiday schedule and historical closings.
 */
export function unitedStatesBondHolidays(year: number): readonly Day[] {
  const goodFriday = easterSunday(year) - 2
  const jobsReport = year >= 1996 && goodFriday >= dayOfCivil(year, 4, 1) && goodFriday <= dayOfCivil(year, 4, 7)
  return [
    mondayIfSunday(dayOfCivil(year, 1, 1)),
    ...mondayHolidays(year),
    ...(jobsReport ? [] : [goodFriday]),
    veteransDay(year, mondayIfSunday),
    ...(year >= 2022 ? [nearestWeekday(dayOfCivil(year, 6, 19))] : []),
    ...bondMarketClosings,
  ]
}
