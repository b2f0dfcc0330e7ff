import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertAllClose, assertClose } from '../../../../fixtures/assert-close.ts'
import { SOBOL_MAX_DIMENSION, sobolPoint, sobolPoints, sobolSequence, uniformStream } from './index.ts'

test('Sobol points equal those of scipy, from the first dimensions to the last', () => {
  // scipy 1.10.1 and 1.17.1, stats.qmc.Sobol(scramble=False)
  const five = sobolSequence(5)
  assert.deepEqual(Array.from(sobolPoint(five, 0)), [0, 0, 0, 0, 0])
  assert.deepEqual(Array.from(sobolPoint(five, 8)), [0.1875, 0.3125, 0.9375, 0.4375, 0.5625])
  assert.deepEqual(Array.from(sobolPoint(five, 15)), [0.0625, 0.9375, 0.5625, 0.3125, 0.6875])
  const all = sobolSequence(SOBOL_MAX_DIMENSION)
  const point = sobolPoint(all, 777)
  assert.deepEqual(
    [0, 1, 9, 99, 999, 2047, 4094, 4095].map((d) => point[d]),
    [0.6923828125, 0.9365234375, 0.3232421875, 0.5107421875, 0.3837890625, 0.2060546875, 0.7041015625, 0.6220703125],
  )
  assertClose(
    point.reduce((sum, x) => sum + x, 0),
    2066.23046875,
    1e-9,
    0,
  )
  assertClose(
    sobolPoint(all, 1023).reduce((sum, x) => sum + x, 0),
    2043.11328125,
    1e-9,
    0,
  )
})

test('a block of points equals its points one by one', () => {
  const sequence = sobolSequence(7, { seed: 11, stream: 2 })
  const block = sobolPoints(sequence, 20, 100)
  for (let i = 0; i < 20; i++) assertAllClose(block.subarray(7 * i, 7 * i + 7), sobolPoint(sequence, 100 + i), 0, 0)
})

test('each coordinate of 2^m points has one point in every interval of length 2^-m, scrambled or not', () => {
  const count = 256
  for (const scramble of [undefined, { seed: 5, stream: 0 }, { seed: 5, stream: 1 }]) {
    const points = sobolPoints(sobolSequence(50, scramble), count)
    for (let d = 0; d < 50; d++) {
      const cells = new Set(Array.from({ length: count }, (_, i) => Math.floor(count * points[50 * i + d])))
      assert.equal(cells.size, count)
    }
  }
})

test('the first two coordinates stay a (0, m, 2) net under scrambling: every elementary box holds one point', () => {
  const m = 8
  const points = sobolPoints(sobolSequence(2, { seed: 77, stream: 3 }), 2 ** m)
  for (let k = 0; k <= m; k++) {
    const boxes = new Set<number>()
    for (let i = 0; i < 2 ** m; i++) {
      boxes.add(Math.floor(points[2 * i] * 2 ** k) * 2 ** (m - k) + Math.floor(points[2 * i + 1] * 2 ** (m - k)))
    }
    assert.equal(boxes.size, 2 ** m)
  }
})

test('one scrambled point is uniform over scrambles, and coordinates of one point are independent', () => {
  const replications = 4000
  const bins = new Int32Array(16)
  let product = 0
  for (let stream = 0; stream < replications; stream++) {
    const [x, y] = sobolPoint(sobolSequence(2, { seed: 3, stream }), 5)
    bins[Math.floor(16 * x)]++
    product += (x - 0.5) * (y - 0.5)
  }
  const chiSquare = bins.reduce((sum, n) => sum + (n - replications / 16) ** 2 / (replications / 16), 0)
  assert.ok(chiSquare < 37.7, `chi-square of 15 degrees is ${chiSquare}, beyond its 0.1 % point`)
  assert.ok(Math.abs(product / replications) < (3.5 / 12) * Math.sqrt(1 / replications))
})

test('scrambled means are unbiased and their variance is far below that of random points', () => {
  // Integral of prod (1 + (x_j - 1/2) / 2) over the unit cube is 1; variance of one random point (1 + 1/48)^6 - 1.
  const dimension = 6
  const count = 256
  const scrambles = 64
  const means = Array.from({ length: scrambles }, (_, stream) => {
    const points = sobolPoints(sobolSequence(dimension, { seed: 9, stream }), count)
    let sum = 0
    for (let i = 0; i < count; i++) {
      let product = 1
      for (let d = 0; d < dimension; d++) product *= 1 + (points[dimension * i + d] - 0.5) / 2
      sum += product
    }
    return sum / count
  })
  const mean = means.reduce((sum, x) => sum + x, 0) / scrambles
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (scrambles - 1)
  const randomVariance = ((1 + 1 / 48) ** 6 - 1) / count
  assert.ok(Math.abs(mean - 1) < 4 * Math.sqrt(variance / scrambles), `mean ${mean}`)
  assert.ok(variance < randomVariance / 100, `variance is only ${randomVariance / variance} times smaller`)
})

test('the same seed and stream give the same points, others give others, all strictly inside the cube', () => {
  const point = (seed: number, stream: number): number[] =>
    Array.from(sobolPoint(sobolSequence(3, { seed, stream }), 0))
  assert.deepEqual(point(1, 0), point(1, 0))
  assert.notDeepEqual(point(1, 0), point(1, 1))
  assert.notDeepEqual(point(1, 0), point(2, 0))
  const uniform = uniformStream(4, 0, 0)
  const sequence = sobolSequence(3, { seed: 8, stream: 0 })
  for (let k = 0; k < 500; k++) {
    for (const x of sobolPoint(sequence, Math.floor(uniform() * 2 ** 32))) assert.ok(x > 0 && x < 1)
  }
})

test('dimensions beyond the table, and indices beyond 32 bits, are refused', () => {
  assert.throws(() => sobolSequence(SOBOL_MAX_DIMENSION + 1), { code: 'unsupported' })
  assert.throws(() => sobolSequence(0), { code: 'invalid-input' })
  assert.throws(() => sobolPoint(sobolSequence(1), 2 ** 32), { code: 'invalid-input' })
  assert.throws(() => sobolPoint(sobolSequence(1), -1), { code: 'invalid-input' })
})
