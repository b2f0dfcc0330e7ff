import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayOfIso } from '@tutti/market'
import { madeUpSeries, weekdaysBetween } from './made-up-snapshot.fixture.ts'
import { totalReturnEquity } from './total-return-equity.ts'

const days = weekdaysBetween('2001-01-01', '2003-12-31')
const last = days.length - 1
const flat = madeUpSeries(
  'equity-index:MADE-UP',
  days,
  days.map(() => 100),
)
const monthEnds = ['2001-03-31', '2001-06-30', '2001-09-30', '2001-12-31', '2002-03-31', '2002-06-30'].map((date) =>
  dayOfIso(date)!,
)

test('a flat price earns the constant yield and no more', () => {
  const { levels, dividends } = totalReturnEquity(flat, { yields: null, fallbackYield: 0.03 })
  const years = (days[last] - days[0]) / 365.25
  assert.ok(Math.abs(Math.log(levels[last]) / years - 0.03) < 1e-5)
  assert.equal(dividends, 'constant yield of 3 % a year')
})

test('without dividends the total return is the price return', () => {
  const prices = madeUpSeries(
    'equity-index:MADE-UP',
    days,
    days.map((_, i) => 100 + i),
  )
  const { levels } = totalReturnEquity(prices, { yields: null, fallbackYield: 0 })
  assert.ok(Math.abs(levels[last] - (100 + last) / 100) < 1e-9)
})

test('a series that is total return already is not given dividends', () => {
  const prices = madeUpSeries(
    'total-return:FUND',
    days,
    days.map((_, i) => 50 + i),
  )
  const { levels, dividends } = totalReturnEquity(prices, { yields: null, fallbackYield: 0.05 })
  assert.equal(levels[last], (50 + last) / 50)
  assert.match(dividends, /total-return:FUND already/)
})

test('a dividend yield counts a quarter after its month, and no longer than a year beyond that', () => {
  const yields = madeUpSeries('dividend:MADE-UP', monthEnds, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
  const { levels, dividends } = totalReturnEquity(flat, { yields, fallbackYield: 0 })
  const yieldOn = (date: string): number => {
    const i = days.indexOf(dayOfIso(date)!)
    return ((levels[i] / levels[i - 1] - 1) * 365.25) / (days[i] - days[i - 1])
  }
  assert.equal(yieldOn('2001-07-02'), 0)
  // 2001-03-31 and 92 days are 2001-07-01, so the close of the 2nd knows it and the 3rd accrues it
  assert.ok(Math.abs(yieldOn('2001-07-03') - 0.1) < 1e-9)
  assert.ok(Math.abs(yieldOn('2002-06-03') - 0.4) < 1e-9)
  assert.ok(Math.abs(yieldOn('2003-09-01') - 0.6) < 1e-9)
  assert.equal(yieldOn('2003-12-31'), 0)
  assert.match(dividends, /dividend:MADE-UP, a quarter late.*from 2001-07-03 to 2003-10-0\d; constant yield of 0 %/)
})
