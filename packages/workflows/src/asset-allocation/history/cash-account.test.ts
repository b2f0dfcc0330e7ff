import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cashAccount } from './cash-account.ts'
import { madeUpCurve, weekdaysBetween } from './made-up-snapshot.fixture.ts'
import { yearFraction } from './year-fraction.ts'

const days = weekdaysBetween('2001-01-01', '2002-12-31')
const trading = Int32Array.from(days)
const last = days.length - 1

test('a constant rate accrues over calendar days', () => {
  const cash = cashAccount(
    madeUpCurve(days, [0.25, 10], () => 0.04),
    trading,
    0.25,
  )
  const years = yearFraction(days[0], days[last])
  assert.ok(Math.abs(cash.levels[last] / 1.02 ** (2 * years) - 1) < 1e-12)
})

test('a day earns the rate of the close before, so a change shows on the day after', () => {
  const cash = cashAccount(
    madeUpCurve(days, [0.25], (row) => (row < 50 ? 0.02 : 0.08)),
    trading,
    0.25,
  )
  const rate = (i: number): number => Math.log(cash.levels[i] / cash.levels[i - 1]) / yearFraction(days[i - 1], days[i])
  assert.ok(Math.abs(rate(50) - 2 * Math.log(1.01)) < 1e-9)
  assert.ok(Math.abs(rate(51) - 2 * Math.log(1.04)) < 1e-9)
})

test('the available tenor nearest the one asked for is taken, and said', () => {
  const curve = madeUpCurve(days, [0.25, 1, 10], (row, tenor) =>
    tenor === 0.25 ? (row < 100 ? NaN : 0.02) : tenor === 1 ? 0.03 : 0.05,
  )
  const cash = cashAccount(curve, trading, 0.25)
  assert.ok(Math.abs(cash.shortRates[99] - 2 * Math.log(1.015)) < 1e-12)
  assert.ok(Math.abs(cash.shortRates[100] - 2 * Math.log(1.01)) < 1e-12)
  assert.match(cash.tenors, /^1Y \(100 days, 2001-01-01 to .*\), then 3M \(/)
})

test('a rate is carried over a day without one, and missing for more than 31 days is an error with dates', () => {
  const day = cashAccount(
    madeUpCurve(days, [0.25], (row) => (row === 10 ? NaN : 0.02)),
    trading,
    0.25,
  )
  assert.equal(day.shortRates[10], day.shortRates[9])
  const long = madeUpCurve(days, [0.25, 10], (row, tenor) => (tenor < 1 && row > 100 && row < 150 ? NaN : 0.02))
  assert.throws(() => cashAccount(long, trading, 0.25), { code: 'missing-data', message: /2001-05-21/ })
})

test('tenors over two years are no cash', () => {
  assert.equal(
    cashAccount(
      madeUpCurve(days, [5, 10], () => 0.04),
      trading,
      0.25,
    ).start,
    -1,
  )
})
