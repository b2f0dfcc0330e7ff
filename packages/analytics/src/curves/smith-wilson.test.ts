import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { integral } from '../math/index.ts'
import {
  alternativeExtrapolatedCurve,
  flatCurve,
  logLinearDiscountCurve,
  smithWilsonAlpha,
  smithWilsonCurve,
  smithWilsonFit,
  smithWilsonInstrumentFit,
  wilsonKernel,
} from './index.ts'

// EIOPA_RFR_20190531 Term_Structures, Switzerland, no VA (quoted in simicd/smith-wilson-py tests/test_core.py).
const swiss = [
  -0.00803, -0.00814, -0.00778, -0.00725, -0.00652, -0.00565, -0.0048, -0.00391, -0.00313, -0.00214, -0.0014, -0.00067,
  -0.00008, 0.00051, 0.00108, 0.00157, 0.00197, 0.00228, 0.0025, 0.00264, 0.00271, 0.00274, 0.0028, 0.00291, 0.00309,
]
const maturities = swiss.map((_, i) => i + 1)
const prices = swiss.map((rate, i) => (1 + rate) ** -(i + 1))
const parameters = { ultimateForwardRate: 0.029, alpha: 0.128562 }

test('the extrapolated Swiss curve agrees with what EIOPA published', () => {
  const curve = smithWilsonCurve(smithWilsonFit(maturities, prices, parameters))
  for (const [t, rate] of [
    [26, 0.00337],
    [30, 0.00501],
    [40, 0.00961],
    [50, 0.01318],
    [65, 0.01673],
  ] as const) {
    assertClose(Math.expm1(curve.zeroRate(t)), rate, 5e-5, 0)
  }
  maturities.forEach((maturity, i) => assertClose(curve.discountFactor(maturity), prices[i], 1e-13, 0))
})

test('the weights agree with those of an independent implementation', () => {
  // simicd/smith-wilson-py tests/test_core.py test_fit_parameters, which takes them with the opposite sign.
  const times = [0.25, 1, 5, 49.5, 125]
  const rates = [0.02, 0.025, -0.033, 0.01, 0.0008]
  const factors = rates.map((rate, i) => (1 + rate) ** -times[i])
  const { weights } = smithWilsonFit(times, factors, { ultimateForwardRate: 0.029, alpha: 0.2 })
  assertAllClose(weights, [42.78076209, -23.4627511, 3.96498616, -8.92604195, 75.22418515], 1e-7, 0)
})

test('the kernel agrees with published values and is symmetric', () => {
  // simicd/smith-wilson-py tests/test_core.py test_wilson_function_asymmetric_t2_lt_t1.
  const at = { ultimateForwardRate: 0.032, alpha: 0.15 }
  assertClose(wilsonKernel(0.5, 0.25, at), 0.00263839, 1e-8, 0)
  assertClose(wilsonKernel(22.5, 20, at), 0.69668792, 1e-8, 0)
  for (const [t, u] of [
    [1, 30],
    [0, 5],
    [110, 150],
  ]) {
    assertClose(wilsonKernel(t, u, at), wilsonKernel(u, t, at), 1e-16, 0)
  }
})

test('forward, zero rate and discount factor of a fit are the same curve, and the forward tends to the ultimate rate', () => {
  const curve = smithWilsonCurve(smithWilsonFit(maturities, prices, parameters))
  for (const t of [0.4, 3, 24.5, 25.5, 60]) {
    const area = integral((s) => curve.instantaneousForward(s), 0, t, { absoluteTolerance: 1e-10 }).value
    assertClose(curve.discountFactor(t), Math.exp(-area), 1e-8, 0)
    assertClose(curve.zeroRate(t), -Math.log(curve.discountFactor(t)) / t, 1e-15, 1e-12)
  }
  assertClose(curve.zeroRate(0), curve.instantaneousForward(0), 0, 0)
  assertClose(curve.instantaneousForward(300), Math.log(1.029), 1e-12, 0)
})

test('the smallest alpha is the one that EIOPA found, and meets its criterion with equality', () => {
  const criterion = { ultimateForwardRate: 0.029, convergenceYears: 65, tolerance: 1e-4, lowestAlpha: 0.05 }
  const alpha = smithWilsonAlpha(maturities, prices, criterion)
  assertClose(alpha, 0.128562, 1e-3, 0)
  const curve = smithWilsonCurve(smithWilsonFit(maturities, prices, { ultimateForwardRate: 0.029, alpha }))
  assertClose(Math.abs(curve.instantaneousForward(65) - Math.log(1.029)), 1e-4, 1e-10, 0)
  const flat = maturities.map((t) => 1.029 ** -t)
  assert.equal(smithWilsonAlpha(maturities, flat, criterion), 0.05)
  assert.throws(() => smithWilsonAlpha([1], [0.5], { ...criterion, convergenceYears: 1.01, tolerance: 1e-12 }), {
    code: 'not-converged',
  })
})

test('par swaps are repriced by a fit to instruments', () => {
  const times = [1, 2, 3, 4, 5]
  const rates = [0.03, 0.031, 0.033, 0.034, 0.036]
  const flows = rates.map((rate, i) => times.map((_, j) => (j < i ? rate : j === i ? 1 + rate : 0)))
  const fit = smithWilsonInstrumentFit(
    times,
    flows,
    rates.map(() => 1),
    parameters,
  )
  const curve = smithWilsonCurve(fit)
  flows.forEach((row) => {
    assertClose(
      row.reduce((sum, flow, j) => sum + flow * curve.discountFactor(times[j]), 0),
      1,
      1e-13,
      0,
    )
  })
})

test('any positive zero-coupon prices are met', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.02, max: 0.15, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0.05, max: 0.6, noNaN: true }),
      fc.double({ min: -0.01, max: 0.1, noNaN: true }),
      (rates, alpha, ultimateForwardRate) => {
        const times = rates.map((_, i) => i + 1)
        const factors = rates.map((rate, i) => (1 + rate) ** -(i + 1))
        const curve = smithWilsonCurve(smithWilsonFit(times, factors, { alpha, ultimateForwardRate }))
        times.forEach((time, i) => assertClose(curve.discountFactor(time), factors[i], 1e-9, 1e-9))
      },
    ),
    { seed: 21, numRuns: 100 },
  )
})

test('bad Smith-Wilson inputs are refused', () => {
  const refused = (code: string, run: () => unknown) => assert.throws(run, { code })
  refused('invalid-input', () => smithWilsonFit([1, 1], [0.9, 0.9], parameters))
  refused('invalid-input', () => smithWilsonFit([1, 2], [0.9], parameters))
  refused('invalid-input', () => smithWilsonFit([0], [1], parameters))
  refused('invalid-input', () => smithWilsonFit([1], [-0.9], parameters))
  refused('invalid-input', () => smithWilsonFit([1], [0.9], { ...parameters, alpha: 0 }))
  refused('invalid-input', () => smithWilsonFit([1], [0.9], { ...parameters, ultimateForwardRate: -1 }))
  refused('invalid-input', () => smithWilsonInstrumentFit([1, 2], [[1]], [0.9], parameters))
  refused('invalid-input', () => smithWilsonInstrumentFit([1], [[1]], [0.9, 0.8], parameters))
  refused('infeasible', () =>
    smithWilsonInstrumentFit(
      [1, 2],
      [
        [1, 1],
        [1, 1],
      ],
      [1.9, 1.9],
      parameters,
    ),
  )
  const crossed = smithWilsonCurve(smithWilsonFit([1, 1.1, 30], [0.97, 0.1, 0.4], { ...parameters, alpha: 0.9 }))
  refused('calculation-failed', () => [1.5, 2, 3, 5].map((t) => crossed.zeroRate(t)))
})

const market = logLinearDiscountCurve(
  [1, 5, 10, 15, 20, 25, 30, 40, 50],
  [0.03, 0.025, 0.026, 0.0265, 0.026, 0.0255, 0.025, 0.024, 0.023].map((rate, i) =>
    Math.exp(-rate * [1, 5, 10, 15, 20, 25, 30, 40, 50][i]),
  ),
)
const extrapolation = {
  firstSmoothingPointYears: 20,
  ultimateForwardRate: 0.033,
  convergenceSpeed: 0.11,
  liquidForwards: [
    { startYears: 15, endYears: 20, weight: 0.4 },
    { startYears: 20, endYears: 30, weight: 0.35 },
    { startYears: 20, endYears: 50, weight: 0.25 },
  ],
}

test('the alternative extrapolation follows its formula for the forward from the first smoothing point', () => {
  const { curve, lastLiquidForwardRate: liquid } = alternativeExtrapolatedCurve(market, extrapolation)
  const forward = (start: number, end: number): number =>
    Math.log(market.discountFactor(start) / market.discountFactor(end)) / (end - start)
  assertClose(liquid, 0.4 * forward(15, 20) + 0.35 * forward(20, 30) + 0.25 * forward(20, 50), 1e-16, 1e-13)
  const ultimate = Math.log(1.033)
  for (const h of [0.5, 1, 10, 40, 100]) {
    const blend = (1 - Math.exp(-0.11 * h)) / (0.11 * h)
    const rate = Math.log(curve.discountFactor(20) / curve.discountFactor(20 + h)) / h
    assertClose(rate, ultimate + (liquid - ultimate) * blend, 1e-15, 1e-12)
  }
})

test('the alternative extrapolation leaves the market alone up to its point and tends to the ultimate rate', () => {
  const { curve, lastLiquidForwardRate: liquid } = alternativeExtrapolatedCurve(market, extrapolation)
  for (const t of [0, 0.3, 7, 19.9, 20]) assert.equal(curve.zeroRate(t), market.zeroRate(t))
  assertClose(curve.instantaneousForward(20), liquid, 1e-16, 0)
  assertClose(curve.instantaneousForward(220), Math.log(1.033), 1e-11, 0)
  const area = integral((s) => curve.instantaneousForward(s), 20, 70, { absoluteTolerance: 1e-11 }).value
  assertClose(curve.discountFactor(70), curve.discountFactor(20) * Math.exp(-area), 1e-10, 0)
  // A market that is flat at the ultimate rate stays so.
  const level = alternativeExtrapolatedCurve(flatCurve(Math.log(1.033)), extrapolation).curve
  assertClose(level.zeroRate(90), Math.log(1.033), 1e-15, 0)
  // Slower convergence keeps nearer to the market.
  const slow = alternativeExtrapolatedCurve(market, { ...extrapolation, convergenceSpeed: 0.02 }).curve
  assert.ok(slow.zeroRate(60) < curve.zeroRate(60))
})

test('weights that do not add up, and forwards out of order, are refused', () => {
  const refused = (change: object) =>
    assert.throws(() => alternativeExtrapolatedCurve(market, { ...extrapolation, ...change }), {
      code: 'invalid-input',
    })
  refused({ liquidForwards: [{ startYears: 15, endYears: 20, weight: 0.9 }] })
  refused({ liquidForwards: [{ startYears: 20, endYears: 20, weight: 1 }] })
  refused({ liquidForwards: [] })
  refused({ convergenceSpeed: 0 })
  refused({ firstSmoothingPointYears: NaN })
  refused({ ultimateForwardRate: -2 })
})
