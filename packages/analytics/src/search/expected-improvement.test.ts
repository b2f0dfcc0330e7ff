import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { uniformStream } from '../random/index.ts'
import { expectedImprovement, improvingPoints, type MixedPoint } from './index.ts'

test('expected improvement is the integral of the improvement over the normal density', () => {
  // scipy 1.17.1: quad of (x - best) norm.pdf(x, mean, deviation) from best to infinity
  for (const [mean, deviation, best, expected] of [
    [0.5, 0.2, 0.4, 0.13955931148026116],
    [0.1, 0.3, 0.9, 0.00035449135306744336],
    [-1, 0.01, -0.98, 8.490702616829606e-5],
    [2, 1.5, 0, 2.063592672562255],
  ] as const)
    assertClose(expectedImprovement(mean, deviation, best), expected, 1e-12, 1e-9)
})

test('expected improvement has its limits: certainty, a hopeless point, a mean at the best', () => {
  assert.equal(expectedImprovement(1.5, 0, 1), 0.5)
  assert.equal(expectedImprovement(0.5, 0, 1), 0)
  assertClose(expectedImprovement(0, 2, 0), 2 / Math.sqrt(2 * Math.PI), 0, 1e-12)
  assertClose(expectedImprovement(0, 1e-9, 1), 0, 1e-300, 0)
  assertClose(expectedImprovement(10, 1e-9, 1), 9, 1e-12, 0)
})

test('expected improvement grows with the mean and with the deviation', () => {
  for (const z of [-3, -1, 0, 1, 3]) {
    assert.ok(expectedImprovement(z + 0.1, 1, 0) > expectedImprovement(z, 1, 0))
    assert.ok(expectedImprovement(z, 1.1, 0) > expectedImprovement(z, 1, 0))
  }
})

const space = { dimension: 2, categories: 3 }

/** Peaks at (0.3, 0.7) of category 2 with value 1. */
function hill({ coordinates: [x, y], category }: MixedPoint): number {
  return 1 - 4 * (x - 0.3) ** 2 - 4 * (y - 0.7) ** 2 - 0.4 * (2 - category)
}

function sample(count: number, uniform: () => number): MixedPoint[] {
  return Array.from({ length: count }, (_, i) => ({ coordinates: [uniform(), uniform()], category: i % 3 }))
}

test('a few batches of proposals climb a hill in a mixed space', () => {
  const uniform = uniformStream(3, 0, 0)
  const points = sample(12, uniform)
  for (let batch = 0; batch < 5; batch++) points.push(...improvingPoints(space, points, points.map(hill), 4, uniform))
  const best = points.reduce((a, b) => (hill(b) > hill(a) ? b : a))
  assert.ok(hill(best) > 0.98, `best ${hill(best)}`)
  assert.equal(best.category, 2)
})

test('proposals lie in the space, as many as asked for, none twice, and are a function of the draws', () => {
  const points = sample(15, uniformStream(4, 0, 0))
  const propose = (count: number) => improvingPoints(space, points, points.map(hill), count, uniformStream(4, 1, 0))
  for (const count of [1, 2, 7]) {
    const proposals = propose(count)
    assert.equal(proposals.length, count)
    assert.equal(new Set(proposals.map((point) => JSON.stringify(point))).size, count)
    for (const { coordinates, category } of proposals) {
      for (const x of coordinates) assert.ok(x >= 0 && x <= 1)
      assert.ok(Number.isInteger(category) && category >= 0 && category < 3)
    }
    assert.deepEqual(proposals, propose(count))
  }
})

test('scores that are all equal still give proposals', () => {
  // the likelihood of such scores is rounding, in which a simplex may never settle
  for (const value of [2, 0, 0.37, -1.0737, 1e9])
    for (let seed = 0; seed < 8; seed++) {
      const points = sample(12, uniformStream(seed, 0, 0))
      const proposals = improvingPoints(space, points, Array<number>(12).fill(value), 3, uniformStream(seed, 1, 0))
      assert.equal(proposals.length, 3)
    }
})

test('more points than the model is fitted to are no obstacle', () => {
  const points = sample(170, uniformStream(6, 0, 0))
  assert.equal(improvingPoints(space, points, points.map(hill), 1, uniformStream(6, 1, 0)).length, 1)
})
