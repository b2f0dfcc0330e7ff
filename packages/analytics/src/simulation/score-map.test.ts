import assert from 'node:assert/strict'
import test from 'node:test'
import { logChiSquareLaw, normalLaw, skewedStudentLaw, studentLaw } from './continuous-law.ts'
import { correlatedScores, packedFactor } from './correlated-normals.ts'
import { largestLosses } from './largest-losses.ts'
import { orderStatisticRanks } from './order-statistic-ranks.ts'
import { mapScores, scoreMap } from './score-map.ts'

const pairs = [
  ['t 5 to t 3', studentLaw(5), studentLaw(3), 70],
  ['t 4 to t 30', studentLaw(4), studentLaw(30), 70],
  ['t 3 to normal', studentLaw(3), normalLaw, 70],
  ['t 1 to t 3', studentLaw(1), studentLaw(3), 70],
  ['normal to t 2.1', normalLaw, studentLaw(2.1), 7],
  ['t 5 to skewed t', studentLaw(5), skewedStudentLaw(4, -0.4), 70],
  ['normal to skewed t', normalLaw, skewedStudentLaw(8, 0.7), 7],
  ['normal to log chi-square 5', normalLaw, logChiSquareLaw(5), 5],
  ['normal to log chi-square 60', normalLaw, logChiSquareLaw(60), 5],
] as const

for (const [name, from, to, reach] of pairs) {
  test(`the table from ${name} is within 1e-9 of the exact quantile everywhere, and rises`, () => {
    const map = scoreMap(from, to)
    let before = -Infinity
    for (let x = -reach; x < reach; x += reach / 700) {
      const value = Float64Array.of(x)
      mapScores(map, value, 0, 1, 1, 0)
      const exact = map.exact(x)
      assert.ok(Math.abs(value[0] - exact) <= 1e-9 * (1 + Math.abs(exact)), `${x}: ${value[0]} is not ${exact}`)
      assert.ok(value[0] > before)
      before = value[0]
    }
  })
}

test("Hansen's skewed t has the distribution function of its density by quadrature (scipy quad)", () => {
  const { lower, upper, lowerQuantile, upperQuantile } = skewedStudentLaw(4, -0.4)
  for (const [x, p] of [
    [-3, 0.012973355330094298],
    [-0.5, 0.22901333782368402],
    [0.7, 0.7959350061915367],
    [2.5, 0.9977736484604846],
  ] as const) {
    assert.ok(Math.abs(lower(x) - p) < 1e-10)
    assert.ok(Math.abs(upper(x) - (1 - p)) < 1e-10)
    assert.ok(Math.abs(lowerQuantile(lower(x)) - x) < 1e-9)
    assert.ok(Math.abs(upperQuantile(upper(x)) - x) < 1e-9)
  }
})

test('scores are the product with the factor, whatever the block', () => {
  const size = 7
  const lower = Float64Array.from({ length: size * size }, (_, k) =>
    k % size <= Math.floor(k / size) ? Math.sin(k + 1) : 0,
  )
  const count = 9
  const normals = Float64Array.from({ length: (count + 1) * size }, (_, k) => Math.cos(k * k))
  const scores = new Float64Array(size * 10)
  correlatedScores(packedFactor(lower, size), normals, count, scores, 10)
  for (let s = 0; s < count; s++) {
    const one = new Float64Array(size * 2)
    correlatedScores(packedFactor(lower, size), normals.slice(s * size), 1, one, 2)
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let k = 0; k <= i; k++) sum += lower[i * size + k] * normals[s * size + k]
      assert.ok(Math.abs(scores[i * 10 + s] - sum) < 1e-14)
      assert.equal(one[i * 2], scores[i * 10 + s])
    }
  }
})

test('the largest losses of a stream are those of a full sort', () => {
  const values = Float64Array.from({ length: 1000 }, (_, k) => Math.sin(k * k) + (k % 7 === 0 ? 0.5 : 0))
  for (const most of [1, 2, 37, 600, 1000]) {
    const keeper = largestLosses(most)
    for (let start = 0; start < 1000; start += 130) keeper.add(values, start, Math.min(130, 1000 - start), -1)
    assert.deepEqual(
      keeper.descending(),
      values
        .map((value) => -value)
        .sort()
        .toReversed()
        .slice(0, most),
    )
  }
})

test('order-statistic ranks cover with at least the level by the binomial distribution', () => {
  // scipy.stats.binom: cdf(37, 1000, 0.95)-like sums by a plain recursion
  const n = 200
  const p = 0.9
  const mass = Array.from({ length: n + 1 }, () => 0)
  mass[0] = (1 - p) ** n
  for (let k = 1; k <= n; k++) mass[k] = (mass[k - 1] * (n - k + 1) * p) / (k * (1 - p))
  const cdf = (k: number): number => mass.slice(0, k + 1).reduce((a, b) => a + b, 0)
  const { rank, lowerRank, upperRank } = orderStatisticRanks(n, p, 0.95)
  assert.equal(rank, 180)
  assert.ok(cdf(upperRank - 1) - cdf(lowerRank - 1) >= 0.95)
  assert.ok(cdf(lowerRank) > 0.025)
  assert.ok(1 - cdf(upperRank - 2) > 0.025)
})
