import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve, realCurve } from '../curves/index.ts'
import { ornsteinUhlenbeckLoading as B } from '../models/index.ts'
import {
  inflationCalibration,
  inflationOptionPrice,
  type JarrowYildirim,
  jarrowYildirimModel,
  limitedPriceIndexValue,
  yearOnYearConvexityFactors,
  yearOnYearForward,
  zeroCouponInflationRate,
} from './index.ts'

const parameters: JarrowYildirim = {
  nominal: { curve: flatCurve(0.04), a: 0.03, sigma: 0.009 },
  real: { curve: flatCurve(0.015), a: 0.04, sigma: 0.007 },
  index: 300,
  indexVolAnnual: 0.011,
  correlations: { nominalReal: 0.6, nominalIndex: 0.2, realIndex: -0.25 },
}
const model = jarrowYildirimModel(parameters)

test('the year-on-year convexity agrees with the closed formula of Mercurio (2005)', () => {
  fc.assert(
    fc.property(
      fc.record({
        an: fc.double({ min: 0.01, max: 1, noNaN: true }),
        ar: fc.double({ min: 0.01, max: 1, noNaN: true }),
        sn: fc.double({ min: 0, max: 0.02, noNaN: true }),
        sr: fc.double({ min: 0, max: 0.02, noNaN: true }),
        si: fc.double({ min: 0, max: 0.05, noNaN: true }),
        nr: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        ri: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        t: fc.double({ min: 0.1, max: 30, noNaN: true }),
      }),
      ({ an, ar, sn, sr, si, nr, ri, t }) => {
        const hybrid = jarrowYildirimModel({
          ...parameters,
          nominal: { ...parameters.nominal, a: an, sigma: sn },
          real: { ...parameters.real, a: ar, sigma: sr },
          indexVolAnnual: si,
          correlations: { nominalReal: nr, nominalIndex: 0.1, realIndex: ri },
        })
        const { growth, growthWithoutConvexity } = yearOnYearForward(hybrid, t, t + 1)
        const cross = (nr * sn) / (an + ar)
        const exponent =
          sr * B(ar, 1) * (B(ar, t) * (ri * si - 0.5 * sr * B(ar, t) + cross * (1 + ar * B(an, t))) - cross * B(an, t))
        assertClose(growth / growthWithoutConvexity, Math.exp(exponent), 1e-12, 0)
      },
    ),
    { seed: 5, numRuns: 100 },
  )
})

test('the convexity factors of a leg are those of its forwards on the same curves, and 1 where a period has begun', () => {
  const { nominal, real, indexVolAnnual, correlations } = parameters
  const curve = linearZeroCurve([1, 5, 30], [0.03, 0.04, 0.035])
  const breakEven = linearZeroCurve([1, 5, 30], [0.03, 0.024, 0.026])
  const periods = [-0.5, 0.5, 4.5, 19.5].map((startYears) => ({
    startYears,
    endYears: startYears + 1,
    payYears: startYears + 1.01,
  }))
  const factors = yearOnYearConvexityFactors(parameters, curve, breakEven, periods)
  assert.equal(factors[0], 1)
  const hybrid = jarrowYildirimModel({
    nominal: { ...nominal, curve },
    real: { ...real, curve: realCurve(curve, breakEven) },
    index: 250,
    indexVolAnnual,
    correlations,
  })
  periods.slice(1).forEach(({ startYears, endYears }, i) => {
    const { growth } = yearOnYearForward(hybrid, startYears, endYears)
    const ratio = breakEven.discountFactor(startYears) / breakEven.discountFactor(endYears)
    assertClose(factors[i + 1] * ratio, growth, 0, 1e-13)
    // Mercurio (2005), section 3.
    const [an, ar, sn, sr] = [nominal.a, real.a, nominal.sigma, real.sigma]
    const cross = (correlations.nominalReal * sn) / (an + ar)
    const t = startYears
    const exponent =
      sr *
      B(ar, 1) *
      (B(ar, t) * (correlations.realIndex * indexVolAnnual - 0.5 * sr * B(ar, t) + cross * (1 + ar * B(an, t))) -
        cross * B(an, t))
    assertClose(factors[i + 1], Math.exp(exponent), 1e-12, 0)
  })
})

test('a payment long after its period and correlations that cannot be are refused', () => {
  const curve = flatCurve(0.03)
  const factors = (change: object, lag: number) =>
    yearOnYearConvexityFactors({ ...parameters, ...change }, curve, curve, [
      { startYears: 1, endYears: 2, payYears: 2 + lag },
    ])
  assert.throws(() => factors({}, 0.5), { code: 'unsupported', message: /paid at 2.5 has a convexity of its own/ })
  assert.throws(() => factors({}, -0.5), { code: 'unsupported' })
  const correlations = { nominalReal: 0.9, nominalIndex: 0.9, realIndex: -0.9 }
  assert.throws(() => factors({ correlations }, 0), { code: 'invalid-input', message: /not positive semidefinite/ })
})

test('without real-rate volatility there is no convexity', () => {
  const still = jarrowYildirimModel({ ...parameters, real: { ...parameters.real, sigma: 0 } })
  assertClose(yearOnYearForward(still, 5, 6).convexity, 0, 1e-14, 0)
})

test('the zero-coupon rate grows nominal money to what real money is worth', () => {
  const rate = zeroCouponInflationRate(parameters.nominal.curve, parameters.real.curve, 10)
  assertClose(rate, Math.expm1(0.025), 1e-15, 0)
  assertClose((1 + rate) ** 10 * Math.exp(-0.4), Math.exp(-0.15), 1e-14, 0)
})

test('a cap less a floor is the forward less the strike', () => {
  for (const [kind, startYears, endYears] of [
    ['zero-coupon', 0, 10],
    ['year-on-year', 4, 5],
  ] as const) {
    const price = (type: 'call' | 'put'): number =>
      inflationOptionPrice(model, { kind, type, strikeRate: 0.02, startYears, endYears })
    const growth = kind === 'zero-coupon' ? Math.exp(0.25) : yearOnYearForward(model, 4, 5).growth
    const strike = kind === 'zero-coupon' ? 1.02 ** 10 : 1.02
    assertClose(price('call') - price('put'), Math.exp(-0.04 * endYears) * (growth - strike), 1e-14, 0)
  }
})

test('a limited index without limits is the index, with a floor it is worth more, with a cap less', () => {
  const value = (floor: number | null, cap: number | null) =>
    limitedPriceIndexValue(model, 'I', { years: 10, floor, cap }, { paths: 2000, seed: 4 })
  assertClose(value(null, null).value, Math.exp(-0.15), 1e-12, 0)
  const floored = value(0, null)
  const capped = value(null, 0.05)
  assert.ok(floored.value > Math.exp(-0.15) && capped.value < Math.exp(-0.15))
  assert.ok(floored.standardError > 0 && floored.standardError < 0.003)
})

test('a floor on one year of growth from today is the zero-coupon floor', () => {
  const limited = limitedPriceIndexValue(model, 'I', { years: 1, floor: 0.02, cap: null }, { paths: 20_000, seed: 9 })
  const put = inflationOptionPrice(model, {
    kind: 'zero-coupon',
    type: 'put',
    strikeRate: 0.02,
    startYears: 0,
    endYears: 1,
  })
  const exact = Math.exp(-0.015) + put
  assert.ok(Math.abs(limited.value - exact) < 4 * limited.standardError, `${limited.value} v ${exact}`)
})

test('the calibration finds the volatilities that made the prices, and reports what it cannot fit', () => {
  const quotes = [1, 3, 5, 10, 20].flatMap((endYears) => [
    { kind: 'zero-coupon' as const, type: 'call' as const, strikeRate: 0.03, startYears: 0, endYears },
    {
      kind: 'year-on-year' as const,
      type: 'put' as const,
      strikeRate: 0.01,
      startYears: endYears,
      endYears: endYears + 1,
    },
  ])
  const priced = quotes.map((quote) => ({ ...quote, price: inflationOptionPrice(model, quote) }))
  const start = { ...parameters, real: { ...parameters.real, sigma: 0.012 }, indexVolAnnual: 0.03 }
  const fit = inflationCalibration(start, priced)
  assertClose(fit.model.real.sigma, 0.007, 1e-8, 0)
  assertClose(fit.model.indexVolAnnual, 0.011, 1e-8, 0)
  assert.ok(fit.largestError < 1e-10 && fit.converged)
  const rough = inflationCalibration(
    start,
    priced.map((quote, i) => ({ ...quote, price: quote.price * (i === 0 ? 1.5 : 1) })),
  )
  assert.ok(rough.rootMeanSquareError > 1e-6 && rough.rootMeanSquareError <= rough.largestError)
})

test('periods and strikes that make no sense are refused', () => {
  assert.throws(() => yearOnYearForward(model, 2, 2), { code: 'invalid-input' })
  assert.throws(() => yearOnYearForward(model, -1, 2), { code: 'invalid-input' })
  const option = { kind: 'zero-coupon', type: 'call', strikeRate: -1.2, startYears: 0, endYears: 2 } as const
  assert.throws(() => inflationOptionPrice(model, option), { code: 'invalid-input' })
  assert.throws(() => inflationOptionPrice(model, { ...option, strikeRate: 0, startYears: 1 }), {
    code: 'invalid-input',
  })
  assert.throws(() => inflationCalibration(parameters, []), { code: 'invalid-input' })
  const terms = { years: 3, floor: 0.05, cap: 0.01 }
  assert.throws(() => limitedPriceIndexValue(model, 'I', terms, { paths: 100, seed: 1 }), { code: 'invalid-input' })
  assert.throws(() => zeroCouponInflationRate(flatCurve(0), flatCurve(0), 0), { code: 'invalid-input' })
})
