import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { uniformStream } from '../random/index.ts'
import { latinHypercube, saltelliDesign, sobolDesign, sobolIndices, type SaltelliDesign } from './index.ts'

test('a Latin hypercube has one point in each stratum of each coordinate', () => {
  for (const centred of [false, true]) {
    const points = latinHypercube(40, 5, uniformStream(1, 0, 0), { centred })
    for (let d = 0; d < 5; d++) {
      const strata = points.map((point) => Math.floor(40 * point[d])).toSorted((a, b) => a - b)
      assert.deepEqual(
        strata,
        Array.from({ length: 40 }, (_, i) => i),
      )
    }
    if (centred) for (const point of points) for (const x of point) assertClose((40 * x) % 1, 0.5, 1e-12, 0)
  }
})

test('a Latin hypercube estimates an additive function with a far smaller variance than random points', () => {
  const means = Array.from({ length: 200 }, (_, path) => {
    const points = latinHypercube(32, 3, uniformStream(2, 0, path))
    return points.reduce((sum, point) => sum + point[0] + point[1] + point[2], 0) / 32
  })
  const mean = means.reduce((sum, x) => sum + x, 0) / 200
  const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 199
  assertClose(mean, 1.5, 4 * Math.sqrt(variance / 200), 0)
  // McKay et al.: 3 / (12 n^3) in theory, against 3 / (12 n) for random points.
  assert.ok(variance < 2 * (3 / (12 * 32 ** 3)))
})

test('the same stream gives the same hypercube, another stream another', () => {
  assert.deepEqual(latinHypercube(9, 2, uniformStream(3, 0, 0)), latinHypercube(9, 2, uniformStream(3, 0, 0)))
  assert.notDeepEqual(latinHypercube(9, 2, uniformStream(3, 0, 0)), latinHypercube(9, 2, uniformStream(3, 0, 1)))
})

test('a Sobol design starts with the published points and is balanced when scrambled', () => {
  assert.deepEqual(sobolDesign(4, 2), [
    [0, 0],
    [0.5, 0.5],
    [0.75, 0.25],
    [0.25, 0.75],
  ])
  const strata = sobolDesign(16, 3, { seed: 1, stream: 0 }).map((point) => Math.floor(16 * point[2]))
  assert.equal(new Set(strata).size, 16)
})

test("Saltelli's design swaps one column at a time", () => {
  const { a, b, ab, ba } = saltelliDesign(8, 3, { seed: 1, stream: 0 }, { secondOrder: true })
  assert.equal(ab.length, 3)
  assert.deepEqual(ab[1][4], [a[4][0], b[4][1], a[4][2]])
  assert.deepEqual(ba![1][4], [b[4][0], a[4][1], b[4][2]])
  assert.equal(saltelliDesign(8, 3, { seed: 1, stream: 0 }).ba, undefined)
})

function valuesOf(f: (x: readonly number[]) => number, design: SaltelliDesign) {
  const values = {
    a: design.a.map(f),
    b: design.b.map(f),
    ab: design.ab.map((rows) => rows.map(f)),
  }
  return design.ba === undefined ? values : { ...values, ba: design.ba.map((rows) => rows.map(f)) }
}

// Ishigami & Homma (1990) with a = 7, b = 0.1; variances in closed form.
const ishigami = (u: readonly number[]): number => {
  const [x, y, z] = u.map((v) => Math.PI * (2 * v - 1)) as [number, number, number]
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x)
}
const v1 = 0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2
const v2 = 49 / 8
const v13 = 0.01 * Math.PI ** 8 * (1 / 18 - 1 / 50)
const variance = v1 + v2 + v13

test("indices of Ishigami's function agree with their closed form: first order, total and the one interaction", () => {
  const design = saltelliDesign(4096, 3, { seed: 4, stream: 0 }, { secondOrder: true })
  const indices = sobolIndices(valuesOf(ishigami, design))
  assertClose(indices.variance, variance, 0, 0.01)
  ;[v1, v2, 0].forEach((v, i) => assertClose(indices.first[i].value, v / variance, 0.01, 0, `first ${i}`))
  ;[v1 + v13, v2, v13].forEach((v, i) => assertClose(indices.total[i].value, v / variance, 0.01, 0, `total ${i}`))
  assertClose(indices.second![0][2]!.value, v13 / variance, 0.02, 0)
  assertClose(indices.second![0][1]!.value, 0, 0.02, 0)
  assert.equal(indices.second![1][0], undefined)
})

test("indices of Sobol's g-function agree with their closed form", () => {
  const coefficients = [0, 1, 4.5, 9]
  const g = (u: readonly number[]): number =>
    u.reduce((product, x, i) => (product * (Math.abs(4 * x - 2) + coefficients[i])) / (1 + coefficients[i]), 1)
  const partial = coefficients.map((a) => 1 / (3 * (1 + a) ** 2))
  const whole = partial.reduce((product, v) => product * (1 + v), 1) - 1
  const indices = sobolIndices(valuesOf(g, saltelliDesign(4096, 4, { seed: 5, stream: 0 })))
  partial.forEach((v, i) => {
    assertClose(indices.first[i].value, v / whole, 0.01, 0, `first ${i}`)
    assertClose(indices.total[i].value, (v * ((whole + 1) / (1 + v))) / whole, 0.01, 0, `total ${i}`)
  })
})

test('without interactions first and total indices are the same and sum to one', () => {
  const additive = (u: readonly number[]): number => 3 * u[0] - 2 * u[1] ** 2
  const { first, total } = sobolIndices(valuesOf(additive, saltelliDesign(1024, 3, { seed: 6, stream: 0 })))
  assertClose(first[0].value + first[1].value, 1, 0.01, 0)
  assertClose(first[0].value, total[0].value, 0.01, 0)
  assert.equal(first[2].value, 0)
  assert.equal(total[2].value, 0)
})

test('bootstrap intervals cover the truth about as often as they say, and the seed settles them', () => {
  let covered = 0
  const truth = [v1 / variance, v2 / variance, 0]
  for (let stream = 0; stream < 30; stream++) {
    const rows = (path: number): number[][] => {
      const uniform = uniformStream(7, 100 + stream, path)
      return Array.from({ length: 256 }, () => [uniform(), uniform(), uniform()])
    }
    const a = rows(0)
    const b = rows(1)
    const ab = [0, 1, 2].map((i) => a.map((row, k) => row.map((x, j) => (j === i ? b[k][j] : x))))
    const bootstrap = { resamples: 200, confidence: 0.9, uniform: uniformStream(8, stream, 0) }
    const { first } = sobolIndices(valuesOf(ishigami, { dimension: 3, a, b, ab }), bootstrap)
    first.forEach(({ interval }, i) => {
      if (interval![0] <= truth[i] && truth[i] <= interval![1]) covered++
    })
  }
  assert.ok(covered >= 72 && covered <= 89, `${covered} of 90 intervals cover, 81 expected`)
  const values = valuesOf(ishigami, saltelliDesign(64, 3, { seed: 9, stream: 0 }))
  const run = () => sobolIndices(values, { resamples: 50, confidence: 0.95, uniform: uniformStream(1, 1, 1) })
  assert.deepEqual(run(), run())
  assert.ok(run().first[0].standardError! > 0)
})

test('constant functions, unequal samples and bad counts are refused', () => {
  const constant = valuesOf(() => 2, saltelliDesign(8, 2, { seed: 1, stream: 0 }))
  assert.throws(() => sobolIndices(constant), { code: 'not-applicable' })
  assert.throws(() => sobolIndices({ ...constant, b: [1, 2] }), { code: 'invalid-input' })
  assert.throws(() => sobolIndices({ ...constant, a: constant.a.map(() => NaN) }), { code: 'invalid-input' })
  assert.throws(() => sobolIndices({ ...constant, ba: [constant.a] }), { code: 'invalid-input' })
  assert.throws(() => latinHypercube(0, 2, () => 0.5), { code: 'invalid-input' })
  assert.throws(() => sobolDesign(4, 5000), { code: 'unsupported' })
})
