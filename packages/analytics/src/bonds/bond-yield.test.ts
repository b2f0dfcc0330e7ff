import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { calendar, dayOf, daysCounted } from '../time/index.ts'
import {
  bondFlows,
  bondHolding,
  bondYield,
  bondYieldAnalytics,
  type CouponFrequency,
  type FixedRateBond,
  outstandingByPeriod,
  streetConvention,
  type YieldConvention,
  type YieldTerms,
} from './index.ts'

const street = streetConvention(2)
const auction: YieldConvention = { ...street, fractionalPeriod: 'simple' }

const treasury = (
  accrualStart: string,
  maturity: string,
  couponPercent: number,
  firstCoupon?: string,
): FixedRateBond => ({
  accrualStart: dayOf(accrualStart),
  maturity: dayOf(maturity),
  couponRates: [couponPercent / 100],
  frequency: 2,
  dayCount: 'ACT/ACT ICMA',
  endOfMonth: true,
  ...(firstCoupon === undefined ? {} : { firstCoupon: dayOf(firstCoupon) }),
})

test('the examples of 31 CFR 356 Appendix B section II are met: regular, short and long first periods, reopenings', () => {
  const cases = [
    ['A', '1990-05-15', '2020-05-15', undefined, 8.75, 99.057893, 99.057893, 8.84, '1990-05-15'],
    ['B', '1990-04-02', '1992-03-31', undefined, 8.5, 99.838183, 99.838183, 8.59, '1990-04-02'],
    ['C', '1990-03-01', '1995-05-15', '1990-11-15', 8.5, 99.805118, 99.805118, 8.53, '1990-03-01'],
    ['D', '1985-11-15', '1995-11-15', undefined, 9.5, 99.730918, 100.098321, 9.54, '1985-11-29'],
    ['E', '1985-07-02', '2005-08-15', '1986-02-15', 10.75, 102.214586, 105.887384, 10.47, '1985-11-04'],
    ['F', '1983-05-16', '1991-05-15', '1983-11-15', 10.5, 99.777074, 102.373541, 10.53, '1983-08-15'],
    ['G', '1988-10-15', '1994-12-15', '1989-06-15', 9.75, 99.738045, 100.563865, 9.79, '1988-11-15'],
  ] as const
  for (const [name, start, maturity, first, coupon, clean, dirty, yieldPercent, settlement] of cases) {
    const terms = { bond: treasury(start, maturity, coupon, first), settlement: dayOf(settlement), convention: auction }
    const result = bondYieldAnalytics(terms, yieldPercent / 100)
    // The regulation rounds its intermediate figures to six or nine decimals.
    assertClose(result.cleanPrice, clean, 1e-6, 0, `clean price of ${name}`)
    assertClose(result.dirtyPrice, dirty, 1e-6, 0, `dirty price of ${name}`)
    assertClose(bondYield(terms, { cleanPrice: result.cleanPrice }), yieldPercent / 100, 1e-12, 0, `yield of ${name}`)
  }
})

test('the long first interest payment of 31 CFR 356 Appendix B section I is met', () => {
  // 7,000 of a 7.875 % note dated 1990-12-03, due 1996-02-15, first interest 1991-08-15.
  const [first] = bondFlows(treasury('1990-12-03', '1996-02-15', 7.875, '1991-08-15'))
  assertClose(70 * first.interest, 386.47418467, 5e-7, 0)
})

test("the examples of the UK DMO's price formulae are met, ex-dividend days by the rule of seven business days", () => {
  const gilts = [
    [
      '2015-12-07',
      8,
      4.445,
      ['1999-05-24', '1999-05-26', '1999-05-27', '1999-06-07'],
      [145.012268, 145.047301, 141.070132, 141.257676],
    ],
    [
      '2004-11-26',
      6.75,
      4.634,
      ['1999-05-10', '1999-05-17', '1999-05-18', '1999-05-26'],
      [113.315543, 113.415969, 110.058738, 110.170218],
    ],
  ] as const
  for (const [maturity, coupon, yieldPercent, settlements, prices] of gilts) {
    const bond: FixedRateBond = {
      ...treasury(maturity.replace(/^\d+/, '1995'), maturity, coupon),
      calendar: calendar('UK'),
      exCoupon: { days: 6, unit: 'business' },
    }
    const computed = settlements.map(
      (settlement) =>
        bondYieldAnalytics({ bond, settlement: dayOf(settlement), convention: street }, yieldPercent / 100).dirtyPrice,
    )
    assertAllClose(computed, prices, 5e-7, 0)
  }
})

test('street prices and accrued interest of a Treasury agree with market screens', () => {
  // attack68/rateslib test suite, values of a bank's screen: 3.875 % August 2033 at 4 %.
  const bond = treasury('2023-08-15', '2033-08-15', 3.875)
  for (const [settlement, clean, accrued] of [
    ['2025-02-14', 99.106414, 1.92697],
    ['2025-02-18', 99.107179, 0.032113],
    ['2025-08-15', 99.151393, 0],
  ] as const) {
    const result = bondYieldAnalytics({ bond, settlement: dayOf(settlement), convention: street }, 0.04)
    assertClose(result.cleanPrice, clean, 5e-7, 0)
    assertClose(result.accrued, accrued, 5e-7, 0)
  }
})

test('on a coupon day all conventions give par at a yield equal to the coupon', () => {
  const bond = treasury('2020-05-15', '2050-05-15', 4.25)
  for (const convention of [street, auction]) {
    for (const settlement of ['2020-05-15', '2031-11-15', '2049-11-15']) {
      const { dirtyPrice, accrued } = bondYieldAnalytics({ bond, settlement: dayOf(settlement), convention }, 0.0425)
      assertClose(dirtyPrice, 100, 1e-12, 0)
      assert.equal(accrued, 0)
    }
  }
})

test('a consol-like bond tends to coupon over yield', () => {
  const bond = { ...treasury('2000-01-01', '2999-01-01', 5), frequency: 1 as const }
  const terms = { bond, settlement: dayOf('2000-01-01'), convention: streetConvention(1) }
  const result = bondYieldAnalytics(terms, 0.04)
  assertClose(result.dirtyPrice, 125, 1e-9, 0)
  assertClose(result.modifiedYears, 25, 1e-6, 0)
})

test('a bill of one coupon period in the last period bears simple interest under that convention', () => {
  const bond = treasury('2020-05-15', '2025-05-15', 4)
  const settlement = dayOf('2025-02-14')
  const simple = { ...street, fractionalPeriod: 'simple in the last period' as const }
  const w = (dayOf('2025-05-15') - settlement) / (dayOf('2025-05-15') - dayOf('2024-11-15'))
  const { dirtyPrice } = bondYieldAnalytics({ bond, settlement, convention: simple }, 0.05)
  assertClose(dirtyPrice, 102 / (1 + (w * 0.05) / 2), 1e-12, 0)
  const early = { bond, settlement: dayOf('2024-02-14') }
  assert.equal(
    bondYieldAnalytics({ ...early, convention: simple }, 0.05).dirtyPrice,
    bondYieldAnalytics({ ...early, convention: street }, 0.05).dirtyPrice,
  )
})

const bonds = fc
  .record({
    start: fc.integer({ min: dayOf('1990-01-01'), max: dayOf('2030-12-31') }),
    life: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 36_525 })),
    elapsed: fc.double({ min: 0, max: 1, noNaN: true }),
    coupon: fc.double({ min: 0, max: 0.25, noNaN: true }),
    frequency: fc.constantFrom<CouponFrequency>(1, 2, 4, 12),
    dayCount: fc.constantFrom('ACT/ACT ICMA' as const, '30/360 bond basis' as const, '30E/360' as const),
    fractionalPeriod: fc.constantFrom('compounded' as const, 'simple' as const, 'simple in the last period' as const),
    endOfMonth: fc.boolean(),
  })
  .map(({ start, life, elapsed, coupon, frequency, dayCount, fractionalPeriod, endOfMonth }): YieldTerms => {
    const bond: FixedRateBond = {
      accrualStart: start,
      maturity: start + life,
      couponRates: [coupon],
      frequency,
      dayCount,
      endOfMonth,
    }
    return {
      bond,
      settlement: start + Math.min(life - 1, Math.floor(elapsed * life)),
      convention: { compounding: { timesPerYear: frequency }, fractionalPeriod, times: 'coupon periods' },
    }
  })
  // From the 30th to the 31st no time passes on 30/360.
  .filter(({ bond, settlement }) => daysCounted(bond.dayCount, settlement, bond.maturity) > 0)

test('price from yield, yield from price and price again agree for yields from -5 % to 200 %, lives from a day to a century', () => {
  fc.assert(
    fc.property(bonds, fc.double({ min: -0.05, max: 2, noNaN: true }), (terms, y) => {
      const { dirtyPrice, cleanPrice } = bondYieldAnalytics(terms, y)
      const back = bondYield(terms, { dirtyPrice })
      assertClose(bondYieldAnalytics(terms, back).dirtyPrice, dirtyPrice, 0, 1e-11, 'price')
      assertClose(
        bondYieldAnalytics(terms, bondYield(terms, { cleanPrice })).cleanPrice,
        cleanPrice,
        1e-9,
        1e-9,
        'clean',
      )
    }),
    { seed: 31, numRuns: 300 },
  )
})

test('the price falls with the yield, is convex in it, and its derivatives are the durations', () => {
  fc.assert(
    fc.property(bonds, fc.double({ min: -0.04, max: 0.5, noNaN: true }), (terms, y) => {
      const at = (rate: number) => bondYieldAnalytics(terms, rate)
      const h = 1e-4
      const [down, middle, up] = [at(y - h), at(y), at(y + h)]
      assert.ok(down.dirtyPrice > middle.dirtyPrice && middle.dirtyPrice > up.dirtyPrice)
      assert.ok(middle.convexityYearsSquared > 0)
      const slope = (down.dirtyPrice - up.dirtyPrice) / (2 * h)
      assertClose(middle.modifiedYears * middle.dirtyPrice, slope, 1e-7, 3e-4, 'slope')
      assertClose(middle.dv01, slope * h, 1e-11, 3e-4, 'dv01')
      const slopes = (down.modifiedYears * down.dirtyPrice - up.modifiedYears * up.dirtyPrice) / (2 * h)
      assertClose(middle.convexityYearsSquared * middle.dirtyPrice, slopes, 1e-6, 1e-3, 'curvature')
      assertClose(middle.changeForOneBp, up.dirtyPrice - middle.dirtyPrice, 1e-10, 0, 'change')
    }),
    { seed: 32, numRuns: 200 },
  )
})

test('with compounding, modified duration is Macaulay duration over the growth of a period', () => {
  fc.assert(
    fc.property(bonds, fc.double({ min: -0.04, max: 0.5, noNaN: true }), (terms, y) => {
      const f = terms.bond.frequency
      const result = bondYieldAnalytics({ ...terms, convention: streetConvention(f) }, y)
      assertClose(result.modifiedYears * (1 + y / f), result.macaulayYears, 1e-12, 1e-12)
      const sum = result.lines.reduce((total, line) => total + line.presentValue, 0)
      assertClose(sum, result.dirtyPrice, 0, 1e-13, 'lines')
    }),
    { seed: 33, numRuns: 200 },
  )
})

test('a yield is the same rate under any compounding', () => {
  const terms = { bond: treasury('2020-05-15', '2040-05-15', 4), settlement: dayOf('2025-01-10'), convention: street }
  const semi = bondYield(terms, { cleanPrice: 97 })
  const continuous = bondYield({ ...terms, convention: { ...street, compounding: 'continuous' } }, { cleanPrice: 97 })
  const annual = bondYield(
    { ...terms, convention: { ...street, compounding: { timesPerYear: 1 } } },
    { cleanPrice: 97 },
  )
  assertClose(continuous, 2 * Math.log1p(semi / 2), 1e-14, 0)
  assertClose(annual, (1 + semi / 2) ** 2 - 1, 1e-14, 0)
  const simple = bondYield(
    { ...terms, convention: { ...street, compounding: 'simple', times: 'ACT/365F' } },
    { cleanPrice: 97 },
  )
  assert.ok(simple > semi)
})

test('amortising bonds: a level payment, equal parts, a custom plan; each pays back 100 and prices at par on its coupon', () => {
  for (const kind of ['annuity', 'linear'] as const) {
    const outstanding = outstandingByPeriod({ kind }, 40, [0.05], 2)
    const bond: FixedRateBond = { ...treasury('2020-05-15', '2040-05-15', 5), outstanding }
    const flows = bondFlows(bond)
    assertClose(
      flows.reduce((sum, { principal }) => sum + principal, 0),
      100,
      1e-12,
      0,
    )
    if (kind === 'annuity')
      for (const flow of flows) assertClose(flow.interest + flow.principal, 2.5 / (1 - 1.025 ** -40), 1e-11, 0)
    else for (const flow of flows) assertClose(flow.principal, 2.5, 1e-12, 0)
    const terms = { bond, settlement: dayOf('2020-05-15'), convention: street }
    assertClose(bondYieldAnalytics(terms, 0.05).dirtyPrice, 100, 1e-11, 0)
  }
  const custom = outstandingByPeriod({ kind: 'custom', outstanding: [1, 1, 0.25] }, 3, [0.05], 1)
  assert.deepEqual(custom, [1, 1, 0.25])
  assert.throws(() => outstandingByPeriod({ kind: 'custom', outstanding: [1] }, 3, [0.05], 1), {
    code: 'invalid-input',
  })
  assertAllClose(outstandingByPeriod({ kind: 'annuity' }, 4, [0], 1), [1, 0.75, 0.5, 0.25], 1e-15, 0)
})

test('ex coupon, the accrued interest is what is left of the coupon with a minus sign', () => {
  const bond: FixedRateBond = { ...treasury('2004-02-15', '2017-02-15', 6), exCoupon: { days: 7, unit: 'calendar' } }
  assertClose(bondHolding(bond, dayOf('2014-08-07')).accrued, (3 * 173) / 181, 1e-12, 0)
  assertClose(bondHolding(bond, dayOf('2014-08-08')).accrued, (-3 * 7) / 181, 1e-12, 0)
  assert.equal(bondHolding(bond, dayOf('2014-08-08')).isExCoupon, true)
  assert.equal(bondHolding(bond, dayOf('2014-08-08'), false).isExCoupon, false)
})

test('what cannot be priced is refused with its reason', () => {
  const bond = treasury('2020-05-15', '2030-05-15', 4)
  const terms = { bond, settlement: dayOf('2025-01-10'), convention: street }
  assert.throws(() => bondYield({ ...terms, settlement: dayOf('2030-05-15') }, { cleanPrice: 99 }), {
    code: 'not-applicable',
  })
  assert.throws(() => bondYield({ ...terms, settlement: dayOf('2020-05-14') }, { cleanPrice: 99 }), {
    code: 'invalid-input',
  })
  for (const cleanPrice of [NaN, -5, -0.7])
    assert.throws(() => bondYield(terms, { cleanPrice }), { code: 'invalid-input' })
  for (const y of [NaN, Infinity, -2, -3]) assert.throws(() => bondYieldAnalytics(terms, y), { code: 'invalid-input' })
  // A day before maturity at half the price: the yield is beyond what a number holds.
  const lastDay = { ...terms, settlement: dayOf('2030-05-14') }
  assert.throws(() => bondYield(lastDay, { dirtyPrice: 0.001 }), { code: 'infeasible' })
  const thirty = { ...bond, dayCount: '30E/360' as const, maturity: dayOf('2030-05-31') }
  assert.throws(() => bondYield({ ...terms, bond: thirty, settlement: dayOf('2030-05-30') }, { cleanPrice: 99 }), {
    code: 'not-applicable',
  })
  assert.throws(() => bondFlows({ ...bond, maturity: bond.accrualStart }), { code: 'invalid-input' })
  for (const wrong of [
    { ...bond, couponRates: [] },
    { ...bond, couponRates: [NaN] },
    { ...bond, frequency: 5 as never },
    { ...bond, outstanding: [1, 0.5] },
    { ...bond, redemptionPercent: 0 },
    { ...bond, days: [bond.accrualStart] },
    { ...bond, days: [bond.accrualStart, bond.maturity, bond.maturity] },
    { ...bond, exCoupon: { days: -1, unit: 'calendar' as const } },
  ]) {
    assert.throws(() => bondYieldAnalytics({ ...terms, bond: wrong }, 0.04), { code: 'invalid-input' })
  }
  assert.throws(() => bondYield({ ...terms, bond: { ...bond, couponRates: [-0.05] } }, { cleanPrice: 99 }), {
    code: 'not-applicable',
  })
})
