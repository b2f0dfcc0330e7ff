import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { boxLimits } from '../optimisation/index.ts'
import { integratedRecommendations, type Recommendation } from './integrated-recommendations.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `got ${actual}, expected ${expected}`)

const three: readonly Recommendation[] = [
  { name: 'duration', weights: [0.4, 0.3, 0.2, 0.1], confidence: 0.8, priority: 0.35 },
  { name: 'credit', weights: [0.1, 0.2, 0.4, 0.3], confidence: 0.6, priority: 0.25 },
  { name: 'skill', weights: [0.25, 0.4, 0.25, 0.1], confidence: 0.5, priority: 0.25 },
]
const solved = (...args: Parameters<typeof integratedRecommendations>) => {
  const outcome = integratedRecommendations(...args)
  return outcome.status === 'solved' ? outcome : assert.fail(outcome.words)
}

test('within loose limits the weighted compromise is the importance-weighted mean, and within tight ones that of cvxopt', () => {
  const free = solved(three, boxLimits(4, 0, 1, 1), { rule: 'weighted' })
  const centre = [0.2851351351351351, 0.2954954954954955, 0.2653153153153153, 0.15405405405405403]
  centre.forEach((weight, i) => near(free.weights[i], weight))
  const tight = solved(three, boxLimits(4, 0.01, 0.28, 1), { rule: 'weighted' })
  const capped = [0.28, 0.28, 0.2756306306306306, 0.1643693693693694]
  capped.forEach((weight, i) => near(tight.weights[i], weight))
})

test('the largest weighted active share of the least-worst rule is that of a linear programme (scipy linprog)', () => {
  const { recommendations } = solved(three, boxLimits(4, 0.01, 0.4, 1), { rule: 'least-worst' })
  const worst = Math.max(...recommendations.map(({ importance, activeShare }) => importance * activeShare))
  near(worst, 0.07039597737272159, 1e-8)
})

test('a covariance without limits leaves the weighted mean, and changes the answer under limits', () => {
  const covariance = [
    [0.04, 0.01, 0, 0],
    [0.01, 0.02, 0, 0],
    [0, 0, 0.09, 0.02],
    [0, 0, 0.02, 0.03],
  ]
  const free = solved(three, boxLimits(4, 0, 1, 1), { rule: 'weighted', covariance })
  near(free.weights[0], 0.2851351351351351)
  const tight = solved(three, boxLimits(4, 0.01, 0.28, 1), { rule: 'weighted', covariance })
  assert.ok(Math.abs(tight.weights[2] - 0.2756306306306306) > 1e-4)
})

test('recommendations that agree are followed without conflict', () => {
  const same = three.map((item) => ({ ...item, weights: three[0].weights }))
  const { weights, conflict, recommendations } = solved(same, boxLimits(4, 0, 1, 1), { rule: 'weighted' })
  three[0].weights.forEach((weight, i) => near(weights[i], weight ?? NaN))
  near(conflict, 0)
  recommendations.forEach(({ influence }) => near(influence ?? NaN, 0))
})

test('conflict, disputes and importance are those worked by hand', () => {
  const { conflicts, assets, recommendations } = solved(three, boxLimits(4, 0, 1, 1), { rule: 'weighted' })
  near(conflicts[0].activeShare ?? NaN, 0.4)
  near(recommendations[0].importance, 0.28 / 0.555)
  assert.deepEqual([assets[0].asset, assets[0].lowest, assets[0].highest], ['asset 1', 0.1, 0.4])
})

test('more priority never takes the compromise farther from a recommendation', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 2, noNaN: true }),
      fc.double({ min: 1.1, max: 5, noNaN: true }),
      (low, more) => {
        const distance = (priority: number): number => {
          const { weights } = solved([{ ...three[0], priority }, three[1], three[2]], boxLimits(4, 0.05, 0.35, 1), {
            rule: 'weighted',
          })
          return weights.reduce((sum, weight, i) => sum + (weight - (three[0].weights[i] ?? 0)) ** 2, 0)
        }
        assert.ok(distance(low * more) <= distance(low) + 1e-9)
      },
    ),
    { seed: 31, numRuns: 15 },
  )
})

test('missing opinions count for nothing, and an asset without any is refused', () => {
  const partial = [three[0], { ...three[1], weights: [null, null, 0.4, 0.3] }]
  const { weights } = solved(
    partial,
    { ...boxLimits(4, 0, 1, 1), budget: { lower: 0, upper: 2 } },
    { rule: 'weighted' },
  )
  near(weights[0], 0.4)
  near(weights[2], (0.28 * 0.2 + 0.15 * 0.4) / 0.43)
  const blind = [{ ...three[0], weights: [null, 0.3, 0.4, 0.3] }]
  assert.throws(() => integratedRecommendations(blind, boxLimits(4, 0, 1, 1), { rule: 'weighted' }), /opinion/)
})

test('limits that cannot be met are explained, and what is no recommendation is refused', () => {
  const limits = boxLimits(4, 0, 1, 1)
  const outcome = integratedRecommendations(three, boxLimits(4, 0, 0.2, 1), { rule: 'least-worst' })
  assert.equal(outcome.status, 'infeasible')
  if (outcome.status === 'infeasible') assert.ok(!outcome.words.includes('purchase'), outcome.words)
  for (const change of [
    { confidence: 0 },
    { priority: -1 },
    { weights: [1] },
    { weights: [NaN, 0, 0, 0] },
    { name: 'credit' },
  ]) {
    assert.throws(
      () => integratedRecommendations([{ ...three[0], ...change }, three[1]], limits, { rule: 'weighted' }),
      {
        code: 'invalid-input',
      },
    )
  }
  const covariance = [[1]]
  assert.throws(() => integratedRecommendations(three, limits, { rule: 'least-worst', covariance }), /covariance/)
  assert.throws(() => integratedRecommendations(three, limits, { rule: 'weighted', covariance }), /covariance/)
})
