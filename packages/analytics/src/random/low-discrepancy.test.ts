import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { integral } from '../math/index.ts'
import { discrepancy, haltonPoints, radicalInverse, sobolPoint, sobolSequence, uniformStream } from './index.ts'

test('Halton points equal those of scipy', () => {
  // scipy 1.10.1 stats.qmc.Halton(scramble=False)
  const points = haltonPoints([2, 3, 5, 7], 12)
  assert.deepEqual(points[0], [0, 0, 0, 0])
  points[7].forEach((x, j) => assertClose(x, [0.875, 0.5555555555555556, 0.44, 0.02040816326530612][j], 1e-15, 0))
  assert.deepEqual(haltonPoints([2, 3], 3, 5), haltonPoints([2, 3], 8).slice(5))
})

test('radical inverses of b^k points fill the multiples of b^-k', () => {
  const filled = Array.from({ length: 27 }, (_, i) => Math.round(27 * radicalInverse(i, 3))).toSorted((a, b) => a - b)
  assert.deepEqual(
    filled,
    Array.from({ length: 27 }, (_, i) => i),
  )
})

const points = [
  [0.0856, 0.2368],
  [0.8013, 0.5822],
  [0.0941, 0.4331],
  [0.4791, 0.1597],
  [0.7346, 0.1137],
  [0.3912, 0.5167],
  [0.4306, 0.5868],
  [0.7378, 0.9563],
]

test('discrepancies equal those of scipy', () => {
  // scipy 1.10.1 stats.qmc.discrepancy
  assertClose(discrepancy(points, 'centered'), 0.021371473333096525, 1e-14, 0)
  assertClose(discrepancy(points, 'wrap-around'), 0.041223612946388766, 1e-14, 0)
  assertClose(discrepancy(points, 'mixture'), 0.0400724253364344, 1e-14, 0)
  assertClose(discrepancy(points, 'l2-star'), 0.11320338141525049, 1e-14, 0)
})

test('the L2-star discrepancy is the root mean square of the local discrepancy', () => {
  const sample = [[0.2], [0.35], [0.9]]
  const localSquare = (x: number): number => (sample.filter(([u]) => u < x).length / 3 - x) ** 2
  const pieces = [0, 0.2, 0.35, 0.9, 1]
  const square = pieces.slice(1).reduce((sum, high, i) => sum + integral(localSquare, pieces[i], high).value, 0)
  assertClose(discrepancy(sample, 'l2-star'), Math.sqrt(square), 1e-12, 0)
})

test('Sobol points have a smaller discrepancy than random ones by every measure', () => {
  const uniform = uniformStream(1, 0, 0)
  const sequence = sobolSequence(3, { seed: 1, stream: 0 })
  const sobol = Array.from({ length: 128 }, (_, i) => sobolPoint(sequence, i))
  const random = Array.from({ length: 128 }, () => [uniform(), uniform(), uniform()])
  for (const kind of ['centered', 'wrap-around', 'mixture', 'l2-star'] as const) {
    assert.ok(discrepancy(sobol, kind) < discrepancy(random, kind))
  }
})

test('bad bases, indices and points are refused', () => {
  assert.throws(() => radicalInverse(-1, 2), { code: 'invalid-input' })
  assert.throws(() => radicalInverse(1, 1), { code: 'invalid-input' })
  assert.throws(() => discrepancy([], 'centered'), { code: 'invalid-input' })
  assert.throws(() => discrepancy([[0.5], [0.1, 0.2]], 'centered'), { code: 'invalid-input' })
  assert.throws(() => discrepancy([[1.5]], 'mixture'), { code: 'invalid-input' })
})
