import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { squareRootImpact } from '../risk/index.ts'
import {
  type CostTable,
  implementationShortfall,
  type LiquidHolding,
  liquidationValueAtRisk,
  type LiquidityRegime,
  liquidityStress,
  transactionCosts,
  type VolumeOrder,
  volumeSchedule,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)
const refused = { code: 'invalid-input' }

test('the parts of a shortfall add up to paper less actual', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.double({ min: 1, max: 200, noNaN: true })), {
        maxLength: 8,
      }),
      fc.tuple(fc.double({ min: 1, max: 200, noNaN: true }), fc.double({ min: 1, max: 200, noNaN: true })),
      fc.double({ min: 1, max: 200, noNaN: true }),
      (side, fills, [decisionPrice, arrivalPrice], closingPrice) => {
        const result = implementationShortfall({
          side,
          orderedShares: 1000,
          decisionPrice,
          arrivalPrice,
          closingPrice,
          fees: 12.5,
          fills: fills.map(([shares, price]) => ({ shares, price })),
        })
        const sign = side === 'buy' ? 1 : -1
        const filled = fills.reduce((sum, [shares]) => sum + shares, 0)
        const paid = fills.reduce((sum, [shares, price]) => sum + shares * price, 0)
        const paper = sign * 1000 * (closingPrice - decisionPrice)
        const actual = sign * (filled * closingPrice - paid) - 12.5
        near(result.total, paper - actual, 1e-9)
        near(result.delay + result.trading + result.opportunity + result.fees, result.total, 1e-12)
      },
    ),
    { seed: 5, numRuns: 200 },
  )
})

test('more filled than ordered is refused', () => {
  const order = { side: 'buy' as const, orderedShares: 10, decisionPrice: 1, arrivalPrice: 1, closingPrice: 1, fees: 0 }
  assert.throws(() => implementationShortfall({ ...order, fills: [{ shares: 11, price: 1 }] }), refused)
})

const order: VolumeOrder = {
  shares: 50_000,
  price: 40,
  volumes: [200_000, 50_000, 250_000],
  volatilityPerPeriod: 0.01,
  relativeSpread: 0.001,
  impactCoefficient: 0.7,
}

test('a volume-weighted schedule takes the same share of every volume and costs what one order would', () => {
  const { participation, totalCostBp, unexecuted } = volumeSchedule(order, { rule: 'volume-weighted' })
  for (const share of participation) near(share, 0.1)
  const one = squareRootImpact({
    orderSize: 50_000,
    averageDailyVolume: 500_000,
    dailyVolatility: 0.01,
    relativeSpread: 0.001,
    coefficient: 0.7,
  })
  near(totalCostBp, one * 1e4)
  assert.equal(unexecuted, 0)
})

test('a participation rate that is too low leaves a part and says so', () => {
  const { trades, unexecuted } = volumeSchedule(order, { rule: 'participation', rate: 0.05 })
  near(unexecuted, 25_000)
  assert.deepEqual(trades, [10_000, 2_500, 12_500])
  const early = volumeSchedule(order, { rule: 'participation', rate: 0.2 })
  assert.deepEqual(early.trades, [40_000, 10_000, 0])
  assert.equal(early.participation[2], 0)
})

test('the timing risk of equal trades is that of the shares still held', () => {
  const { timingRisk } = volumeSchedule(order, { rule: 'time-weighted' })
  near(timingRisk, 40 * 0.01 * 50_000 * Math.sqrt((2 / 3) ** 2 + (1 / 3) ** 2))
  assert.throws(() => volumeSchedule({ ...order, volumes: [1, 0] }, { rule: 'time-weighted' }), refused)
})

const table: CostTable = {
  halfSpreads: [
    { sector: 'financial', rating: 'A', halfSpreadBp: 6 },
    { sector: 'utility', rating: 'BBB', halfSpreadBp: 11 },
  ],
  sizeBuckets: [
    { upToSize: 1e5, factor: 2 },
    { upToSize: 1e6, factor: 1 },
    { upToSize: 1e7, factor: 1.5 },
  ],
  impactCoefficient: 0.5,
}
const trade = { sector: 'financial', rating: 'A', averageDailyAmount: 1e7, dailyVolatility: 0.004 }

test('costs by sector, rating and size add up to the same total', () => {
  const result = transactionCosts(
    [
      { ...trade, id: 'small', amount: 5e4 },
      { ...trade, id: 'large', amount: -4e6 },
      { ...trade, id: 'other', sector: 'utility', rating: 'BBB', amount: 5e7 },
    ],
    table,
  )
  near(result.trades[0].totalCost, 5e4 * 12e-4 + 5e4 * 0.5 * 0.004 * Math.sqrt(5e4 / 1e7))
  near(result.trades[1].spreadCost, 4e6 * 9e-4)
  near(result.trades[2].spreadCost, 5e7 * 16.5e-4)
  assert.deepEqual(
    result.bySize.map(({ key }) => key),
    ['up to 100000', 'largest'],
  )
  assert.deepEqual(result.cautions, ['above-last-bucket', 'above-daily-amount'])
  for (const groups of [result.bySector, result.byRating, result.bySize])
    near(
      groups.reduce((sum, { cost }) => sum + cost, 0),
      result.total.cost,
    )
})

test('a pair that the cost table lacks is refused', () => {
  assert.throws(() => transactionCosts([{ ...trade, id: 'x', rating: 'CCC', amount: 1 }], table), {
    code: 'missing-data',
    message: /financial, CCC/,
  })
})

const holdings: LiquidHolding[] = [
  { id: 'cash', value: 10, averageDailyAmount: Infinity, exitCostBp: 0, groups: { sector: 'cash' } },
  { id: 'bond', value: 60, averageDailyAmount: 20, exitCostBp: 20, groups: { sector: 'credit' } },
  { id: 'loan', value: 30, averageDailyAmount: 1, exitCostBp: 200, groups: { sector: 'credit' } },
]
const calm: LiquidityRegime = { name: 'calm', participation: 0.5, volumeFactor: 1, costFactor: 1, priceFall: 0 }

test('time to liquidate, by hand', () => {
  const [result] = liquidityStress(holdings, [calm], [0, 2, 6, 60], [0.3])
  assert.deepEqual(result.daysToLiquidate, [0, 6, 60])
  near(result.soldShare[0], 0.1)
  near(result.soldShare[1], (10 + 20 + 1) / 100)
  near(result.soldShare[2], (10 + 60 + 3) / 100)
  near(result.soldShare[3], 1)
  // 10 + 10 t + t/2 = 50
  near(result.daysToSell.half, 40 / 10.5)
  assert.equal(result.daysToSell.all, 60)
  near(result.byGroup[1].soldShare[1], 21 / 90)
})

test('a redemption is covered when the cash raised after cost reaches it', () => {
  const [result] = liquidityStress(holdings, [calm], [1, 2], [0.3])
  const [early, later] = result.redemptions
  near(early.coverageRatio, (10 + 10 * 0.998 + 0.5 * 0.98) / 30)
  assert.equal(early.isCovered, false)
  assert.equal(later.isCovered, true)
  assert.equal(early.cheapestFirstCost, null)
  near(early.shortfall, 30 - (10 + 10 * 0.998 + 0.5 * 0.98))
  near(later.cheapestFirstCost ?? NaN, 10 * 0.002 + 10 * 0.002 + (30 - 10 - 20 * 0.998) * (0.02 / 0.98), 1e-9)
  // an equal share of everything waits for the slowest
  near(later.proRataDays, (60 * 30) / (10 + 60 * 0.998 + 30 * 0.98))
})

test('stress never makes a portfolio more liquid', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 1, noNaN: true }),
      fc.double({ min: 1, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 0.5, noNaN: true }),
      (volumeFactor, costFactor, priceFall) => {
        const [base, stressed] = liquidityStress(
          holdings,
          [calm, { ...calm, name: 'stress', volumeFactor, costFactor, priceFall: 0 }],
          [1, 5],
          [0.1, 0.4],
        )
        stressed.soldShare.forEach((share, h) => assert.ok(share <= base.soldShare[h] + 1e-12))
        stressed.redemptions.forEach(({ coverageRatio }, r) =>
          assert.ok(coverageRatio <= base.redemptions[r].coverageRatio + 1e-12),
        )
        const [fallen] = liquidityStress(holdings, [{ ...calm, priceFall }], [1], [0.1])
        // cash keeps its value
        near(fallen.value, 10 + 90 * (1 - priceFall))
      },
    ),
    { seed: 6, numRuns: 100 },
  )
})

test('each holding takes its own part of a fall', () => {
  const [result] = liquidityStress(
    [holdings[0], { ...holdings[1], fallFactor: 0.2 }, { ...holdings[2], fallFactor: 2 }],
    [{ ...calm, priceFall: 0.1 }],
    [1],
    [],
  )
  near(result.value, 10 + 60 * 0.98 + 30 * 0.8)
})

test('bad regimes and holdings are named', () => {
  assert.throws(() => liquidityStress([], [calm], [1], [0.1]), refused)
  assert.throws(() => liquidityStress(holdings, [{ ...calm, participation: 2 }], [1], [0.1]), /participation/)
  assert.throws(() => liquidityStress(holdings, [calm], [1], [1.2]), /redemptions/)
  assert.throws(
    () => liquidityStress([{ ...holdings[0], averageDailyAmount: 0 }], [calm], [1], []),
    /averageDailyAmount/,
  )
})

test('one position sold over n days has the daily VaR times the root of (n+1)(2n+1)/6n', () => {
  for (const n of [1, 2, 7, 30]) {
    const risk = liquidationValueAtRisk([1e6], [[0.02 ** 2]], [n], [0.001], 0.99)
    near(risk.valueAtRisk, risk.oneDayValueAtRisk * Math.sqrt(((n + 1) * (2 * n + 1)) / (6 * n)))
    near(risk.exitCost, 1000)
  }
})

test('the variance of several positions is the sum over days of what is still held', () => {
  const covariance = [
    [4e-4, 1e-4, -5e-5],
    [1e-4, 9e-4, 2e-4],
    [-5e-5, 2e-4, 1e-4],
  ]
  const [positions, days] = [
    [5e6, -2e6, 8e6],
    [3, 1, 10],
  ]
  const risk = liquidationValueAtRisk(positions, covariance, days, [0, 0.002, 0.01], 0.95)
  let variance = 0
  for (let k = 0; k < 10; k++) {
    const held = positions.map((x, i) => x * Math.max(0, 1 - k / days[i]))
    held.forEach((x, i) => held.forEach((y, j) => (variance += x * y * covariance[i][j])))
  }
  near(risk.standardDeviation, Math.sqrt(variance))
  near(
    risk.contributions.reduce((sum, part) => sum + part, 0),
    risk.valueAtRisk,
  )
  assert.throws(
    () =>
      liquidationValueAtRisk(
        [1, 1],
        [
          [1, -2],
          [-2, 1],
        ],
        [1, 1],
        [0, 0],
        0.95,
      ),
    refused,
  )
})
