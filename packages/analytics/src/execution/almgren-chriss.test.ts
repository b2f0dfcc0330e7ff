import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { normalQuantile } from '../math/index.ts'
import { executionFrontier, leastValueAtRiskTrajectory, type LinearImpactOrder, optimalTrajectory } from './index.ts'

// Table 1 of Almgren and Chriss (2001): a million shares at 50, five days.
const paper: LinearImpactOrder = {
  shares: 1e6,
  horizonDays: 5,
  periods: 5,
  priceVolatility: 0.95,
  permanentImpact: 2.5e-7,
  temporaryImpact: 2.5e-6,
  fixedCost: 0.0625,
}

const close = (got: number, expected: number, relative = 1e-10): void =>
  assert.ok(Math.abs(got - expected) <= relative * Math.abs(expected), `${got} is not ${expected}`)

// Closed form with numpy 1.24.2, cross-checked as a quadratic programme with cvxopt 1.3.0.
test('the trajectory of the paper at risk aversion 1e-6', () => {
  const found = optimalTrajectory(paper, 1e-6)
  close(found.kappaPerDay, 0.6070761632470627)
  close(found.holdings[1], 541955.5543739224)
  close(found.holdings[4], 62141.80160576604)
  assert.equal(found.holdings[5], 0)
  close(found.expectedCost, 911226.9863037934)
  close(found.variance, 364128572058.14105)
  close(found.decayDays ?? 0, 1.6472397707913768)
})

// scipy 1.10.1, minimisation of E + z sqrt(V) over the frontier.
test('the least cost at 95 % confidence', () => {
  const found = leastValueAtRiskTrajectory(paper, 0.95)
  close(found.riskAversion, 1.694113464234822e-6, 1e-5)
  close(found.valueAtRisk, 1877135.6456624032)
  const { standardDeviation } = found
  close(found.riskAversion, normalQuantile(0.95) / (2 * standardDeviation), 1e-10)
})

test('without risk aversion the block goes in equal trades', () => {
  const { trades, kappaPerDay, decayDays } = optimalTrajectory(paper, 0)
  for (const trade of trades) close(trade, 200_000)
  assert.equal(kappaPerDay, 0)
  assert.equal(decayDays, null)
})

test('an extreme risk aversion sells at once and stays finite', () => {
  const { holdings, expectedCost } = optimalTrajectory({ ...paper, periods: 5000 }, 1e6)
  assert.ok(holdings.every(Number.isFinite) && Number.isFinite(expectedCost))
  assert.ok(holdings[1] < 1e-3 * paper.shares)
})

test('no other way of working the block is better at its risk aversion', () => {
  const tau = paper.horizonDays / paper.periods
  const eta = paper.temporaryImpact - (paper.permanentImpact * tau) / 2
  const objective = (holdings: readonly number[], riskAversion: number): number =>
    holdings
      .slice(1)
      .reduce(
        (sum, x, k) =>
          sum + (eta / tau) * (holdings[k] - x) ** 2 + riskAversion * paper.priceVolatility ** 2 * tau * x * x,
        0,
      )
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1e-4, noNaN: true }),
      fc.array(fc.double({ min: -2e5, max: 2e5, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (riskAversion, shifts) => {
        const { holdings } = optimalTrajectory(paper, riskAversion)
        const other = holdings.map((x, k) => (k === 0 || k === 5 ? x : x + shifts[k - 1]))
        assert.ok(objective(other, riskAversion) >= objective(holdings, riskAversion) * (1 - 1e-12))
      },
    ),
    { seed: 4, numRuns: 200 },
  )
})

test('more risk aversion costs more and risks less', () => {
  const frontier = executionFrontier(paper, [0, 1e-8, 1e-7, 1e-6, 1e-5])
  for (let i = 1; i < frontier.length; i++) {
    assert.ok(frontier[i].expectedCost > frontier[i - 1].expectedCost)
    assert.ok(frontier[i].variance < frontier[i - 1].variance)
  }
})

test('the least value at risk is below that of every point of a fine frontier', () => {
  for (const confidence of [0.6, 0.9, 0.99, 0.9999]) {
    const z = normalQuantile(confidence)
    const { valueAtRisk } = leastValueAtRiskTrajectory(paper, confidence)
    for (let i = 0; i <= 400; i++) {
      const point = optimalTrajectory(paper, 10 ** (-10 + i / 40))
      assert.ok(point.expectedCost + z * point.standardDeviation >= valueAtRisk * (1 - 1e-12))
    }
  }
})

test('orders that have no best trajectory, or make no sense, are refused', () => {
  assert.throws(() => optimalTrajectory({ ...paper, periods: 1, permanentImpact: 2.5e-6 }, 1e-6), {
    code: 'invalid-input',
  })
  assert.throws(() => optimalTrajectory({ ...paper, horizonDays: 0 }, 1e-6), { code: 'invalid-input' })
  assert.throws(() => optimalTrajectory(paper, -1), { code: 'invalid-input' })
  assert.throws(() => leastValueAtRiskTrajectory(paper, 0.4), { code: 'invalid-input' })
})

test('a single period or a price that does not move leaves nothing to choose', () => {
  assert.deepEqual(leastValueAtRiskTrajectory({ ...paper, periods: 1 }, 0.95).holdings, [1e6, 0])
  assert.equal(leastValueAtRiskTrajectory({ ...paper, priceVolatility: 0 }, 0.95).kappaPerDay, 0)
})
