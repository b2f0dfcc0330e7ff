import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hierarchicalLinkage, leafOrder, type Linkage } from './hierarchical-linkage.ts'
import { type ClusterDistance, hierarchicalEqualRisk, hierarchicalRiskParity, volatilityCorrelation } from './index.ts'

const covariance = [
  [0.04, 0.002, 0.03, 0.001, 0.01],
  [0.002, 0.01, 0.003, 0.006, 0.004],
  [0.03, 0.003, 0.0625, 0.002, 0.012],
  [0.001, 0.006, 0.002, 0.0144, 0.003],
  [0.01, 0.004, 0.012, 0.003, 0.03],
]
const model = volatilityCorrelation(covariance)

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `[${i}] is ${actual[i]}, expected ${expected[i]}`)
  }
}

/** Heights of scipy 1.10.1 cluster.hierarchy.linkage. */
const heights: readonly [Linkage, ClusterDistance, readonly number[]][] = [
  ['single', 'correlation', [0.4472135955, 0.5, 0.596374406479, 0.620104786437]],
  ['single', 'distance-of-distances', [0.632583612232, 0.708523105879, 0.859686734708, 0.895659149964]],
  ['complete', 'correlation', [0.4472135955, 0.5, 0.601195421967, 0.692218655243]],
  ['complete', 'distance-of-distances', [0.632583612232, 0.708523105879, 0.864772939934, 1.022986012708]],
  ['average', 'correlation', [0.4472135955, 0.5, 0.598784914223, 0.663947820672]],
  ['average', 'distance-of-distances', [0.632583612232, 0.708523105879, 0.862229837321, 0.974187276056]],
  ['ward', 'correlation', [0.4472135955, 0.5, 0.641403860344, 0.815302541093]],
  ['ward', 'distance-of-distances', [0.632583612232, 0.708523105879, 0.926215419955, 1.215662963805]],
]

for (const [linkage, distance, expected] of heights) {
  test(`hierarchical risk parity with ${linkage} linkage of ${distance} is that of scipy and numpy`, () => {
    const found = hierarchicalRiskParity(model, { linkage, distance, bisection: 'halves' })
    near(
      found.mergers.map((merger) => merger.distance),
      expected,
      1e-11,
    )
    assert.deepEqual(found.leafOrder, [1, 3, 4, 0, 2])
    near(found.weights, [0.073445443907, 0.427455112224, 0.0470050841, 0.296843827933, 0.155250531836], 1e-11)
  })
}

test('ties are merged in the order of scipy: items of a square', () => {
  const square = Float64Array.from([0, 1, 2, 1, 1, 0, 1, 2, 2, 1, 0, 1, 1, 2, 1, 0])
  // scipy.cluster.hierarchy.linkage(squareform(square), method) of scipy 1.10.1.
  const merged = (linkage: Linkage): number[][] =>
    hierarchicalLinkage(square, linkage).map(({ left, right, items }) => [left, right, items])
  assert.deepEqual(merged('single'), [
    [0, 1, 2],
    [2, 4, 3],
    [3, 5, 4],
  ])
  assert.deepEqual(merged('average'), [
    [0, 1, 2],
    [2, 3, 2],
    [4, 5, 4],
  ])
  assert.deepEqual(leafOrder(hierarchicalLinkage(square, 'average')), [0, 1, 2, 3])
})

test('the tree split by its mergers and cut in two gives what Raffinot describes, by hand', () => {
  const four = volatilityCorrelation(covariance.slice(0, 4).map((row) => row.slice(0, 4)))
  const found = hierarchicalEqualRisk(four, {
    linkage: 'average',
    distance: 'correlation',
    clusters: 2,
    risk: 'variance',
  })
  assert.deepEqual(
    found.clusters.map((cluster) => cluster.toSorted((a, b) => a - b)).toSorted((a, b) => a[0] - b[0]),
    [
      [0, 2],
      [1, 3],
    ],
  )
  // Inverse variances 25, 16 and 100, 69.4; variances of the two clusters under them.
  const first = (25 * 25 * 0.04 + 2 * 25 * 16 * 0.03 + 16 * 16 * 0.0625) / 41 ** 2
  const inverse = 1 / 0.0144
  const second = (100 * 100 * 0.01 + 2 * 100 * inverse * 0.006 + inverse * inverse * 0.0144) / (100 + inverse) ** 2
  const share = second / (first + second)
  near(
    found.weights,
    [
      (share * 25) / 41,
      ((1 - share) * 100) / (100 + inverse),
      (share * 16) / 41,
      ((1 - share) * inverse) / (100 + inverse),
    ],
    1e-14,
  )
  const tree = hierarchicalRiskParity(four, { linkage: 'average', distance: 'correlation', bisection: 'tree' })
  near(tree.weights, found.weights, 1e-14)
})

test('hierarchical weights are positive and add up to 1 whatever the covariance, singular ones included', () => {
  const assets = fc.integer({ min: 1, max: 12 })
  const loadings = assets.chain((n) =>
    fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 2 }), {
      minLength: n,
      maxLength: n,
    }),
  )
  const options = fc.record({
    linkage: fc.constantFrom<Linkage>('single', 'complete', 'average', 'ward'),
    distance: fc.constantFrom<ClusterDistance>('correlation', 'distance-of-distances'),
    bisection: fc.constantFrom<'halves' | 'tree'>('halves', 'tree'),
  })
  fc.assert(
    fc.property(loadings, options, (b, choice) => {
      if (b.some((x) => x[0] ** 2 + x[1] ** 2 < 1e-6)) return
      const any = volatilityCorrelation(b.map((x) => b.map((y) => x[0] * y[0] + x[1] * y[1])))
      const parity = hierarchicalRiskParity(any, choice)
      assert.deepEqual(
        parity.leafOrder.toSorted((p, q) => p - q),
        b.map((_, i) => i),
      )
      for (const { weights } of [
        parity,
        hierarchicalEqualRisk(any, { ...choice, clusters: Math.ceil(b.length / 2), risk: 'volatility' }),
      ]) {
        assert.ok(weights.every((weight) => weight >= 0 && Number.isFinite(weight)))
        assert.ok(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12)
      }
    }),
    { numRuns: 300, seed: 4 },
  )
})

test('two clusters of assets held by inverse volatility carry the same volatility', () => {
  const four = volatilityCorrelation(covariance.slice(0, 4).map((row) => row.slice(0, 4)))
  const { weights, clusters } = hierarchicalEqualRisk(four, {
    linkage: 'average',
    distance: 'correlation',
    clusters: 2,
    risk: 'volatility',
  })
  const [a, b] = clusters.map((cluster) => {
    const variance = cluster.flatMap((i) =>
      cluster.map(
        (j) => weights[i] * weights[j] * four.volatilities[i] * four.volatilities[j] * four.correlation[4 * i + j],
      ),
    )
    return Math.sqrt(variance.reduce((sum, value) => sum + value, 0))
  })
  assert.ok(Math.abs(a / b - 1) < 1e-12)
})

test('one asset is the whole portfolio, and more clusters than assets are refused', () => {
  const one = volatilityCorrelation([[0.04]])
  const found = hierarchicalRiskParity(one, { linkage: 'ward', distance: 'correlation', bisection: 'halves' })
  assert.deepEqual([...found.weights], [1])
  assert.deepEqual(found.leafOrder, [0])
  assert.throws(
    () => hierarchicalEqualRisk(one, { linkage: 'ward', distance: 'correlation', clusters: 2, risk: 'variance' }),
    /clusters/,
  )
})
