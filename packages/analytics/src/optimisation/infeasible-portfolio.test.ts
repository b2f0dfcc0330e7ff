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

const three = {
  covariance: [
    [0.04, 0.006, 0.002],
    [0.006, 0.01, 0.003],
    [0.002, 0.003, 0.0025],
  ],
  expectedReturns: [0.07, 0.04, 0.025],
}
const turnover = { currentWeights: [0, 0, 1], maxTwoWay: 0.2 }

test('a conflict with the turnover names no limit that it does not need', () => {
  // Half in the first asset is a turnover of at least 0.5, whatever the budget and the other weights.
  const limits = { ...boxLimits(3, 0.5, 1, 1), assets: ['eq', 'cr', 'gv'], turnover }
  const outcome = infeasible(minimumVariance({ ...three, limits: { ...limits, minWeights: [0.5, 0.5, 0] } }))
  assert.equal(outcome.conflict.length, 2)
  assert.ok(named(outcome).includes('turnover upper'))
  assert.equal(outcome.conflict.find(({ limit }) => limit === 'turnover')?.bound, 0.2)
})

test('turnover counts per unit as written, and the compromise is within the relaxation, of fewest limits', () => {
  // To hold 0.3 of the first asset takes a turnover of 0.6: 0.3 more of it, or 0.15 less of the asset.
  const limits = {
    ...boxLimits(3, 0, 1, 1),
    minWeights: [0.3, 0, 0],
    turnover: { currentWeights: [0, 0, 1], maxTwoWay: 0.3 },
  }
  const outcome = infeasible(minimumVariance({ ...three, limits }))
  assert.deepEqual(outcome.relaxation, [{ limit: 'asset 1', side: 'lower', bound: 0.3, to: 0.15, amount: 0.15 }])
  assert.deepEqual(outcome.compromise?.broken, outcome.relaxation)
  near(outcome.compromise?.weights[0] ?? NaN, 0.15, 1e-12)
  assert.equal(outcome.prices.find(({ limit }) => limit === 'turnover')?.price, 0.5)
  // Where sales cannot be avoided, turnover itself is what gives, by one for one.
  const sold = { ...boxLimits(3, 0, 1, 0.5), turnover }
  const less = infeasible(minimumVariance({ ...three, limits: sold }))
  near(
    less.relaxation.reduce((sum, { amount }) => sum + amount, 0),
    0.3,
    1e-9,
  )
  assert.equal(less.relaxation.length, 1)
  assert.deepEqual(less.compromise?.broken, less.relaxation)
})

test('rounding is no broken limit, and weights at a bound are at it', () => {
  const limits: PortfolioLimits = {
    ...boxLimits(5, 0, 0.3, 1),
    assets: ['A', 'B', 'C', 'D', 'E'],
    maxWeights: [0.4, 0.4, 0.3, 0.3, 0.3],
    linear: [
      { name: 'g1', coefficients: [1, 1, 0, 0, 0], lower: 0.5, upper: 0.6 },
      { name: 'g2', coefficients: [0, 0, 0, 1, 1], lower: -Infinity, upper: 0.2 },
      { name: 'dur', coefficients: [5, 5, 0, 9, 5], lower: 7, upper: Infinity },
    ],
  }
  const outcome = infeasible(minimumVariance({ covariance, limits }))
  // The longest within the rest: 0.6 of 5 years and 0.2 of 9.
  assert.deepEqual(outcome.relaxation, [{ limit: 'dur', side: 'lower', bound: 7, to: 4.8, amount: 2.2 }])
  assert.deepEqual(outcome.compromise?.broken, outcome.relaxation)
  assert.equal(outcome.compromise?.weights[4], 0)
  assert.match(outcome.words, /dur at least 7 to 4\.8$/)
})

test('limits that clash with the number of holdings are named, and each is needed', () => {
  const limits = boxLimits(3, 0, 0.4, 1)
  const two = infeasible(cardinalityPortfolio({ ...three, limits }, 0.1, { maxHoldings: 2, minHolding: 0 }))
  assert.deepEqual(named(two).sort(), [
    'asset 1 upper',
    'asset 2 upper',
    'asset 3 upper',
    'budget lower',
    'number of holdings upper',
  ])
  assert.match(two.words, /clashes with: asset 1 at most 0\.4/)
  // To leave one of five holdings of 0.2 takes a turnover of 0.4.
  const still = { ...boxLimits(5, 0, 1, 1), turnover: { currentWeights: new Array(5).fill(0.2), maxTwoWay: 0.3 } }
  for (const minHolding of [0, 0.05]) {
    const four = infeasible(cardinalityPortfolio({ covariance, limits: still }, 0, { maxHoldings: 4, minHolding }))
    assert.deepEqual(named(four), ['number of holdings upper', 'budget lower', 'turnover upper'])
    assert.deepEqual([four.relaxation[0].limit, four.relaxation[0].to], ['number of holdings', 5])
  }
})

test('where number and least holding both have to give, both are told', () => {
  // Holdings of 0.25 are four at most, which takes a turnover of 0.4; and so do three without a least holding.
  const limits = { ...boxLimits(5, 0, 1, 1), turnover: { currentWeights: new Array(5).fill(0.2), maxTwoWay: 0.3 } }
  const outcome = infeasible(cardinalityPortfolio({ covariance, limits }, 0, { maxHoldings: 3, minHolding: 0.25 }))
  assert.deepEqual(
    outcome.relaxation.map(({ limit, to }) => [limit, to]),
    [
      ['number of holdings', 5],
      ['least holding', 0],
    ],
  )
  assert.ok(named(outcome).includes('turnover upper'))
})

test('a target volatility out of reach leaves the highest return, with its limits priced', () => {
  const limits = { ...boxLimits(3, 0, 1, 1), maxWeights: [0.3, 0.5, 1] }
  const free = solved(highestReturnAtRisk({ ...three, limits }, 0.5))
  assert.deepEqual([free.weights[0], free.weights[1]], [0.3, 0.5])
  const price = (outcome: typeof free, name: string): number =>
    outcome.binding.find(({ limit }) => limit === name)?.shadowPrice ?? NaN
  // The last asset fills the budget: more room for the others earns the difference.
  near(price(free, 'budget'), 0.025, 1e-12)
  near(price(free, 'asset 1'), 0.045, 1e-12)
  near(price(free, 'asset 2'), 0.015, 1e-12)
  const held = solved(highestReturnAtRisk({ ...three, limits: { ...limits, turnover } }, 0.5))
  near(held.weights[0], 0.1, 1e-12)
  // Two units of turnover move one from the last asset to the first.
  near(price(held, 'turnover'), 0.0225, 1e-12)
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
