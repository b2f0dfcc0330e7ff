import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve, zeroSpreadCurve } from '../curves/index.ts'
import { adjustedDay, calendar, dayOf } from '../time/index.ts'
import {
  basisSwapValue,
  crossCurrencySwapValue,
  datedPeriods,
  forwardRateAgreementValue,
  nodeRisk,
  regularPeriods,
  swapValue,
  type VanillaSwap,
  yearOnYearInflationSwapValue,
  zeroCouponInflationSwapValue,
} from './index.ts'

const seed = 20260315
const tenors = [0.5, 1, 2, 5, 10, 30]
const zeroRates = fc.array(fc.double({ min: -0.02, max: 0.12, noNaN: true }), { minLength: 6, maxLength: 6 })
const curveOf = (rates: readonly number[]) => linearZeroCurve(tenors, rates)

const swapOn = (termYears: number, fixedRate: number, side: 'payer' | 'receiver' = 'payer'): VanillaSwap => ({
  side,
  notional: 1e6,
  fixedRate,
  fixedPeriods: regularPeriods({ startYears: 0, termYears, frequency: 1 }),
  floatingPeriods: regularPeriods({ startYears: 0, termYears, frequency: 4 }),
  floatingSpread: 0,
})

test('a dated payer swap has the value, par rate and leg sensitivities that QuantLib gives', () => {
  // lballabio/QuantLib test-suite/swap.cpp testCachedValue (at-par coupons); other fields QuantLib 1.29
  const days = (dates: string): number[] => dates.split(' ').map((date) => dayOf(date))
  const origin = { referenceDay: dayOf('2002-06-19'), curveDayCount: 'ACT/365F' as const }
  const fixed = Array.from({ length: 11 }, (_, i) => dayOf(`${2002 + i}-06-19`))
  const floating = days(
    '2002-06-19 2002-12-19 2003-06-19 2003-12-19 2004-06-21 2004-12-20 2005-06-20 2005-12-19 2006-06-19 2006-12-19 2007-06-19 2007-12-19 2008-06-19 2008-12-19 2009-06-19 2009-12-21 2010-06-21 2010-12-20 2011-06-20 2011-12-19 2012-06-19',
  )
  const target = calendar('TARGET')
  const curve = flatCurve(0.05)
  const value = swapValue(
    {
      side: 'payer',
      notional: 100,
      fixedRate: 0.06,
      fixedPeriods: datedPeriods({
        days: fixed,
        payDays: fixed.slice(1).map((day) => adjustedDay(day, 'following', target)),
        dayCount: '30/360 bond basis',
        ...origin,
      }),
      floatingPeriods: datedPeriods({ days: floating, dayCount: 'ACT/360', ...origin }),
      floatingSpread: 0.001,
    },
    { discount: curve, projection: curve },
  )
  assertClose(value.presentValue, -5.872863313209, 1e-9, 0)
  assertClose(value.parRate, 0.05234525902416239, 1e-12, 0)
  assertClose(value.parSpread, 0.008448840238810196, 1e-12, 0)
  assertClose(value.fixedLegBps, -0.07672190779213123, 1e-12, 0)
  assertClose(value.floatingLegBps, 0.07884265368734349, 1e-12, 0)
  assert.equal(value.lines[0].day, dayOf('2003-06-19'))
})

test('on one curve the floating leg is worth 1 less the last discount factor, and a par swap nothing', () => {
  fc.assert(
    fc.property(zeroRates, fc.integer({ min: 1, max: 100 }), (rates, term) => {
      const curve = curveOf(rates)
      const curves = { discount: curve, projection: curve }
      const { parRate, floatingLegPresentValue } = swapValue(swapOn(term, 0), curves)
      assertClose(floatingLegPresentValue, 1e6 * (1 - curve.discountFactor(term)), 1e-6, 1e-11)
      const par = swapValue(swapOn(term, parRate), curves)
      assertClose(par.presentValue, 0, 1e-6 * (1 + par.annuity * 1e-6), 0)
      assert.ok(par.annuity > 0)
    }),
    { seed, numRuns: 60 },
  )
})

test('payer and receiver cancel, and the lines add up to the value on two curves', () => {
  fc.assert(
    fc.property(
      zeroRates,
      fc.double({ min: -0.03, max: 0.03, noNaN: true }),
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      (rates, basis, strike) => {
        const discount = curveOf(rates)
        const curves = { discount, projection: zeroSpreadCurve(discount, basis) }
        const payer = swapValue(swapOn(10, strike), curves)
        const receiver = swapValue(swapOn(10, strike, 'receiver'), curves)
        assertClose(payer.presentValue + receiver.presentValue, 0, 1e-7, 0)
        const sum = payer.lines.reduce((total, line) => total + line.presentValue, 0)
        assertClose(sum, payer.presentValue, 1e-6, 1e-12)
        for (const line of payer.lines) assertClose(line.presentValue, line.amount * line.discountFactor, 0, 1e-15)
        // The par spread moves the value to zero.
        const atSpread = swapValue({ ...swapOn(10, strike), floatingSpread: payer.parSpread }, curves)
        assertClose(atSpread.presentValue, 0, 1e-5, 0)
      },
    ),
    { seed, numRuns: 60 },
  )
})

test('a one-cent notional is a millionth of a swap of ten thousand', () => {
  const curve = flatCurve(-0.004)
  const curves = { discount: curve, projection: curve }
  const small = swapValue({ ...swapOn(100, 0.01), notional: 0.01 }, curves)
  const large = swapValue({ ...swapOn(100, 0.01), notional: 1e4 }, curves)
  assertClose(small.presentValue * 1e6, large.presentValue, 0, 1e-12)
})

test('a forward rate agreement is the discounted payoff at the end of its period', () => {
  // rates/fra_6x9: numpy 1.24.2
  const curve = linearZeroCurve(
    [0.5, 1, 2, 3, 5, 7, 10, 15, 20, 30],
    [0.0512, 0.0489, 0.0447, 0.0428, 0.0412, 0.0409, 0.0413, 0.0422, 0.0425, 0.0416],
  )
  const period = { startYears: 0.5, endYears: 0.75, payYears: 0.75, accrualYears: 0.25 }
  const curves = { discount: curve, projection: curve }
  const fra = { side: 'payer' as const, notional: 5e6, strike: 0.045, period }
  const value = forwardRateAgreementValue(fra, curves)
  assertClose(value.forwardRate, 0.04803614529874434, 1e-12, 0)
  assertClose(value.presentValue, 3655.3606753292975, 1e-6, 0)
  const swap = swapValue(
    {
      side: 'payer',
      notional: 5e6,
      fixedRate: 0.045,
      fixedPeriods: [period],
      floatingPeriods: [period],
      floatingSpread: 0,
    },
    curves,
  )
  assertClose(value.presentValue, swap.presentValue, 1e-9, 0)
})

test('bucketed sensitivities add up to the parallel one, and that to the annuity-weighted change of a par swap', () => {
  const nodes = { timesYears: tenors, zeroRates: [0.02, 0.021, 0.024, 0.027, 0.03, 0.031] }
  const value = (swap: VanillaSwap) =>
    nodeRisk(nodes, (discount) => swapValue(swap, { discount, projection: discount }).presentValue)
  const risk = value(swapOn(10, 0.03, 'receiver'))
  const total = risk.bucketDv01.reduce((sum, bucket) => sum + bucket, 0)
  assertClose(total, risk.parallelDv01, 1e-4, 0)
  assert.ok(risk.parallelDv01 > 0 && risk.bucketDv01[5] === 0)
  assertClose(value(swapOn(10, 0.03)).parallelDv01, -risk.parallelDv01, 1e-9, 0)
})

test('a basis swap is the difference of two swaps, and worth nothing at its par spread', () => {
  const discount = curveOf([0.02, 0.021, 0.024, 0.027, 0.03, 0.031])
  const leg = (frequency: number, basis: number, spread: number) => ({
    kind: 'floating' as const,
    periods: regularPeriods({ startYears: 0, termYears: 10, frequency }),
    spread,
    notionals: 1e6,
    projection: zeroSpreadCurve(discount, basis),
  })
  const swap = { receive: leg(4, 0.001, 0.0004), pay: leg(2, 0.002, 0) }
  const value = basisSwapValue(swap, discount)
  const payer = (floating: typeof swap.pay) =>
    swapValue(
      { ...swapOn(10, 0.03), floatingPeriods: floating.periods, floatingSpread: floating.spread },
      { discount, projection: floating.projection },
    ).presentValue
  assertClose(value.presentValue, payer(swap.receive) - payer(swap.pay), 1e-6, 0)
  const par = basisSwapValue({ ...swap, receive: { ...swap.receive, spread: value.parReceiveSpread } }, discount)
  assertClose(par.presentValue, 0, 1e-6, 0)
  const other = basisSwapValue({ ...swap, pay: { ...swap.pay, spread: value.parPaySpread } }, discount)
  assertClose(other.presentValue, 0, 1e-6, 0)
})

test('a cross-currency swap of fixed legs is a strip of forward exchanges', () => {
  const [home, away] = [flatCurve(0.04), flatCurve(0.015)]
  const periods = regularPeriods({ startYears: 0, termYears: 5, frequency: 1 })
  const spot = 1.25
  const value = crossCurrencySwapValue({
    receive: { leg: { kind: 'fixed', periods, rate: 0.041, notionals: 1.25e6 }, discount: home },
    pay: { leg: { kind: 'fixed', periods, rate: 0.016, notionals: 1e6 }, discount: away },
    spot,
    exchange: { initial: true, final: true },
    resetting: 'none',
  })
  // Second method: convert each paid amount at the forward exchange rate and discount at home.
  let expected = -1.25e6 + 1e6 * spot
  for (const { payYears: t } of periods) {
    const forward = (spot * away.discountFactor(t)) / home.discountFactor(t)
    const principal = t === 5 ? 1 : 0
    expected += home.discountFactor(t) * (1.25e6 * (0.041 + principal) - forward * 1e6 * (0.016 + principal))
  }
  assertClose(value.presentValue, expected, 1e-6, 0)
})

test('a resetting floating leg on its own curve is worth nothing at all rates, spot and curves', () => {
  fc.assert(
    fc.property(zeroRates, zeroRates, fc.double({ min: 0.01, max: 200, noNaN: true }), (homeRates, awayRates, spot) => {
      const [home, away] = [curveOf(homeRates), curveOf(awayRates)]
      const periods = regularPeriods({ startYears: 0, termYears: 7, frequency: 4 })
      const leg = (projection: typeof home, notionals: number) =>
        ({ kind: 'floating', periods, spread: 0, notionals, projection }) as const
      for (const resetting of ['receive', 'pay'] as const) {
        const value = crossCurrencySwapValue({
          receive: { leg: leg(home, 100), discount: home },
          pay: { leg: leg(away, 100), discount: away },
          spot,
          exchange: { initial: true, final: true },
          resetting,
        })
        const scale = 1e-9 * (1 + spot) * 100
        assertClose(value.receiveLegPresentValue, 0, scale * (1 + 1 / spot), 0)
        assertClose(value.presentValue, 0, scale * (1 + 1 / spot), 0)
      }
    }),
    { seed, numRuns: 40 },
  )
})

test('inflation swaps are worth nothing at break-even, and year-on-year over one year is zero-coupon', () => {
  fc.assert(
    fc.property(zeroRates, zeroRates, fc.integer({ min: 1, max: 50 }), (nominal, inflation, years) => {
      const curves = { discount: curveOf(nominal), breakEven: curveOf(inflation) }
      const terms = { side: 'payer', notional: 1e4, contractYears: years, maturityYears: years, indexRatio: 1 } as const
      const { parRate } = zeroCouponInflationSwapValue({ ...terms, fixedRate: 0.02 }, curves)
      assertClose(Math.log1p(parRate), curves.breakEven.zeroRate(years), 1e-13, 0)
      const par = zeroCouponInflationSwapValue({ ...terms, fixedRate: parRate }, curves)
      assertClose(par.presentValue, 0, 1e-8 * (1 + par.inflationLegPresentValue ** 2), 0)
      const leg = { side: 'payer', notional: 1e4, fixedRate: 0.02 } as const
      const one = yearOnYearInflationSwapValue(
        { ...leg, periods: regularPeriods({ startYears: 0, termYears: 1, frequency: 1 }) },
        curves,
      )
      const single = zeroCouponInflationSwapValue(
        { ...terms, contractYears: 1, maturityYears: 1, fixedRate: 0.02 },
        curves,
      )
      assertClose(one.presentValue, single.presentValue, 1e-9, 0)
    }),
    { seed, numRuns: 60 },
  )
})

test('a rate already set is needed for a period that has begun, and used', () => {
  const curve = flatCurve(0.03)
  const curves = { discount: curve, projection: curve }
  const begun = regularPeriods({ startYears: -0.1, termYears: 1, frequency: 2 })
  const swap = { ...swapOn(1, 0.03), fixedPeriods: begun, floatingPeriods: begun }
  assert.throws(() => swapValue(swap, curves), { code: 'missing-data' })
  const value = swapValue({ ...swap, firstRate: 0.07 }, curves)
  assert.equal(value.lines.find((line) => line.leg === 'floating')?.rate, 0.07)
  assert.throws(
    () =>
      yearOnYearInflationSwapValue(
        { side: 'payer', notional: 1, fixedRate: 0, periods: begun },
        { discount: curve, breakEven: curve },
      ),
    { code: 'missing-data' },
  )
})

test('swaps that make no sense are refused', () => {
  const curve = flatCurve(0.03)
  const curves = { discount: curve, projection: curve }
  const code = 'invalid-input'
  assert.throws(() => regularPeriods({ startYears: 0, termYears: 2.3, frequency: 2 }), { code })
  assert.throws(() => swapValue({ ...swapOn(2, 0.03), fixedPeriods: [] }, curves), { code })
  assert.throws(() => swapValue({ ...swapOn(2, NaN) }, curves), { code })
  assert.throws(() => swapValue({ ...swapOn(2, 0.03), notional: { fixed: [1], floating: [1] } }, curves), { code })
  assert.throws(() => swapValue({ ...swapOn(2, 0.03), notional: 0 }, curves), { code: 'not-applicable' })
  assert.throws(() => swapValue({ ...swapOn(2, 0.03), side: 'buyer' as never }, curves), { code })
  const origin = { dayCount: 'ACT/360', referenceDay: 20_000, curveDayCount: 'ACT/365F' } as const
  assert.throws(() => datedPeriods({ days: [20_100, 20_050], ...origin }), { code })
  assert.throws(() => datedPeriods({ days: [19_000, 19_500], ...origin }), { code })
  assert.throws(() => datedPeriods({ days: [20_100, 20_200], payDays: [], ...origin }), { code })
  const leg = { kind: 'floating', periods: swapOn(2, 0).floatingPeriods, spread: 0, projection: curve } as const
  assert.throws(
    () =>
      crossCurrencySwapValue({
        receive: { leg: { ...leg, notionals: 1 }, discount: curve },
        pay: { leg: { ...leg, notionals: leg.periods.map(() => 1) }, discount: curve },
        spot: 1,
        exchange: { initial: true, final: true },
        resetting: 'receive',
      }),
    { code: 'unsupported' },
  )
})
