import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { type CalendarName, calendar, calendarNames } from './calendar.ts'
import { type Day, dayOf, isoOfDay, weekday } from './day.ts'
import { easterSunday } from './easter-sunday.ts'
import { calendarOfHolidays, holidaysBetween, jointCalendar } from './holiday-calendar.ts'

const holidays = (name: CalendarName, year: number): string =>
  holidaysBetween(calendar(name), dayOf(`${year}-01-01`), dayOf(`${year}-12-31`), false)
    .map((day) => isoOfDay(day).slice(5))
    .join(' ')
const closed = (name: CalendarName, ...days: readonly string[]): void => {
  for (const text of days) assert.equal(calendar(name).isBusinessDay(dayOf(text)), false, `${name} ${text}`)
}
const open = (name: CalendarName, ...days: readonly string[]): void => {
  for (const text of days) assert.equal(calendar(name).isBusinessDay(dayOf(text)), true, `${name} ${text}`)
}
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

test('Easter falls where the almanac has it', () => {
  // Meeus, Astronomical Algorithms (1998), chapter 8, and the extremes 22 March and 25 April.
  for (const text of [
    '1818-03-22',
    '1943-04-25',
    '1954-04-18',
    '1991-03-31',
    '1992-04-19',
    '2000-04-23',
    '2038-04-25',
  ]) {
    assert.equal(isoOfDay(easterSunday(Number(text.slice(0, 4)))), text)
  }
})

test('the year 2023 of every calendar is as QuantLib 1.44 lists it', () => {
  assert.equal(holidays('TARGET', 2023), '04-07 04-10 05-01 12-25 12-26')
  assert.equal(holidays('US government bond', 2023), '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-23 12-25')
  assert.equal(holidays('US settlement', 2023), '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25')
  assert.equal(holidays('UK', 2023), '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26')
  assert.equal(
    holidays('JP', 2023),
    '01-02 01-03 01-09 02-23 03-21 05-03 05-04 05-05 07-17 08-11 09-18 10-09 11-03 11-23',
  )
  assert.equal(holidays('CA', 2023), '01-02 02-20 04-07 05-22 07-03 08-07 09-04 10-02 10-09 11-13 12-25 12-26')
  assert.equal(holidays('AU', 2023), '01-02 01-26 04-07 04-10 04-25 06-12 08-07 10-02 12-25 12-26')
  assert.equal(holidays('CH', 2023), '01-02 04-07 04-10 05-01 05-18 05-29 08-01 12-25 12-26')
})

test('TARGET had other closing days in its first years', () => {
  closed('TARGET', '1998-12-31', '1999-12-31', '2001-12-31', '2000-04-21', '2000-12-26')
  open('TARGET', '1999-04-02', '1999-04-05', '2000-12-29', '2002-12-31')
})

test('American holidays appear, move and fall away as the law and the market had them', () => {
  // Juneteenth from 2022, Martin Luther King from 1986, Veterans Day in October from 1971 to 1977.
  open('US settlement', '2021-06-18', '1985-01-21', '1975-11-11')
  closed('US settlement', '2022-06-20', '2027-06-18', '1986-01-20', '1975-10-27', '2021-12-31')
  open('US government bond', '2021-12-31', '2022-11-10')
  // The jobs report on Good Friday: an early close only.
  open('US government bond', '2021-04-02', '2015-04-03', '2012-04-06')
  closed('US government bond', '2022-04-15', '2024-03-29', '1995-04-14')
  // Days of mourning, the attacks, the hurricane.
  closed('US government bond', '1994-04-27', '2001-09-12', '2004-06-11', '2012-10-30', '2018-12-05')
  open('US settlement', '2018-12-05')
})

test('British holidays follow jubilees, weddings, the funeral and the coronation', () => {
  closed('UK', '2002-06-03', '2002-06-04', '2011-04-29', '2012-06-04', '2012-06-05', '2022-06-02', '2022-06-03')
  closed('UK', '2022-09-19', '2023-05-08', '1999-12-31', '1995-05-08', '2020-05-08', '1977-06-07', '1981-07-29')
  open('UK', '2022-05-30', '2012-05-28', '2002-05-27', '2020-05-04', '1995-05-01', '1977-05-02')
  // Christmas on a Saturday: Monday and Tuesday.
  closed('UK', '2021-12-27', '2021-12-28', '2022-12-27', '2022-01-03')
})

test('Japanese holidays have their substitutes, citizens’ days, games and ceremonies', () => {
  // Cabinet Office, list of national holidays.
  closed('JP', '2009-09-22', '2015-09-22', '2026-09-22', '2019-04-30', '2019-05-02')
  closed('JP', '2019-05-01', '2019-10-22', '1989-02-24', '1990-11-12', '1993-06-09')
  closed('JP', '2020-07-23', '2020-07-24', '2020-08-10', '2021-07-22', '2021-07-23', '2021-08-09')
  open('JP', '2020-07-20', '2020-10-12', '2021-07-19', '2021-10-11', '2019-12-23', '2015-08-11')
  // Substitutes: Monday only before 2007, the next free day after.
  closed('JP', '2008-05-06', '2009-05-06', '2015-05-06', '1998-05-04')
  open('JP', '2003-05-06', '1985-05-07')
  // Equinoxes on different days.
  closed('JP', '2020-03-20', '2022-03-21', '2012-09-22', '2023-09-23', '2024-09-23', '1979-09-24', '2099-03-20')
})

test('other calendars keep their one-off and late additions', () => {
  closed('AU', '2022-09-22', '2021-12-28')
  open('AU', '2021-09-22', '2021-04-26')
  closed('CA', '2021-09-30', '2008-02-18')
  open('CA', '2020-09-30', '2007-02-19')
  closed('CH', '2026-05-14', '2026-05-25')
})

test('no built-in calendar works on a weekend, and each works on most weekdays of each year', () => {
  fc.assert(
    fc.property(fc.constantFrom(...calendarNames), fc.integer({ min: 1900, max: 2200 }), (name, year) => {
      if (name === 'none') return
      const [from, to] = [dayOf(`${year}-01-01`), dayOf(`${year}-12-31`)]
      let count = 0
      for (let day = from; day <= to; day++) {
        const weekend = weekday(day) === 0 || weekday(day) === 6
        assert.equal(calendar(name).isWeekend(day), weekend)
        if (weekend) assert.equal(calendar(name).isBusinessDay(day), false)
        if (calendar(name).isBusinessDay(day)) count++
      }
      assert.ok(count >= 236 && count <= 262, `${name} ${year}: ${count} business days`)
    }),
    { seed: 21, numRuns: 60 },
  )
})

test('joint calendars close with any or only with all of their members', () => {
  const members = [calendar('UK'), calendar('TARGET')]
  const any = jointCalendar(members, 'any holiday closes')
  const all = jointCalendar(members, 'all holidays close')
  fc.assert(
    fc.property(fc.integer({ min: dayOf('1995-01-01'), max: dayOf('2060-12-31') }), (day: Day) => {
      const states = members.map((item) => item.isBusinessDay(day))
      assert.equal(any.isBusinessDay(day), states.every(Boolean))
      assert.equal(all.isBusinessDay(day), states.some(Boolean))
    }),
    { seed: 22 },
  )
  // 1 May 2024 closes TARGET alone; the Summer bank holiday London alone.
  assert.equal(any.isBusinessDay(dayOf('2024-05-01')), false)
  assert.equal(all.isBusinessDay(dayOf('2024-05-01')), true)
  assert.equal(any.name, 'UK + TARGET')
})

test('a listed calendar has the weekend it is given', () => {
  const gulf = calendarOfHolidays('gulf', [dayOf('2024-06-16')], [5, 6])
  assert.equal(gulf.isBusinessDay(dayOf('2024-06-14')), false)
  assert.equal(gulf.isBusinessDay(dayOf('2024-06-16')), false)
  assert.equal(gulf.isBusinessDay(dayOf('2024-06-17')), true)
  assert.deepEqual(holidaysBetween(gulf, dayOf('2024-06-14'), dayOf('2024-06-16'), true).length, 3)
})

test('an unknown calendar is refused with the list of the known ones', () => {
  assert.throws(
    () => calendar('Atlantis' as CalendarName),
    (error) =>
      error instanceof TuttiError && error.code === 'unsupported' && error.details.expected!.includes('TARGET'),
  )
  refused('unsupported', () => calendar('toString' as CalendarName))
})

test('calendars that cannot be are refused', () => {
  refused('invalid-input', () => calendarOfHolidays('all week', [], [0, 1, 2, 3, 4, 5, 6]))
  refused('invalid-input', () => calendarOfHolidays('eighth day', [], [7]))
  refused('invalid-input', () => calendarOfHolidays('half a day', [0.5]))
  refused('invalid-input', () => jointCalendar([], 'any holiday closes'))
  refused('invalid-input', () => holidaysBetween(calendar('UK'), 10, 9, false))
})

/** Days that have a figure in a column of a file of daily data, or the reason why there is no such file here. */
function dataDays(file: string, column: string): readonly Day[] | string {
  const path = new URL(`../../../../../shared/data/${file}`, import.meta.url)
  if (!existsSync(path)) {
    if (process.env['TUTTI_REQUIRE_SHARED'] === '1') assert.fail(`${file} is missing`)
    return `${file} is not here`
  }
  const [head, ...rows] = readFileSync(path, 'utf8').trim().split('\n')
  const at = head.split(',').indexOf(column)
  assert.ok(at > 0, column)
  return rows
    .map((row) => row.split(','))
    .filter((row) => row[at] !== '')
    .map((row) => dayOf(row[0]))
}

for (const [file, column, name, from, known] of [
  ['rates/us_treasury_cmt_daily.csv', 'DGS10', 'US government bond', '1986-01-01', ['2001-09-11']],
  ['fx/ecb_eur_reference_rates_daily.csv', 'USD', 'TARGET', '1999-01-04', []],
] as const) {
  test(`${name} is open exactly on the days with figures in ${file}`, (t) => {
    const days = dataDays(file, column)
    if (typeof days === 'string') {
      t.skip(days)
      return
    }
    const withData = new Set(days)
    const wrong: string[] = []
    for (let day = dayOf(from); day <= days[days.length - 1]; day++) {
      if (calendar(name).isBusinessDay(day) !== withData.has(day)) wrong.push(isoOfDay(day))
    }
    // On the day of the attacks of 2001 the market opened but had no closing figures.
    assert.deepEqual(wrong, known)
  })
}
