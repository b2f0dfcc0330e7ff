import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { sabrCalibration } from './sabr-calibration.ts'
import { sabrImpliedVolatility } from './sabr.ts'
import { ssviViolations } from './ssvi-arbitrage.ts'
import { ssviCalibration } from './ssvi-calibration.ts'
import { ssviCurvatureAt, ssviSmile, type SsviParameters } from './ssvi.ts'
import { sviButterfly } from './svi-butterfly.ts'
import { sviCalibration } from './svi-calibration.ts'
import { sviPoint, type SviParameters } from './svi.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

const volsOf = (raw: SviParameters, logMoneyness: readonly number[], expiryYears: number): number[] =>
  logMoneyness.map((k) => Math.sqrt(sviPoint(raw, k).totalVariance / expiryYears))

const grid = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))

test('an SVI smile without noise gives its parameters back', () => {
  const raw = { a: 0.01, b: 0.12, rho: -0.55, m: 0.04, sigma: 0.14 }
  const logMoneyness = grid(-0.6, 0.4, 15)
  const fit = sviCalibration({ expiryYears: 0.7, logMoneyness, volsAnnual: volsOf(raw, logMoneyness, 0.7) })
  for (const key of ['a', 'b', 'rho', 'm', 'sigma'] as const) near(fit.parameters[key], raw[key], 1e-7)
  near(fit.largestError, 0, 1e-9)
  assert.equal(fit.isConstrained, false)
})

test('SVI calibration reprices any smile without arbitrage, whatever its shape', () => {
  const anySmile = fc.record({
    theta: fc.double({ min: 0.001, max: 0.5, noNaN: true }),
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
    rho: fc.double({ min: -0.9, max: 0.9, noNaN: true }),
  })
  fc.assert(
    fc.property(anySmile, ({ theta, share, rho }) => {
      const eta = (2 * share) / (1 + Math.abs(rho))
      const raw = ssviSmile({ rho, curvature: { kind: 'bounded-power-law', eta, gamma: 0.5 } }, theta)
      const width = 3 * Math.sqrt(theta)
      const logMoneyness = grid(-1.5 * width, width, 13)
      const volsAnnual = volsOf(raw, logMoneyness, 1)
      near(sviCalibration({ expiryYears: 1, logMoneyness, volsAnnual }).largestError, 0, 1e-6)
    }),
    { seed: 7, numRuns: 40 },
  )
})

test('a smile with butterfly arbitrage is fitted without it, or as it is with the violation reported', () => {
  const vogt = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 }
  const logMoneyness = grid(-1.5, 1.5, 31)
  const quotes = { expiryYears: 1, logMoneyness, volsAnnual: volsOf(vogt, logMoneyness, 1) }
  const nearest = sviCalibration(quotes, 'reported')
  near(nearest.largestError, 0, 1e-6)
  assert.equal(nearest.butterfly.isFree, false)
  const free = sviCalibration(quotes, 'enforced')
  assert.equal(free.butterfly.isFree, true)
  assert.equal(free.isConstrained, true)
  assert.equal(sviButterfly(free.parameters).isFree, true)
  assert.ok(free.rootMeanSquareError < 0.01, `${free.rootMeanSquareError}`)
})

test('SABR calibration gives parameters back, with any of them held', () => {
  const truth = { alpha: 0.035, beta: 0.5, nu: 0.45, rho: -0.25 }
  const strikes = [0.01, 0.02, 0.025, 0.03, 0.035, 0.04, 0.06, 0.1]
  const quotes = {
    forward: 0.0325,
    expiryYears: 5,
    strikes,
    volsAnnual: strikes.map((strike) => sabrImpliedVolatility({ ...truth, forward: 0.0325, strike, expiryYears: 5 })),
  }
  for (const fixed of [{ beta: 0.5 }, { beta: 0.5, rho: -0.25 }, { beta: 0.5, alpha: 0.035 }, truth]) {
    const fit = sabrCalibration({ ...quotes, fixed })
    for (const key of ['alpha', 'nu', 'rho'] as const) near(fit.parameters[key], truth[key], 1e-7)
    near(fit.largestError, 0, 1e-9)
  }
  near(sabrCalibration(quotes).rootMeanSquareError, 0, 1e-4)
})

test('SABR calibration meets the QuantLib table (interpolations.cpp, testSabrInterpolation) with beta held at 0.6', () => {
  const fit = sabrCalibration({
    forward: 0.039,
    expiryYears: 1,
    strikes: [0.03, 0.034, 0.038, 0.042, 0.046, 0.05, 0.056, 0.062, 0.07, 0.08, 0.09],
    volsAnnual: [
      1.16725837321531, 1.13829711098834, 1.11299079244474, 1.09056348513411, 1.07045919457758, 1.05226642581503,
      1.0278968727451, 1.00635919013311, 0.98110791455717, 0.953860388001395, 0.930289384251337,
    ],
    fixed: { beta: 0.6 },
  })
  near(fit.largestError, 0, 1e-9)
  near(fit.parameters.alpha, 0.3, 1e-6)
  near(fit.parameters.nu, 0.02, 1e-3)
})

const anySsvi = fc.record({
  rho: fc.double({ min: -0.99, max: 0.99, noNaN: true }),
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
  gamma: fc.double({ min: 0, max: 0.5, noNaN: true }),
  thetas: fc
    .array(fc.double({ min: 1e-5, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 })
    .map((values) => values.toSorted((a, b) => a - b)),
})

test('an SSVI surface within the sufficient conditions is never flagged, and each of its smiles passes the scan of g', () => {
  fc.assert(
    fc.property(anySsvi, fc.boolean(), ({ rho, share, gamma, thetas }, isHeston) => {
      const spread = 1 + Math.abs(rho)
      const parameters: SsviParameters = isHeston
        ? { rho, curvature: { kind: 'heston-like', lambda: spread / 4 / share } }
        : { rho, curvature: { kind: 'bounded-power-law', eta: (2 * share) / spread, gamma } }
      assert.deepEqual(ssviViolations(parameters, thetas), [])
      assert.equal(sviButterfly(ssviSmile(parameters, thetas[0]), 1e-9).isFree, true)
    }),
    { seed: 8, numRuns: 100 },
  )
})

test('total variance of an SSVI surface without arbitrage never falls with expiry', () => {
  fc.assert(
    fc.property(anySsvi, fc.double({ min: -3, max: 3, noNaN: true }), ({ rho, share, gamma, thetas }, k) => {
      const curvature = { kind: 'bounded-power-law', eta: (2 * share) / (1 + Math.abs(rho)), gamma } as const
      const variances = thetas.map((theta) => sviPoint(ssviSmile({ rho, curvature }, theta), k).totalVariance)
      variances.forEach((w, i) => assert.ok(i === 0 || w >= variances[i - 1] * (1 - 1e-12)))
    }),
    { seed: 9, numRuns: 300 },
  )
})

test('falling at-the-money variance, wings beyond the bound and negative densities are flagged with their expiry', () => {
  const parameters: SsviParameters = { rho: -0.6, curvature: { kind: 'bounded-power-law', eta: 1, gamma: 0.4 } }
  const falling = ssviViolations(parameters, [0.04, 0.03, 0.05])
  assert.deepEqual(
    falling.map(({ kind, expiry }) => [kind, expiry]),
    [['calendar', 1]],
  )
  const steep = ssviViolations({ rho: -0.6, curvature: { kind: 'power-law', eta: 8, gamma: 0.2 } }, [0.9])
  assert.deepEqual([steep[0].kind, steep[0].expiry], ['butterfly', 0])
  const dense = ssviViolations({ rho: -0.9, curvature: { kind: 'power-law', eta: 8, gamma: 0.5 } }, [0.01])
  assert.equal(dense[0].kind, 'butterfly')
})

test('the slope of theta phi is its derivative for every curvature function, the series of the Heston-like included', () => {
  for (const curvature of [
    { kind: 'power-law', eta: 1.2, gamma: 0.3 },
    { kind: 'bounded-power-law', eta: 1.2, gamma: 0.3 },
    { kind: 'heston-like', lambda: 2 },
  ] as const) {
    for (const theta of [3e-4, 0.04, 1]) {
      const h = 1e-4 * theta
      const product = (at: number): number => at * ssviCurvatureAt(curvature, at).phi
      const slope = (product(theta + h) - product(theta - h)) / (2 * h)
      near(ssviCurvatureAt(curvature, theta).productSlope / slope, 1, 1e-6)
    }
  }
})

test('SSVI calibration gives a surface back in each curvature function', () => {
  const expiries = [0.1, 0.5, 1, 2]
  const truth: SsviParameters[] = [
    { rho: -0.6, curvature: { kind: 'bounded-power-law', eta: 0.9, gamma: 0.35 } },
    { rho: -0.4, curvature: { kind: 'power-law', eta: 0.8, gamma: 0.3 } },
    { rho: 0.3, curvature: { kind: 'heston-like', lambda: 1.5 } },
  ]
  for (const parameters of truth) {
    const thetas = expiries.map((t) => 0.04 * t + 0.005)
    const smiles = expiries.map((expiryYears, i) => {
      const logMoneyness = grid(-0.3, 0.2, 9)
      return {
        expiryYears,
        logMoneyness,
        volsAnnual: volsOf(ssviSmile(parameters, thetas[i]), logMoneyness, expiryYears),
      }
    })
    const fit = ssviCalibration(smiles, parameters.curvature.kind)
    near(fit.largestError, 0, 1e-7)
    near(fit.parameters.rho, parameters.rho, 1e-5)
    fit.thetas.forEach((theta, i) => near(theta, thetas[i], 1e-7))
    assert.deepEqual(fit.violations, [])
  }
})

test('quotes that cannot be fitted are refused with their place', () => {
  const refused = (run: () => unknown, field: string): void => {
    assert.throws(
      run,
      (error: unknown) =>
        error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field,
    )
  }
  const good = { expiryYears: 1, logMoneyness: grid(-0.2, 0.2, 6), volsAnnual: new Array<number>(6).fill(0.2) }
  refused(() => sviCalibration({ ...good, logMoneyness: [0, 0.1], volsAnnual: [0.2, 0.2] }), 'quotes.logMoneyness')
  refused(() => sviCalibration({ ...good, logMoneyness: new Array<number>(6).fill(0) }), 'quotes.logMoneyness')
  refused(() => sviCalibration({ ...good, volsAnnual: [0.2, 0.2, 0, 0.2, 0.2, 0.2] }), 'quotes.volsAnnual[2]')
  refused(() => sviCalibration({ ...good, expiryYears: 0 }), 'quotes.expiryYears')
  refused(() => ssviCalibration([good, good], 'heston-like'), 'smiles[1].expiryYears')
  refused(() => ssviCalibration([], 'heston-like'), 'smiles')
  const sabr = { forward: 0.03, expiryYears: 1, strikes: [0.02, 0.03, 0.04], volsAnnual: [0.3, 0.25, 0.24] }
  refused(() => sabrCalibration(sabr), 'strikes')
  refused(() => sabrCalibration({ ...sabr, fixed: { beta: 0.5 }, strikes: [-0.02, 0.03, 0.04] }), 'strikes[0] + shift')
  refused(() => sabrCalibration({ ...sabr, fixed: { beta: 2 } }), 'beta')
  near(sviCalibration(good).largestError, 0, 1e-9)
})
