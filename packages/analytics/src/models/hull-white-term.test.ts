import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, linearZeroCurve } from '../curves/index.ts'
import { integral, normalPdf } from '../math/index.ts'
import {
  type FlowSwaption,
  hullWhiteBondCoefficients,
  hullWhiteFlowSwaption,
  hullWhiteTermBondCoefficients,
  hullWhiteTermCalibration,
  hullWhiteTermFlowSwaption,
  hullWhiteTermMoments,
  regularSwaptionFlows,
} from './index.ts'

const curve = flatCurve(0.04)
const volatility = { endsYears: [2, 5, 6], sigmas: [0.006, 0.012, 0.008] }
const model = { a: 0.05, volatility, curve }
const swaption = (side: 'payer' | 'receiver', expiryYears: number, tenorYears: number, strike: number): FlowSwaption =>
  regularSwaptionFlows({ side, expiryYears, tenorYears, strike, fixedFrequency: 1 })

test('options on zero-coupon bonds have the values of the GSR model of QuantLib', () => {
  // QuantLib 1.29, Gsr with steps at 2 and 5 years, zerobondOption (put), 12000 points on 9 deviations.
  const values: readonly (readonly [number, number, number, number])[] = [
    [1, 1, 0.96078943915232318, 0.00210251035585893],
    [1, 1, 0.98961312232689291, 0.0276934904950745],
    [1, 10, 0.65021044465457012, 0.00445424580690084],
    [1, 10, 0.67032004603563933, 0.0118333403517825],
    [1, 10, 0.69042964741670854, 0.0240624797037481],
    [3, 1, 0.93196575597775344, 5.14111736421899e-5],
    [3, 1, 0.96078943915232318, 0.00464328394932322],
    [3, 1, 0.98961312232689291, 0.0256282094014924],
    [3, 10, 0.65021044465457012, 0.0177886049972095],
    [3, 10, 0.67032004603563933, 0.0261225721877346],
    [3, 10, 0.69042964741670854, 0.0363794065980542],
    [7, 1, 0.93196575597775344, 0.000487001184531913],
    [7, 1, 0.96078943915232318, 0.00606794943088289],
    [7, 1, 0.98961312232689291, 0.0223367345898733],
    [7, 10, 0.65021044465457012, 0.0265466321424888],
    [7, 10, 0.67032004603563933, 0.0341146066278962],
    [7, 10, 0.69042964741670854, 0.0427526127239954],
  ]
  for (const [expiryYears, termYears, strike, put] of values) {
    const option: FlowSwaption = {
      side: 'payer',
      expiryYears,
      startYears: expiryYears,
      payYears: [expiryYears + termYears],
      amounts: [1 / strike],
    }
    assertClose(strike * hullWhiteTermFlowSwaption(model, option), put, 1e-9, 0)
  }
})

test('with one volatility on all pieces it is the Hull-White model', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      fc.double({ min: 0.01, max: 20, noNaN: true }),
      fc.double({ min: -0.02, max: 0.1, noNaN: true }),
      (a, sigma, expiryYears, strike) => {
        const term = { a, curve, volatility: { endsYears: [0.5, 3, 7], sigmas: [sigma, sigma, sigma] } }
        const option = swaption('payer', expiryYears, 5, strike)
        const constant = { a, sigma, curve }
        assertClose(hullWhiteTermFlowSwaption(term, option), hullWhiteFlowSwaption(constant, option), 1e-14, 1e-11)
        const [got, expected] = [
          hullWhiteTermBondCoefficients(term, expiryYears, expiryYears + 3),
          hullWhiteBondCoefficients(constant, expiryYears, expiryYears + 3),
        ]
        assertClose(got.intercept, expected.intercept, 1e-14, 1e-11)
        assertClose(got.loading, expected.loading, 0, 1e-15)
      },
    ),
    { seed: 51, numRuns: 100 },
  )
})

test('a swaption is the mean of its payoff over the state under the measure of its expiry', () => {
  for (const expiryYears of [1, 3.5, 8]) {
    const { stateVariance, covariance } = hullWhiteTermMoments(model, expiryYears)
    const deviation = Math.sqrt(stateVariance)
    const option = swaption('payer', expiryYears, 4, 0.045)
    const bonds = option.payYears.map((end) => hullWhiteTermBondCoefficients(model, expiryYears, end))
    const payoff = (x: number): number =>
      bonds.reduce((left, { intercept, loading }, i) => left - option.amounts[i] * Math.exp(intercept - loading * x), 1)
    const value = (z: number) => Math.max(payoff(-covariance + deviation * z), 0) * normalPdf(z)
    const mean = integral(value, -9, 9, { absoluteTolerance: 1e-13 }).value
    assertClose(hullWhiteTermFlowSwaption(model, option), curve.discountFactor(expiryYears) * mean, 1e-10, 0)
  }
})

test('payer less receiver is the forward swap, and a longer piece of higher volatility is worth more', () => {
  const [payer, receiver] = (['payer', 'receiver'] as const).map((side) =>
    hullWhiteTermFlowSwaption(model, swaption(side, 4, 6, 0.03)),
  )
  const { payYears, amounts } = swaption('payer', 4, 6, 0.03)
  const legs = payYears.reduce((sum, time, i) => sum + amounts[i] * curve.discountFactor(time), 0)
  assertClose(payer - receiver, curve.discountFactor(4) - legs, 1e-14, 0)
  const livelier = { ...model, volatility: { ...volatility, endsYears: [1, 5, 6] } }
  assert.ok(hullWhiteTermFlowSwaption(livelier, swaption('payer', 4, 6, 0.03)) > payer)
})

test('prices of a co-terminal or a diagonal strip give the volatilities back, on curves and strikes of any sign', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.array(fc.double({ min: 0.002, max: 0.03, noNaN: true }), { minLength: 4, maxLength: 4 }),
      fc.array(fc.double({ min: -0.01, max: 0.08, noNaN: true }), { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      (a, sigmas, zeroRates, coTerminal) => {
        const shaped = linearZeroCurve([1, 5, 20], zeroRates)
        const endsYears = [1, 2, 5, 9]
        const strip = endsYears.map((expiryYears) => {
          const tenorYears = coTerminal ? 10 - expiryYears : 5
          const bonds = Array.from({ length: tenorYears }, (_, i) => shaped.discountFactor(expiryYears + i + 1))
          const strike =
            (shaped.discountFactor(expiryYears) - bonds[tenorYears - 1]) / bonds.reduce((sum, bond) => sum + bond, 0)
          const option = swaption('payer', expiryYears, tenorYears, strike)
          const term = { a, curve: shaped, volatility: { endsYears, sigmas } }
          return { option, marketPrice: hullWhiteTermFlowSwaption(term, option) }
        })
        const result = hullWhiteTermCalibration(shaped, a, strip)
        result.volatility.sigmas.forEach((sigma, i) => assertClose(sigma, sigmas[i], 0, 1e-7))
        assert.deepEqual(result.volatility.endsYears, endsYears)
        assert.ok(result.largestRelativeError < 1e-10)
      },
    ),
    { seed: 52, numRuns: 60 },
  )
})

test('quotes that no volatility gives are refused by name', () => {
  const strip = (...prices: number[]) =>
    prices.map((marketPrice, i) => ({ option: swaption('payer', i + 1, 5, 0.0408), marketPrice }))
  const refuse = (run: () => unknown, code: string, message: RegExp) => assert.throws(run, { code, message })
  const fit = (...prices: number[]) => hullWhiteTermCalibration(curve, 0.05, strip(...prices))
  refuse(() => fit(0.02, 0.005), 'not-applicable', /swaption 1 implies a variance .* less than/)
  refuse(() => fit(1.5), 'invalid-input', /no volatility gives strip\[0\] the price 1.5/)
  refuse(() => fit(0), 'invalid-input', /marketPrice/)
  refuse(() => hullWhiteTermCalibration(curve, -1, strip(0.01)), 'invalid-input', /a must be finite/)
  refuse(() => hullWhiteTermCalibration(curve, 0.05, []), 'invalid-input', /no swaption/)
  refuse(
    () => hullWhiteTermCalibration(curve, 0.05, [...strip(0.01), ...strip(0.01)]),
    'invalid-input',
    /expiries must increase/,
  )
  const broken = (change: object) => () =>
    hullWhiteTermMoments({ a: 0.05, volatility: { ...volatility, ...change } }, 1)
  refuse(broken({ endsYears: [2, 2, 6] }), 'invalid-input', /ends of the pieces must increase/)
  refuse(broken({ sigmas: [0.01, -0.01, 0.01] }), 'invalid-input', /at least 0/)
  refuse(broken({ sigmas: [0.01] }), 'invalid-input', /one volatility/)
  refuse(() => hullWhiteTermMoments(model, NaN), 'invalid-input', /timeYears/)
})
