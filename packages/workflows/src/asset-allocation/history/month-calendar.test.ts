import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isoOfDay } from '@tutti/market'
import { weekdaysBetween } from './made-up-snapshot.fixture.ts'
import { monthCalendar } from './month-calendar.ts'

const dates = (from: string, to: string): string[] => weekdaysBetween(from, to).map(isoOfDay)

test('months end at their last trading day', () => {
  const list = dates('2001-01-10', '2001-06-29')
  const { labels, last } = monthCalendar(list)
  assert.deepEqual(labels, ['2001-01', '2001-02', '2001-03', '2001-04', '2001-05', '2001-06'])
  assert.deepEqual(
    [...last].map((i) => list[i]),
    ['2001-01-31', '2001-02-28', '2001-03-30', '2001-04-30', '2001-05-31', '2001-06-29'],
  )
})

test('a month that the data break off is left out', () => {
  assert.equal(monthCalendar(dates('2001-01-10', '2001-06-26')).labels.at(-1), '2001-05')
  // the last trading day of a month may be three days before its end: Good Friday 2024-03-29 and a weekend
  assert.equal(monthCalendar(dates('2024-01-10', '2024-03-28')).labels.at(-1), '2024-03')
})

test('a month without enough days is named', () => {
  const list = dates('2001-01-10', '2001-06-29')
  const thin = list.filter((date) => !date.startsWith('2001-03') || date < '2001-03-06')
  assert.throws(() => monthCalendar(thin), { code: 'missing-data', message: /3 trading days in 2001-03/ })
  const hole = list.filter((date) => !date.startsWith('2001-03'))
  assert.throws(() => monthCalendar(hole), {
    code: 'missing-data',
    message: /no trading day between 2001-02-28 and 2001-04-02/,
  })
})

test('months before the first index asked for do not matter, holes and all', () => {
  const list = dates('2001-01-10', '2001-06-29').filter((date) => !date.startsWith('2001-03'))
  assert.deepEqual(monthCalendar(list, list.indexOf('2001-04-02')).labels, ['2001-04', '2001-05', '2001-06'])
})
