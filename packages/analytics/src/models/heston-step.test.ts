import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { integral, normalPdf } from '../math/index.ts'
import {
  cirTransition,
  hestonFullTruncationStep,
  hestonQeMartingaleStep,
  hestonQeStep,
  quadraticExponentialCumulant,
  quadraticExponentialDraw,
  quadraticExponentialLaw,
  type HestonDrift,
  type HestonParameters,
} from './index.ts'

const spec: HestonParameters = { v0: 0.04, kappa: 2, theta: 0.04, sigma: 0.3, rho: -0.7 }
const andersen: HestonParameters = { v0: 0.04, kappa: 0.5, theta: 0.04, sigma: 1, rho: -0.9 }
const drift = (dtYears: number, rateContinuous = 0.03, dividendYieldContinuous = 0.01): HestonDrift => ({
  dtYears,
  rateContinuous,
  dividendYieldContinuous,
})

// QuantLib 1.29 HestonProcess.evolve, cross-checked with an independent numpy implementation of Andersen (2008), eqs 23-33.
const steps = [
  { dt: 0.25, spot: 100, variance: 0.04, zAsset: 0.3, zVariance: -0.6 },
  { dt: 0.25, spot: 95, variance: 0.002, zAsset: -1.1, zVariance: 0.4 },
  { dt: 1, spot: 100, variance: 0, zAsset: -0.7, zVariance: 1.8 },
  { dt: 1 / 252, spot: 100, variance: 0.04, zAsset: -2, zVariance: -1 },
]
const expected = [
  { variance: 0.02365629199982968, qe: 107.01529355861857, martingale: 107.01865128755318 },
  { variance: 0.019656960535292107, qe: 90.87497544401265, martingale: 90.79942143464442 },
  { variance: 0.09110629113034756, qe: 70.61220598238275, martingale: 68.63627321305648 },
  { variance: 0.03623739383693721, qe: 99.12896992499884, martingale: 99.12896994641397 },
]

test('QE steps agree with QuantLib, with and without the martingale correction', () => {
  steps.forEach(({ dt, zAsset, zVariance, ...state }, i) => {
    const qe = hestonQeStep(spec, state, drift(dt), zAsset, zVariance)
    const martingale = hestonQeMartingaleStep(spec, state, drift(dt), zAsset, zVariance)
    assertClose(qe.spot, expected[i].qe, 1e-11, 0)
    assertClose(martingale.spot, expected[i].martingale, 1e-11, 0)
    assertClose(qe.variance, expected[i].variance, 1e-15, 0)
    assert.equal(martingale.variance, qe.variance)
  })
})

test('the exponential branch puts mass at zero', () => {
  const state = { spot: 100, variance: 0.04 }
  assert.equal(hestonQeStep(andersen, state, drift(0.25, 0, 0), 0.3, -0.6).variance, 0)
  assertClose(
    hestonQeStep(andersen, { spot: 110, variance: 0.09 }, drift(1 / 12, 0, 0), 0.05, 2.2).spot,
    86.07080321521163,
    1e-11,
    0,
  )
})

const laws = [
  [spec, 0.04, 0.25],
  [spec, 0.0005, 0.1],
  [spec, 0, 1],
  [andersen, 0.04, 0.25],
  [andersen, 0.3, 1 / 252],
] as const

test('both variance laws have the exact mean and variance of the square-root process', () => {
  for (const [parameters, variance, dt] of laws) {
    const law = quadraticExponentialLaw(parameters, variance, dt)
    const exact = cirTransition(parameters, variance, dt)
    if (law.kind === 'quadratic') {
      assertClose(law.a * (1 + law.b ** 2), exact.mean, 0, 1e-13)
      assertClose(2 * law.a ** 2 * (1 + 2 * law.b ** 2), exact.variance, 0, 1e-12)
    } else {
      assertClose((1 - law.p) / law.beta, exact.mean, 0, 1e-13)
      assertClose((1 - law.p ** 2) / law.beta ** 2, exact.variance, 0, 1e-12)
    }
  }
})

test('draws integrated over the normal give the mean, and the exponential moment of the correction', () => {
  for (const [parameters, variance, dt] of laws) {
    const law = quadraticExponentialLaw(parameters, variance, dt)
    const mean = (f: (v: number) => number): number =>
      integral((z) => f(quadraticExponentialDraw(law, z)) * normalPdf(z), -9, 9, { absoluteTolerance: 1e-11 }).value
    assertClose(
      mean((v) => v),
      cirTransition(parameters, variance, dt).mean,
      1e-10,
      0,
    )
    assertClose(
      mean((v) => Math.exp(-2 * v)),
      Math.exp(quadraticExponentialCumulant(law, -2)),
      1e-10,
      0,
    )
  }
})

test('with the martingale correction the mean of the next spot is the forward; without it is not', () => {
  for (const [parameters, variance, dt] of laws) {
    const state = { spot: 100, variance }
    // zAsset integrates in closed form: E[exp(s Z)] = exp(s^2 / 2), with s read off two evaluations.
    const meanSpot = (step: typeof hestonQeStep): number =>
      integral(
        (z) => {
          const centre = step(parameters, state, drift(dt), 0, z).spot
          const deviation = Math.log(step(parameters, state, drift(dt), 1, z).spot / centre)
          return centre * Math.exp(deviation ** 2 / 2) * normalPdf(z)
        },
        -9,
        9,
        { absoluteTolerance: 1e-9 },
      ).value
    const forward = 100 * Math.exp(0.02 * dt)
    assertClose(meanSpot(hestonQeMartingaleStep), forward, 1e-7, 0)
    if (dt === 1) assert.ok(Math.abs(meanSpot(hestonQeStep) - forward) > 1e-3)
  }
})

test('the correction is refused where its moment is infinite, with positive correlation and a long step', () => {
  // K2 + K4 / 2 = dt (kappa rho / sigma - 1/2) / 2 + rho / sigma = 5.5, above 1 / (2 a) = 4.7.
  const positive = { v0: 1, kappa: 5, theta: 1, sigma: 2, rho: 1 }
  assert.throws(() => hestonQeMartingaleStep(positive, { spot: 100, variance: 1 }, drift(5), 0, 0), {
    code: 'not-applicable',
  })
  assert.ok(hestonQeMartingaleStep(positive, { spot: 100, variance: 1 }, drift(0.1), 0, 0).spot > 0)
  const law = quadraticExponentialLaw(spec, 0.04, 0.25)
  assert.throws(() => quadraticExponentialCumulant(law, 1e6), { code: 'not-applicable' })
})

test('a full-truncation Euler step is what its formulas give by hand, negative variance included', () => {
  const next = hestonFullTruncationStep(spec, { spot: 100, variance: 0.09 }, drift(0.25), 1, 0.5)
  // sqrt(0.09 * 0.25) = 0.15; shock = -0.7 + 0.5 sqrt(0.51)
  assertClose(next.spot, 100 * Math.exp((0.02 - 0.045) * 0.25 + 0.15), 1e-12, 0)
  assertClose(next.variance, 0.09 + 2 * (0.04 - 0.09) * 0.25 + 0.3 * 0.15 * (-0.7 + 0.5 * Math.sqrt(0.51)), 1e-16, 0)
  const below = hestonFullTruncationStep(spec, { spot: 100, variance: -0.01 }, drift(0.25), 1, 0.5)
  assertClose(below.spot, 100 * Math.exp(0.005), 1e-12, 0)
  assertClose(below.variance, -0.01 + 0.02, 1e-16, 0)
})

test('a negative variance, spot or step is refused by the QE steps', () => {
  assert.throws(() => hestonQeStep(spec, { spot: 100, variance: -0.01 }, drift(0.25), 0, 0), { code: 'invalid-input' })
  assert.throws(() => hestonQeStep(spec, { spot: 0, variance: 0.01 }, drift(0.25), 0, 0), { code: 'invalid-input' })
  assert.throws(() => hestonQeMartingaleStep(spec, { spot: 1, variance: 0 }, drift(0), 0, 0), { code: 'invalid-input' })
  assert.throws(() => hestonFullTruncationStep(spec, { spot: 1, variance: 0 }, drift(-1), 0, 0), {
    code: 'invalid-input',
  })
})
