import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  covariance,
  currentWeights,
  expectedReturns,
  failsWith,
  grouped,
  market,
  near,
  solved,
} from './five-assets.fixture.ts'
import {
  boxLimits,
  cardinalityPortfolio,
  highestReturnAtRisk,
  highestSharpe,
  leastVarianceAtReturn,
  minimumVariance,
  type InfeasiblePortfolio,
  type PortfolioLimits,
  type PortfolioOutcome,
  requireLimits,
} from './index.ts'

function infeasible(outcome: PortfolioOutcome): InfeasiblePortfolio {
  if (outcome.status === 'solved') return assert.fail('the limits were met')
  return outcome
}

const named = (outcome: InfeasiblePortfolio): string[] => outcome.conflict.map(({ limit, side }) => `${limit} ${side}`)

test('a budget that the weights cannot reach names the budget and the weights', () => {
  const outcome = infeasible(minimumVariance({ covariance, limits: boxLimits(5, 0, 0.15, 1) }))
  assert.deepEqual(named(outcome).sort(), [
    'asset 1 upper',
    'asset 2 upper',
    'asset 3 upper',
    'asset 4 upper',
    'asset 5 upper',
    'budget lower',
  ])
  near(
    outcome.relaxation.reduce((sum, { amount }) => sum + amount, 0),
    0.25,
    1e-9,
  )
  assert.match(outcome.words, /budget at least 1/)
  assert.equal(outcome.compromise?.weights.length, 5)
})

test('bounds that cross, groups, a return out of reach and a turnover limit are named in their own words', () => {
  const crossed = { ...boxLimits(5, 0, 1, 1), minWeights: [0, 0.5, 0, 0, 0], maxWeights: [1, 0.4, 1, 1, 1] }
  assert.deepEqual(named(infeasible(minimumVariance({ covariance, limits: crossed }))), [
    'asset 2 lower',
    'asset 2 upper',
  ])
  const groups: PortfolioLimits = {
    ...boxLimits(5, 0, 1, 1),
    assets: ['A', 'B', 'C', 'D', 'E'],
    linear: [
      { name: 'equities', coefficients: [1, 1, 1, 0, 0], lower: -Infinity, upper: 0.4 },
      { name: 'bonds', coefficients: [0, 0, 0, 1, 1], lower: -Infinity, upper: 0.4 },
    ],
  }
  assert.deepEqual(named(infeasible(minimumVariance({ covariance, limits: groups }))).sort(), [
    'bonds upper',
    'budget lower',
    'equities upper',
  ])
  const high = infeasible(
    leastVarianceAtReturn({ covariance, expectedReturns, limits: boxLimits(5, 0, 1, 1) }, 0.2, 'at-least'),
  )
  assert.ok(named(high).includes('target return lower'))
  near(high.relaxation.find(({ limit }) => limit === 'target return')?.to ?? NaN, 0.11, 1e-9)
  const still = { ...boxLimits(5, 0, 0.2, 1), turnover: { currentWeights, maxTwoWay: 0.05 } }
  const turnover = infeasible(minimumVariance({ covariance, limits: still }))
  assert.ok(named(turnover).includes('turnover upper'))
  near(turnover.conflict.find(({ limit }) => limit === 'turnover')?.bound ?? NaN, 0.05, 1e-12)
  assert.equal(infeasible(highestSharpe({ covariance, expectedReturns, limits: groups }, 0.02)).status, 'infeasible')
})

test('a volatility below the least says what is possible, and what holds it up', () => {
  const outcome = infeasible(highestReturnAtRisk({ covariance, expectedReturns, limits: grouped }, 0.05))
  const least = solved(minimumVariance({ covariance, limits: grouped }))
  near(outcome.relaxation[0].to, least.volatility, 1e-9)
  assert.ok(named(outcome).includes('target volatility upper'))
  assert.ok(named(outcome).includes('growth lower'))
})

test('too few or too small holdings are told with the number or size that is possible', () => {
  const limits = boxLimits(5, 0, 0.3, 1)
  const few = infeasible(cardinalityPortfolio({ covariance, limits }, 0, { maxHoldings: 2, minHolding: 0 }))
  assert.deepEqual([few.relaxation[0].limit, few.relaxation[0].to], ['number of holdings', 4])
  const large = infeasible(
    cardinalityPortfolio({ covariance, limits: boxLimits(5, 0, 0.45, 1) }, 0, { maxHoldings: 5, minHolding: 0.4 }),
  )
  assert.equal(large.relaxation[0].limit, 'least holding')
  near(large.relaxation[0].to, 1 / 3, 1e-5)
})

test('relaxed as told, the limits can be met, and so can a conflict without any one of its limits (seeded)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 100_000 }), (count, seed) => {
      const { covariance: rows, expectedReturns: returns } = market(count, seed)
      const limits: PortfolioLimits = {
        ...boxLimits(count, 0, 0.9, 1),
        linear: [
          { name: 'return', coefficients: returns, lower: 1.1 * Math.max(...returns) + 0.01, upper: Infinity },
          {
            name: 'first half',
            coefficients: returns.map((_, i) => (2 * i < count ? 1 : 0)),
            lower: -Infinity,
            upper: 0.5,
          },
        ],
      }
      const outcome = infeasible(minimumVariance({ covariance: rows, limits }))
      const moved = (changes: InfeasiblePortfolio['relaxation']): PortfolioLimits => {
        const to = (limit: string, side: string, value: number): number => {
          const change = changes.find((item) => item.limit === limit && item.side === side)
          return change === undefined ? value : change.to + (side === 'lower' ? -1e-7 : 1e-7)
        }
        return {
          ...limits,
          minWeights: limits.minWeights.map((value, i) => to(`asset ${i + 1}`, 'lower', value)),
          maxWeights: limits.maxWeights.map((value, i) => to(`asset ${i + 1}`, 'upper', value)),
          budget: { lower: to('budget', 'lower', 1), upper: to('budget', 'upper', 1) },
          linear: (limits.linear ?? []).map((item) => ({
            ...item,
            lower: to(item.name, 'lower', item.lower),
            upper: to(item.name, 'upper', item.upper),
          })),
        }
      }
      assert.equal(minimumVariance({ covariance: rows, limits: moved(outcome.relaxation) }).status, 'solved')
      for (const dropped of outcome.conflict) {
        const has = (limit: string, side: string): boolean =>
          outcome.conflict.some((item) => item !== dropped && item.limit === limit && item.side === side)
        const only: PortfolioLimits = {
          minWeights: limits.minWeights.map((value, i) => (has(`asset ${i + 1}`, 'lower') ? value : -1e3)),
          maxWeights: limits.maxWeights.map((value, i) => (has(`asset ${i + 1}`, 'upper') ? value : 1e3)),
          budget: { lower: has('budget', 'lower') ? 1 : -1e3, upper: has('budget', 'upper') ? 1 : 1e3 },
          linear: (limits.linear ?? []).map((item) => ({
            ...item,
            lower: has(item.name, 'lower') ? item.lower : -Infinity,
            upper: has(item.name, 'upper') ? item.upper : Infinity,
          })),
        }
        assert.equal(
          minimumVariance({ covariance: rows, limits: only }).status,
          'solved',
          `${dropped.limit} ${dropped.side}`,
        )
      }
    }),
    { seed: 5, numRuns: 12 },
  )
})

test('limits that do not fit together are refused with the field', () => {
  const base = boxLimits(3, 0, 1, 1)
  const bad: [PortfolioLimits, RegExp][] = [
    [{ ...base, minWeights: [0] }, /minWeights/],
    [{ ...base, maxWeights: [1, NaN, 1] }, /maxWeights\[1\]/],
    [{ ...base, minWeights: [0, Infinity, 0] }, /minWeights\[1\]/],
    [{ ...base, budget: { lower: NaN, upper: 1 } }, /budget\.lower/],
    [{ ...base, assets: ['a', 'a', 'b'] }, /assets/],
    [{ ...base, linear: [{ name: 'budget', coefficients: [1, 1, 1], lower: 0, upper: 1 }] }, /linear/],
    [{ ...base, linear: [{ name: 'x', coefficients: [1, Infinity, 1], lower: 0, upper: 1 }] }, /linear\[0\]/],
    [{ ...base, turnover: { currentWeights: [1], maxTwoWay: 1 } }, /turnover/],
  ]
  for (const [limits, words] of bad) assert.throws(() => requireLimits(limits, 3), failsWith('invalid-input', words))
})
