import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instrument } from '@tutti/analytics/revaluation'
import { factorGroups } from '@tutti/analytics/revaluation'
import { inProcessContext } from '../../testing/in-process-context.ts'
import type { BookLine, FundBook } from '../book/fund-book.ts'
import type { HedgeInstrument } from '../universe/hedge-instrument.ts'
import { hedgingMarket } from './hedging-market.ts'
import { madeUpHedgingMandate, madeUpHedgingSnapshot } from './made-up-market.fixture.ts'
import { profitsOf } from './profits-of.ts'
import { groupShocks, scenarioProfits } from './scenario-profits.ts'
import { scenarioSet } from './scenario-set.ts'
import { surplusBook } from './surplus-book.ts'

const mandate = madeUpHedgingMandate({}, { scenarios: { count: 200, history_years: 3 } })
const market = hedgingMarket(mandate, madeUpHedgingSnapshot())
const line = (id: string, instrument: Instrument, quantity: number): BookLine => ({
  id,
  label: id,
  side: quantity < 0 ? 'liability' : 'asset',
  holding: 'bond',
  instrument,
  quantity,
  currency: 'USD',
  counterparty: null,
  rating: null,
  sector: null,
  issuer: null,
})
const euroCash: Instrument = { kind: 'cash', currency: 'EUR', amount: 1 }
const pension: Instrument = {
  kind: 'fixed flows',
  currency: 'USD',
  flows: [{ years: 10, amount: 1 }],
  spread: 0,
  bucket: null,
}
const fund: FundBook = { lines: [line('euro', euroCash, 300), line('pension', pension, -500)] }
const hedge = (id: string, legs: HedgeInstrument['legs']): HedgeInstrument => ({
  id,
  label: id,
  domain: 'currency',
  family: 'forward',
  currency: 'EUR',
  tenorYears: 1,
  legs,
  premium: 0,
  notionalInBase: 1,
  direction: 'positive',
  carry: 0,
  roll: 0,
  dealing: {
    halfSpreadBp: 0,
    dailyVolume: 1,
    dailyVolatilityBp: 0,
    initialMarginRate: 0,
    cleared: false,
  },
})
const universe = [
  hedge('short-euro', [{ instrument: euroCash, weight: -1 }]),
  hedge('euro-for-bond', [
    { instrument: euroCash, weight: -2 },
    { instrument: pension, weight: 3 },
  ]),
]
const book = surplusBook(market, fund, universe)
const euro = market.factorNames.indexOf('currency:EUR')
const tenYears = market.factorNames.indexOf('rates:USD:10')
const row = (entries: Readonly<Record<number, number>>) => Float64Array.from(market.factors, (_, f) => entries[f] ?? 0)
const close = (got: number, expected: number) =>
  assert.ok(Math.abs(got - expected) <= 1e-12 * (1 + Math.abs(expected)), `${got} is not ${expected}`)

test('profits are those of quantities at shocked prices', () => {
  const shocks = Float64Array.from([...row({ [euro]: Math.log(1.1) }), ...row({ [tenYears]: 0.01 }), ...row({})])
  const { fund: surplus, assets, liabilities, units } = profitsOf(book, shocks)
  const bond = market.valuation.curves['USD'].discountFactor(10)
  const fall = bond * Math.expm1(-0.1)
  const expected = [
    { assets: 300 * 1.25 * 0.1, liabilities: 0, units: [-0.125, -0.25] },
    { assets: 0, liabilities: -500 * fall, units: [0, 3 * fall] },
    { assets: 0, liabilities: 0, units: [0, 0] },
  ]
  expected.forEach((each, s) => {
    close(assets[s], each.assets)
    close(liabilities[s], each.liabilities)
    close(surplus[s], each.assets + each.liabilities)
    each.units.forEach((profit, u) => close(units[u][s], profit))
  })
})

test('each view moves its group alone, and the views add up where values are sums over groups', async () => {
  const set = scenarioSet(mandate, market, 3)
  const profits = await scenarioProfits(inProcessContext(), book, set, 'revaluation')
  assert.equal(profits.scenarios, 200)
  assert.deepEqual(profits.fund.all, profitsOf(book, set.shocks).fund)
  for (const group of factorGroups) {
    const alone = profitsOf(book, groupShocks(market.factors, set.shocks, group))
    assert.deepEqual(profits.fund[group], alone.fund)
    assert.deepEqual(profits.assets[group], alone.assets)
    assert.deepEqual(profits.liabilities[group], alone.liabilities)
    assert.deepEqual(profits.units[group], alone.units)
  }
  // euro cash moves with the euro alone, the pension with rates alone
  profits.fund.all.forEach((profit, s) => close(profit, profits.fund.currency[s] + profits.fund.rates[s]))
  assert.ok(profits.fund.credit.every((profit) => profit === 0))
  assert.ok(profits.units.all[0].some((profit) => profit !== 0))
})

test('profits are bit-identical in whatever order shards run', async () => {
  const set = scenarioSet(mandate, market, 3)
  const forward = await scenarioProfits(inProcessContext(), book, set, 'revaluation')
  const reversed = await scenarioProfits(inProcessContext({ order: 'reversed' }), book, set, 'revaluation')
  assert.deepEqual(reversed, forward)
})

test('a group without factors makes no profit and takes no work', async () => {
  const still = { ...market, factors: [market.factors[euro]], factorNames: ['currency:EUR'] }
  const context = inProcessContext()
  const shocks = Float64Array.of(0.1, -0.1)
  const profits = await scenarioProfits(
    context,
    surplusBook(still, fund, universe),
    { count: 2, shocks, method: '' },
    'x',
  )
  assert.equal(context.maps.length, 2)
  assert.deepEqual([...profits.fund.rates], [0, 0])
  close(profits.fund.currency[0], 300 * 1.25 * Math.expm1(0.1))
})

test('doubling all quantities doubles all profits', async () => {
  const doubled: FundBook = { lines: fund.lines.map((each) => ({ ...each, quantity: 2 * each.quantity })) }
  const set = scenarioSet(mandate, market, 3)
  const once = profitsOf(book, set.shocks)
  const twice = profitsOf(surplusBook(market, doubled, universe), set.shocks)
  assert.deepEqual(
    twice.fund,
    once.fund.map((profit) => 2 * profit),
  )
  assert.deepEqual(twice.units, once.units)
})
