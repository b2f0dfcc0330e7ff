import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { integral } from '../math/index.ts'
import { accumulatedRate, decayMean, integralVariance, rateDuration, rateStep } from './hull-white-step.ts'

const quadrature = (f: (t: number) => number, from: number, to: number): number =>
  integral(f, from, to, { absoluteTolerance: 0, relativeTolerance: 1e-13 }).value

test('decayMean is (1 - e^-u) / u, without loss at small u and across its switch', () => {
  assert.equal(decayMean(0), 1)
  for (const u of [1e-12, 1e-6, 1e-3, 0.1, 0.4999, 0.5, 0.5001, 1, 3, 40]) {
    assertClose(decayMean(u), -Math.expm1(-u) / u, 0, 1e-15, `u = ${u}`)
  }
})

test('the rate duration is the integral of the decay', () => {
  for (const [a, t] of [
    [0.1, 10],
    [0.1, 1 / 252],
    [0.001, 30],
    [3, 2],
  ]) {
    assertClose(
      rateDuration(a, t),
      quadrature((s) => Math.exp(-a * s), 0, t),
      0,
      1e-13,
    )
  }
})

test('the variance of the integrated factor is sigma^2 times the integral of B^2, at all sizes of a t', () => {
  for (const [a, t] of [
    [0.1, 10],
    [0.1, 4.9],
    [0.1, 5.1],
    [0.1, 1 / 252],
    [0.001, 10],
    [3, 2],
    [1, 30],
  ]) {
    const expected = 1e-4 * quadrature((s) => (-Math.expm1(-a * s) / a) ** 2, 0, t)
    assertClose(integralVariance(a, 0.01, t), expected, 0, 1e-12, `a = ${a}, t = ${t}`)
  }
})

test('the step of (x, integral of x) has the covariance matrix that quadrature gives', () => {
  const sigma = 0.013
  for (const [a, dt] of [
    [0.1, 1 / 252],
    [0.5, 1],
    [2, 0.25],
  ]) {
    const step = rateStep(a, sigma, dt)
    const b = (s: number): number => -Math.expm1(-a * s) / a
    const variance = sigma ** 2 * quadrature((s) => Math.exp(-2 * a * s), 0, dt)
    const covariance = sigma ** 2 * quadrature((s) => Math.exp(-a * s) * b(s), 0, dt)
    const integrated = sigma ** 2 * quadrature((s) => b(s) ** 2, 0, dt)
    assertClose(step.decay, Math.exp(-a * dt), 0, 1e-15)
    assertClose(step.shock ** 2, variance, 0, 1e-12)
    assertClose(step.fromStart, b(dt), 0, 1e-14)
    assertClose(step.fromMove * step.shock ** 2, covariance, 0, 1e-12)
    // the residual is the small difference of nearly equal numbers
    assertClose(step.residualVariance, integrated - covariance ** 2 / variance, 1e-11 * integrated, 0)
    assert.ok(step.residualVariance > 0)
  }
})

test('two half steps make one step', () => {
  const [a, sigma, dt] = [0.3, 0.01, 0.5]
  const whole = rateStep(a, sigma, 2 * dt)
  const half = rateStep(a, sigma, dt)
  assertClose(half.decay ** 2, whole.decay, 0, 1e-15)
  assertClose(half.shock ** 2 * (1 + half.decay ** 2), whole.shock ** 2, 0, 1e-14)
})

test('the initial curve is linear in t z(t) between its points and flat in z beyond them', () => {
  const flat = { initialRate: 0.03, meanReversion: 0.1, volatility: 0.01 }
  assertClose(accumulatedRate(flat, 7), 0.21, 1e-16, 0)
  assertClose(accumulatedRate({ ...flat, zeroCurve: [] }, 7), 0.21, 1e-16, 0)
  const curve = {
    ...flat,
    zeroCurve: [
      { years: 1, rate: 0.02 },
      { years: 2, rate: 0.03 },
      { years: 10, rate: 0.04 },
    ],
  }
  for (const [t, expected] of [
    [0.5, 0.01],
    [1, 0.02],
    [1.5, 0.04],
    [2, 0.06],
    [6, 0.23],
    [10, 0.4],
    [20, 0.8],
  ]) {
    assertClose(accumulatedRate(curve, t), expected, 1e-15, 0, `t = ${t}`)
  }
})
