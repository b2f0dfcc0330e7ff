import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TuttiError } from '@tutti/analytics/errors'
import { isoOfDay } from '@tutti/market'
import { bondIndex } from './bond-index.ts'
import { madeUpCurve, madeUpMarket, weekdaysBetween } from './made-up-snapshot.fixture.ts'
import { yearFraction } from './year-fraction.ts'

const days = weekdaysBetween('2001-01-01', '2003-12-31')
const trading = Int32Array.from(days)
const last = days.length - 1
const years = yearFraction(days[0], days[last])

/** Value of a bond's remaining cash flows at a yield, `elapsed` years after its start: plain discounting. */
function priceAt(rate: number, coupon: number, maturityYears: number, elapsed: number): number {
  let value = 0
  for (let k = 1; k <= 2 * maturityYears; k++) {
    const amount = coupon / 2 + (k === 2 * maturityYears ? 1 : 0)
    value += amount / (1 + rate / 2) ** (2 * (k / 2 - elapsed))
  }
  return value
}

test('on a flat curve that never moves the bond earns its yield', () => {
  const index = bondIndex(
    madeUpCurve(days, [1, 5, 10], () => 0.05),
    trading,
    10,
  )
  assert.ok(Math.abs(index.levels[last] / 1.025 ** (2 * years) - 1) < 1e-12)
})

test('each day is the repricing of all cash flows at the yield of the remaining maturity', () => {
  const { equity, curve } = madeUpMarket(5, '2001-12-31')
  const index = bondIndex(curve, equity.days, 7)
  const yieldAt = (row: number, maturity: number): number => {
    const at = (t: number): number => curve.rates[row * 5 + curve.tenorsYears.indexOf(t)]
    return at(5) + ((at(10) - at(5)) * (maturity - 5)) / 5
  }
  let level = 1
  for (let i = 1; i < equity.days.length; i++) {
    const dt = (equity.days[i] - equity.days[i - 1]) / 365.25
    level *= priceAt(yieldAt(i, 7 - dt), yieldAt(i - 1, 7), 7, dt)
    assert.ok(Math.abs(index.levels[i] / level - 1) < 1e-11, `day ${i}`)
  }
})

test('a rising curve that never moves adds the roll: slope times duration, to first order', () => {
  const sloped = bondIndex(
    madeUpCurve(days, [5, 10], (_, tenor) => 0.03 + 0.002 * tenor),
    trading,
    10,
  )
  const carry = Math.log1p(0.025) * 2
  const duration = (1 - 1.025 ** -20) / 0.05
  const excess = Math.log(sloped.levels[last]) / years - carry
  assert.ok(Math.abs(excess - 0.002 * duration) < 2e-5, `${excess} against ${0.002 * duration}`)
})

test('the shortest tenor itself rolls down the segment beyond it', () => {
  const index = bondIndex(
    madeUpCurve(days, [1, 2], (_, tenor) => 0.03 + 0.002 * tenor),
    trading,
    1,
  )
  assert.ok(Math.log(index.levels[last]) / years > 2 * Math.log1p(0.016) + 0.0015)
})

test('a tenor that ends leaves no mark in the index', () => {
  const curved = (tenor: number): number => 0.02 + 0.01 * Math.sqrt(tenor)
  const ends = 300
  const whole = bondIndex(
    madeUpCurve(days, [5, 7, 10], (_, tenor) => curved(tenor)),
    trading,
    8,
  )
  const ending = bondIndex(
    madeUpCurve(days, [5, 7, 10], (row, tenor) => (tenor === 7 && row >= ends ? NaN : curved(tenor))),
    trading,
    8,
  )
  const change = (levels: Float64Array): number => levels[ends] / levels[ends - 1] - 1
  // a jump to the other interpolation would be worth some 17 basis points of price
  assert.ok(Math.abs(change(ending.levels) - change(whole.levels)) < 1e-5)
})

test('a zero curve and the par curve of the same discount factors give the same bond', () => {
  const zero = madeUpCurve(days, [1, 2, 10], (row) => 0.04 + 0.00001 * row, {
    id: 'zero-curve:MADE-UP',
    kind: 'zero',
    compounding: 'continuous',
  })
  const par = madeUpCurve(days, [1, 2, 10], (row) => 2 * Math.expm1((0.04 + 0.00001 * row) / 2))
  const fromZero = bondIndex(zero, trading, 10)
  const fromPar = bondIndex(par, trading, 10)
  assert.ok(Math.abs(fromZero.levels[last] / fromPar.levels[last] - 1) < 1e-11)
})

test('zero rates of any compounding mean the same bond', () => {
  const options = { id: 'zero-curve:MADE-UP', kind: 'zero' } as const
  const levels = (['continuous', 'semi-annual', 'annual'] as const).map((compounding) => {
    const rate = { continuous: 0.04, 'semi-annual': 2 * Math.expm1(0.02), annual: Math.expm1(0.04) }[compounding]
    return bondIndex(
      madeUpCurve(days, [1, 10], () => rate, { ...options, compounding }),
      trading,
      5,
    ).levels[last]
  })
  assert.ok(levels.every((level) => Math.abs(level / levels[0] - 1) < 1e-12))
})

test('on a day without rates the level is carried, and the next quoted day has the whole return', () => {
  const closed = 100
  const rate = (row: number): number => 0.05 + 0.0001 * row
  const open = madeUpCurve(days, [5, 10], rate)
  const gap = madeUpCurve(days, [5, 10], (row) => (row === closed ? NaN : rate(row)))
  const index = bondIndex(gap, trading, 10)
  assert.equal(index.levels[closed], index.levels[closed - 1])
  assert.equal(index.closedDays, 1)
  const dt = yearFraction(days[closed - 1], days[closed + 1])
  const expected = priceAt(rate(closed + 1), rate(closed - 1), 10, dt)
  assert.ok(Math.abs(index.levels[closed + 1] / index.levels[closed - 1] / expected - 1) < 1e-12)
  assert.equal(bondIndex(open, trading, 10).closedDays, 0)
})

test('rates that stay away for more than 31 days are missing data, with the dates', () => {
  const gap = madeUpCurve(days, [5, 10, 30], (row, tenor) => (tenor === 30 && row > 200 && row < 260 ? NaN : 0.05))
  assert.ok(bondIndex(gap, trading, 10).end === last)
  assert.throws(
    () => bondIndex(gap, trading, 20),
    (error: TuttiError) => {
      assert.equal(error.code, 'missing-data')
      assert.ok(error.message.includes(isoOfDay(days[200])), error.message)
      return true
    },
  )
})

test('a curve that shares no day with equity is missing data that names both spans', () => {
  const curve = madeUpCurve(weekdaysBetween('1990-01-01', '1990-12-31'), [5, 10], () => 0.05)
  assert.throws(
    () => bondIndex(curve, trading, 10),
    (error: TuttiError) =>
      error.code === 'missing-data' && error.message.includes('overlap') && error.details.got!.includes('1990-01-01'),
  )
})

test('a maturity between coupons is refused', () => {
  const curve = madeUpCurve(days, [5, 10], () => 0.05)
  assert.throws(() => bondIndex(curve, trading, 7.3), { code: 'invalid-input', message: /7\.3 years/ })
})
