import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { TuttiError } from '../errors/index.ts'
import { configurationTable } from './configuration-table.ts'
import { mertonCap, rawWeight, targetWeight, tradedWeight } from './equity-weight.ts'
import { applyTradingRule, mertonLevels, tradesEveryMonth, writeTargetWeights } from './month-weights.ts'
import {
  standardRules as rules,
  type StrategyConfiguration,
  type StrategyRules,
  validConfiguration,
  validRules,
  weightFunctions,
} from './strategy.ts'
import { DRIFTED, strategyState, STRIDE, WEIGHT } from './strategy-state.ts'

const standard: StrategyConfiguration = {
  targetVolatility: 0.12,
  weightFunction: 'inverse-vol',
  windowMonths: 12,
  riskAversion: 1,
  costBp: 10,
}

test('each weight function gives its hand-computed weight', () => {
  const at = (weightFunction: StrategyConfiguration['weightFunction'], volatility: number): number =>
    rawWeight({ ...standard, weightFunction }, rules, volatility)
  assertClose(at('inverse-vol', 0.16), 0.75, 1e-15, 0)
  assertClose(at('inverse-vol', 0.1), 1.2, 1e-15, 0)
  assertClose(at('inverse-vol-squared', 0.16), 0.5625, 1e-15, 0)
  assertClose(at('linear-decay', 0.2), 0.68, 1e-15, 0)
  assertClose(at('linear-decay', 0.42), -0.2, 1e-15, 0)
  assert.equal(at('sigmoid', 0.12), 0.5)
  // 1 / (1 + e^(25 0.08)) = 1 / (1 + 7.389056098930650)
  assertClose(at('sigmoid', 0.2), 0.11920292202211755, 1e-15, 0)
  assertClose(at('sigmoid', 0.04), 0.8807970779778824, 1e-15, 0)
})

test('slopes are in weight per unit of volatility above target', () => {
  const steep = { ...rules, linearSlope: 8, sigmoidSlope: 50 }
  assertClose(rawWeight({ ...standard, weightFunction: 'linear-decay' }, steep, 0.17), 0.6, 1e-15, 0)
  assertClose(rawWeight({ ...standard, weightFunction: 'sigmoid' }, steep, 0.16), 0.11920292202211755, 1e-14, 0)
})

test('the weight is the smallest of function, Merton share and limit, and never below the minimum', () => {
  // Merton: 0.05 / (gamma vol^2)
  assertClose(mertonCap(standard, rules, 0.25), 0.8, 1e-15, 0)
  assertClose(mertonCap({ ...standard, riskAversion: 4 }, rules, 0.25), 0.2, 1e-15, 0)
  assertClose(targetWeight({ ...standard, riskAversion: 4 }, rules, 0.25), 0.2, 1e-15, 0)
  assertClose(targetWeight(standard, rules, 0.25), 0.48, 1e-15, 0)
  assert.equal(targetWeight(standard, rules, 0.06), 1)
  assert.equal(targetWeight(standard, { ...rules, maximumWeight: 0.7 }, 0.06), 0.7)
  assertClose(targetWeight(standard, { ...rules, maximumWeight: 1.5 }, 0.1), 1.2, 1e-15, 0)
  assert.equal(targetWeight({ ...standard, weightFunction: 'linear-decay' }, rules, 0.6), 0)
  assert.equal(
    targetWeight({ ...standard, weightFunction: 'linear-decay' }, { ...rules, minimumWeight: 0.2 }, 0.6),
    0.2,
  )
})

test('the trading rule: first month, rebalancing months, band and no-trade zone', () => {
  assert.equal(tradedWeight(rules, 5, 0.6, 0.5), 0.6)
  const quarterly = { ...rules, rebalanceMonths: 3 }
  assert.deepEqual(
    [0, 1, 2, 3, 4, 6].map((m) => tradedWeight(quarterly, m, 0.6, 0.5)),
    [0.6, 0.5, 0.5, 0.6, 0.5, 0.6],
  )
  const banded = { ...rules, band: 0.05 }
  assert.equal(tradedWeight(banded, 1, 0.54, 0.5), 0.5)
  assert.equal(tradedWeight(banded, 1, 0.56, 0.5), 0.56)
  assert.equal(tradedWeight(banded, 1, 0.44, 0.5), 0.44)
  assert.equal(tradedWeight(banded, 0, 0.02, 0), 0.02)
  const zoned = { ...rules, noTradeZone: 0.1 }
  assert.equal(tradedWeight(zoned, 1, 0.55, 0.5), 0.5)
  assertClose(tradedWeight(zoned, 1, 0.8, 0.5), 0.7, 1e-15, 0)
  assertClose(tradedWeight(zoned, 1, 0.2, 0.5), 0.3, 1e-15, 0)
  // band and zone together: within the band nothing, beyond it to the edge of the zone
  const both = { ...rules, band: 0.2, noTradeZone: 0.1 }
  assert.equal(tradedWeight(both, 1, 0.65, 0.5), 0.5)
  assertClose(tradedWeight(both, 1, 0.8, 0.5), 0.7, 1e-15, 0)
})

const configuration = fc.record({
  targetVolatility: fc.double({ min: 0.05, max: 0.2, noNaN: true }),
  weightFunction: fc.constantFrom(...weightFunctions),
  windowMonths: fc.integer({ min: 6, max: 24 }),
  riskAversion: fc.double({ min: 0.5, max: 5, noNaN: true }),
  costBp: fc.integer({ min: 0, max: 20 }),
})
const anyRules = fc.record({
  ...Object.fromEntries(Object.entries(rules).map(([key, value]) => [key, fc.constant(value)])),
  maximumWeight: fc.constantFrom(0.6, 1, 1.5),
  minimumWeight: fc.constantFrom(0, 0.2),
  rebalanceMonths: fc.constantFrom(1, 3),
  band: fc.constantFrom(0, 0.05),
  noTradeZone: fc.constantFrom(0, 0.1),
}) as unknown as fc.Arbitrary<StrategyRules>

test('weights in bulk are the weights one by one, in the order of the table', () => {
  fc.assert(
    fc.property(
      fc.array(configuration, { minLength: 1, maxLength: 30 }),
      anyRules,
      fc.double({ min: 0.01, max: 0.9, noNaN: true }),
      fc.nat(7),
      (configurations, someRules, level, month) => {
        const table = configurationTable(configurations)
        assert.deepEqual(
          Array.from(table.order).sort((a, b) => a - b),
          configurations.map((_, i) => i),
        )
        // another volatility for each window
        const volatility = Float64Array.from({ length: 25 }, (_, window) => level * (1 + 0.01 * window))
        const inverse = volatility.map((v) => 1 / v)
        const state = strategyState(table.cost)
        const drifted = 0.37
        for (let c = 0; c < table.count; c++) state[c * STRIDE + DRIFTED] = drifted
        writeTargetWeights(table, someRules, mertonLevels(table, someRules), volatility, inverse, state)
        const targets = Array.from(table.order, (place, row) => {
          const one = configurations[place]
          const target = targetWeight(one, someRules, volatility[one.windowMonths])
          assertClose(state[row * STRIDE + WEIGHT], target, 1e-14, 1e-13, `target of row ${row}`)
          return state[row * STRIDE + WEIGHT]
        })
        applyTradingRule(someRules, month, state)
        targets.forEach((target, row) => {
          assert.equal(state[row * STRIDE + WEIGHT], tradedWeight(someRules, month, target, drifted))
          if (tradesEveryMonth(someRules)) assert.equal(state[row * STRIDE + WEIGHT], target)
        })
      },
    ),
    { numRuns: 300, seed: 5 },
  )
})

test('impossible rules and configurations are refused by name', () => {
  const named = (field: string) => (error: unknown) =>
    error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === field
  for (const [field, value] of [
    ['linearSlope', 0],
    ['sigmoidSlope', -1],
    ['equityPremium', 0],
    ['minimumWeight', -0.1],
    ['maximumWeight', 5],
    ['financingSpread', 1],
    ['rebalanceMonths', 13],
    ['rebalanceMonths', 1.5],
    ['band', 2],
    ['noTradeZone', NaN],
  ] as const) {
    assert.throws(() => validRules({ ...rules, [field]: value }), named(field), `${field} ${value}`)
  }
  assert.throws(() => validRules({ ...rules, minimumWeight: 0.8, maximumWeight: 0.5 }), named('maximumWeight'))
  assert.equal(validRules(rules), rules)
  for (const [field, value] of [
    ['targetVolatility', 0],
    ['windowMonths', 0],
    ['windowMonths', 6.5],
    ['riskAversion', 0],
    ['costBp', -1],
    ['weightFunction', 'none'],
  ] as const) {
    assert.throws(() => validConfiguration({ ...standard, [field]: value }), named(field), `${field} ${value}`)
  }
  assert.equal(validConfiguration(standard), standard)
})
