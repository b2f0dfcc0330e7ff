import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { transactionCosts } from '@tutti/analytics/execution'
import { varianceReduction } from '@tutti/analytics/hedging'
import { expectedShortfall, expectedShortfallInterval, valueAtRisk } from '@tutti/analytics/risk'
import { standardDeviation } from '@tutti/analytics/statistics'
import { smallMandate } from '../universe/small-fund.fixture.ts'
import { annualCost, dealingCost, tradeCosts } from './package-costs.ts'
import { packageFigures } from './package-figures.ts'
import { packageGrid } from './package-grid.ts'
import type { PackageStudy } from './package-study.ts'
import { effectivenessMeasure, tailMeasure, tailPlan, volatilityMeasure } from './scenario-measures.ts'
import { exposures, smallStudy } from './small-study.fixture.ts'

const study = smallStudy()
const grid = packageGrid(study.universe, study.strategies)
const figures = packageFigures(study, grid)

/** Profits of a package summed over its trades. */
function summed({ profits, universe }: PackageStudy, position: number, view: 'all' | 'rates' | 'credit'): Float64Array {
  return profits.fund[view].map((own, s) =>
    grid[position].trades.reduce(
      (sum, { instrument, quantity }) =>
        sum + quantity * profits.units[view][universe.findIndex(({ id }) => id === instrument)][s],
      own,
    ),
  )
}

const near = (got: number, expected: number, tolerance = 1e-9): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${got} is not ${expected}`)

test('the grid holds every combination once, the empty package first', () => {
  assert.equal(grid.length, 5 * 5 * 3 * 4)
  assert.equal(new Set(grid.map(({ strategies }) => JSON.stringify(strategies))).size, grid.length)
  assert.deepEqual(grid[0], {
    id: 'p001',
    strategies: { currency: 'none', rates: 'none', inflation: 'none', credit: 'none' },
    trades: [],
  })
  assert.equal(grid[299].id, 'p300')
})

test('trades of two domains in one instrument become one', () => {
  const strategies = study.strategies.map((set) =>
    set.domain === 'inflation'
      ? { ...set, strategies: [{ ...set.strategies[0], trades: [{ instrument: 'swap:USD:10', quantity: -8.25e9 }] }] }
      : set,
  )
  const merged = packageGrid(study.universe, strategies)
  const swaps = merged.find(({ strategies: ids }) => ids?.rates === 'swaps-100')!
  assert.deepEqual(
    swaps.trades.filter(({ instrument }) => instrument.startsWith('swap')),
    [{ instrument: 'swap:USD:30', quantity: 10e9 }],
  )
})

test('a trade outside the universe is refused by its name', () => {
  const strategies = study.strategies.map((set) =>
    set.domain === 'credit'
      ? { ...set, strategies: [{ ...set.strategies[0], trades: [{ instrument: 'cds:NOBODY:5', quantity: 1 }] }] }
      : set,
  )
  assert.throws(
    () => packageGrid(study.universe, strategies),
    (error) => error instanceof TuttiError && error.code === 'invalid-input' && error.details.got === 'cds:NOBODY:5',
  )
  assert.throws(
    () => packageGrid(study.universe, study.strategies.slice(1)),
    (error) => error instanceof TuttiError && error.details.field === 'strategies.currency',
  )
})

test('tail figures of the losses 1 to 100 are those worked by hand', () => {
  const losses = Float64Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) + 1)
  const tail = tailMeasure(losses, tailPlan(100, 0.95))
  // The 95th of 100; the mean of 96 … 100. The quantile function rises by 1 a rank: 100 sqrt(0.95 x 0.05 / 100).
  near(tail.valueAtRisk.value, 95)
  near(tail.expectedShortfall.value, 98)
  near(tail.valueAtRisk.standardError, 100 * Math.sqrt(0.000475))
  // Excesses 1 … 5: mean 3 over the tail, sum of squares 55: (55 / (100 x 0.0025) - 9) / 100.
  near(tail.expectedShortfall.standardError, Math.sqrt((220 - 9) / 100))
})

test('risk figures of packages agree with the risk functions on profits summed trade by trade', () => {
  for (const position of [0, 57, 130, 226, 299]) {
    const losses = summed(study, position, 'all').map((profit) => -profit)
    const { fundedStatusAtRisk, expectedShortfall: shortfall, surplusVolatility, effectiveness } = figures[position]
    near(fundedStatusAtRisk.value, valueAtRisk(losses, 0.95, { definition: 'lower-quantile' }))
    near(shortfall.value, expectedShortfall(losses, 0.95, { definition: 'fractional' }))
    near(shortfall.standardError, expectedShortfallInterval(losses, 0.95, 0.95).standardError, 0.02)
    near(surplusVolatility.value, standardDeviation(losses, 'sample'))
    assert.ok(shortfall.value >= fundedStatusAtRisk.value)
    if (position !== 299 || effectiveness.credit === null) continue
    const item = study.profits.fund.credit
    const hedge = summed(study, position, 'credit').map((total, s) => total - item[s])
    near(effectiveness.credit.value, varianceReduction(item, hedge).unitHedge)
  }
})

test('standard errors agree with the spread of the figures over independent sets of scenarios', () => {
  const runs = Array.from({ length: 120 }, (_, k) => {
    const own = smallStudy({ scenarios: 400, seed: 1000 + k })
    return packageFigures(own, [grid[57]])[0]
  })
  const read = {
    FSaR: (run: (typeof runs)[number]) => run.fundedStatusAtRisk,
    shortfall: (run: (typeof runs)[number]) => run.expectedShortfall,
    volatility: (run: (typeof runs)[number]) => run.surplusVolatility,
    effectiveness: (run: (typeof runs)[number]) => run.effectiveness.rates!,
    'collateral need': (run: (typeof runs)[number]) => run.collateralNeed,
  }
  for (const [name, figure] of Object.entries(read)) {
    const spread = standardDeviation(
      runs.map((run) => figure(run).value),
      'sample',
    )
    const claimed = runs.reduce((sum, run) => sum + figure(run).standardError, 0) / runs.length
    // The spread of 120 runs is itself known to about 6.5 %.
    assert.ok(Math.abs(claimed / spread - 1) < 0.25, `${name}: claimed ${claimed}, spread ${spread}`)
  }
})

test('the cost of a package is its parts worked by hand', () => {
  const trades = [
    { instrument: 'forward:EUR:0.25', quantity: 5e9 },
    { instrument: 'swap:USD:30', quantity: -2e9 },
  ]
  const costs = tradeCosts(study, trades)
  near(costs.carry, -5e6 + 2e6)
  near(costs.roll, 0.0001 * 5e9 - 0.0001 * 2e9)
  near(costs.initialMargin, 0.03 * 2e9)
  // Half spread 1 bp; impact 0.3 x 20 bp x sqrt(5 / 50) and sqrt(2 / 50) of the volume of five days.
  near(costs.executionCost, 5e9 * (1 + 6 * Math.sqrt(0.1)) * 1e-4 + 2e9 * (1 + 6 * Math.sqrt(0.04)) * 1e-4)
  const annual = annualCost(costs, 2e6)
  // The swap is sold: what it earns does not count, what the forward pays does.
  near(annual.carryAndRoll, 5e6 - 0.0005e9)
  near(annual.uncountedIncome, 2e6 - 0.0002e9)
  near(annual.execution, costs.executionCost / 3)
  near(annual.charges, 2e6)
  near(annual.total, annual.carryAndRoll + annual.execution + 2e6)
  const credited = smallMandate({ objectives: { carry_credit: 0.25 } })
  const quarter = annualCost(tradeCosts({ ...study, mandate: credited }, trades), 2e6)
  near(quarter.carryAndRoll, 4.5e6 - 0.25 * 1.8e6)
  near(quarter.carryAndRoll - quarter.uncountedIncome, -(costs.carry + costs.roll))
})

test('the dealing cost is that of the transaction-cost model over the volume of the window', () => {
  const [instrument] = study.universe
  const { spread, impact } = dealingCost(instrument, -3e9, study.mandate)
  const { trades } = transactionCosts(
    [{ id: 'x', sector: 'fx', rating: '', amount: 3e9, averageDailyAmount: 50e9, dailyVolatility: 0.002 }],
    { halfSpreads: [{ sector: 'fx', rating: '', halfSpreadBp: 1 }], sizeBuckets: [], impactCoefficient: 0.3 },
  )
  near(spread, trades[0].spreadCost)
  near(impact, trades[0].impactCost)
})

test('annual cost, score and limits of every package follow from its figures', () => {
  grid.forEach((item, i) => {
    const own = figures[i]
    const costs = tradeCosts(study, item.trades)
    near(costs.carryAndRollCost - costs.uncountedIncome, -(own.carry + own.roll))
    near(own.annualCost, costs.carryAndRollCost + own.executionCost / 3 + own.annualCharges.value)
    near(own.initialMargin, costs.initialMargin)
    near(own.score, own.annualCost + 0.06 * own.fundedStatusAtRisk.value)
    assert.equal(own.limits.length, 11)
    assert.equal(
      own.feasible,
      own.limits.every(({ met }) => met),
    )
    for (const { kind, value, limit, slack, met } of own.limits) {
      near(slack, kind === 'at most' ? limit - value : value - limit)
      assert.equal(met, slack >= -1e-9 * (Math.abs(limit) || 1))
    }
    assert.ok(own.collateralNeed.value >= own.initialMargin)
  })
})

test('hedges at the full ratio of a linear exposure leave no duration gap and full effectiveness', () => {
  const full = grid.findIndex(({ strategies: ids }) => ids?.currency === 'forward-100' && ids.rates === 'swaps-100')
  near(figures[full].durationGapYears, 0)
  near(figures[full].effectiveness.rates!.value, 1)
  near(figures[full].effectiveness.currency!.value, 1)
  near(figures[0].durationGapYears, -246 / 25)
  assert.equal(figures[0].effectiveness.rates!.value, 0)
  assert.equal(figures[0].riskReduction, 0)
})

test('trades without a credit support annex are not called for collateral', () => {
  const counterparties = [{ id: 'BANK-A', cds_spread_bp: 80, exposure_limit: 1e9, csa: null }]
  const uncollateralised = smallStudy({ mandate: smallMandate({ counterparties }) })
  const forwards = grid.find(({ strategies: ids }) => ids?.currency === 'forward-100')!
  const [open] = packageFigures(uncollateralised, [forwards])
  const [called] = packageFigures(study, [forwards])
  assert.equal(open.collateralNeed.value, 0)
  assert.equal(open.collateralNeed.standardError, 0)
  assert.ok(called.collateralNeed.value > 0)
})

test('a group that the fund is not exposed to has no effectiveness and no floor', () => {
  const matched = smallStudy({ exposures: exposures.map((value, f) => (f === 3 || f === 4 ? 0 : value)) })
  const [own] = packageFigures(matched, [grid[0]])
  assert.equal(own.effectiveness.currency, null)
  assert.deepEqual(
    own.limits.filter(({ id }) => id === 'currency-effectiveness'),
    [],
  )
})

test('too few scenarios in the tail and profits that do not fit are refused', () => {
  assert.throws(
    () => packageFigures(smallStudy({ scenarios: 99 }), [grid[0]]),
    (error) =>
      error instanceof TuttiError && error.code === 'not-applicable' && error.details.expected === 'at least 100',
  )
  assert.throws(
    () => packageFigures({ ...study, universe: study.universe.slice(1) }, [grid[0]]),
    (error) => error instanceof TuttiError && error.code === 'invalid-input' && error.details.field === 'profits',
  )
})

test('a constant profit has no volatility, and a hedge that is the mirror of its item full effectiveness without error', () => {
  assert.deepEqual(volatilityMeasure(new Float64Array(10).fill(3)), { value: 0, standardError: 0, count: 10 })
  const item = Float64Array.from([1, -2, 3, 0.5])
  assert.deepEqual(effectivenessMeasure(new Float64Array(4), item), { value: 1, standardError: 0, count: 4 })
})
