import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portfolioLoss, portfolioTail } from '@tutti/analytics/credit'
import { bivariateNormalCdf, normalQuantile } from '@tutti/analytics/math'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import { type HedgingMandate, validHedgingMandate } from '../mandate/index.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { creditCopula } from './credit-copula.ts'
import { type CreditEventInputs, creditEvents } from './credit-events.ts'
import { creditPositions } from './credit-outcomes.ts'
import { creditSimulation } from './credit-simulation.ts'
import { averageTransitions, ratingClass, type TransitionTable, transitionsOver } from './rating-transitions.ts'
import { spreadLadder } from './spread-ladder.ts'
import { hedge, line, smallMarket } from './stress-fund.fixture.ts'

const near = (actual: number, expected: number, tolerance = 1e-9): void => {
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`)
}

const mandate: HedgingMandate = validHedgingMandate(
  {
    counterparties: [
      { id: 'A', cds_spread_bp: 120, exposure_limit: 1e9, csa: null, wrong_way_correlation: 0.5 },
      { id: 'B', cds_spread_bp: 120, exposure_limit: 1e9, csa: {}, wrong_way_correlation: 0 },
      { id: 'C', cds_spread_bp: 120, exposure_limit: 1e9, csa: null, domains: ['rates'] },
    ],
    market: {
      currencies: { USD: { curve: 'zero-curve:USD' }, EUR: { curve: 'zero-curve:EUR', fx: 'fx:EURUSD' } },
      spreads: {
        'USD-BBB': { series: 'spread:USD-BBB', rating: 'BBB', currency: 'USD' },
        'USD-A': { series: 'spread:USD-A', rating: 'A', currency: 'USD' },
        'USD-IG': { series: 'spread:USD-IG', currency: 'USD' },
      },
      credit_indices: [{ bucket: 'USD-IG', currency: 'USD' }],
    },
  },
  'test',
)
const market = {
  ...smallMarket(),
  valuation: { ...smallMarket().valuation, spreads: { 'USD-BBB': 0.02, 'USD-A': 0.012, 'USD-IG': 0.014 } },
}

const bond = (id: string, terms: Partial<BookLine> = {}, bucket = 'USD-BBB'): BookLine =>
  line(
    id,
    { kind: 'fixed flows', currency: 'USD', flows: [{ years: 5, amount: 1 }], spread: 0.02, bucket },
    { quantity: 100, rating: 'BBB', issuer: `issuer of ${id}`, ...terms },
  )
const bonds = (count: number): FundBook => ({ lines: Array.from({ length: count }, (_, i) => bond(`bond-${i}`)) })
const today = 100 * Math.exp(-(0.03 + 0.02) * 5)

/** Protection at a par spread of its bucket: worth nothing today but for the timing of premiums. */
const protection = (id: string, bucket: string, cleared = false, couponRate = 0.02): HedgeInstrument =>
  hedge(
    id,
    'credit',
    cleared ? 'index-cds' : 'cds',
    {
      kind: 'credit default swap',
      side: 'buy protection',
      currency: 'USD',
      bucket,
      ownSpread: 0,
      notional: 1,
      maturityYears: 5,
      couponRate,
      recovery: 0.4,
    },
    cleared,
  )
const universe = [
  protection('cds:issuer of bond-0:5', 'USD-BBB'),
  protection('index-cds:USD-IG:5', 'USD-IG', true),
  hedge('total-return-swap:USD-BBB', 'credit', 'total-return-swap', {
    kind: 'total return swap',
    side: 'pay total return',
    currency: 'USD',
    flows: [{ years: 5, amount: 1 / Math.exp(-0.25) }],
    spread: 0.02,
    bucket: 'USD-BBB',
    referenceValue: 1,
  }),
]

/** Defaults with 2 % a year, or nothing. */
const defaultsOnly: TransitionTable = {
  label: 'Defaults only',
  rows: Array.from({ length: 8 }, (_, i) =>
    Array.from({ length: 8 }, (_unused, j) => (i === 7 ? Number(j === 7) : i === j ? 0.98 : j === 7 ? 0.02 : 0)),
  ),
}

const inputs = (more: Partial<CreditEventInputs> = {}): CreditEventInputs => ({
  mandate,
  market,
  book: bonds(50),
  universe,
  trades: [],
  allocation: null,
  seed: 11,
  ...more,
})

test('ratings fall into the classes of the table, whose rows sum to one; two years are a year twice', () => {
  assert.deepEqual(
    ['AAA', 'AA+', 'Aa3', 'A-', 'BBB-', 'Ba1', 'B', 'CCC-', 'D'].map(ratingClass),
    [0, 1, 1, 2, 3, 4, 5, 6, 7],
  )
  assert.throws(() => ratingClass('good'), { code: 'unsupported' })
  for (const row of averageTransitions.rows)
    near(
      row.reduce((sum, each) => sum + each, 0),
      1,
    )
  assert.equal(transitionsOver(averageTransitions, 1), averageTransitions.rows)
  const twice = averageTransitions.rows.map((row) =>
    row.map((_, j) => row.reduce((sum, each, k) => sum + each * averageTransitions.rows[k][j], 0)),
  )
  transitionsOver(averageTransitions, 2).forEach((row, i) =>
    row.forEach((each, j) => assert.ok(Math.abs(each - twice[i][j]) < 1e-3, `${i} ${j}`)),
  )
})

test('a ladder has the rated buckets of the market and fills the other classes in proportion, never falling', () => {
  const ladder = spreadLadder(mandate, market, 'USD-BBB')
  near(ladder[2], 0.012)
  near(ladder[3], 0.02)
  near(ladder[1], (0.012 * 90) / 130)
  near(ladder[4], (0.02 * 350) / 200)
  near(ladder[6], (0.02 * 1100) / 200)
  const inverted = { valuation: { ...market.valuation, spreads: { 'USD-BBB': 0.01, 'USD-A': 0.012 } } }
  near(spreadLadder(mandate, inverted, 'USD-BBB')[3], 0.012)
})

test('outcomes are full revaluations at the spread of the new class, and recoveries on default', () => {
  const trades = [{ instrument: 'cds:issuer of bond-0:5', quantity: 10 }]
  const { positions } = creditPositions(mandate, market, bonds(1), universe, trades)
  const [held, bought] = positions
  near(held.value, today)
  near(held.outcomes[2], today * (Math.exp(0.008 * 5) - 1))
  near(held.outcomes[3], 0)
  near(held.outcomes[4], today * (Math.exp(-0.015 * 5) - 1))
  near(held.outcomes[7], -0.6 * today)
  assert.equal(bought.issuer, 'issuer of bond-0')
  near(bought.outcomes[7], 10 * 0.6 - bought.value)
  assert.ok(bought.outcomes[4] > 0 && bought.outcomes[2] < 0)
})

test('defaults of fifty equal issuers: mean, deviation and tail of the recursion for one-factor losses', () => {
  const record = creditEvents(inputs({ transitions: defaultsOnly, scenarios: 20_000 }))
  const correlation = 0.12 + 0.12 * Math.exp(-50 * 0.02)
  const exposure = { exposure: today, pd: 0.02, lgd: 0.6, assetCorrelation: correlation }
  const exact = portfolioLoss(
    Array.from({ length: 50 }, () => exposure),
    50,
  )
  const { mean, deviation, tails } = record.unhedged
  near(record.expectedLossUnhedged, exact.expectedLoss)
  assert.ok(Math.abs(mean.value - exact.expectedLoss) < 4 * mean.standardError)
  assert.ok(Math.abs(deviation.value - exact.deviation) < 4 * deviation.standardError)
  // a grid of whole defaults: the quantile is one of its points
  near(tails[1].valueAtRisk.value, portfolioTail(exact, 0.99).valueAtRisk)
  const { expectedShortfall } = tails[1]
  const shortfall = portfolioTail(exact, 0.99).expectedShortfall
  assert.ok(Math.abs(expectedShortfall.value - shortfall) < 4 * expectedShortfall.standardError)
  assert.ok(Math.abs(record.defaults.value - 1) < 4 * record.defaults.standardError)
  assert.deepEqual(record.hedged, record.unhedged)
})

test('a pool has the expected loss of issuers of its class, and less in the tail than a few issuers have', () => {
  const pool = { lines: [bond('fund', { issuer: null, quantity: 5000 })] }
  const pooled = creditEvents(inputs({ book: pool }))
  const few = creditEvents(inputs({ book: { lines: [bond('a', { quantity: 2500 }), bond('b', { quantity: 2500 })] } }))
  near(pooled.expectedLossUnhedged, few.expectedLossUnhedged)
  assert.ok(Math.abs(pooled.unhedged.mean.value - pooled.expectedLossUnhedged) < 4 * pooled.unhedged.mean.standardError)
  assert.ok(pooled.unhedged.tails[1].expectedShortfall.value < few.unhedged.tails[1].expectedShortfall.value)
  assert.deepEqual([pooled.pools, pooled.issuers], [1, 0])
})

test('a total return swap on all of the fund’s bonds takes its credit losses away; a single name pays for its own', () => {
  const swap = [{ instrument: 'total-return-swap:USD-BBB', quantity: 50 * today }]
  const swapped = creditEvents(inputs({ trades: swap }))
  near(swapped.hedged.deviation.value, 0, 1e-8)
  near(swapped.expectedLossHedged, 0, 1e-8)
  assert.ok(swapped.unhedged.deviation.value > 1)
  near(swapped.tailRemoved[1]!, 1)
  const single = creditEvents(
    inputs({
      book: bonds(1),
      trades: [{ instrument: 'cds:issuer of bond-0:5', quantity: today }],
      transitions: defaultsOnly,
    }),
  )
  // pays 60 % of its notional; what the swap is worth today is lost with it
  const [name] = single.names
  near(name.lossOnDefault, 0.6 * today)
  assert.ok(Math.abs(name.protectionOnDefault - 0.6 * today) < 0.02 * today)
  assert.ok(single.hedged.deviation.value < 0.05 * single.unhedged.deviation.value)
})

test('protection is lost when its seller fails with the issuer: the joint probability of two normals, by hand', () => {
  const trades = [{ instrument: 'cds:issuer of bond-0:5', quantity: 100 }]
  const allocation = [
    { instrument: trades[0].instrument, quantity: 60, counterparty: 'A' },
    { instrument: trades[0].instrument, quantity: 40, counterparty: 'B' },
  ]
  const given = inputs({ book: bonds(1), trades, allocation, transitions: defaultsOnly, scenarios: 20_000 })
  const { protection: lost, names } = creditEvents(given)
  const [a, b] = lost.sellers
  const pays = names[0].protectionOnDefault
  const seller = 1 - Math.exp(-0.012 / 0.6)
  const correlation = 0.12 + 0.12 * Math.exp(-50 * 0.02)
  const joint = bivariateNormalCdf(normalQuantile(0.02), normalQuantile(seller), 0.5 * Math.sqrt(correlation))
  near(a.defaultProbability, seller)
  const expected = 0.6 * pays * 0.6 * joint
  assert.ok(
    Math.abs(a.expectedLoss.value - expected) < 4 * a.expectedLoss.standardError,
    `${a.expectedLoss.value} ${expected}`,
  )
  assert.ok(a.expectedLoss.standardError < 0.15 * expected)
  assert.ok(a.wrongWayRatio! > 1.3)
  near(a.expectedLossAfterCollateral, a.expectedLoss.value)
  // without correlation the two fail independently; ten days of margin period of 252
  near(b.wrongWayRatio!, 1, 1e-6)
  near(b.expectedLossAfterCollateral, b.expectedLoss.value * (1 - (1 - 10 / 252) ** 2))
  near(lost.expectedLoss, a.expectedLoss.value + b.expectedLoss.value)

  const shared = creditEvents({ ...given, allocation: null, scenarios: 1000 }).protection
  assert.deepEqual(
    shared.sellers.map(({ counterparty }) => counterparty),
    ['A', 'B'],
  )
  assert.match(shared.notes.join(), /shared equally/)
  const cleared = creditEvents(inputs({ trades: [{ instrument: 'index-cds:USD-IG:5', quantity: 1000 }] }))
  assert.equal(cleared.protection.expectedLoss, 0)
  assert.match(cleared.protection.notes.join(), /clearing house/)
  assert.ok(cleared.tailRemoved[1]! > 0.05)
})

test('a scenario depends on seed and number alone; doubling doubles money and leaves shares', () => {
  const positions = creditPositions(mandate, market, bonds(20), universe, [])
  const copula = creditCopula(averageTransitions.rows)
  const [short, long] = [1000, 2000].map((count) => creditSimulation(positions, copula, count, 3))
  assert.deepEqual(short.unhedged, long.unhedged.slice(0, 1000))
  const trades = [{ instrument: 'cds:issuer of bond-0:5', quantity: 100 }]
  const one = creditEvents(inputs({ trades, scenarios: 1000 }))
  const two = creditEvents(
    inputs({
      trades: [{ ...trades[0], quantity: 200 }],
      book: { lines: bonds(50).lines.map((each) => ({ ...each, quantity: 200 })) },
      scenarios: 1000,
    }),
  )
  near(two.hedged.mean.value, 2 * one.hedged.mean.value)
  near(two.tailRemoved[0]!, one.tailRemoved[0]!)
  near(two.protection.expectedLoss, 2 * one.protection.expectedLoss)
  assert.equal(JSON.parse(JSON.stringify(one)).scenarios, 1000)
})

test('what cannot be simulated is named; too few scenarios are refused', () => {
  const book = {
    lines: [
      bond('good'),
      bond('gone', { rating: 'D' }),
      bond('odd', { rating: 'fine' }),
      bond('unrated', { rating: null }),
    ],
  }
  const { excluded, issuers } = creditEvents(inputs({ book }))
  assert.deepEqual(
    excluded.map(({ id }) => id),
    ['gone', 'odd'],
  )
  assert.equal(issuers, 2)
  assert.throws(() => creditEvents(inputs({ scenarios: 999 })), { code: 'invalid-input' })
  const nothing = creditEvents(inputs({ book: { lines: [] } }))
  assert.equal(nothing.unhedged.mean.value, 0)
  assert.deepEqual(nothing.tailRemoved, [null, null])
})
