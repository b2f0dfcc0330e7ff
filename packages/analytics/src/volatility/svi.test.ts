import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { integral } from '../math/index.ts'
import { sviButterfly } from './svi-butterfly.ts'
import {
  arbitrageFreeJumpWings,
  jumpWingSvi,
  leastTotalVariance,
  naturalSvi,
  rawSviOfJumpWings,
  rawSviOfNatural,
  sviPoint,
  sviSlice,
  type SviParameters,
} from './svi.ts'
import { durrlemanFactor, logMoneynessDensity } from './variance-slice.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

/** Axel Vogt's smile, Gatheral & Jacquier (2014), example 3.1: butterfly arbitrage near k = 0.9 that wings do not show. */
const vogt: SviParameters = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 }

test('jump wings of the Vogt smile and their repair agree with Gatheral & Jacquier (2014), example 5.1', () => {
  const wings = jumpWingSvi(vogt, 1)
  near(wings.v, 0.01742625, 5e-8)
  near(wings.psi, -0.1752111, 5e-8)
  near(wings.p, 0.6997381, 5e-8)
  near(wings.c, 1.316798, 5e-7)
  near(wings.vTilde, 0.0116249, 5e-8)
  const repaired = arbitrageFreeJumpWings(wings)
  near(repaired.c, 0.3493158, 5e-8)
  near(repaired.vTilde, 0.01548182, 5e-8)
  assert.equal(sviButterfly(rawSviOfJumpWings(repaired, 1)).isFree, true)
})

test('the Vogt smile is flagged between the wings, though both wings keep to the bound', () => {
  const { isFree, violations, putWingSlope, callWingSlope } = sviButterfly(vogt)
  assert.equal(isFree, false)
  assert.ok(putWingSlope < 2 && callWingSlope < 2)
  assert.equal(violations.length, 1)
  assert.ok(violations[0].from < 0.9 && violations[0].to > 0.9 && violations[0].factor < 0)
})

test('a wing steeper than 2 is flagged even without a violation in reach', () => {
  assert.equal(sviButterfly({ a: 0.04, b: 1.5, rho: 0.5, m: 0, sigma: 1 }).isFree, false)
})

const anySvi = fc
  .record({
    least: fc.double({ min: 1e-5, max: 0.5, noNaN: true }),
    b: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    rho: fc.double({ min: -0.98, max: 0.98, noNaN: true }),
    m: fc.double({ min: -1, max: 1, noNaN: true }),
    sigma: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ least, ...rest }) => ({ ...rest, a: least - rest.b * rest.sigma * Math.sqrt(1 - rest.rho ** 2) }))

test('raw to natural and back, and raw to jump wings and back, give the same smile', () => {
  fc.assert(
    fc.property(anySvi, fc.double({ min: 0.01, max: 30, noNaN: true }), (raw, expiryYears) => {
      const same = (other: SviParameters, tolerance: number): void => {
        for (const k of [-2, -0.5, 0, 0.3, 1]) {
          const expected = sviPoint(raw, k).totalVariance
          near(sviPoint(other, k).totalVariance, expected, tolerance * (1 + expected))
        }
      }
      same(rawSviOfNatural(naturalSvi(raw)), 1e-12)
      const wings = jumpWingSvi(raw, expiryYears)
      // Nearer to the bottom of the smile the at-the-money point says little about its width.
      if (wings.v - wings.vTilde > 1e-3 * wings.v) same(rawSviOfJumpWings(wings, expiryYears), 1e-9)
    }),
    { seed: 5, numRuns: 500 },
  )
})

test('slope and curvature are the derivatives of total variance', () => {
  fc.assert(
    fc.property(anySvi, fc.double({ min: -1, max: 1, noNaN: true }), (raw, k) => {
      const h = 1e-4 * raw.sigma
      const [low, middle, high] = [k - h, k, k + h].map((at) => sviPoint(raw, at))
      near(middle.slope, (high.totalVariance - low.totalVariance) / (2 * h), 1e-6)
      near(middle.curvature, (high.slope - low.slope) / (2 * h), 1e-5 * (1 + middle.curvature))
    }),
    { seed: 6, numRuns: 200 },
  )
})

test('the density of a smile without arbitrage is that of a forward: it sums to one with mean one', () => {
  const slice = sviSlice({ a: 0.02, b: 0.1, rho: -0.4, m: 0.05, sigma: 0.2 })
  const density = (k: number): number => logMoneynessDensity(slice(k), k)
  near(integral(density, -12, 12).value, 1, 1e-9)
  near(integral((k) => Math.exp(k) * density(k), -12, 12).value, 1, 1e-9)
})

test('a flat smile has factor 1 everywhere', () => {
  for (const k of [-3, 0, 2]) near(durrlemanFactor({ totalVariance: 0.09, slope: 0, curvature: 0 }, k), 1, 0)
})

test('parameters that are no smile are refused with their name', () => {
  const refused = (run: () => unknown, code: string, field: string): void => {
    assert.throws(
      run,
      (error: unknown) => error instanceof TuttiError && error.code === code && error.details.field === field,
    )
  }
  refused(() => sviSlice({ ...vogt, a: -0.1 }), 'invalid-input', 'a')
  refused(() => sviSlice({ ...vogt, sigma: 0 }), 'invalid-input', 'sigma')
  refused(() => sviSlice({ ...vogt, rho: 1.2 }), 'invalid-input', 'rho')
  refused(() => jumpWingSvi({ ...vogt, a: Number.NaN }, 1), 'invalid-input', 'a')
  refused(() => rawSviOfJumpWings({ v: 0.04, psi: -1, p: 0.5, c: 0.5, vTilde: 0.03 }, 1), 'invalid-input', 'psi')
  refused(() => rawSviOfJumpWings({ v: 0.04, psi: 0, p: 0.5, c: 0.5, vTilde: 0.04 }, 1), 'not-applicable', 'vTilde')
  assert.ok(leastTotalVariance(vogt) > 0)
})
