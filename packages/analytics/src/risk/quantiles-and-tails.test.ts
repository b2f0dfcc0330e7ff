import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { gaussianRisk, valueAtRisk } from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.abs(expected), `got ${got}, expected ${expected}`)
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
const upper = { definition: 'upper-quantile' } as const

test('the upper quantile is the smallest loss whose distribution function exceeds the confidence', () => {
  assert.equal(valueAtRisk(upTo(67), 0.985, upper), 65)
  for (const [confidence, loss] of [
    [0.05, 0],
    [0.15, 1],
    [0.25, 2],
    [0.35, 3],
    [0.3, 3],
    [0.9, 9],
    [0.999, 9],
  ]) {
    assert.equal(valueAtRisk(upTo(10), confidence, upper), loss)
  }
})

test('lower and upper quantiles agree with a count of losses in whole numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 120 }),
      fc.integer({ min: 1, max: 999 }),
      (losses, perMille) => {
        const sorted = losses.toSorted((a, b) => a - b)
        // 1000 F(x) n against c n, exact in integers.
        const mass = (x: number): number => 1000 * losses.filter((loss) => loss <= x).length
        const c = perMille / 1000
        const above = sorted.find((x) => mass(x) > perMille * losses.length)
        const atLeast = sorted.find((x) => mass(x) >= perMille * losses.length)
        assert.equal(valueAtRisk(losses, c, upper), above)
        assert.equal(valueAtRisk(losses, c, { definition: 'lower-quantile' }), atLeast)
      },
    ),
    { numRuns: 500, seed: 11 },
  )
})

test('shortfall about a target far in the tail follows its asymptotic expansion and underflows to zero', () => {
  const far = gaussianRisk({ mean: 0, standardDeviation: 2 }, 0.99, -2000)
  assert.equal(far.shortfallProbability, 0)
  assert.equal(far.lowerPartialVariance, 0)
  near(far.valueAtRisk, 2 * 2.3263478740408408, 1e-12)
  // E[Z - x | Z > x] = 1/x - 2/x^3 + ..., E[(Z - x)^2 | Z > x] = 2/x^2 - 10/x^4 + ...
  near(far.averageShortfall, 2 * (1e-3 - 2e-9), 1e-10)
  near(far.regret, 4 * (2e-6 - 10e-12), 1e-9)
  const farthest = gaussianRisk({ mean: 0, standardDeviation: 1e-5 }, 0.99, -1e308)
  assert.equal(farthest.averageShortfall, 0)
  assert.ok(Number.isFinite(farthest.expectedShortfall))
})

test('the shortfall measures are continuous where the continued fraction takes over', () => {
  const at = (target: number) => gaussianRisk({ mean: 0, standardDeviation: 1 }, 0.95, target)
  const inner = at(-5)
  const outer = at(-5 - 1e-9)
  near(outer.averageShortfall, inner.averageShortfall, 1e-8)
  near(outer.regret, inner.regret, 1e-8)
  near(outer.lowerPartialVariance, inner.lowerPartialVariance, 2e-8)
})
