import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RiskFactor } from '@tutti/analytics/revaluation'
import type { FactorModel } from './factor-model.ts'
import { handMadeMarket } from './hand-made-market.fixture.ts'
import { madeUpHedgingMandate } from './made-up-market.fixture.ts'
import { correlatedScenarios, freshScenarios, scenarioSet } from './scenario-set.ts'

const factors: RiskFactor[] = [
  { group: 'rates', currency: 'USD', years: 10 },
  { group: 'currency', currency: 'EUR' },
  { group: 'equity', index: 'WORLD' },
]
const market = handMadeMarket(factors, [[0.03, 0, 5]])
const model: FactorModel = {
  volatilities: Float64Array.of(0.01, 0.1, 0.2),
  correlation: [
    [1, 0.3, -0.4],
    [0.3, 1, 0.5],
    [-0.4, 0.5, 1],
  ],
  horizonYears: 1,
  from: '2010-01-01',
  to: '2020-01-01',
  changes: 500,
  shrinkage: 0,
  method: 'given',
}
const settings = (scenarios: object) => madeUpHedgingMandate({}, { scenarios })
const column = (shocks: Float64Array, f: number): number[] =>
  Array.from({ length: shocks.length / 3 }, (_, s) => shocks[3 * s + f] / model.volatilities[f])
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Every second moment of standardised shocks lies within four of its own standard errors of the target. */
function assertMoments(shocks: Float64Array): void {
  const columns = [0, 1, 2].map((f) => column(shocks, f))
  columns.forEach((a, i) => {
    const error = Math.sqrt(mean(a.map((x) => x * x)) / a.length)
    assert.ok(Math.abs(mean(a)) < 4 * error, `mean of factor ${i}: ${mean(a)} with error ${error}`)
    columns.forEach((b, j) => {
      const products = a.map((x, s) => x * b[s])
      const moment = mean(products)
      const spread = Math.sqrt(mean(products.map((p) => (p - moment) ** 2)) / products.length)
      const target = model.correlation[i][j]
      assert.ok(Math.abs(moment - target) < 4 * spread, `moment (${i}, ${j}): ${moment} for ${target}, error ${spread}`)
    })
  })
}

test('normal scenarios have the covariance of the model', () => {
  assertMoments(scenarioSet(settings({ count: 20_000, distribution: 'normal' }), market, 5, model).shocks)
})

test('Student scenarios have the covariance of the model and the kurtosis of their degrees of freedom', () => {
  const { shocks } = scenarioSet(settings({ count: 20_000, degrees_of_freedom: 9 }), market, 5, model)
  assertMoments(shocks)
  // excess kurtosis of a Student t with nu degrees of freedom: 6 / (nu - 4)
  const values = column(shocks, 1)
  const second = mean(values.map((x) => x ** 2))
  const kurtosis = mean(values.map((x) => x ** 4)) / second ** 2
  const error = Math.sqrt(mean(values.map((x) => (x ** 4 - kurtosis) ** 2)) / values.length)
  assert.ok(Math.abs(kurtosis - (3 + 6 / 5)) < 4 * error, `kurtosis ${kurtosis}, error ${error}`)
  assert.ok(kurtosis - 3 > 4 * error, `kurtosis ${kurtosis} is no more than the normal one, error ${error}`)
})

test('one mixing variable moves all factors, so that squares go together where correlations vanish', () => {
  const apart: FactorModel = {
    ...model,
    correlation: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  }
  const { shocks } = scenarioSet(settings({ count: 20_000, degrees_of_freedom: 9 }), market, 5, apart)
  const [a, b] = [column(shocks, 0), column(shocks, 1)]
  const together = a.map((x, s) => x * x * b[s] * b[s])
  // the expected square of the mixing factor is (nu - 2) / (nu - 4)
  const moment = mean(together)
  const error = Math.sqrt(mean(together.map((x) => (x - moment) ** 2)) / together.length)
  assert.ok(Math.abs(moment - 7 / 5) < 4 * error, `${moment}, error ${error}`)
})

test('a scenario depends on the seed and its number, not on how many there are', () => {
  const thousand = scenarioSet(settings({ count: 1000 }), market, 5, model)
  const two = scenarioSet(settings({ count: 2000 }), market, 5, model)
  assert.deepEqual(two.shocks.slice(0, 3000), thousand.shocks)
  assert.deepEqual(scenarioSet(settings({ count: 1000 }), market, 5, model), thousand)
  assert.notDeepEqual(scenarioSet(settings({ count: 1000 }), market, 6, model).shocks, thousand.shocks)
  assert.notDeepEqual(freshScenarios(settings({ count: 1000 }), market, 5, model).shocks, thousand.shocks)
})

test('other correlations keep the random numbers: the first factor does not change', () => {
  const two = settings({ count: 500 })
  const before = scenarioSet(two, market, 5, model).shocks
  const flipped = model.correlation.map((row, i) => row.map((value, j) => (i === j ? 1 : -value)))
  // -R has unit diagonal and is valid here: its smallest eigenvalue is above 0
  const after = correlatedScenarios(two, market, flipped, 5, model).shocks
  assert.deepEqual(column(after, 0), column(before, 0))
  assert.notDeepEqual(column(after, 1), column(before, 1))
  assert.deepEqual(correlatedScenarios(two, market, model.correlation, 5, model).shocks, before)
})

test('perfectly correlated factors move in lockstep', () => {
  const ones = model.correlation.map((row) => row.map(() => 1))
  const { shocks } = correlatedScenarios(settings({ count: 500 }), market, ones, 5, model)
  const [a, b, c] = [0, 1, 2].map((f) => column(shocks, f))
  a.forEach((x, s) => assert.ok(Math.abs(x - b[s]) < 1e-12 && Math.abs(x - c[s]) < 1e-12))
})

test('spreads stop at one basis point and volatilities at one point or one basis point', () => {
  const low: RiskFactor[] = [
    { group: 'credit', bucket: 'X' },
    { group: 'volatility', surface: 'fx:EUR' },
    { group: 'volatility', surface: 'rate:USD' },
  ]
  const levels = [0.01, 0.1, 0.009]
  const wide = { ...model, volatilities: Float64Array.of(0.02, 0.2, 0.02) }
  const { shocks, method } = scenarioSet(settings({ count: 1000 }), handMadeMarket(low, [levels]), 5, wide)
  const floors = [1e-4, 0.01, 1e-4]
  floors.forEach((floor, f) => {
    const reached = Array.from({ length: 1000 }, (_, s) => levels[f] + shocks[3 * s + f])
    assert.ok(Math.abs(Math.min(...reached) - floor) < 1e-15, `lowest ${Math.min(...reached)} for ${floor}`)
  })
  assert.match(method, /spreads not below 1 bp/)
})
