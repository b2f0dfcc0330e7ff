import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { TuttiError } from '../errors/index.ts'
import { boxLimits } from '../optimisation/index.ts'
import {
  equalRiskPortfolio,
  inverseVolatilityPortfolio,
  limitedRiskBudgetPortfolio,
  mostDiversifiedPortfolio,
  riskBudgetPortfolio,
  volatilityCorrelation,
} from './index.ts'

/** Table 9 of Richard and Roncalli (2019). */
const deviations = [0.05, 0.05, 0.07, 0.1, 0.15, 0.15, 0.15, 0.18]
const correlations = [
  [1, 0.8, 0.6, -0.2, -0.1, -0.2, -0.2, -0.2],
  [0.8, 1, 0.4, -0.2, -0.2, -0.1, -0.2, -0.2],
  [0.6, 0.4, 1, 0.5, 0.3, 0.2, 0.2, 0.3],
  [-0.2, -0.2, 0.5, 1, 0.6, 0.6, 0.5, 0.6],
  [-0.1, -0.2, 0.3, 0.6, 1, 0.9, 0.7, 0.7],
  [-0.2, -0.1, 0.2, 0.6, 0.9, 1, 0.6, 0.7],
  [-0.2, -0.2, 0.2, 0.5, 0.7, 0.6, 1, 0.7],
  [-0.2, -0.2, 0.3, 0.6, 0.7, 0.7, 0.7, 1],
]
const eightAssets = correlations.map((row, i) => row.map((rho, j) => rho * deviations[i] * deviations[j]))

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  assert.equal(actual.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    assert.ok(Math.abs(actual[i] - expected[i]) <= tolerance, `[${i}] is ${actual[i]}, expected ${expected[i]}`)
  }
}

/** Covariances of up to eight assets as B B' + ridge, singular where the ridge is 0. */
const covariances = (ridge: number) =>
  fc
    .integer({ min: 1, max: 8 })
    .chain((n) =>
      fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
        minLength: n,
        maxLength: n,
      }),
    )
    .map((b) =>
      b.map((x, i) => b.map((y, j) => 0.04 * (x[0] * y[0] + x[1] * y[1] + x[2] * y[2]) + (i === j ? ridge : 0))),
    )

test('equal risk contributions of Richard and Roncalli (2019), table 9', () => {
  const { weights, largestGap } = equalRiskPortfolio(volatilityCorrelation(eightAssets))
  near(weights, [0.268306, 0.286769, 0.114095, 0.097985, 0.056135, 0.059029, 0.06656, 0.051121], 1e-6)
  assert.ok(largestGap < 1e-14)
})

test('risk shares meet the budgets whatever the covariance', () => {
  fc.assert(
    fc.property(
      covariances(0.002),
      fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (covariance, all) => {
        const budgets = all.slice(0, covariance.length)
        const found = riskBudgetPortfolio(volatilityCorrelation(covariance), budgets)
        assert.ok(found.largestGap < 1e-12, `gap ${found.largestGap}`)
        assert.ok(found.weights.every((weight) => weight > 0))
        assert.ok(Math.abs(found.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-14)
        assert.ok(Math.abs(found.contributions.reduce((sum, value) => sum + value, 0) - found.volatility) < 1e-14)
      },
    ),
    { numRuns: 200, seed: 1 },
  )
})

test('weights scale inversely with the units of an asset and not at all with those of all', () => {
  const base = equalRiskPortfolio(volatilityCorrelation(eightAssets)).weights
  const larger = equalRiskPortfolio(volatilityCorrelation(eightAssets.map((row) => row.map((x) => x * 1e8)))).weights
  near(larger, base, 1e-14)
  const unit = (i: number): number => (i === 3 ? 1e6 : 1)
  const stretched = eightAssets.map((row, i) => row.map((x, j) => x * unit(i) * unit(j)))
  const other = equalRiskPortfolio(volatilityCorrelation(stretched)).weights
  const rescaled = other.map((weight, i) => weight * unit(i))
  const total = rescaled.reduce((sum, weight) => sum + weight, 0)
  near(
    rescaled.map((weight) => weight / total),
    base,
    1e-12,
  )
})

test('two copies of an asset with half its budget each hold together what it held', () => {
  const copy = [...eightAssets, eightAssets[0]].map((row) => [...row, row[0]])
  const budgets = [0.5, 1, 1, 1, 1, 1, 1, 1, 0.5]
  const { weights } = riskBudgetPortfolio(volatilityCorrelation(copy), budgets)
  const single = equalRiskPortfolio(volatilityCorrelation(eightAssets)).weights
  near([weights[0] + weights[8], ...weights.slice(1, 8)], single, 1e-13)
})

test('equal correlations make risk parity the inverse volatility portfolio', () => {
  const covariance = deviations.map((a, i) => deviations.map((b, j) => (i === j ? a * a : 0.3 * a * b)))
  const model = volatilityCorrelation(covariance)
  near(equalRiskPortfolio(model).weights, inverseVolatilityPortfolio(model).weights, 1e-14)
})

test('an asset without budget is left out, or held as a hedge with no marginal risk', () => {
  const apart = riskBudgetPortfolio(
    volatilityCorrelation(eightAssets.slice(3).map((row) => row.slice(3))),
    [1, 1, 1, 1, 0],
  )
  assert.equal(apart.weights[4], 0)
  const hedge = riskBudgetPortfolio(
    volatilityCorrelation([
      [0.01, -0.008],
      [-0.008, 0.0225],
    ]),
    [1, 0],
  )
  near(hedge.weights, [0.0225 / 0.0305, 0.008 / 0.0305], 1e-12)
  assert.ok(Math.abs(hedge.marginal[1]) < 1e-15)
})

test('budgets within bounds minimise the Lagrange function of Richard and Roncalli (scipy L-BFGS-B and brentq)', () => {
  const found = limitedRiskBudgetPortfolio(
    volatilityCorrelation(eightAssets),
    new Float64Array(8).fill(1),
    boxLimits(8, 0, 0.2, 1),
  )
  assert.ok(found.status === 'solved')
  near(found.weights, [0.2, 0.2, 0.17922248, 0.1223922, 0.07262348, 0.07668809, 0.08426453, 0.06480922], 2e-8)
  assert.deepEqual(
    found.heldLimits.map(({ limit, side }) => `${limit} ${side}`),
    ['weight of asset 1 upper', 'weight of asset 2 upper'],
  )
  const free = [2, 3, 4, 5, 6, 7].map((i) => found.shares[i])
  near(free, new Array<number>(6).fill(free[0]), 1e-12)
})

test('quadratic programmes and coordinate descent find the same budgets within bounds', () => {
  const model = volatilityCorrelation(eightAssets)
  const limits = boxLimits(8, 0.02, 0.2, 1)
  const idle = { name: 'idle', coefficients: new Array<number>(8).fill(1), lower: 0, upper: 5 }
  const plain = limitedRiskBudgetPortfolio(model, [1, 2, 1, 1, 1, 1, 3, 1], limits)
  const linear = limitedRiskBudgetPortfolio(model, [1, 2, 1, 1, 1, 1, 3, 1], { ...limits, linear: [idle] })
  assert.ok(plain.status === 'solved' && linear.status === 'solved')
  assert.equal(linear.solver.method, 'quadratic-programmes')
  near(linear.weights, plain.weights, 1e-11)
})

test('a group limit is met and prices alone keep the others from their budgets', () => {
  const group = { name: 'equities', coefficients: [0, 0, 0, 0, 1, 1, 1, 1], lower: 0.3, upper: Infinity }
  const found = limitedRiskBudgetPortfolio(volatilityCorrelation(eightAssets), new Array<number>(8).fill(1), {
    ...boxLimits(8, 0, 1, 1),
    linear: [group],
  })
  assert.ok(found.status === 'solved')
  assert.ok(Math.abs(found.weights[4] + found.weights[5] + found.weights[6] + found.weights[7] - 0.3) < 1e-11)
  // σ(w) ∂/∂w of the Lagrange function: the excess (share - λ) / weight is 0 outside the group, and the same within.
  const excess = found.shares.map((share, i) => (share - found.shares[0]) / found.weights[i])
  near(excess.slice(0, 4), [0, 0, 0, 0], 1e-10)
  near(excess.slice(4), new Array<number>(4).fill(excess[4]), 1e-9)
})

test('bounds without room are explained', () => {
  const found = limitedRiskBudgetPortfolio(
    volatilityCorrelation(eightAssets),
    new Array<number>(8).fill(1),
    boxLimits(8, 0, 0.1, 1),
  )
  assert.ok(found.status === 'infeasible')
  assert.equal(found.conflict.length, 9)
  assert.ok(Math.abs(found.relaxation.reduce((sum, { amount }) => sum + amount, 0) - 0.2) < 1e-9)
})

test('the most diversified portfolio of Choueifaty and Coignard (2008), and no random portfolio beats it', () => {
  const three = volatilityCorrelation([
    [0.01, 0.009, 0.001],
    [0.009, 0.01, 0.001],
    [0.001, 0.001, 0.01],
  ])
  const found = mostDiversifiedPortfolio(three, boxLimits(3, 0, 1, 1))
  assert.ok(found.status === 'solved')
  near(found.weights, [9 / 35, 9 / 35, 17 / 35], 1e-12)
  fc.assert(
    fc.property(
      covariances(0.002),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
      (covariance, drawn) => {
        const n = covariance.length
        const model = volatilityCorrelation(covariance)
        const best = mostDiversifiedPortfolio(model, boxLimits(n, 0, 1, 1))
        assert.ok(best.status === 'solved')
        const total = drawn.slice(0, n).reduce((sum, x) => sum + x, 1e-9)
        const weights = Float64Array.from({ length: n }, (_, i) => (drawn[i] + 1e-9 / n) / total)
        const own = weights.reduce((sum, weight, i) => sum + weight * model.volatilities[i], 0)
        const variance = weights.reduce(
          (sum, weight, i) => sum + weight * covariance[i].reduce((part, x, j) => part + x * weights[j], 0),
          0,
        )
        assert.ok(own / Math.sqrt(variance) <= best.diversificationRatio * (1 + 1e-10))
      },
    ),
    { numRuns: 60, seed: 2 },
  )
})

test('with upper limits the most diversified portfolio meets its conditions and its limits', () => {
  const found = mostDiversifiedPortfolio(volatilityCorrelation(eightAssets), boxLimits(8, 0.02, 0.3, 1))
  assert.ok(found.status === 'solved')
  assert.ok(found.weights.every((weight) => weight >= 0.02 - 1e-12 && weight <= 0.3 + 1e-12))
  assert.ok(Math.abs(found.weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12)
  // Moving weight between two assets off their bounds raises the ratio by nothing: marginal risk / volatility is the same.
  const inside = Array.from(found.weights, (_, i) => i).filter(
    (i) => found.weights[i] > 0.0201 && found.weights[i] < 0.2999,
  )
  const pull = inside.map((i) => (deviations[i] / found.diversificationRatio - found.marginal[i]) * 1)
  near(pull, new Array<number>(pull.length).fill(pull[0]), 1e-10)
})

test('singular covariances have risk budgets unless assets hedge each other completely', () => {
  fc.assert(
    fc.property(covariances(0), (covariance) => {
      if (covariance.some((row, i) => row[i] < 1e-6)) return
      try {
        assert.ok(equalRiskPortfolio(volatilityCorrelation(covariance)).largestGap < 1e-9)
      } catch (error) {
        assert.ok(error instanceof TuttiError && error.code === 'not-applicable', String(error))
      }
    }),
    { numRuns: 200, seed: 3 },
  )
})

const failsWith = (code: string, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof TuttiError && error.code === code)
}

test('inputs that have no answer are refused with the reason', () => {
  failsWith('invalid-input', () => volatilityCorrelation([]))
  failsWith('invalid-input', () => volatilityCorrelation([[1, 0]]))
  failsWith('invalid-input', () => volatilityCorrelation([[Number.NaN]]))
  failsWith('invalid-input', () =>
    volatilityCorrelation([
      [1, 0.5],
      [0.2, 1],
    ]),
  )
  failsWith('invalid-input', () =>
    volatilityCorrelation([
      [1, 2],
      [2, 1],
    ]),
  )
  failsWith('invalid-input', () =>
    volatilityCorrelation([
      [1, 0.9, -0.9],
      [0.9, 1, 0.9],
      [-0.9, 0.9, 1],
    ]),
  )
  failsWith('not-applicable', () =>
    volatilityCorrelation([
      [1, 0],
      [0, 0],
    ]),
  )
  const pair = volatilityCorrelation([
    [1, -1],
    [-1, 1],
  ])
  failsWith('not-applicable', () => equalRiskPortfolio(pair))
  failsWith('not-applicable', () => mostDiversifiedPortfolio(pair, boxLimits(2, 0, 1, 1)))
  failsWith('invalid-input', () => riskBudgetPortfolio(pair, [1]))
  failsWith('invalid-input', () => riskBudgetPortfolio(pair, [1, -1]))
  failsWith('invalid-input', () => riskBudgetPortfolio(pair, [0, 0]))
  const two = volatilityCorrelation([
    [1, 0],
    [0, 1],
  ])
  failsWith('invalid-input', () => limitedRiskBudgetPortfolio(two, [1, 1], boxLimits(2, -1, 1, 1)))
  failsWith('invalid-input', () => limitedRiskBudgetPortfolio(two, [1, 1], boxLimits(2, 0, 0, 1)))
  failsWith('unsupported', () =>
    limitedRiskBudgetPortfolio(two, [1, 1], {
      ...boxLimits(2, 0, 1, 1),
      turnover: { currentWeights: [1, 0], maxTwoWay: 1 },
    }),
  )
})

test('risk is sought in vain for a sum of weights that the hedges of the limits exceed', () => {
  failsWith('not-applicable', () =>
    limitedRiskBudgetPortfolio(
      volatilityCorrelation(eightAssets),
      new Array<number>(8).fill(1),
      boxLimits(8, 0.125, 1, 1),
    ),
  )
})
