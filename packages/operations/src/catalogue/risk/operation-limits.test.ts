import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fxMoneyMarketForwardsOperation } from '../fx/forwards.ts'
import { constantMaturityBondOperation, g2SwaptionOperation } from '../models/index.ts'
import { nearestCorrelationOperation } from '../random/index.ts'
import { sharpeAnnualisationOperation } from '../statistics/index.ts'
import { componentTailRiskOperation, historicalTailRiskOperation, scaledValueAtRiskOperation } from './index.ts'

const invalid = { code: 'invalid-input' }

test('inputs that set the length of a loop are bounded', () => {
  const bond = constantMaturityBondOperation
  assert.throws(() => bond.run({ ...bond.example, maturityYears: 1e12 }), invalid)
  assert.throws(() => bond.run({ ...bond.example, maturityYears: 3000, frequency: 2 }), /4000 coupon periods/)
  const swaption = g2SwaptionOperation
  assert.throws(() => swaption.run({ ...swaption.example, fixedFrequency: 1e9 }), invalid)
  assert.throws(() => swaption.run({ ...swaption.example, tenorYears: 1e12 }), invalid)
  assert.throws(() => scaledValueAtRiskOperation.run({ dailyValueAtRisk: 1, days: 1e12, autocorrelation: 0 }), invalid)
  assert.throws(() => sharpeAnnualisationOperation.run({ autocorrelation: 0, periods: 1e12 }), invalid)
})

test('a forward settled with spot is spot', () => {
  const { example } = fxMoneyMarketForwardsOperation
  const { forwardRates, points } = fxMoneyMarketForwardsOperation.run({ ...example, days: [0, 30] })
  assert.equal(forwardRates[0], example.spot)
  assert.equal(points[0], 0)
  assert.ok(forwardRates[1] > example.spot)
})

test('an incremental VaR without a meaning is null beside the figures that have one', () => {
  const covariance = [
    [0.04, 0],
    [0, 0.01],
  ]
  const result = componentTailRiskOperation.run({
    weights: [0.6, 0],
    confidence: 0.99,
    covariance,
    expectedReturns: [0, 0],
  })
  assert.deepEqual(result.incrementalValueAtRisk, [null, 0])
  assert.ok(Math.abs(result.valueAtRisk - 0.6 * 0.2 * 2.3263478740408408) < 1e-12)
})

test('the upper quantile and the order statistic above the type-7 position are told apart', () => {
  const losses = Array.from({ length: 10 }, (_, i) => i)
  const { valueAtRisk } = historicalTailRiskOperation.run({ losses, confidence: 0.05 })
  assert.equal(valueAtRisk.lowerQuantile, 0)
  assert.equal(valueAtRisk.upperQuantile, 0)
  assert.equal(valueAtRisk.higher, 1)
  assert.ok(Math.abs(valueAtRisk.linear - 0.45) < 1e-12)
})

test('a wild entry of a matrix to be repaired is bad input', () => {
  const matrix = [
    [1, -1e308],
    [-1e308, 1],
  ]
  assert.throws(() => nearestCorrelationOperation.run({ matrix }), invalid)
})
