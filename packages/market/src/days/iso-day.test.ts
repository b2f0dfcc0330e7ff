import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dateFault, dayOfIso, isoOfDay, monthEndDay } from './iso-day.ts'

test('days count from 1970-01-01', () => {
  assert.equal(dayOfIso('1970-01-01'), 0)
  assert.equal(dayOfIso('1969-12-31'), -1)
  assert.equal(dayOfIso('2000-03-01'), 11017)
  assert.equal(dayOfIso('2020-02-29'), 18321)
})

test('a date that does not exist or has another form is undefined', () => {
  for (const text of [
    '2021-02-29',
    '2021-02-30',
    '1900-02-29',
    '2021-04-31',
    '2021-13-01',
    '2021-00-10',
    '2021-01-00',
  ]) {
    assert.equal(dayOfIso(text), undefined, text)
  }
  for (const text of ['', '2021-1-1', '20210101', '01/02/2021', '2021-01-01T00:00', '0021-01-01', ' 2021-01-01']) {
    assert.equal(dayOfIso(text), undefined, text)
  }
})

test('any day survives being written and read', () => {
  // 1600-01-01 to 2999-12-31.
  fc.assert(
    fc.property(fc.integer({ min: -135_140, max: 376_199 }), (day) => {
      assert.equal(dayOfIso(isoOfDay(day)), day)
    }),
  )
})

test('a month stands for its last day', () => {
  assert.equal(monthEndDay('2020-02'), dayOfIso('2020-02-29'))
  assert.equal(monthEndDay('2019-02-01'), dayOfIso('2019-02-28'))
  assert.equal(monthEndDay('2019-12'), dayOfIso('2019-12-31'))
  assert.equal(monthEndDay('2019-13'), undefined)
  assert.equal(monthEndDay('2019-12-31'), undefined)
})

test('what is wrong with a date is said in words', () => {
  assert.match(dateFault('2021-02-30', 'day'), /does not exist/)
  assert.match(dateFault('2021-02', 'day'), /month where a day/)
  assert.match(dateFault('2021-02-15', 'month'), /day where a month/)
  assert.match(dateFault('2021-13', 'month'), /month does not exist/)
  assert.match(dateFault('44197', 'day'), /number/)
  assert.match(dateFault('1.2.2021', 'day'), /another format/)
  assert.match(dateFault('Monday', 'day'), /not a date/)
})
