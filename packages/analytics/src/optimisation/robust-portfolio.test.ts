import assert from 'node:assert/strict'
import { test } from 'node:test'
import { covariance, expectedReturns, failsWith, near, nearAll, solved, varianceOf } from './five-assets.fixture.ts'
import {
  boxLimits,
  boxRobustPortfolio,
  ellipsoidRobustPortfolio,
  highestUtility,
  resampledFrontier,
  worstCovariancePortfolio,
} from './index.ts'

const input = { covariance, expectedReturns, limits: boxLimits(5, 0, 0.6, 1) }
const errors = covariance.map((row, i) =>
  row.map((value, j) => value / 60 + (i === j ? [1e-4, 2e-4, 5e-4, 3e-4, 1e-4][i] : 0)),
)

test('ellipsoidal uncertainty agrees with the second-order cone programme in cvxopt 1.3.0', () => {
  const result = solved(ellipsoidRobustPortfolio(input, 0.5, errors, 2))
  nearAll(result.weights, [0.3506087423166602, 0.2637060542536024, 0, 0.13702406430401856, 0.24866113912571888], 1e-7)
  near(result.objective, 0.005797553059161351, 1e-11)
})

test('box uncertainty with short positions agrees with the split programme in cvxopt', () => {
  const limits = boxLimits(5, -0.3, 0.8, 1)
  const result = solved(boxRobustPortfolio({ ...input, limits }, 0.5, [0.01, 0.02, 0.03, 0.06, 0.005]))
  nearAll(result.weights, [0.6106194690251203, 0.38938053097197517, 0, 0, 0], 1e-9)
  near(result.objective, 0.015533185840697681, 1e-12)
})

test('the worst of three covariances agrees with SLSQP of scipy 1.10, with a proven gap', () => {
  const second = [0.01, 0.03, 0.09, 0.05, 0.04].map((value, i) => [0, 1, 2, 3, 4].map((j) => (i === j ? value : 0)))
  const signs = [1, -1, 1, -1, 1]
  const third = covariance.map((row, i) => row.map((value, j) => 0.8 * value + 0.02 * signs[i] * signs[j]))
  const result = worstCovariancePortfolio(input, 0.2, [second, third])
  const portfolio = solved(result.outcome)
  nearAll(
    portfolio.weights,
    [0.3279087885390244, 0.24521200553901504, 0, 0.10793756186462787, 0.3189416440573321],
    1e-6,
  )
  near(portfolio.objective, 0.004696999889300195, 1e-10)
  assert.ok(result.relativeGap < 1e-8)
  near(
    result.shares.reduce((sum, share) => sum + share, 0),
    1,
    1e-12,
  )
  near(Math.max(...result.volatilities), portfolio.volatility, 1e-12)
  near(result.volatilities[0], Math.sqrt(varianceOf(covariance, portfolio.weights)), 1e-12)
})

test('without uncertainty, or with one covariance, the robust portfolio is the plain one', () => {
  const plain = solved(highestUtility(input, 0.4))
  nearAll(solved(boxRobustPortfolio(input, 0.4, [0, 0, 0, 0, 0])).weights, plain.weights, 1e-10)
  nearAll(solved(ellipsoidRobustPortfolio(input, 0.4, errors, 0)).weights, plain.weights, 1e-10)
  nearAll(solved(worstCovariancePortfolio(input, 0.4, []).outcome).weights, plain.weights, 1e-8)
})

test('more uncertainty lowers the worst case, and long-only boxes are plain lower returns', () => {
  let before = Infinity
  for (const radius of [0, 0.5, 1, 2, 4]) {
    const { objective } = solved(ellipsoidRobustPortfolio(input, 0.4, errors, radius))
    assert.ok(objective < before)
    before = objective
  }
  const widths = [0.01, 0.02, 0.03, 0.06, 0.005]
  const lowered = expectedReturns.map((value, i) => value - widths[i])
  nearAll(
    solved(boxRobustPortfolio(input, 0.4, widths)).weights,
    solved(highestUtility({ ...input, expectedReturns: lowered }, 0.4)).weights,
    1e-12,
  )
})

test('the resampled frontier meets the limits, repeats by its seed, and sharpens with more data', () => {
  const resampling = { observations: 60, samples: 40, ranks: 4, seed: 3 }
  const frontier = solved(resampledFrontier(input, resampling))
  assert.deepEqual(solved(resampledFrontier(input, resampling)), frontier)
  for (const point of frontier.points) {
    near(
      point.weights.reduce((sum, weight) => sum + weight, 0),
      1,
      1e-12,
    )
    assert.ok(point.weights.every((weight) => weight >= 0 && weight <= 0.6 + 1e-12))
    nearAll(
      point.standardErrors,
      point.deviations.map((value) => value / Math.sqrt(40)),
      1e-14,
    )
  }
  const long = solved(resampledFrontier(input, { ...resampling, observations: 5000 }))
  const spread = (points: typeof frontier.points): number =>
    Math.max(...points.flatMap((point) => [...point.deviations]))
  assert.ok(spread(long.points) < 0.5 * spread(frontier.points))
  assert.throws(
    () => resampledFrontier(input, { ...resampling, observations: 5 }),
    failsWith('invalid-input', /observations/),
  )
})

test('uncertainty of the wrong shape is refused', () => {
  assert.throws(() => boxRobustPortfolio(input, 1, [0.1]), failsWith('invalid-input', /halfWidths/))
  assert.throws(
    () => boxRobustPortfolio(input, 1, [0.1, 0.1, 0.1, -0.1, 0.1]),
    failsWith('invalid-input', /halfWidths\[3\]/),
  )
  assert.throws(() => ellipsoidRobustPortfolio(input, 1, [[1]], 1), failsWith('invalid-input', /errorCovariance/))
  assert.throws(() => worstCovariancePortfolio(input, 1, [[[1]]]), failsWith('invalid-input', /covariances\[1\]/))
})
