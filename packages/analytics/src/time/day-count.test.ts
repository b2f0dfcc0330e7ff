import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { calendar } from './calendar.ts'
import { type CouponGrid, quasiCouponDays } from './coupon-grid.ts'
import { type DayCount, dayCounts, daysCounted, yearFraction } from './day-count.ts'
import { addMonths, type Day, dayOf, isEndOfMonth, isLeapYear, civilOf } from './day.ts'

const day = fc.integer({ min: dayOf('1950-01-01'), max: dayOf('2150-12-31') })
const near = (got: number, expected: number, tolerance = 1e-14): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected}`)
const refused = (code: string, run: () => unknown): void =>
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)

/** Periods of the ISDA workbook of 30/360 examples, as in QuantLib test-suite/daycounters.cpp. */
const monthEndPairs: readonly (readonly [string, string])[] = [
  ['2006-08-31', '2007-02-28'],
  ['2007-02-28', '2007-08-31'],
  ['2007-08-31', '2008-02-29'],
  ['2008-02-29', '2008-08-31'],
  ['2008-08-31', '2009-02-28'],
  ['2009-02-28', '2009-08-31'],
]

test('the 30/360 family counts month ends as the ISDA workbook does', () => {
  const counted = (dayCount: DayCount, terminationDay?: Day): number[] =>
    monthEndPairs.map(([start, end]) => daysCounted(dayCount, dayOf(start), dayOf(end), { terminationDay }))
  assert.deepEqual(counted('30/360 bond basis'), [178, 183, 179, 182, 178, 183])
  assert.deepEqual(counted('30/360 US'), [178, 180, 179, 180, 178, 180])
  assert.deepEqual(counted('30E/360'), [178, 182, 179, 181, 178, 182])
  assert.deepEqual(counted('30E/360 ISDA'), [180, 180, 180, 180, 180, 180])
  assert.deepEqual(counted('30/360 Italian'), [180, 180, 180, 180, 180, 180])
})

test('30E/360 ISDA leaves the last day of February alone when the contract ends on it', () => {
  const end = dayOf('2008-02-29')
  assert.equal(daysCounted('30E/360 ISDA', dayOf('2007-08-31'), end), 180)
  assert.equal(daysCounted('30E/360 ISDA', dayOf('2007-08-31'), end, { terminationDay: end }), 179)
})

test('actual day counts have the published fractions', () => {
  // QuantLib 1.29, the reference case daycount_act360.
  near(yearFraction('ACT/360', dayOf('2023-01-31'), dayOf('2023-07-31')), 0.5027777777777778)
  near(yearFraction('ACT/360', dayOf('2019-06-15'), dayOf('2031-06-15')), 12.175)
  // ISDA (1998), EMU and market conventions: 1 Nov 2003 to 1 May 2004 and the short first period of 1999.
  near(yearFraction('ACT/ACT ISDA', dayOf('2003-11-01'), dayOf('2004-05-01')), 61 / 365 + 121 / 366)
  near(yearFraction('ACT/ACT AFB', dayOf('2003-11-01'), dayOf('2004-05-01')), 182 / 366)
  near(yearFraction('ACT/ACT ISDA', dayOf('1999-02-01'), dayOf('1999-07-01')), 150 / 365)
  near(yearFraction('ACT/ACT AFB', dayOf('1999-02-01'), dayOf('1999-07-01')), 150 / 365)
  near(yearFraction('ACT/365F', dayOf('2024-01-01'), dayOf('2025-01-01')), 366 / 365)
  near(yearFraction('ACT/364', dayOf('2024-01-01'), dayOf('2024-12-30')), 1)
  near(yearFraction('1/1', dayOf('2024-01-01'), dayOf('2031-12-30')), 1)
})

test('ACT/365L has 366 days where an annual period holds the leap day, or another ends in a leap year', () => {
  const annual = { frequency: 1 }
  near(yearFraction('ACT/365L', dayOf('2023-06-01'), dayOf('2024-06-01'), annual), 1)
  near(yearFraction('ACT/365L', dayOf('2024-03-01'), dayOf('2025-03-01'), annual), 1)
  near(yearFraction('ACT/365L', dayOf('2023-08-29'), dayOf('2024-02-28'), { frequency: 2 }), 183 / 366)
  const period = { frequency: 2, referenceEnd: dayOf('2024-02-28') }
  near(yearFraction('ACT/365L', dayOf('2023-08-29'), dayOf('2023-11-29'), period), 92 / 366)
})

test('ACT/ACT ICMA with a reference period has the fractions of the ISDA paper', () => {
  // ISDA (1998), EMU and market conventions, as in QuantLib testActualActual.
  const fraction = (start: string, end: string, frequency: number, from: string, to: string): number =>
    yearFraction('ACT/ACT ICMA', dayOf(start), dayOf(end), {
      frequency,
      referenceStart: dayOf(from),
      referenceEnd: dayOf(to),
    })
  near(fraction('2003-11-01', '2004-05-01', 2, '2003-11-01', '2004-05-01'), 0.5)
  // Short first: 1 Feb to 1 Jul 1999 within the year to 1 Jul 1999.
  near(fraction('1999-02-01', '1999-07-01', 1, '1998-07-01', '1999-07-01'), 150 / 365)
  // Long first: 15 Aug 2002 to 15 Jul 2003, semi-annual.
  near(fraction('2002-08-15', '2003-07-15', 2, '2003-01-15', '2003-07-15'), 153 / 368 + 0.5)
  // Short final: 30 Jan to 30 Jun 2000, semi-annual.
  near(fraction('2000-01-30', '2000-06-30', 2, '2000-01-30', '2000-07-30'), 152 / 364)
  // The frequency follows from the length of the period.
  near(
    yearFraction('ACT/ACT ICMA', dayOf('2003-11-01'), dayOf('2004-05-01'), {
      referenceStart: dayOf('2003-11-01'),
      referenceEnd: dayOf('2004-05-01'),
    }),
    0.5,
  )
})

test('ACT/ACT ICMA over a whole bond measures each stub by its own quasi-coupons', () => {
  // ISDA (1998), as in QuantLib testActualActualIsma: the last period of three bonds.
  const last = (
    grid: Omit<CouponGrid, 'accrualStart' | 'firstCoupon' | 'penultimateCoupon' | 'maturity'>,
    dates: string[],
  ) => {
    const [accrualStart, firstCoupon, penultimateCoupon, maturity] = dates.map((text) => dayOf(text))
    const couponDays = quasiCouponDays({ ...grid, accrualStart, firstCoupon, penultimateCoupon, maturity })
    return yearFraction('ACT/ACT ICMA', penultimateCoupon, maturity, { couponDays, frequency: grid.frequency })
  }
  const semiannual = ['1999-01-30', '1999-07-30', '2000-01-30', '2000-06-30']
  near(last({ frequency: 2, endOfMonth: false }, semiannual), 152 / (182 * 2))
  const quarterly = ['1999-05-31', '1999-08-31', '1999-11-30', '2000-04-30']
  near(last({ frequency: 4, endOfMonth: true }, quarterly), 91 / (91 * 4) + 61 / (92 * 4))
  near(last({ frequency: 4, endOfMonth: false }, quarterly), 91 / (91 * 4) + 61 / (90 * 4))
})

test('BUS/252 counts the business days of its calendar', () => {
  // QuantLib 1.29, the reference case daycount_bus252_target.
  const context = { calendar: calendar('TARGET') }
  near(yearFraction('BUS/252', dayOf('2024-03-25'), dayOf('2024-04-08'), context), 0.031746031746031744)
  assert.equal(daysCounted('BUS/252', dayOf('2024-12-20'), dayOf('2025-01-06'), context), 8)
})

/** A day count with the context that it needs for any two days. */
const contextOf = (start: Day) => ({
  calendar: calendar('TARGET'),
  frequency: 2,
  referenceStart: start,
  referenceEnd: addMonths(start, 6),
})

test('every day count is antisymmetric, finite and zero from a day to itself but 1/1', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 4000 }), fc.constantFrom(...dayCounts), (start, length, dayCount) => {
      const context = contextOf(start)
      const end = start + length
      const forward = yearFraction(dayCount, start, end, context)
      assert.ok(Number.isFinite(forward) && forward >= 0)
      if (length > 0) assert.equal(yearFraction(dayCount, end, start, context), -forward)
      if (dayCount !== '1/1') assert.equal(yearFraction(dayCount, start, start, context), 0)
    }),
    { seed: 11 },
  )
})

test('a longer period is never a shorter fraction', () => {
  const monotone = dayCounts.filter((dayCount) => dayCount !== 'ACT/365L' && dayCount !== 'ACT/ACT AFB')
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.constantFrom(...monotone),
      (start, length, more, dayCount) => {
        const context = contextOf(start)
        const short = yearFraction(dayCount, start, start + length, context)
        const long = yearFraction(dayCount, start, start + length + more, context)
        assert.ok(long >= short - 1e-12, `${dayCount}: ${long} after ${short}`)
      },
    ),
    { seed: 12 },
  )
})

test('day counts that sum days are additive over adjacent periods', () => {
  const additive: readonly DayCount[] = [
    'ACT/360',
    'ACT/365F',
    'ACT/364',
    'ACT/ACT ISDA',
    'BUS/252',
    '30E/360',
    'ACT/ACT ICMA',
  ]
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 900 }),
      fc.constantFrom(...additive),
      (start, first, second, dayCount) => {
        const context = contextOf(start)
        const [middle, end] = [start + first, start + first + second]
        const sum = yearFraction(dayCount, start, middle, context) + yearFraction(dayCount, middle, end, context)
        near(sum, yearFraction(dayCount, start, end, context), 1e-12)
      },
    ),
    { seed: 13 },
  )
})

test('a year is one year for the counts made for it', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 30 }), (start, years) => {
      const end = addMonths(start, 12 * years)
      const { dayOfMonth } = civilOf(start)
      if (dayOfMonth < 28) {
        for (const dayCount of [
          '30/360 bond basis',
          '30/360 US',
          '30E/360',
          '30E/360 ISDA',
          '30/360 Italian',
        ] as const) {
          assert.equal(yearFraction(dayCount, start, end), years)
        }
        assert.equal(yearFraction('ACT/ACT AFB', start, end), years)
      }
      const context = { frequency: 1, referenceStart: start, referenceEnd: addMonths(start, 12) }
      near(yearFraction('ACT/ACT ICMA', start, addMonths(start, 12), context), 1)
      if (isLeapYear(civilOf(start).year)) return
      near(yearFraction('ACT/ACT ISDA', start, end), (end - start) / 365.25, 0.02)
    }),
    { seed: 14 },
  )
})

test('quasi-coupons cover the life of a bond and contain its coupons', () => {
  fc.assert(
    fc.property(
      fc.record({
        firstCoupon: day,
        periods: fc.integer({ min: 0, max: 40 }),
        front: fc.integer({ min: 1, max: 700 }),
        back: fc.integer({ min: 1, max: 700 }),
        frequency: fc.constantFrom(1, 2, 3, 4, 6, 12),
        endOfMonth: fc.boolean(),
      }),
      ({ firstCoupon, periods, front, back, frequency, endOfMonth }) => {
        const penultimate = addMonths(firstCoupon, (12 / frequency) * periods)
        if (endOfMonth && isEndOfMonth(firstCoupon) !== isEndOfMonth(penultimate)) return
        const bond = {
          accrualStart: firstCoupon - front,
          firstCoupon,
          penultimateCoupon: penultimate,
          maturity: penultimate + back,
        }
        const days = quasiCouponDays({ ...bond, frequency, endOfMonth })
        assert.ok(days[0] <= bond.accrualStart && days[days.length - 1] >= bond.maturity)
        assert.ok(days.includes(firstCoupon) && days.includes(penultimate))
        for (let i = 1; i < days.length; i++) assert.ok(days[i] > days[i - 1])
      },
    ),
    { seed: 15 },
  )
})

test('a day count without what it needs is refused', () => {
  const [start, end] = [dayOf('2024-01-15'), dayOf('2024-07-15')]
  refused('invalid-input', () => yearFraction('BUS/252', start, end))
  refused('invalid-input', () => yearFraction('ACT/365L', start, end))
  refused('invalid-input', () => yearFraction('ACT/ACT ICMA', start, end))
  refused('invalid-input', () =>
    yearFraction('ACT/ACT ICMA', start, end, { couponDays: [dayOf('2024-02-15'), dayOf('2024-08-15')] }),
  )
  refused('invalid-input', () => yearFraction('ACT/ACT ICMA', start, end, { couponDays: [end, start] }))
  refused('invalid-input', () =>
    yearFraction('ACT/ACT ICMA', start, end + 90, { referenceStart: start, referenceEnd: start + 47 }),
  )
  refused('invalid-input', () => yearFraction('ACT/360', NaN, end))
  refused('invalid-input', () => yearFraction('ACT/360', start, 1.5))
  refused('unsupported', () => yearFraction('30/365' as DayCount, start, end))
  refused('unsupported', () => daysCounted('30/365' as DayCount, start, end))
})

test('coupons that do not fit together are refused', () => {
  const [accrualStart, firstCoupon, penultimateCoupon, maturity] = [
    '2020-01-15',
    '2020-07-15',
    '2024-01-15',
    '2024-07-15',
  ].map((text) => dayOf(text))
  const bond = { accrualStart, firstCoupon, penultimateCoupon, maturity, frequency: 2, endOfMonth: false }
  refused('invalid-input', () => quasiCouponDays({ ...bond, frequency: 5 }))
  refused('invalid-input', () => quasiCouponDays({ ...bond, maturity: penultimateCoupon }))
  refused('invalid-input', () => quasiCouponDays({ ...bond, penultimateCoupon: penultimateCoupon + 3 }))
})
