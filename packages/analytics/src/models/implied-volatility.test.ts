import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { blackForwardPrice } from './black-scholes.ts'
import { blackImpliedVolatility, impliedVolatilities } from './implied-volatility.ts'

// Undiscounted Black prices by mpmath at 60 digits, correctly rounded: call?, forward, strike, total deviation, price.
const prices: readonly (readonly [boolean, number, number, number, number])[] = [
  [true, 100, 100, 1e-8, 3.989422804014327e-7],
  [false, 100, 100, 0.002, 0.07978844278221252],
  [true, 100, 100.5, 0.001, 5.729340450402608e-9],
  [true, 100, 101, 0.002, 1.2272611257308764e-8],
  [true, 100, 150, 0.011, 3.6278259090632196e-299],
  [false, 100, 20, 0.06, 8.46527613462432e-160],
  [false, 100, 30, 0.2, 1.5035646042796664e-9],
  [true, 100, 300, 1.7, 37.88427873181389],
  [true, 100, 1000, 6, 99.19797741343132],
  [true, 1e-4, 2e-4, 0.3, 1.4926346037059336e-7],
  [false, 1e8, 0.9e8, 0.05, 30068.814151095823],
  [true, 100, 1e6, 1.2, 1.0496596690356422e-11],
  [true, 100, 100.0001, 1e-5, 0.00035093552967777427],
  [false, 100, 99, 0.8, 30.431239819284187],
]

test('implied volatility recovers the volatility of exact prices to the last digits, deviations from 1e-8 to 6', () => {
  for (const [isCall, forward, strike, deviation, price] of prices) {
    const found = blackImpliedVolatility(isCall ? 'call' : 'put', forward, strike, 1, price)
    assert.ok(Math.abs(found / deviation - 1) < 4e-15, `${strike} ${deviation}: ${found}`)
  }
})

test('a price that is nearly its bound gives a volatility that reprices it', () => {
  for (const price of [99.99932046537505, 99.9999999999]) {
    const vol = blackImpliedVolatility('call', 100, 100, 1, price)
    assert.ok(Math.abs(blackForwardPrice('call', 100, 100, vol) - price) < 2e-14)
  }
})

test('volatility to price to volatility returns over wide inputs, as far as the price determines it', () => {
  fc.assert(
    fc.property(
      fc.double({ min: Math.log(1e-3), max: Math.log(1e3), noNaN: true }),
      fc.double({ min: Math.log(1e-4), max: Math.log(5), noNaN: true }),
      fc.double({ min: Math.log(1 / 365), max: Math.log(50), noNaN: true }),
      (logMoneyness, logVol, logMaturity) => {
        const maturity = Math.exp(logMaturity)
        const deviation = Math.exp(logVol) * Math.sqrt(maturity)
        const [forward, strike] = [100, 100 * Math.exp(logMoneyness)]
        const type = strike >= forward ? 'call' : 'put'
        const bound = Math.min(forward, strike)
        const price = blackForwardPrice(type, forward, strike, deviation)
        if (!(price > 1e-12 && price < bound * (1 - 1e-6))) return
        const vol = blackImpliedVolatility(type, forward, strike, maturity, price)
        const again = blackForwardPrice(type, forward, strike, vol * Math.sqrt(maturity))
        assert.ok(Math.abs(again - price) <= 2e-13 * Math.min(bound, forward), `${again} for ${price}`)
        const d1 = Math.log(forward / strike) / deviation + deviation / 2
        const vega = forward * Math.exp((-d1 * d1) / 2)
        assert.ok(Math.abs(vol * Math.sqrt(maturity) - deviation) <= 1e-12 * deviation + (1e-12 * bound) / vega)
      },
    ),
    { seed: 31, numRuns: 2000 },
  )
})

test('the batch gives the same bits as one quote at a time, and an outcome for each quote', () => {
  const discount = 0.97
  const result = impliedVolatilities({
    isCall: [...prices.map(([isCall]) => (isCall ? 1 : 0)), 1, 1, 0, 2, 1],
    forwards: [...prices.map(([, forward]) => forward), 100, 100, 100, 100, 100],
    strikes: [...prices.map(([, , strike]) => strike), 90, 90, 90, 90, 90],
    maturitiesYears: [...prices.map(() => 2), 1, 1, 1, 1, 0],
    prices: [...prices.map(([, , , , price]) => price * discount), 9, 200, Number.NaN, 12, 12],
    discountFactors: [...prices.map(() => discount), 1, 1, 1, 1, 1],
  })
  prices.forEach(([isCall, forward, strike, , price], i) => {
    const one = blackImpliedVolatility(isCall ? 'call' : 'put', forward, strike, 2, (price * discount) / discount)
    assert.equal(result.volsAnnual[i], one)
  })
  const failed = prices.length
  assert.deepEqual(
    result.failures.map(({ index, error }) => [index - failed, error.details.field]),
    [
      [0, 'price'],
      [1, 'price'],
      [2, 'price'],
      [3, 'isCall'],
      [4, 'maturityYears'],
    ],
  )
  assert.deepEqual([...result.volsAnnual.subarray(failed)], [0, 0, 0, 0, 0])
})

test('arrays of different lengths are refused', () => {
  assert.throws(
    () => impliedVolatilities({ isCall: [1], forwards: [1, 2], strikes: [1], maturitiesYears: [1], prices: [0.1] }),
    { code: 'invalid-input', message: /forwards has 2 elements for 1 prices/ },
  )
})
