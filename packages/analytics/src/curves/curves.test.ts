import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { integral } from '../math/index.ts'
import {
  convertedRate,
  flatCurve,
  growthFactor,
  logLinearDiscountCurve,
  nelsonSiegelSvenssonCurve,
  rateOfGrowth,
  type Compounding,
} from './index.ts'

const svensson = { beta0: 0.0412, beta1: -0.0231, beta2: -0.0154, beta3: 0.0287, tau1: 1.37, tau2: 12.9 }
const curves = {
  flat: flatCurve(0.03),
  'log-linear': logLinearDiscountCurve([0.5, 1, 3, 10], [0.985, 0.968, 0.9, 0.66]),
  svensson: nelsonSiegelSvenssonCurve(svensson),
}

test("Svensson's rates and forwards agree with 40-digit evaluation", () => {
  // mpmath 1.3.0: zero rate from the formula, forward as the numerical derivative of t z(t).
  for (const [t, zero, forward] of [
    [0.25, 0.019114315347588298, 0.020157135709226255],
    [2, 0.026537692253607196, 0.034423286181429989],
    [10, 0.04268950944864027, 0.051356171829978645],
    [30, 0.047772035548500797, 0.047722682910520693],
  ] as const) {
    assertClose(curves.svensson.zeroRate(t), zero, 1e-16, 0)
    assertClose(curves.svensson.instantaneousForward(t), forward, 1e-16, 0)
  }
})

test("Svensson's curve starts at the short rate and tends to the level", () => {
  assertClose(curves.svensson.zeroRate(0), 0.0181, 1e-16, 0)
  assertClose(curves.svensson.instantaneousForward(0), 0.0181, 1e-16, 0)
  assertClose(curves.svensson.zeroRate(1e9), 0.0412, 1e-9, 0)
})

test('the log-linear curve passes through its points with a constant forward between them', () => {
  const curve = curves['log-linear']
  assertClose(curve.discountFactor(3), 0.9, 1e-15, 0)
  assertClose(curve.discountFactor(2), Math.sqrt(0.968 * 0.9), 1e-15, 0)
  assertClose(curve.instantaneousForward(2), Math.log(0.968 / 0.9) / 2, 1e-15, 0)
  assertClose(curve.zeroRate(0), -Math.log(0.985) / 0.5, 1e-15, 0)
  assertClose(curve.discountFactor(20), 0.66 * (0.66 / 0.9) ** (10 / 7), 1e-15, 0)
})

for (const [name, curve] of Object.entries(curves)) {
  test(`${name}: discount factor, zero rate and forward are the same curve`, () => {
    assert.equal(curve.discountFactor(0), 1)
    assertClose(curve.zeroRate(1e-9), curve.zeroRate(0), 1e-9, 0)
    for (const t of [0.3, 0.9, 2.5, 7, 25]) {
      assertClose(curve.discountFactor(t), Math.exp(-curve.zeroRate(t) * t), 1e-15, 0)
      const area = integral((s) => curve.instantaneousForward(s), 0, t, { absoluteTolerance: 1e-9 }).value
      assertClose(curve.discountFactor(t), Math.exp(-area), 1e-8, 0)
    }
    for (const bad of [-1, NaN, Infinity]) {
      assert.throws(() => curve.discountFactor(bad), { code: 'invalid-input' })
      assert.throws(() => curve.zeroRate(bad), { code: 'invalid-input' })
      assert.throws(() => curve.instantaneousForward(bad), { code: 'invalid-input' })
    }
  })
}

test("rate conversions agree with the examples of Hull's book", () => {
  // Hull, Options, Futures, and Other Derivatives, examples 4.1 and 4.2.
  assertClose(convertedRate(0.1, { timesPerYear: 2 }, 'continuous'), 0.09758, 5e-6, 0)
  assertClose(convertedRate(0.08, 'continuous', { timesPerYear: 4 }), 0.0808, 5e-5, 0)
})

test('converting a rate there and back, and through a third compounding, gives the same rate', () => {
  const compoundings: Compounding[] = [
    'continuous',
    'simple',
    { timesPerYear: 1 },
    { timesPerYear: 2 },
    { timesPerYear: 365 },
  ]
  for (const rate of [-0.01, 0, 0.05, 0.3]) {
    for (const from of compoundings) {
      for (const to of compoundings) {
        assertClose(convertedRate(convertedRate(rate, from, to, 0.75), to, from, 0.75), rate, 1e-15, 1e-14)
      }
    }
  }
  assertClose(growthFactor(0.05, { timesPerYear: 1e9 }, 2), Math.exp(0.1), 1e-9, 0)
  assertClose(rateOfGrowth(1.1025, { timesPerYear: 1 }, 2), 0.05, 1e-15, 0)
})

test('bad points, parameters and rates are refused', () => {
  assert.throws(() => logLinearDiscountCurve([1, 1], [0.9, 0.8]), { code: 'invalid-input' })
  assert.throws(() => logLinearDiscountCurve([0, 1], [1, 0.8]), { code: 'invalid-input' })
  assert.throws(() => logLinearDiscountCurve([1, 2], [0.9]), { code: 'invalid-input' })
  assert.throws(() => logLinearDiscountCurve([1], [0]), { code: 'invalid-input' })
  assert.throws(() => flatCurve(NaN), { code: 'invalid-input' })
  assert.throws(() => nelsonSiegelSvenssonCurve({ ...svensson, tau1: 0 }), { code: 'invalid-input' })
  assert.throws(() => convertedRate(-1.5, { timesPerYear: 1 }, 'continuous'), { code: 'invalid-input' })
  assert.throws(() => rateOfGrowth(0, 'simple', 1), { code: 'invalid-input' })
})
