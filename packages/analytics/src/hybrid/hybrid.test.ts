import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { flatCurve, nelsonSiegelSvenssonCurve } from '../curves/index.ts'
import { hullWhiteTransition } from '../models/index.ts'
import {
  hybridModel,
  hybridMoments,
  type HybridSpec,
  hybridTransition,
  hybridWalk,
  martingaleChecks,
  writeHybridPaths,
} from './index.ts'

const svensson = nelsonSiegelSvenssonCurve({
  beta0: 0.04,
  beta1: -0.02,
  beta2: -0.015,
  beta3: 0.03,
  tau1: 1.4,
  tau2: 12,
})
const names = 10
const tilted = (rho: number): number[][] =>
  Array.from({ length: names }, (_, i) =>
    Array.from({ length: names }, (_v, j) => (i === j ? 1 : rho / (1 + Math.abs(i - j)))),
  )
const spec: HybridSpec = {
  currencies: [
    { code: 'USD', curve: svensson, a: 0.05, sigma: 0.01 },
    { code: 'EUR', curve: flatCurve(0.015), a: 0.02, sigma: 0.008 },
    { code: 'JPY', curve: flatCurve(-0.002), a: 0, sigma: 0.004 },
  ],
  fx: [
    { currency: 'EUR', spot: 1.1, volAnnual: 0.09 },
    { currency: 'JPY', spot: 0.0067, volAnnual: 0.11 },
  ],
  equities: [{ name: 'STOXX', currency: 'EUR', spot: 4500, dividendYieldContinuous: 0.03, volAnnual: 0.18 }],
  inflations: [
    {
      name: 'HICP',
      currency: 'EUR',
      curve: flatCurve(-0.003),
      a: 0.1,
      sigma: 0.006,
      index: 120,
      indexVolAnnual: 0.012,
    },
  ],
  hazards: [
    { name: 'bank', curve: flatCurve(0.02), a: 0.3, sigma: 0.008 },
    { name: 'client', curve: flatCurve(0.03), a: 0.2, sigma: 0.01 },
  ],
  correlation: tilted(0.6),
}
const model = hybridModel(spec)

test('every discounted asset is a martingale by the exact moments', () => {
  for (const { asset, timeYears, exactRatio } of martingaleChecks(model, [0.1, 1, 7, 40], {
    bondYears: 10,
    paths: 2,
    seed: 1,
  })) {
    assertClose(exactRatio, 1, 1e-11, 0, `${asset} at ${timeYears}`)
  }
})

test('every discounted asset is a martingale on simulated paths, within four standard errors', () => {
  const checks = martingaleChecks(model, [0.5, 2, 10], { bondYears: 5, paths: 8000, seed: 7 })
  assert.equal(checks.length, 3 * (6 + 1 + 1 + 2))
  for (const { asset, timeYears, simulatedRatio } of checks) {
    const { value, standardError } = simulatedRatio
    assert.ok(
      Math.abs(value - 1) <= 4 * standardError + 1e-13,
      `${asset} at ${timeYears}: ${value} +- ${standardError}`,
    )
  }
})

test('martingales hold for any speeds, volatilities and correlation', () => {
  fc.assert(
    fc.property(
      fc.record({
        a: fc.double({ min: 0, max: 3, noNaN: true }),
        sigma: fc.double({ min: 0, max: 0.05, noNaN: true }),
        vol: fc.double({ min: 0, max: 0.8, noNaN: true }),
        rho: fc.double({ min: -0.5, max: 1, noNaN: true }),
        rate: fc.double({ min: -0.03, max: 0.2, noNaN: true }),
        t: fc.double({ min: 1 / 365, max: 60, noNaN: true }),
      }),
      ({ a, sigma, vol, rho, rate, t }) => {
        const hybrid = hybridModel({
          currencies: [
            { code: 'A', curve: flatCurve(rate), a, sigma },
            { code: 'B', curve: flatCurve(0.02), a: 0.03, sigma: 0.01 },
          ],
          fx: [{ currency: 'B', spot: 2, volAnnual: vol }],
          equities: [{ name: 'S', currency: 'B', spot: 10, dividendYieldContinuous: 0.01, volAnnual: vol }],
          correlation: [
            [1, rho, rho, rho],
            [rho, 1, rho, rho],
            [rho, rho, 1, rho],
            [rho, rho, rho, 1],
          ],
        })
        for (const check of martingaleChecks(hybrid, [t], { bondYears: 5, paths: 2, seed: 3 })) {
          assertClose(check.exactRatio, 1, 1e-8, 0, check.asset)
        }
      },
    ),
    { seed: 11, numRuns: 60 },
  )
})

test('steps compound: the moments after several steps are those of one', () => {
  const times = [0.25, 1, 1.5, 4, 9]
  const size = model.rates.length + model.logs.length
  const mean = Array.from({ length: size }, () => 0)
  let covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => 0))
  for (const [k, log] of model.logs.entries()) mean[model.rates.length + k] = log.start
  for (const [d, time] of times.entries()) {
    const before = d === 0 ? 0 : times[d - 1]
    const { decay, onRates, constant, covariance: noise, rateCount } = hybridTransition(model, before, time - before)
    const map = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_v, j) => {
        if (i < rateCount) return i === j ? decay[i] : 0
        if (j < rateCount) return onRates[(i - rateCount) * rateCount + j]
        return i === j ? 1 : 0
      }),
    )
    const moved = map.map((row, i) => row.reduce((sum, weight, j) => sum + weight * mean[j], constant[i]))
    covariance = map.map((row, i) =>
      map.map((other, j) => {
        let sum = noise[i * size + j]
        for (let p = 0; p < size; p++) for (let q = 0; q < size; q++) sum += row[p] * covariance[p][q] * other[q]
        return sum
      }),
    )
    for (let i = 0; i < size; i++) mean[i] = moved[i]
  }
  const exact = hybridMoments(model, 9)
  assertAllClose(mean, exact.mean, 1e-13, 1e-12)
  assertAllClose(covariance.flat(), exact.covariance, 1e-14, 1e-10)
})

test('one currency moves as the Hull-White model', () => {
  const rate = { curve: svensson, a: 0.07, sigma: 0.012 }
  const hybrid = hybridModel({ currencies: [{ code: 'USD', ...rate }], fx: [], correlation: null })
  const step = hybridTransition(hybrid, 2, 0.75)
  const reference = hullWhiteTransition(rate, 2, 0.75)
  assertClose(step.decay[0], reference.decay, 1e-15, 0)
  assertClose(step.onRates[0], reference.loading, 1e-15, 0)
  assertClose(step.constant[1], reference.integralShift, 1e-14, 0)
  assertClose(step.noise[0], reference.stateDeviation, 1e-15, 1e-12)
  assertClose(step.noise[2], reference.integralOnState, 1e-15, 1e-12)
  assertClose(step.noise[3], reference.integralDeviation, 1e-15, 1e-9)
})

test('an indefinite correlation matrix is replaced by the nearest valid one, and said so', () => {
  const bad = tilted(0.6)
  for (const [i, j, value] of [
    [0, 1, 0.95],
    [1, 2, 0.95],
    [0, 2, -0.9],
  ]) {
    bad[i][j] = value
    bad[j][i] = value
  }
  const { correlation } = hybridModel({ ...spec, correlation: bad })
  assert.equal(correlation.wasRepaired, true)
  assert.ok(correlation.smallestEigenvalue < -0.1)
  assert.ok(correlation.frobeniusDistance > 0.1)
  const repaired = hybridModel({ ...spec, correlation: correlation.matrix })
  assert.equal(repaired.correlation.wasRepaired, false)
  for (const { exactRatio, asset } of martingaleChecks(repaired, [3], { bondYears: 5, paths: 2, seed: 1 })) {
    assertClose(exactRatio, 1, 1e-11, 0, asset)
  }
  assert.equal(model.correlation.wasRepaired, false)
  assert.equal(model.correlation.frobeniusDistance, 0)
})

test('paths are the same however they are cut', () => {
  const walk = hybridWalk(model, [0.5, 1, 3], { seed: 5, stream: 2 })
  const size = walk.start.length
  const whole = new Float64Array(3 * size * 10)
  writeHybridPaths(walk, 0, 10, whole)
  const part = new Float64Array(3 * size * 4)
  writeHybridPaths(walk, 6, 4, part)
  for (let row = 0; row < 3 * size; row++) {
    assert.deepEqual([...part.subarray(row * 4, row * 4 + 4)], [...whole.subarray(row * 10 + 6, row * 10 + 10)])
  }
})

test('without volatility the paths are the forwards', () => {
  const still = hybridModel({
    ...spec,
    currencies: spec.currencies.map((item) => ({ ...item, sigma: 0 })),
    fx: spec.fx.map((item) => ({ ...item, volAnnual: 0 })),
    equities: [],
    inflations: [],
    hazards: [],
    correlation: null,
  })
  const walk = hybridWalk(still, [1, 10], { seed: 1 })
  const size = walk.start.length
  const states = new Float64Array(2 * size)
  writeHybridPaths(walk, 0, 1, states)
  assertClose(Math.exp(-states[size + 3]), svensson.discountFactor(10), 1e-15, 0)
  assertClose(Math.exp(states[size + 4]), (1.1 * Math.exp(-0.15)) / svensson.discountFactor(10), 1e-14, 0)
})

test('specs that make no sense are refused', () => {
  const refuses = (change: Partial<HybridSpec>): void => {
    assert.throws(() => hybridModel({ ...spec, ...change }), { code: 'invalid-input' })
  }
  refuses({ currencies: [] })
  refuses({ fx: spec.fx.slice(1) })
  refuses({ fx: [...spec.fx, { currency: 'GBP', spot: 1.3, volAnnual: 0.1 }] })
  refuses({ currencies: [...spec.currencies, spec.currencies[0]] })
  refuses({ correlation: tilted(0.6).slice(1) })
  refuses({ correlation: tilted(3) })
  refuses({ fx: spec.fx.map((item) => ({ ...item, spot: 0 })) })
  refuses({ equities: [{ name: 'X', currency: 'GBP', spot: 1, dividendYieldContinuous: 0, volAnnual: 0.1 }] })
  assert.throws(() => hybridWalk(model, [1, 1], { seed: 1 }), { code: 'invalid-input' })
  assert.throws(() => hybridWalk(model, [1], { seed: 1.5 }), { code: 'invalid-input' })
  assert.throws(() => martingaleChecks(model, [1], { bondYears: 1, paths: 1, seed: 1 }), { code: 'invalid-input' })
})
