import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookLine } from '../book/fund-book.ts'
import { factorCovariance } from '../exposures/factor-covariance.ts'
import { exposureRecord } from '../exposures/index.ts'
import { hedgingSensitivities } from '../exposures/hedging-sensitivities.ts'
import type { HedgingCase } from '../hedging-case.ts'
import { smallProfits, smallShocks } from '../strategies/small-inputs.fixture.ts'
import type { HedgeTrade } from '../strategies/index.ts'
import { hedgeUniverse } from '../universe/index.ts'
import { smallBook, smallFactors, smallHedgingMarket, smallMandate } from '../universe/small-fund.fixture.ts'
import { exposuresAfter } from './exposures-after.ts'

const mandate = smallMandate()
const market = smallHedgingMarket()
const universe = hedgeUniverse(mandate, market, smallBook)
const sensitivities = hedgingSensitivities(market, smallBook, universe)
const study = { mandate, market, book: smallBook, universe, sensitivities } as unknown as HedgingCase

/** The first instrument of every family that is allowed, in sizes of their own. */
const trades = [...new Set(universe.map(({ family }) => family))].map((family, i): HedgeTrade => ({
  instrument: universe.find((each) => each.family === family)!.id,
  quantity: (i + 1) * 1e7,
}))

/** Exposures of a book by the portfolio manager's own record. */
function recordOf(lines: readonly BookLine[]) {
  const book = { lines }
  const shocks = smallShocks(smallFactors, 200)
  return exposureRecord({
    mandate,
    market,
    book,
    sensitivities: hedgingSensitivities(market, book, []),
    profits: smallProfits(market, book, [], shocks),
    covariance: factorCovariance(shocks, smallFactors.length),
  })
}

const near = (got: number, expected: number, scale: number): void =>
  assert.ok(Math.abs(got - expected) <= 1e-9 * Math.max(Math.abs(scale), Math.abs(expected)), `${got}, not ${expected}`)

test('after the hedge the exposures are those of the fund with the trades among its own lines', () => {
  const after = exposuresAfter(study, trades, [])
  const held = trades.flatMap(({ instrument, quantity }): BookLine[] =>
    universe
      .find(({ id }) => id === instrument)!
      .legs.map((leg, l) => ({
        ...smallBook.lines[0],
        id: `${instrument}-${l}`,
        counterparty: 'BANK-A',
        instrument: leg.instrument,
        quantity: quantity * leg.weight,
      })),
  )
  const expected = recordOf([...smallBook.lines, ...held])
  for (const group of ['rates', 'inflation'] as const) {
    assert.ok(after[group].length > 0)
    for (const ladder of after[group]) {
      const own = expected[group].find(({ currency }) => currency === ladder.currency)!
      near(ladder.parallel.after, own.parallel.net, own.parallel.liabilities)
      assert.equal(ladder.keyRates.length, own.keyRates.length)
      ladder.keyRates.forEach((key, k) => {
        assert.equal(key.years, own.keyRates[k].years)
        near(key.after, own.keyRates[k].net, own.parallel.liabilities)
        if (own.keyRates[k].hedgeRatio === null) assert.equal(key.hedgeRatioAfter, null)
        else near(key.hedgeRatioAfter!, own.keyRates[k].hedgeRatio, 1)
      })
    }
  }
  near(after.credit.total.after, expected.credit.total, after.credit.total.before)
  for (const { currency, after: net } of after.currencies.slice(0, -1)) {
    near(net, expected.currencies.find((each) => each.currency === currency)!.net, expected.assets)
  }
  for (const { index, after: delta } of after.equity) {
    near(delta, expected.equity.byIndex.find((each) => each.index === index)!.delta, expected.assets)
  }
})

test('before the hedge they are the record’s own, and without trades nothing changes', () => {
  const none = exposuresAfter(study, [], [])
  const record = recordOf(smallBook.lines)
  assert.deepEqual(none.trades, [])
  near(none.durationGap.after, record.duration.gapYears, 1)
  for (const list of [none.currencies, none.equity, none.volatility, none.credit.byBucket]) {
    for (const { before, hedge, after } of list) {
      assert.equal(hedge, 0)
      assert.equal(after, before)
    }
  }
  record.currencies.forEach(({ currency, net }) => {
    near(none.currencies.find((each) => each.currency === currency)!.before, net, record.assets)
  })
})

test('what is bought abroad is paid for at home: the hedge moves currencies among each other', () => {
  const { currencies } = exposuresAfter(study, trades, [])
  const moved = currencies.reduce((sum, { hedge }) => sum + hedge, 0)
  near(moved, 0, Math.abs(currencies[0].hedge))
  assert.equal(currencies[currencies.length - 1].currency, market.valuation.baseCurrency)
})

test('a trade is listed with its size, its margin and the shares of its counterparties', () => {
  const [first] = trades
  const instrument = universe.find(({ id }) => id === first.instrument)!
  const tickets = [
    { instrument: first.instrument, counterparty: 'BANK-A', quantity: 0.25 * first.quantity, share: 0.25 },
    { instrument: first.instrument, counterparty: 'BANK-B', quantity: 0.75 * first.quantity, share: 0.75 },
  ]
  const [listed] = exposuresAfter(study, [first], tickets).trades
  assert.equal(listed.label, instrument.label)
  assert.equal(listed.notional, first.quantity * instrument.notionalInBase)
  assert.equal(listed.initialMargin, Math.abs(listed.notional) * instrument.dealing.initialMarginRate)
  assert.deepEqual(listed.counterparties, [
    { counterparty: 'BANK-A', share: 0.25 },
    { counterparty: 'BANK-B', share: 0.75 },
  ])
})
