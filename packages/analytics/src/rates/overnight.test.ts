import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { discountOn, flatCurve } from '../curves/index.ts'
import { addBusinessDays, calendar, dayOf } from '../time/index.ts'
import { compoundedOvernightRate, overnightPeriodRate, type OvernightPeriod } from './index.ts'

const target = calendar('TARGET')
const period: OvernightPeriod = {
  start: dayOf('2026-03-02'),
  end: dayOf('2026-04-02'),
  calendar: target,
  daysInYear: 360,
  lookbackDays: 0,
  observationShift: false,
  lockoutDays: 0,
}
/** Fixings that rise by a basis point a business day from 20 days before the period. */
const fixings = new Map<number, number>()
for (
  let k = -20, day = addBusinessDays(period.start, -20, target);
  k < 40;
  k++, day = addBusinessDays(day, 1, target)
) {
  fixings.set(day, 0.02 + k / 1e4)
}

test('fixings compound to the factor and rates that the ISDA formula gives', () => {
  // rates/compounded_overnight_rate: python arithmetic of the ISDA compounded-in-arrears formula
  const result = compoundedOvernightRate({
    rates: [0.0531, 0.053, 0.0532, 0.0533, 0.0531, 0.053, 0.0534, 0.0531, 0.0529, 0.053],
    days: [1, 1, 1, 3, 1, 1, 1, 1, 4, 1],
    daysInYear: 360,
  })
  assertClose(result.compoundingFactor, 1.0022143118532352, 1e-14, 0)
  assertClose(result.compoundedRate, 0.053143484477644165, 1e-14, 0)
  assertClose(result.averageRate, 0.05309333333333333, 1e-14, 0)
})

test('forwards of a curve compound to its growth over the period', () => {
  const projection = { referenceDay: dayOf('2026-02-02'), dayCount: 'ACT/365F' as const, curve: flatCurve(0.03) }
  const { compoundingFactor, observations, days } = overnightPeriodRate(period, new Map(), projection)
  const growth = discountOn(projection, period.start) / discountOn(projection, period.end)
  assertClose(compoundingFactor, growth, 0, 1e-14)
  assert.equal(days, 31)
  assert.ok(observations.every(({ published }) => !published))
})

test('lookback takes earlier rates with the interest days, and their own days under a shift', () => {
  const plain = overnightPeriodRate(period, fixings, undefined)
  const back = overnightPeriodRate({ ...period, lookbackDays: 5 }, fixings, undefined)
  const shifted = overnightPeriodRate({ ...period, lookbackDays: 5, observationShift: true }, fixings, undefined)
  plain.observations.forEach((item, i) => {
    assertClose(back.observations[i].rate, item.rate - 5e-4, 1e-15, 0)
    assert.equal(back.observations[i].days, item.days)
    assert.equal(shifted.observations[i].rate, back.observations[i].rate)
  })
  // A shift of five business days without a holiday is a week: the weights agree.
  assertClose(shifted.compoundedRate, back.compoundedRate, 1e-15, 0)
  // One of two days is not: Friday's weight goes to another rate.
  const [two, twoShifted] = [false, true].map((observationShift) =>
    overnightPeriodRate({ ...period, lookbackDays: 2, observationShift }, fixings, undefined),
  )
  assert.ok(two.compoundedRate !== twoShifted.compoundedRate)
  assert.equal(twoShifted.observations[0].days, 1)
  assert.equal(twoShifted.observations[1].days, 3)
})

test('a lockout repeats the rate before it', () => {
  const { observations } = overnightPeriodRate({ ...period, lockoutDays: 3 }, fixings, undefined)
  const last = observations.length - 1
  for (let i = last - 2; i <= last; i++) assert.equal(observations[i].rate, observations[last - 3].rate)
  assert.ok(observations[last - 3].rate > observations[last - 4].rate)
})

test('the compounded rate is at least the average for rates of one sign', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 60 }), (rates) => {
      const result = compoundedOvernightRate({ rates, days: rates.map((_, i) => 1 + (i % 3)), daysInYear: 360 })
      assert.ok(result.compoundedRate >= result.averageRate - 1e-13)
    }),
    { seed: 20260317 },
  )
})

test('missing fixings and impossible periods are refused', () => {
  assert.throws(() => overnightPeriodRate(period, new Map(), undefined), { code: 'missing-data' })
  const code = 'invalid-input'
  assert.throws(() => overnightPeriodRate({ ...period, start: dayOf('2026-03-01') }, fixings, undefined), { code })
  assert.throws(() => overnightPeriodRate({ ...period, end: period.start }, fixings, undefined), { code })
  assert.throws(() => overnightPeriodRate({ ...period, lockoutDays: 50 }, fixings, undefined), { code })
  assert.throws(() => overnightPeriodRate({ ...period, lookbackDays: 1.5 }, fixings, undefined), { code })
  assert.throws(() => compoundedOvernightRate({ rates: [0.01], days: [1, 1], daysInYear: 360 }), { code })
  assert.throws(() => compoundedOvernightRate({ rates: [], days: [], daysInYear: 360 }), { code })
})
