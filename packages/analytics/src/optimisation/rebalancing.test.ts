import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  covariance,
  currentWeights,
  expectedReturns,
  failsWith,
  market,
  near,
  nearAll,
  solved,
} from './five-assets.fixture.ts'
import { boxLimits, highestUtility, rebalancedPortfolio, rebalancingPlan } from './index.ts'

const repeated = (value: number, count = 5): number[] => new Array<number>(count).fill(value)
const costs = { currentWeights, buy: repeated(0.003), sell: repeated(0.002) }
const limits = boxLimits(5, 0, 0.35, 1)

test('rebalancing with linear and quadratic costs agrees with cvxopt 1.3.0', () => {
  const input = { covariance, expectedReturns, limits, costs }
  const result = solved(rebalancedPortfolio(input, 0.2, repeated(0.05)))
  nearAll(result.weights, [0.2561580435046188, 0.18, 0.1403520398764855, 0.1812931555901765, 0.2421967601045149], 1e-8)
  near(result.objective, 0.0023924453054031663, 1e-10)
  assert.deepEqual(result.untraded, [false, true, false, false, false])
  assert.equal(result.trades[1], 0)
})

test('large costs leave a portfolio alone, no costs reach the optimum, and what is traded pays for itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 100_000 }), (count, seed) => {
      const { covariance: rows, expectedReturns: returns } = market(count, seed)
      const current = repeated(1 / count, count)
      const at = (cost: number) =>
        solved(
          rebalancedPortfolio(
            {
              covariance: rows,
              expectedReturns: returns,
              limits: boxLimits(count, 0, 1, 1),
              costs: { currentWeights: current, buy: repeated(cost, count), sell: repeated(cost, count) },
            },
            0.3,
            repeated(0, count),
          ),
        )
      const free = solved(
        highestUtility({ covariance: rows, expectedReturns: returns, limits: boxLimits(count, 0, 1, 1) }, 0.3),
      )
      nearAll(at(0).weights, free.weights, 1e-6)
      assert.equal(at(10).turnoverTwoWay, 0)
      let before = Infinity
      for (const cost of [0, 0.001, 0.003, 0.01, 0.03]) {
        const { turnoverTwoWay } = at(cost)
        assert.ok(turnoverTwoWay <= before + 1e-7)
        before = turnoverTwoWay
      }
    }),
    { seed: 3, numRuns: 15 },
  )
})

test('sides of trades and the general solver come to the same portfolio, with costs and turnover limits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 10 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0.01, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.01, noNaN: true }),
      (count, seed, maxTwoWay, cost) => {
        const input = market(count, seed)
        const current = Array.from({ length: count }, (_, i) => (2 * (i + 1)) / (count * (count + 1)))
        const own = {
          ...boxLimits(count, -0.1, 1, 1),
          turnover: { currentWeights: current, maxTwoWay },
        }
        const slack = [{ name: 'slack', coefficients: repeated(1, count), lower: -5, upper: 5 }]
        const charges = { currentWeights: current, buy: repeated(cost, count), sell: repeated(0.5 * cost, count) }
        const quick = solved(highestUtility({ ...input, limits: own, costs: charges }, 0.4))
        const general = solved(highestUtility({ ...input, limits: { ...own, linear: slack }, costs: charges }, 0.4))
        assert.equal(quick.solver.method, 'critical-line')
        near(quick.objective, general.objective, 1e-9)
        nearAll(quick.weights, general.weights, 1e-5)
        const price = (result: typeof quick): number =>
          result.binding.find((item) => item.limit === 'turnover')?.shadowPrice ?? 0
        near(price(quick), price(general), 1e-6)
      },
    ),
    { seed: 9, numRuns: 40 },
  )
})

test('a plan over three periods agrees with cvxopt', () => {
  const plan = solved(
    rebalancingPlan({
      forecasts: [expectedReturns, [0.06, 0.06, 0.06, 0.06, 0.04], [0.08, 0.06, 0.05, 0.04, 0.05]],
      covariance,
      currentWeights,
      riskTolerance: 0.3,
      discount: 0.95,
      linearCosts: repeated(0.001),
      quadraticCosts: covariance.map((row) => row.map((value) => 0.3 * value)),
      limits: boxLimits(5, 0, 0.5, 1),
    }),
  )
  near(plan.objective, 0.03163285381456923, 1e-10)
  nearAll(plan.weights[0], [0.39108436370400435, 0.28869472197288887, 0, 0.17022091432296832, 0.15], 1e-7)
  nearAll(plan.weights[2], [0.5, 0.25327344262770657, 0, 0, 0.24672655737229382], 1e-7)
})

test('the first trade of a long plan is that of the closed form of Gârleanu and Pedersen', () => {
  // Proposition 1 for costs λΣ, risk aversion γ, discount 1 - ρ and a forecast that decays by φ a period: trade a/λ of the
  // way to the aim portfolio (γΣ)⁻¹ f / (1 + φ a/γ).
  const [gamma, rho, phi] = [2, 0.1, 0.25]
  const rows = [
    [0.04, 0.01],
    [0.01, 0.09],
  ]
  const forecast = [0.05, 0.03]
  const lambda = 3
  const kept = 1 - rho
  const b = gamma * kept + lambda * rho
  const a = (-b + Math.sqrt(b * b + 4 * gamma * lambda * kept * kept)) / (2 * kept)
  const determinant = 0.04 * 0.09 - 0.01 * 0.01
  const markowitz = [
    (0.09 * forecast[0] - 0.01 * forecast[1]) / determinant / gamma,
    (0.04 * forecast[1] - 0.01 * forecast[0]) / determinant / gamma,
  ]
  const aim = markowitz.map((value) => value / (1 + (phi * a) / gamma))
  const start = [0.1, 0.2]
  const expected = start.map((value, i) => (1 - a / lambda) * value + (a / lambda) * aim[i])
  // Utility μ'w - (γ/2)w'Σw - ½ (λ/(1-ρ)) Δw'ΣΔw, divided by γ: their costs are paid a period before the return.
  const plan = solved(
    rebalancingPlan({
      forecasts: Array.from({ length: 60 }, (_, t) => forecast.map((value) => value * (1 - phi) ** t)),
      covariance: rows,
      currentWeights: start,
      riskTolerance: 1 / gamma,
      discount: kept,
      linearCosts: [0, 0],
      quadraticCosts: rows.map((row) => row.map((value) => (value * lambda) / kept / gamma)),
      limits: { ...boxLimits(2, -Infinity, Infinity, 0), budget: { lower: -Infinity, upper: Infinity } },
    }),
  )
  nearAll(plan.weights[0], expected, 1e-8)
})

test('a plan keeps the turnover limit of every period and explains limits that it cannot', () => {
  const base = {
    forecasts: [expectedReturns, expectedReturns],
    covariance,
    currentWeights,
    riskTolerance: 1,
    discount: 1,
    linearCosts: repeated(0),
  }
  const turnover = { currentWeights, maxTwoWay: 0.1 }
  const plan = solved(rebalancingPlan({ ...base, limits: { ...boxLimits(5, 0, 1, 1), turnover } }))
  for (const trade of plan.trades) assert.ok(trade.reduce((sum, value) => sum + Math.abs(value), 0) <= 0.1 + 1e-8)
  const outcome = rebalancingPlan({ ...base, limits: boxLimits(5, 0, 0.1, 1) })
  assert.equal(outcome.status, 'infeasible')
  assert.throws(
    () => rebalancingPlan({ ...base, forecasts: [[1]], limits }),
    failsWith('invalid-input', /forecasts\[0\]/),
  )
  assert.throws(
    () =>
      rebalancedPortfolio(
        { covariance, expectedReturns, limits, costs: { ...costs, sell: repeated(-0.01) } },
        1,
        repeated(0),
      ),
    failsWith('invalid-input', /round trip/),
  )
  assert.throws(
    () => rebalancedPortfolio({ covariance, expectedReturns, limits, costs }, 1, repeated(-1)),
    failsWith('invalid-input', /quadraticCosts/),
  )
})
