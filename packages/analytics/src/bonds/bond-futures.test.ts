import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { type DatedCurve, flatCurve, linearZeroCurve } from '../curves/index.ts'
import { calendar, dayOf } from '../time/index.ts'
import {
  bondForward,
  bondFutureAnalysis,
  eurexConversionFactor,
  type FixedRateBond,
  giltPriceFactor,
  impliedRepoRate,
  rateFuture,
  type RateFutureContract,
  treasuryConversionFactor,
} from './index.ts'

test("Treasury conversion factors agree with the examples of CME's paper", () => {
  // CME Group, Calculating U.S. Treasury Futures Conversion Factors, December 2008 contracts.
  for (const [maturity, coupon, contract, factor] of [
    ['2010-10-31', 1.5, 'note', 0.9229],
    ['2013-10-31', 2.75, 'note', 0.8653],
    ['2018-11-15', 3.75, 'bond', 0.8357],
    ['2038-05-15', 4.5, 'bond', 0.7943],
  ] as const) {
    assert.equal(treasuryConversionFactor(coupon / 100, dayOf(maturity), dayOf('2008-12-01'), contract), factor)
  }
})

test('a 6 % Treasury has the factor 1 when it has whole half-years to run', () => {
  for (const maturity of ['2018-12-01', '2019-06-15', '2038-12-31']) {
    assert.equal(treasuryConversionFactor(0.06, dayOf(maturity), dayOf('2008-12-01'), 'bond'), 1)
  }
})

test('Bund conversion factors agree with those that Eurex published', () => {
  // Eurex, deliverable bonds of the 2023 contracts, as quoted in attack68/rateslib's test suite.
  for (const [delivery, issue, first, maturity, coupon, factor] of [
    ['2023-06-12', '2022-07-01', '2023-02-15', '2032-02-15', 0, 0.603058],
    ['2023-06-12', '2022-07-08', '2023-08-15', '2032-08-15', 1.7, 0.703125],
    ['2023-06-12', '2023-01-13', '2024-02-15', '2033-02-15', 2.3, 0.733943],
    ['2023-09-11', '2022-07-08', '2023-08-15', '2032-08-15', 1.7, 0.709321],
    ['2023-09-11', '2023-01-13', '2024-02-15', '2033-02-15', 2.3, 0.739087],
    ['2023-12-11', '2022-07-08', '2023-08-15', '2032-08-15', 1.7, 0.715464],
    ['2023-12-11', '2023-01-13', '2024-02-15', '2033-02-15', 2.3, 0.74439],
  ] as const) {
    const bond: FixedRateBond = {
      accrualStart: dayOf(issue),
      firstCoupon: dayOf(first),
      maturity: dayOf(maturity),
      couponRates: [coupon / 100],
      frequency: 1,
      dayCount: 'ACT/ACT ICMA',
    }
    assert.equal(eurexConversionFactor(bond, dayOf(delivery), 0.06), factor)
    assert.throws(() => eurexConversionFactor({ ...bond, frequency: 2 }, dayOf(delivery), 0.06), {
      code: 'unsupported',
    })
  }
})

const gilt = (maturity: string, coupon: number, start = '2020-01-01'): FixedRateBond => ({
  accrualStart: dayOf(start),
  maturity: dayOf(maturity),
  couponRates: [coupon / 100],
  frequency: 2,
  dayCount: 'ACT/ACT ICMA',
  exCoupon: { days: 6, unit: 'business' },
})

test('gilt price factors agree with those that ICE published', () => {
  // ICE Futures Europe, Long Gilt June 2023, as quoted in attack68/rateslib's test suite.
  for (const [maturity, coupon, factor] of [
    ['2032-06-07', 4.25, 1.0187757],
    ['2033-07-31', 0.875, 0.7410593],
    ['2034-09-07', 4.5, 1.044938],
    ['2035-07-31', 0.625, 0.6773884],
    ['2036-03-07', 4.25, 1.0247516],
  ] as const) {
    assert.equal(giltPriceFactor(gilt(maturity, coupon), dayOf('2023-06-01'), 0.04), factor)
  }
})

const basket = (
  [
    ['2009-12-07', 5.75, 102.732, 0.914225],
    ['2011-07-12', 9, 131.461, 1.152571],
    ['2010-11-25', 6.25, 107.877, 0.944931],
    ['2012-08-06', 9, 134.455, 1.161956],
  ] as const
).map(([maturity, coupon, cleanPrice, conversionFactor]) => ({
  name: maturity,
  bond: gilt(maturity, coupon, '1999-01-01'),
  cleanPrice,
  conversionFactor,
}))
const future = {
  basket,
  settlement: dayOf('2000-03-16'),
  delivery: dayOf('2000-06-30'),
  repoDayCount: 'ACT/365F',
  repoRate: 0.0624,
} as const

test('basis, implied repo and cheapest to deliver of a gilt future agree with published ones', () => {
  // Gilt contract of June 2000 at 112.98, as quoted in attack68/rateslib's test suite; factors there unrounded.
  const { deliverables, cheapestToDeliver } = bondFutureAnalysis({ ...future, futuresPrice: 112.98 })
  const expected = [
    [-0.557192, 0.07381345, -0.343654],
    [1.243582, 0.03564685, 1.033668],
    [1.118677, 0.02199755, 1.275866],
    [3.17723, -0.0141467, 3.010371],
  ]
  expected.forEach(([gross, repo, net], i) => {
    assertClose(deliverables[i].grossBasis, gross, 1e-4, 0)
    assertClose(deliverables[i].impliedRepoRate, repo, 2e-6, 0)
    assertClose(deliverables[i].netBasis, net, 1e-4, 0)
    assertClose(deliverables[i].grossBasis - deliverables[i].carry, deliverables[i].netBasis, 1e-11, 0)
  })
  assert.equal(cheapestToDeliver, 0)
  assertClose(deliverables[0].forwardYield, 0.05301975, 2e-7, 0)
  assertClose(deliverables[0].futuresDv01, 0.0820178546111, 2e-6, 0)
})

test('at the fair price the cheapest bond has no net basis and the repo rate is implied, the others cost more', () => {
  const { fairFuturesPrice, futuresPrice, cheapestToDeliver, deliverables } = bondFutureAnalysis(future)
  assert.equal(futuresPrice, fairFuturesPrice)
  deliverables.forEach(({ netBasis, impliedRepoRate: repo }, i) => {
    if (i === cheapestToDeliver) {
      assertClose(netBasis, 0, 1e-12, 0)
      assertClose(repo, 0.0624, 1e-13, 0)
    } else {
      assert.ok(netBasis > 0 && repo < 0.0624)
    }
  })
  assert.throws(() => bondFutureAnalysis({ ...future, basket: [] }), { code: 'invalid-input' })
})

test('the repo rate that a forward price implies is the one it was made from, with coupons on the way', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.05, max: 0.5, noNaN: true }),
      fc.integer({ min: 1, max: 3000 }),
      fc.double({ min: 80, max: 180, noNaN: true }),
      (repoRate, days, cleanPrice) => {
        const settlement = dayOf('2000-03-16')
        const financed = {
          bond: basket[1].bond,
          settlement,
          forwardDay: settlement + days,
          cleanPrice,
          repoDayCount: 'ACT/365F',
        } as const
        const forward = bondForward(financed, repoRate)
        assertClose(impliedRepoRate(financed, forward.forwardDirtyPrice), repoRate, 1e-9, 0)
        assertClose(cleanPrice - forward.carry, forward.forwardCleanPrice, 1e-9, 0)
      },
    ),
    { seed: 51, numRuns: 200 },
  )
  const financed = {
    bond: basket[1].bond,
    settlement: dayOf('2000-03-16'),
    forwardDay: dayOf('2000-03-16'),
    cleanPrice: 100,
    repoDayCount: 'ACT/365F',
  } as const
  assert.throws(() => bondForward(financed, 0.05), { code: 'invalid-input' })
  assert.throws(() => bondForward({ ...financed, forwardDay: dayOf('2020-01-01') }, 0.05), { code: 'not-applicable' })
})

const curve: DatedCurve = {
  referenceDay: dayOf('2025-03-14'),
  dayCount: 'ACT/365F',
  curve: linearZeroCurve([0.25, 1, 2], [0.043, 0.041, 0.039]),
}
const sofr: RateFutureContract = {
  start: dayOf('2025-06-18'),
  end: dayOf('2025-09-17'),
  dayCount: 'ACT/360',
  rate: 'compounded',
  calendar: calendar('US government bond'),
  valuePerBp: 25,
}

test('a compounded rate before its period is the term rate, the average of the same days lies below', () => {
  const compounded = rateFuture(sofr, curve)
  const simple = rateFuture({ ...sofr, rate: 'simple' }, curve)
  const averaged = rateFuture({ ...sofr, rate: 'averaged' }, curve)
  assertClose(compounded.forwardRate, simple.forwardRate, 1e-15, 0)
  assert.ok(averaged.forwardRate < compounded.forwardRate)
  // The sum of overnight growths less one is the logarithm of the growth and half its squares, day by day.
  const growth = 1 + (compounded.forwardRate * 91) / 360
  assertClose(averaged.forwardRate, (Math.log(growth) * 360) / 91, 1e-5, 0)
  assertClose(compounded.price, 100 - 100 * compounded.futuresRate, 1e-13, 0)
  assertClose(compounded.dv01, 25 * growth * (91 / 365 / (91 / 360)), 1e-6, 0)
})

test('past fixings count from the start of the period, a holiday at the rate before it, and a missing one is named', () => {
  const begun = { ...sofr, start: dayOf('2025-03-01'), end: dayOf('2025-04-01'), rate: 'averaged' } as const
  const fixings = [
    '2025-02-28',
    '2025-03-03',
    '2025-03-04',
    '2025-03-05',
    '2025-03-06',
    '2025-03-07',
    '2025-03-10',
    '2025-03-11',
    '2025-03-12',
    '2025-03-13',
  ].map((day) => ({ day: dayOf(day), rate: 0.0433 }))
  const flat: DatedCurve = { ...curve, dayCount: 'ACT/360', curve: flatCurve(0.0433) }
  const { forwardRate } = rateFuture(begun, flat, fixings)
  assertClose(forwardRate, 0.0433, 1e-5, 0)
  assert.throws(
    () => rateFuture(begun, flat, fixings.slice(0, -1)),
    (error: Error & { code?: string }) => {
      assert.equal(error.code, 'missing-data')
      assert.match(error.message, /2025-03-13/)
      return true
    },
  )
  assert.throws(() => rateFuture({ ...begun, rate: 'simple' }, flat), { code: 'not-applicable' })
  assert.throws(() => rateFuture({ ...sofr, end: dayOf('2025-03-14'), start: dayOf('2024-12-18') }, curve), {
    code: 'not-applicable',
  })
})

test('the convexity bias vanishes without volatility, grows with it, and has its Ho-Lee closed form', () => {
  const s = (sofr.start - curve.referenceDay) / 365
  const tau = 91 / 365
  const sigma = 0.01
  for (const rate of ['simple', 'compounded', 'averaged'] as const) {
    const at = (volatility: number) =>
      rateFuture({ ...sofr, rate }, curve, [], { a: 0, sigma: volatility }).convexityBias
    assertClose(at(0), 0, 1e-17, 0)
    assert.ok(at(0.02) > at(sigma) && at(sigma) > 0)
  }
  const { forwardRate, convexityBias } = rateFuture(sofr, curve, [], { a: 0, sigma })
  const drift = (sigma ** 2 / 6) * ((s + tau) ** 3 - s ** 3)
  const variance = sigma ** 2 * (tau ** 2 * s + tau ** 3 / 3)
  const years = 91 / 360
  assertClose(convexityBias, ((1 + forwardRate * years) * Math.expm1(drift + variance / 2)) / years, 1e-15, 0)
  const averaged = rateFuture({ ...sofr, rate: 'averaged' }, curve, [], { a: 0, sigma })
  assertClose(averaged.convexityBias, drift / years, 1e-16, 0)
  const slow = rateFuture(sofr, curve, [], { a: 1e-7, sigma }).convexityBias
  assertClose(slow, convexityBias, 1e-10, 0)
})
