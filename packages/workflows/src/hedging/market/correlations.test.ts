import assert from 'node:assert/strict'
import { test } from 'node:test'
import { symmetricEigensystem } from '@tutti/analytics/math'
import { fillNormals, openStream } from '@tutti/analytics/random'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import { invalidInput } from '../../testing/invalid-input.ts'
import { namedCorrelations } from './named-correlations.ts'
import { worstCorrelation } from './worst-correlation.ts'

const close = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} to ${tolerance}`)
const smallest = (matrix: readonly (readonly number[])[]) =>
  Math.min(...symmetricEigensystem(matrix, 'matrix').eigenvalues)
const variance = (matrix: readonly (readonly number[])[], v: ArrayLike<number>) =>
  matrix.reduce((sum, row, i) => sum + row.reduce((inner, c, j) => inner + c * v[i] * v[j], 0), 0)
const ones = (size: number) => new Float64Array(size).fill(1)

/** Correlations of seeded series with a common part. */
function randomCorrelation(size: number, stream: number): { matrix: number[][]; vector: Float64Array } {
  const state = new Int32Array(4)
  openStream(23, stream, size, state)
  const draws = new Float64Array(size * 3 * size + size)
  fillNormals(state, draws, draws.length)
  const rows = Array.from({ length: size }, (_, i) => {
    const own = draws.subarray(3 * size * i, 3 * size * (i + 1))
    return own.map((x, t) => x + (i % 3) * draws[t])
  })
  const product = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, t) => sum + x * b[t], 0)
  const matrix = rows.map((a, i) =>
    rows.map((b, j) => (i === j ? 1 : product(a, b) / Math.sqrt(product(a, a) * product(b, b)))),
  )
  return {
    matrix: matrix.map((row, i) => row.map((_, j) => matrix[Math.min(i, j)][Math.max(i, j)])),
    vector: draws.slice(-size),
  }
}

test('of two factors the worst correlation is as far as the distance or validity allow', () => {
  const estimate = [
    [1, 0.3],
    [0.3, 1],
  ]
  const worst = (a: number, b: number, distance: number) =>
    worstCorrelation(Float64Array.of(a, b), Float64Array.of(0.5, 2), estimate, distance)
  close(worst(4, 1, 0.5).correlation[0][1], 0.8, 1e-6)
  close(worst(4, 1, 1.5).correlation[0][1], 1, 1e-6)
  close(worst(4, -1, 0.5).correlation[0][1], -0.2, 1e-6)
  // profits of 2 and 2: variance 4 + 4 + 2 x 0.8 x 4
  close(worst(4, 1, 0.5).variance, 14.4, 1e-5)
  close(worst(4, 1, 0.5).estimateVariance, 10.4, 1e-12)
})

test('of three factors it agrees with a search over all valid matrices of a grid', () => {
  const estimate = [
    [1, -0.5, 0.2],
    [-0.5, 1, 0.4],
    [0.2, 0.4, 1],
  ]
  for (const vector of [
    [1, 1, -1],
    [1, 1, 1],
    [2, -1, 0.5],
  ]) {
    const steps = 96
    const distance = 0.6
    let best = 0
    const at = (centre: number, k: number) => centre - distance + (2 * distance * k) / steps
    for (let a = 0; a <= steps; a++) {
      for (let b = 0; b <= steps; b++) {
        for (let c = 0; c <= steps; c++) {
          const [x, y, z] = [at(-0.5, a), at(0.2, b), at(0.4, c)]
          // valid: entries in [-1, 1] and a determinant of at least 0
          if (Math.abs(x) > 1 || Math.abs(y) > 1 || Math.abs(z) > 1) continue
          if (1 + 2 * x * y * z - x * x - y * y - z * z < 0) continue
          const [p, q, r] = vector
          best = Math.max(best, p * p + q * q + r * r + 2 * (p * q * x + p * r * y + q * r * z))
        }
      }
    }
    const found = worstCorrelation(Float64Array.from(vector), ones(3), estimate, distance)
    assert.ok(found.variance >= best - 1e-5, `${found.variance} is below ${best} of the grid for ${vector.join()}`)
    close(found.variance, best, 0.05)
    assert.ok(found.variance <= found.varianceBound + 1e-9)
  }
})

test('the matrix is valid, within the distance, and never better for the fund than the estimate', () => {
  for (const [size, distance] of [
    [8, 0.5],
    [20, 0.2],
    [20, 1],
  ]) {
    const { matrix, vector } = randomCorrelation(size, 1)
    const found = worstCorrelation(vector, ones(size), matrix, distance)
    assert.ok(smallest(found.correlation) >= -1e-10)
    close(found.smallestEigenvalue, smallest(found.correlation), 1e-14)
    assert.ok(found.largestChange <= distance + 1e-12)
    found.correlation.forEach((row, i) =>
      row.forEach((value, j) => {
        assert.equal(value, found.correlation[j][i])
        assert.ok(i === j ? value === 1 : Math.abs(value) <= 1)
        assert.ok(Math.abs(value - matrix[i][j]) <= distance + 1e-12)
      }),
    )
    assert.ok(found.variance >= found.estimateVariance)
    assert.ok(found.variance <= found.varianceBound * (1 + 1e-12))
    close(found.variance, variance(found.correlation, vector), 1e-9 * found.variance)
  }
})

test('factors in lockstep, whose estimate is singular, do not hold the search back', () => {
  const estimate = [
    [1, 1, 0.2],
    [1, 1, 0.2],
    [0.2, 0.2, 1],
  ]
  const found = worstCorrelation(Float64Array.of(1, 1, 2), ones(3), estimate, 0.5)
  // the first two at 1, both at 0.7 with the third: 2 + 2 + 4 + 8 x 0.7
  close(found.variance, 8 + 8 * 0.7, 1e-3)
  assert.ok(found.smallestEigenvalue >= -1e-10)
})

test('no random valid matrix within the distance is worse', () => {
  const { matrix, vector } = randomCorrelation(6, 2)
  const found = worstCorrelation(vector, ones(6), matrix, 0.5)
  let tried = 0
  for (let stream = 3; stream < 400; stream++) {
    const other = randomCorrelation(6, stream).matrix
    // as far towards the other matrix as the box allows: mixtures of valid matrices are valid
    const furthest = Math.max(...matrix.flatMap((row, i) => row.map((value, j) => Math.abs(other[i][j] - value))))
    const share = Math.min(1, 0.5 / furthest)
    const mixed = matrix.map((row, i) => row.map((value, j) => value + share * (other[i][j] - value)))
    assert.ok(variance(mixed, vector) <= found.variance + 1e-9)
    tried++
  }
  assert.equal(tried, 397)
})

test('at no distance, or without sensitivities, it is the estimate', () => {
  const { matrix, vector } = randomCorrelation(5, 1)
  assert.deepEqual(worstCorrelation(vector, ones(5), matrix, 0).correlation, matrix)
  const none = worstCorrelation(new Float64Array(5), ones(5), matrix, 0.5)
  assert.deepEqual(none.correlation, matrix)
  assert.equal(none.variance, 0)
})

test('the matrix does not depend on the scale of money', () => {
  const { matrix, vector } = randomCorrelation(8, 1)
  const small = worstCorrelation(vector, ones(8), matrix, 0.5)
  const large = worstCorrelation(
    vector.map((x) => 1024 * x),
    ones(8),
    matrix,
    0.5,
  )
  assert.deepEqual(large.correlation, small.correlation)
  assert.equal(large.variance, 1024 * 1024 * small.variance)
})

test('sizes that differ, an invalid estimate and a distance out of range are refused', () => {
  const { matrix } = randomCorrelation(3, 1)
  invalidInput(() => worstCorrelation(ones(2), ones(3), matrix, 0.5))
  invalidInput(() => worstCorrelation(ones(3), ones(3), matrix, 2.5))
  const invalid = [
    [1, 0.9, -0.9],
    [0.9, 1, 0.9],
    [-0.9, 0.9, 1],
  ]
  invalidInput(() => worstCorrelation(ones(3), ones(3), invalid, 0.5))
})

const factors: RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'rates', currency: 'USD', years: 30 },
  { group: 'currency', currency: 'EUR' },
  { group: 'credit', bucket: 'USD-A' },
  { group: 'equity', index: 'WORLD' },
]

test('named matrices are valid and keep correlations within groups', () => {
  const { matrix } = randomCorrelation(5, 1)
  const named = namedCorrelations(
    factors,
    { correlation: matrix, volatilities: Float64Array.of(0.01, 0.009, 0.1, 0.005, 0.2) },
    Float64Array.of(500, -900, -3, 40, 10),
  )
  assert.deepEqual(
    named.map(({ id }) => id),
    ['estimate', 'groups-apart', 'flight-reversed', 'all-against-fund'],
  )
  for (const { correlation } of named) {
    assert.ok(smallest(correlation) >= -1e-12)
    assert.equal(correlation[0][1], matrix[0][1])
    correlation.forEach((row, i) => assert.equal(row[i], 1))
  }
  const [, apart, reversed] = named
  assert.equal(apart.correlation[0][4], 0)
  assert.equal(reversed.correlation[0][4], -matrix[0][4])
  assert.equal(reversed.correlation[2][4], matrix[2][4])
})

test('with every group against the fund its volatility is the sum of those of the groups', () => {
  const { matrix } = randomCorrelation(5, 1)
  const volatilities = Float64Array.of(0.01, 0.009, 0.1, 0.005, 0.2)
  const sensitivities = Float64Array.of(500, -900, -3, 0, 10)
  const named = namedCorrelations(factors, { correlation: matrix, volatilities }, sensitivities)
  const profits = sensitivities.map((s, f) => s * volatilities[f])
  const ratesVariance = profits[0] ** 2 + profits[1] ** 2 + 2 * matrix[0][1] * profits[0] * profits[1]
  const sum = Math.sqrt(ratesVariance) + Math.abs(profits[2]) + Math.abs(profits[4])
  close(variance(named[3].correlation, profits), sum * sum, 1e-9)
})
