import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import { integral, normalPdf } from '../math/index.ts'
import {
  bermudanSwaption,
  type FlowSwaption,
  g2Bermudan,
  g2Calibration,
  g2FlowSwaption,
  g2LatticeBermudan,
  hullWhiteBermudan,
  hullWhiteCalibration,
  hullWhiteFlowSwaption,
  hullWhiteZeroBond,
  latticeBermudan,
  regularSwaptionFlows,
  shortRateLattice,
  stepBack,
  timeGrid,
} from './index.ts'

const curve = flatCurve(0.04)
const g2 = { curve, a: 0.1, sigma: 0.01, b: 0.2, eta: 0.013, rho: -0.5 }
const payer = (expiryYears: number, tenorYears: number, strike: number): FlowSwaption =>
  regularSwaptionFlows({ side: 'payer', expiryYears, tenorYears, strike, fixedFrequency: 1 })
const yearly = (side: 'payer' | 'receiver', strike: number, from: number, count: number) => {
  const starts = Array.from({ length: count }, (_, i) => from + i)
  return {
    side,
    notional: 1,
    fixed: starts.map((startYears) => ({ startYears, payYears: startYears + 1, amount: strike })),
    floating: starts.map((startYears) => ({ startYears, endYears: startYears + 1 })),
  }
}
const rates = fc.double({ min: -0.02, max: 0.1, noNaN: true })
const curves = fc
  .array(rates, { minLength: 4, maxLength: 4 })
  .map((zeroRates) => linearZeroCurve([1, 3, 10, 30], zeroRates))
const reversion = fc.double({ min: 0, max: 1, noNaN: true })
const sigmas = fc.double({ min: 0, max: 0.03, noNaN: true })

test('G2++ swaptions have the values of the integral in python', () => {
  // models/g2pp_swaptions: scipy 1.10.1 quad of Brigo & Mercurio eq. 4.31-4.32
  const terms = [
    [1, 5, 0.040810774192388204, 0.013406663114014578],
    [5, 5, 0.040810774192388204, 0.02014298757241179],
    [5, 5, 0.050810774192388206, 0.007084413094913244],
    [10, 10, 0.030810774192388223, 0.062280457337887764],
  ]
  for (const [expiry, tenor, strike, value] of terms) {
    assertClose(g2FlowSwaption(g2, payer(expiry, tenor, strike)), value, 1e-12, 0)
  }
})

test('payer less receiver is the forward swap in both models, for strikes and rates of any sign', () => {
  fc.assert(
    fc.property(
      curves,
      reversion,
      sigmas,
      fc.double({ min: -0.05, max: 0.15, noNaN: true }),
      (on, a, sigma, strike) => {
        const flows = payer(3, 7, strike)
        const forward =
          on.discountFactor(3) - flows.payYears.reduce((sum, t, i) => sum + flows.amounts[i] * on.discountFactor(t), 0)
        const hullWhite = (side: 'payer' | 'receiver') =>
          hullWhiteFlowSwaption({ a, sigma, curve: on }, { ...flows, side })
        assertClose(hullWhite('payer') - hullWhite('receiver'), forward, 1e-13, 1e-11)
        const model = { ...g2, a: a + 0.01, sigma: sigma + 1e-4, curve: on }
        const two = (side: 'payer' | 'receiver') => g2FlowSwaption(model, { ...flows, side })
        assertClose(two('payer') - two('receiver'), forward, 1e-10, 1e-9)
      },
    ),
    { seed: 20260320, numRuns: 40 },
  )
})

test('a Hull-White swaption with a settlement lag is the integral of its payoff', () => {
  const model = { a: 0.06, sigma: 0.012, curve: linearZeroCurve([1, 10], [0.01, 0.03]) }
  const flows = { ...payer(2, 5, 0.03), startYears: 2.02 }
  // Under the measure of the bond maturing at the expiry the state is normal around minus its covariance with the integral.
  const deviation = model.sigma * Math.sqrt((1 - Math.exp(-2 * model.a * 2)) / (2 * model.a))
  const shift = 0.5 * ((model.sigma * (1 - Math.exp(-2 * model.a))) / model.a) ** 2
  const payoff = (z: number): number => {
    const x = -shift + deviation * z
    const legs = flows.payYears.reduce((sum, t, i) => sum + flows.amounts[i] * hullWhiteZeroBond(model, 2, t, x), 0)
    return Math.max(hullWhiteZeroBond(model, 2, 2.02, x) - legs, 0) * normalPdf(z)
  }
  const expected = model.curve.discountFactor(2) * integral(payoff, -9, 9, { absoluteTolerance: 1e-13 }).value
  assertClose(hullWhiteFlowSwaption(model, flows), expected, 1e-11, 0)
})

test('without volatility or time a swaption is worth its intrinsic value', () => {
  for (const strike of [0.02, 0.0408, 0.07]) {
    const flows = payer(2, 5, strike)
    const forward =
      curve.discountFactor(2) -
      flows.payYears.reduce((sum, t, i) => sum + flows.amounts[i] * curve.discountFactor(t), 0)
    assertClose(hullWhiteFlowSwaption({ a: 0.05, sigma: 0, curve }, flows), Math.max(forward, 0), 1e-15, 0)
    assertClose(hullWhiteFlowSwaption({ a: 0.05, sigma: 1e-9, curve }, flows), Math.max(forward, 0), 1e-8, 0)
    const now = { ...flows, expiryYears: 0 }
    assertClose(hullWhiteFlowSwaption({ a: 0.05, sigma: 0.01, curve }, now), Math.max(forward, 0), 1e-15, 0)
    assertClose(g2FlowSwaption(g2, now), Math.max(forward, 0), 1e-15, 0)
  }
  const day = hullWhiteFlowSwaption({ a: 0.05, sigma: 0.01, curve }, payer(1 / 365, 5, 0.0408107741923882))
  assert.ok(day > 0 && day < 2e-3)
})

test('G2++ with dependent factors of one speed is Hull-White', () => {
  for (const [rho, sigma] of [
    [1, 0.018],
    [-1, 0.002],
  ]) {
    const model = { curve, a: 0.07, sigma: 0.01, b: 0.07, eta: 0.008, rho }
    for (const strike of [0.02, 0.0408, 0.06]) {
      const expected = hullWhiteFlowSwaption({ a: 0.07, sigma, curve }, payer(4, 6, strike))
      assertClose(g2FlowSwaption(model, payer(4, 6, strike)), expected, 1e-10, 0)
    }
  }
})

test('the lattice reprices the bond at every one of its times, for any curve and parameters', () => {
  fc.assert(
    fc.property(curves, reversion, sigmas, fc.integer({ min: 1, max: 60 }), (on, a, sigma, steps) => {
      const times = timeGrid([0.3, 2, 7.1, 15], steps)
      const lattice = shortRateLattice({ kind: 'hull-white', a, sigma, curve: on }, times)
      for (const last of [1, times.length >> 1, times.length - 1]) {
        let values = new Float64Array(lattice.tree.widths[last]).fill(1)
        for (let i = last - 1; i >= 0; i--) {
          const into = new Float64Array(lattice.tree.widths[i])
          stepBack(lattice, i, values, into)
          values = into
        }
        assertClose(values[0], on.discountFactor(times[last]), 0, 1e-12)
      }
      for (const probabilities of [...lattice.tree.down, ...lattice.tree.middle, ...lattice.tree.up]) {
        assert.ok(probabilities.every((p) => p > 0 && p < 1))
      }
    }),
    { seed: 20260321, numRuns: 40 },
  )
})

test('a Bermudan option with one exercise is the European one, on grid and lattice', () => {
  for (const side of ['payer', 'receiver'] as const) {
    const hullWhite = { a: 0.05, sigma: 0.01, curve }
    const option = bermudanSwaption(yearly(side, 0.045, 3, 5), [3])
    const european = hullWhiteFlowSwaption(hullWhite, { ...payer(3, 5, 0.045), side })
    assertClose(hullWhiteBermudan(hullWhite, option), european, 1e-9, 0)
    assertClose(latticeBermudan({ kind: 'hull-white', ...hullWhite }, option, 400), european, 5e-5, 0)
    const two = g2FlowSwaption(g2, { ...payer(3, 5, 0.045), side })
    assertClose(g2Bermudan(g2, option), two, 2e-7, 0)
    assertClose(g2LatticeBermudan(g2, option, 60), two, 3e-4, 0)
  }
})

test('a Bermudan swaption is worth at least each of its European ones and at most their sum', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.005, max: 0.08, noNaN: true }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.double({ min: 0.001, max: 0.03, noNaN: true }),
      fc.constantFrom('payer' as const, 'receiver' as const),
      (strike, a, sigma, side) => {
        const model = { a, sigma, curve: linearZeroCurve([1, 5, 10], [0.01, 0.02, 0.03]) }
        const swap = yearly(side, strike, 1, 5)
        const exercises = [1, 2, 3, 4, 5]
        const europeans = exercises.map((t) => hullWhiteFlowSwaption(model, { ...payer(t, 6 - t, strike), side }))
        const value = hullWhiteBermudan(model, bermudanSwaption(swap, exercises))
        const fewer = hullWhiteBermudan(model, bermudanSwaption(swap, [2, 4]))
        assert.ok(value >= Math.max(...europeans) - 1e-9)
        assert.ok(value <= europeans.reduce((sum, x) => sum + x, 0) + 1e-9)
        assert.ok(fewer <= value + 1e-9)
      },
    ),
    { seed: 20260322, numRuns: 25 },
  )
})

test('grid and lattice agree as the steps grow, and without volatility with the best exercise known today', () => {
  const swap = yearly('payer', 0.05, 1, 5)
  const model = { a: 0.05, sigma: 0.01, curve: flatCurve(0.0487) }
  const option = bermudanSwaption(swap, [1, 2, 3, 4, 5])
  const exact = hullWhiteBermudan(model, option)
  assertClose(latticeBermudan({ kind: 'hull-white', ...model }, option, 50), exact, 1e-4, 0)
  assertClose(latticeBermudan({ kind: 'hull-white', ...model }, option, 1000), exact, 2e-5, 0)
  const best = Math.max(
    ...[1, 2, 3, 4, 5].map((t) => hullWhiteFlowSwaption({ ...model, sigma: 0 }, payer(t, 6 - t, 0.045))),
  )
  const certain = bermudanSwaption(yearly('payer', 0.045, 1, 5), [1, 2, 3, 4, 5])
  assertClose(hullWhiteBermudan({ ...model, sigma: 0 }, certain), best, 1e-15, 0)
  assertClose(hullWhiteBermudan({ ...model, sigma: 1e-6 }, certain), best, 1e-6, 0)
  // An exercise today is worth at least what it gives.
  const today = bermudanSwaption(yearly('payer', 0.03, 0, 5), [0, 1, 2])
  const waiting = bermudanSwaption(yearly('payer', 0.03, 0, 5), [1, 2])
  const intrinsic = 1 - [1, 2, 3, 4, 5].reduce((s, t) => s + (0.03 + (t === 5 ? 1 : 0)) * Math.exp(-0.0487 * t), 0)
  assertClose(hullWhiteBermudan(model, today), Math.max(intrinsic, hullWhiteBermudan(model, waiting)), 1e-12, 0)
  assertClose(g2Bermudan(g2, bermudanSwaption(swap, [1, 2, 3, 4, 5])), g2LatticeBermudan(g2, option, 100), 2e-4, 0)
})

test('G2++ Bermudans of two factors of one speed are those of Hull-White with their joint volatility', () => {
  const option = bermudanSwaption(yearly('payer', 0.04, 1, 5), [1, 2, 3, 4, 5])
  for (const rho of [-0.93, -0.4, 0.3, 0.95]) {
    const sigma = Math.sqrt(0.01 ** 2 + 0.008 ** 2 + 2 * rho * 0.01 * 0.008)
    const expected = hullWhiteBermudan({ a: 0.07, sigma, curve }, option)
    assertClose(g2Bermudan({ curve, a: 0.07, sigma: 0.01, b: 0.07, eta: 0.008, rho }, option), expected, 1e-6, 0)
  }
})

test('calibrations find the parameters that made the prices, and report each fit', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.3, noNaN: true }),
      fc.double({ min: 0.003, max: 0.02, noNaN: true }),
      (a, sigma) => {
        const instruments = [
          [1, 5],
          [2, 8],
          [5, 5],
          [10, 10],
        ].map(([expiry, tenor]) => {
          const flows = payer(expiry, tenor, 0.0408107741923882)
          return { options: [flows], marketPrice: hullWhiteFlowSwaption({ a, sigma, curve }, flows) }
        })
        const free = hullWhiteCalibration(curve, instruments)
        assertClose(free.a, a, 1e-6, 1e-5)
        assertClose(free.sigma, sigma, 1e-8, 1e-5)
        assert.ok(free.rootMeanSquareError < 1e-6)
        const fixed = hullWhiteCalibration(curve, instruments, { fixedA: a })
        assertClose(fixed.sigma, sigma, 0, 1e-6)
      },
    ),
    { seed: 20260323, numRuns: 15 },
  )
  const truth = { curve, a: 0.5, sigma: 0.012, b: 0.04, eta: 0.009, rho: -0.6 }
  const instruments = [1, 5, 10].flatMap((expiry) =>
    [1, 5, 10].map((tenor) => {
      const flows = payer(expiry, tenor, 0.0408107741923882)
      return { options: [flows], marketPrice: g2FlowSwaption(truth, flows) }
    }),
  )
  const fit = g2Calibration(curve, instruments)
  assertAllClose([fit.a, fit.sigma, fit.b, fit.eta, fit.rho], [0.5, 0.012, 0.04, 0.009, -0.6], 1e-6, 1e-4)
  assert.deepEqual(fit.atBound, [])
  for (const { relativeError } of fit.fits) assertClose(relativeError, 0, 1e-8, 0)
})

test('a cap calibrates as the sum of its caplets', () => {
  const caplets = (a: number, sigma: number) =>
    [1, 2, 3, 4].map((start) => hullWhiteFlowSwaption({ a, sigma, curve }, payer(start, 1, 0.04)))
  const instruments = [2, 4].map((count) => ({
    options: [1, 2, 3, 4].slice(0, count).map((start) => payer(start, 1, 0.04)),
    marketPrice: caplets(0.08, 0.009)
      .slice(0, count)
      .reduce((sum, x) => sum + x, 0),
  }))
  const fit = hullWhiteCalibration(curve, instruments)
  assertAllClose([fit.a, fit.sigma], [0.08, 0.009], 1e-5, 0)
})

test('what cannot be priced or calibrated is refused', () => {
  const code = 'invalid-input'
  const flows = payer(1, 5, 0.04)
  assert.throws(() => hullWhiteFlowSwaption({ a: 0.05, sigma: 0.01, curve }, { ...flows, payYears: [] }), { code })
  assert.throws(() => hullWhiteFlowSwaption({ a: 0.05, sigma: 0.01, curve }, { ...flows, startYears: 0.5 }), { code })
  assert.throws(() => g2FlowSwaption(g2, { ...flows, amounts: flows.amounts.map(() => NaN) }), { code })
  assert.throws(() => hullWhiteCalibration(curve, [{ options: [flows], marketPrice: 0.01 }]), { code })
  assert.throws(() => hullWhiteCalibration(curve, [{ options: [flows], marketPrice: 0 }], { fixedA: 0.05 }), { code })
  assert.throws(() => g2Calibration(curve, [{ options: [flows], marketPrice: 0.01 }]), { code })
  assert.throws(() => bermudanSwaption(yearly('payer', 0.04, 1, 2), [5]), { code })
  const option = bermudanSwaption(yearly('payer', 0.04, 1, 2), [2, 1])
  assert.throws(() => hullWhiteBermudan({ a: 0.05, sigma: 0.01, curve }, option), { code })
  assert.throws(() => hullWhiteBermudan({ a: 0.05, sigma: 0.01, curve }, { exercises: [] }), { code })
  assert.throws(() => timeGrid([0], 10), { code })
  assert.throws(() => timeGrid([1], 0.5), { code })
  assert.throws(() => shortRateLattice({ kind: 'hull-white', a: -1, sigma: 0.01, curve }, timeGrid([1], 10)), { code })
})

test('values that overflow are an error, and a volatility too small to matter is none', () => {
  const option = bermudanSwaption(yearly('payer', 0.03, 1, 5), [1, 2, 3, 4, 5])
  const certain = hullWhiteBermudan({ a: 0.05, sigma: 0, curve }, option)
  assert.equal(hullWhiteBermudan({ a: 0.05, sigma: 1e-300, curve }, option), certain)
  const wild = { a: 0, sigma: 5, curve }
  const far = bermudanSwaption(yearly('payer', 0.03, 100, 5), [100, 101])
  assert.throws(() => latticeBermudan({ kind: 'hull-white', ...wild }, far, 20), { code: 'calculation-failed' })
})
