import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallBook, smallHedgingMarket, smallMandate } from '../universe/small-fund.fixture.ts'
import { hedgeUniverse } from '../universe/index.ts'
import { tradeAction } from './trade-action.ts'

test('every kind of hedge says what the dealer is asked for, by the side of its market', () => {
  const universe = hedgeUniverse(smallMandate(), smallHedgingMarket(), smallBook)
  const action = (id: string, quantity: number): string => {
    const found = universe.find((each) => each.id === id)
    assert.ok(found !== undefined, id)
    const { side, words } = tradeAction(found, quantity)
    return `${side}: ${words}`
  }
  assert.equal(action('forward:EUR:0.25', 1), 'sell: sell EUR against USD forward')
  assert.equal(action('forward:EUR:0.25', -1), 'buy: buy EUR against USD forward')
  assert.equal(action('cross-currency-swap:EUR:5', 1), 'sell: pay EUR floating and at the end')
  assert.equal(action('put:GBP:1', 1), 'buy: buy put on GBP')
  assert.equal(action('collar:GBP:1', 1), 'buy: buy put on GBP, sell call on GBP')
  assert.equal(action('swap:USD:10', 1), 'sell: receive fixed')
  assert.equal(action('swap:USD:10', -1), 'buy: pay fixed')
  assert.equal(action('swaption:USD:1x10', 1), 'buy: buy receiver swaption')
  assert.equal(action('future:USD:10', -1), 'sell: sell future')
  assert.equal(action('zero-coupon-swap:USD:20', 1), 'buy: receive inflation')
  assert.equal(action('index-cds:USD-IG:5', 1), 'buy: buy protection')
  assert.equal(action('total-return-swap:USD-BBB', 1), 'sell: pay total return')
})
