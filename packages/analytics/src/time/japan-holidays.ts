import { type Day, dayOfCivil, weekday } from './day.ts'
import { nthWeekday } from './weekday-of-month.ts'

/** Ceremonies of the imperial house that were holidays of one year alone. */
const single: readonly Day[] = [
  dayOfCivil(1959, 4, 10),
  dayOfCivil(1989, 2, 24),
  dayOfCivil(1990, 11, 12),
  dayOfCivil(1993, 6, 9),
  dayOfCivil(2019, 5, 1),
  dayOfCivil(2019, 10, 22),
]

/**
 * Day of the month of an equinox: 0.242194 days later each year, less the leap days. The constants are the published
 * ones for the years to 1979, to 2099 and to 2150; after that the last go on, with the leap days of 2200 and so on left
 * out, until more is published.
 *
 * Source: Hydrographic Department of the Japan Coast Guard, as printed in Japanese almanacs.
 */
function equinox(month: 3 | 9, year: number): Day {
  const [early, present, late] = month === 3 ? [20.8357, 20.8431, 21.851] : [23.2588, 23.2488, 24.2488]
  const base = year < 1980 ? early : year < 2100 ? present : late
  const missingLeapDays = Math.max(0, Math.floor((year - 2100) / 100)) - Math.max(0, Math.floor((year - 2000) / 400))
  const leapDays = Math.floor((year - 1980) / 4) - missingLeapDays
  return dayOfCivil(year, month, Math.floor(base + 0.242194 * (year - 1980) - leapDays))
}

/** A holiday of the summer games of 2020, which were held in 2021: where it was put in those years. */
const gamesYears = new Map<number, { readonly marine: Day; readonly mountain: Day; readonly sports: Day }>([
  [2020, { marine: dayOfCivil(2020, 7, 23), mountain: dayOfCivil(2020, 8, 10), sports: dayOfCivil(2020, 7, 24) }],
  [2021, { marine: dayOfCivil(2021, 7, 22), mountain: dayOfCivil(2021, 8, 8), sports: dayOfCivil(2021, 7, 23) }],
])

function marineDay(year: number): readonly Day[] {
  if (year < 1996) return []
  return [gamesYears.get(year)?.marine ?? (year >= 2003 ? nthWeekday(3, 1, 7, year) : dayOfCivil(year, 7, 20))]
}

function mountainDay(year: number): readonly Day[] {
  return year < 2016 ? [] : [gamesYears.get(year)?.mountain ?? dayOfCivil(year, 8, 11)]
}

function sportsDay(year: number): readonly Day[] {
  if (year < 1966) return []
  return [gamesYears.get(year)?.sports ?? (year >= 2000 ? nthWeekday(2, 1, 10, year) : dayOfCivil(year, 10, 10))]
}

function agedDay(year: number): readonly Day[] {
  if (year < 1966) return []
  return [year >= 2003 ? nthWeekday(3, 1, 9, year) : dayOfCivil(year, 9, 15)]
}

/** The emperor's birthday: none in 2019, between the abdication in April and the next birthday in February. */
function emperorsBirthday(year: number): readonly Day[] {
  if (year >= 2020) return [dayOfCivil(year, 2, 23)]
  return year >= 1989 && year <= 2018 ? [dayOfCivil(year, 12, 23)] : []
}

/** National holidays as the law names them, before substitutes. */
function namedHolidays(year: number): readonly Day[] {
  return [
    dayOfCivil(year, 1, 1),
    year >= 2000 ? nthWeekday(2, 1, 1, year) : dayOfCivil(year, 1, 15),
    ...(year >= 1967 ? [dayOfCivil(year, 2, 11)] : []),
    ...emperorsBirthday(year),
    equinox(3, year),
    dayOfCivil(year, 4, 29),
    dayOfCivil(year, 5, 3),
    ...(year >= 2007 ? [dayOfCivil(year, 5, 4)] : []),
    dayOfCivil(year, 5, 5),
    ...marineDay(year),
    ...mountainDay(year),
    ...agedDay(year),
    equinox(9, year),
    ...sportsDay(year),
    dayOfCivil(year, 11, 3),
    dayOfCivil(year, 11, 23),
    ...single,
  ]
}

/** The next day that is no holiday, for one that falls on a Sunday (before 2007 only the Monday). From April 1973. */
function substitutes(named: ReadonlySet<Day>, year: number): readonly Day[] {
  const found: Day[] = []
  for (const holiday of named) {
    if (weekday(holiday) !== 0 || holiday < dayOfCivil(1973, 4, 12)) continue
    let day = holiday + 1
    if (year >= 2007) while (named.has(day)) day++
    found.push(day)
  }
  return found
}

/** Days between two holidays, which are holidays themselves since 1985-12-27. */
function citizensHolidays(named: ReadonlySet<Day>, year: number): readonly Day[] {
  if (year < 1986) return []
  return [...named].filter((day) => named.has(day + 2) && !named.has(day + 1)).map((day) => day + 1)
}

/**
 * Holidays of Japan with their substitutes and citizens' holidays, and the days at the turn of the year on which banks
 * are closed: settlement of yen and the Tokyo market.
 *
 * Source: Act on National Holidays (1948, as amended to 2018); Banking Act Enforcement Order, article 5.
 */
export function japanHolidays(year: number): readonly Day[] {
  const named = new Set(namedHolidays(year))
  return [
    ...named,
    ...substitutes(named, year),
    ...citizensHolidays(named, year),
    dayOfCivil(year, 1, 2),
    dayOfCivil(year, 1, 3),
    dayOfCivil(year, 12, 31),
  ]
}
