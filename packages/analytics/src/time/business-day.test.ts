import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import {
  addBusinessDays,
  adjustedDay,
  advancedDay,
  type BusinessDayConvention,
  businessDayConventions,
  businessDaysBetween,
  lastBusinessDayOfMonth,
} from './business-day.ts'
import { calendar, calendarNames } from './calendar.ts'
import { civilOf, dayOf, isoOfDay } from './day.ts'
import type { Calendar } from './holiday-calendar.ts'
import { addTenor, type Tenor, tenorOf, tenorText } from './tenor.ts'

const target = calendar('TARGET')
const day = fc.integer({ min: dayOf('1995-01-01'), max: dayOf('2090-12-31') })
const anyCalendar = fc.constantFrom(...calendarNames).map((name) => calendar(name))
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

test('each convention moves a closed day as its name says', () => {
  const moved = (text: string, convention: BusinessDayConvention): string =>
    isoOfDay(adjustedDay(dayOf(text), convention, target))
  // Sunday 31 May 2026; Friday 3 to Monday 6 April 2026 is Easter; Saturday 15 and Sunday 16 August 2026.
  assert.equal(moved('2026-05-31', 'unadjusted'), '2026-05-31')
  assert.equal(moved('2026-05-31', 'following'), '2026-06-01')
  assert.equal(moved('2026-05-31', 'modified following'), '2026-05-29')
  assert.equal(moved('2026-05-31', 'preceding'), '2026-05-29')
  assert.equal(moved('2026-08-01', 'modified preceding'), '2026-08-03')
  assert.equal(moved('2026-08-15', 'half-month modified following'), '2026-08-14')
  assert.equal(moved('2026-08-16', 'half-month modified following'), '2026-08-17')
  assert.equal(moved('2026-04-03', 'nearest'), '2026-04-02')
  assert.equal(moved('2026-04-06', 'nearest'), '2026-04-07')
  // Two days to Thursday and two to Monday: the later one.
  const closed: Calendar = { name: 'x', isWeekend: () => false, isBusinessDay: (d) => Math.abs(d - 100) > 1 }
  assert.equal(adjustedDay(100, 'nearest', closed), 102)
})

test('adjusting gives a business day, changes none that is one, and modified conventions stay in the month', () => {
  fc.assert(
    fc.property(day, anyCalendar, fc.constantFrom(...businessDayConventions), (start, where, convention) => {
      const moved = adjustedDay(start, convention, where)
      if (convention !== 'unadjusted') assert.ok(where.isBusinessDay(moved))
      if (where.isBusinessDay(start)) assert.equal(moved, start)
      assert.equal(adjustedDay(moved, convention, where), moved)
      if (convention.startsWith('modified')) assert.equal(civilOf(moved).month, civilOf(start).month)
      if (convention === 'following') assert.ok(moved >= start)
      if (convention === 'preceding') assert.ok(moved <= start)
    }),
    { seed: 31, numRuns: 500 },
  )
})

test('business days added and counted agree', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -60, max: 60 }), anyCalendar, (start, count, where) => {
      const from = addBusinessDays(start, 0, where)
      assert.equal(from, adjustedDay(start, 'following', where))
      const moved = addBusinessDays(from, count, where)
      assert.ok(where.isBusinessDay(moved))
      assert.equal(businessDaysBetween(where, from, moved), count)
      assert.equal(addBusinessDays(moved, -count, where), from)
    }),
    { seed: 32, numRuns: 300 },
  )
})

test('the end-of-month rule leads from last business day to last business day', () => {
  const next = (text: string, tenor: string, convention: BusinessDayConvention, rule: boolean): string =>
    isoOfDay(advancedDay(dayOf(text), tenorOf(tenor), target, convention, rule))
  assert.equal(next('2026-02-27', '1M', 'modified following', true), '2026-03-31')
  assert.equal(next('2026-02-27', '1M', 'modified following', false), '2026-03-27')
  // Unadjusted only calendar month ends count.
  assert.equal(next('2026-02-27', '1M', 'unadjusted', true), '2026-03-27')
  assert.equal(next('2026-02-28', '1M', 'unadjusted', true), '2026-03-31')
  assert.equal(next('2026-02-27', '2B', 'following', true), '2026-03-03')
  assert.equal(next('2026-05-30', '0M', 'following', false), '2026-06-01')
  assert.equal(isoOfDay(lastBusinessDayOfMonth(dayOf('2026-05-05'), target)), '2026-05-29')
})

test('tenors are read, written and added', () => {
  assert.deepEqual(tenorOf('3M'), { count: 3, unit: 'M' })
  assert.deepEqual(tenorOf(' 10y '), { count: 10, unit: 'Y' })
  assert.deepEqual(tenorOf('-2B'), { count: -2, unit: 'B' })
  assert.equal(isoOfDay(addTenor(dayOf('2024-01-31'), tenorOf('1M'))), '2024-02-29')
  assert.equal(isoOfDay(addTenor(dayOf('2024-02-29'), tenorOf('-1Y'))), '2023-02-28')
  assert.equal(isoOfDay(addTenor(dayOf('2024-02-29'), tenorOf('2W'))), '2024-03-14')
  assert.equal(isoOfDay(addTenor(dayOf('2024-02-29'), tenorOf('100Y'))), '2124-02-29')
  const tenor = fc.record({
    count: fc.integer({ min: -99_999, max: 99_999 }),
    unit: fc.constantFrom('D', 'B', 'W', 'M', 'Y'),
  }) as fc.Arbitrary<Tenor>
  fc.assert(
    fc.property(tenor, (value) => assert.deepEqual(tenorOf(tenorText(value)), { ...value })),
    { seed: 33 },
  )
})

test('tenors and calendars that make no sense are refused', () => {
  for (const text of ['', 'M', '3', '3Q', '1.5Y', '3M6M', 'NaNM']) refused('invalid-input', () => tenorOf(text))
  refused('invalid-input', () => addTenor(0, tenorOf('2B')))
  refused('invalid-input', () => addBusinessDays(0, 1.5, target))
  const never: Calendar = { name: 'never', isWeekend: () => false, isBusinessDay: () => false }
  refused('invalid-input', () => adjustedDay(0, 'following', never))
  refused('invalid-input', () => addBusinessDays(0, 2, never))
})
