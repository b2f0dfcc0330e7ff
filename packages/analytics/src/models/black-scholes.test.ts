import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import {
  blackForwardPrice,
  blackImpliedVolatility,
  blackScholesGreeks,
  blackScholesPrice,
  impliedVolatility,
  type BlackScholesGreeks,
  type BlackScholesInputs,
} from './index.ts'

const option = (type: 'call' | 'put'): BlackScholesInputs => ({
  type,
  spot: 100,
  strike: 110,
  maturityYears: 0.75,
  rateContinuous: 0.03,
  dividendYieldContinuous: 0.015,
  volAnnual: 0.22,
})

test("prices agree with the examples of Hull's and Haug's books", () => {
  // Hull, Options, Futures, and Other Derivatives, example 15.6; Haug, Option Pricing Formulas (2007), p. 3.
  const hull = {
    spot: 42,
    strike: 40,
    maturityYears: 0.5,
    rateContinuous: 0.1,
    dividendYieldContinuous: 0,
    volAnnual: 0.2,
  }
  assertClose(blackScholesPrice({ type: 'call', ...hull }), 4.76, 0.005, 0)
  assertClose(blackScholesPrice({ type: 'put', ...hull }), 0.81, 0.005, 0)
  const haug = {
    spot: 60,
    strike: 65,
    maturityYears: 0.25,
    rateContinuous: 0.08,
    dividendYieldContinuous: 0,
    volAnnual: 0.3,
  }
  assertClose(blackScholesPrice({ type: 'call', ...haug }), 2.1334, 0.00005, 0)
})

test('price and sensitivities agree with 40-digit derivatives of the price', () => {
  // mpmath 1.3.0: numerical differentiation of the pricing formula at 40 digits.
  const expected: Record<'call' | 'put', BlackScholesGreeks> = {
    call: {
      price: 4.2453595227553372,
      delta: 0.36061456168456827,
      gamma: 0.019502224324096234,
      vega: 32.178670134758786,
      thetaPerYear: -5.1330993432754809,
      rho: 23.862072484276117,
      dividendRho: -27.04609212634262,
      vanna: 0.90605720670461542,
      volga: 27.144724275866154,
    },
    put: {
      price: 12.916691152899032,
      delta: -0.62819848292666478,
      gamma: 0.019502224324096234,
      vega: 32.178670134758786,
      thetaPerYear: -3.3897398274543204,
      rho: -56.802404584174133,
      dividendRho: 47.114886219499859,
      vanna: 0.90605720670461542,
      volga: 27.144724275866154,
    },
  }
  for (const type of ['call', 'put'] as const) {
    const greeks = blackScholesGreeks(option(type))
    for (const key of Object.keys(expected[type]) as (keyof BlackScholesGreeks)[]) {
      assertClose(greeks[key], expected[type][key], 0, 1e-13, `${type} ${key}`)
    }
    assertClose(blackScholesPrice(option(type)), greeks.price, 1e-13, 0)
  }
})

test('call less put is the forward less the strike, discounted', () => {
  const { spot, strike, maturityYears: T, rateContinuous: r, dividendYieldContinuous: q } = option('call')
  const parity = spot * Math.exp(-q * T) - strike * Math.exp(-r * T)
  assertClose(blackScholesPrice(option('call')) - blackScholesPrice(option('put')), parity, 1e-13, 0)
})

test('the price satisfies the Black-Scholes equation', () => {
  for (const type of ['call', 'put'] as const) {
    const { spot: S, rateContinuous: r, dividendYieldContinuous: q, volAnnual } = option(type)
    const { price, delta, gamma, thetaPerYear } = blackScholesGreeks(option(type))
    assertClose(thetaPerYear + (r - q) * S * delta + 0.5 * volAnnual ** 2 * S * S * gamma, r * price, 1e-13, 0)
  }
})

test('without time or volatility the price is the discounted intrinsic value', () => {
  assert.equal(blackScholesPrice({ ...option('put'), maturityYears: 0 }), 10)
  assertClose(
    blackScholesPrice({ ...option('put'), volAnnual: 0 }),
    110 * Math.exp(-0.03 * 0.75) - 100 * Math.exp(-0.015 * 0.75),
    1e-13,
    0,
  )
  assert.equal(blackForwardPrice('call', 90, 100, 0), 0)
})

test('implied volatility gives back the volatility of prices computed at 60 digits, extreme ones included', () => {
  // mpmath 1.2.1, correctly rounded prices; tolerances are the conditioning of the inversion.
  const base = { spot: 100, rateContinuous: 0, dividendYieldContinuous: 0 }
  const cases = [
    [9.427262156874697e-8, { ...base, type: 'put', strike: 20, maturityYears: 0.25 }, 0.6, 6e-15],
    [0.003989422802352067, { ...base, type: 'call', strike: 100, maturityYears: 1 }, 0.0001, 1e-15],
    [0.0012000996370694357, { ...base, type: 'call', strike: 104, maturityYears: 0.5 }, 0.02, 1e-15],
    [25.39885887245994, { ...base, rateContinuous: 0.01, type: 'put', strike: 30, maturityYears: 2 }, 2.5, 1e-14],
  ] as const
  for (const [price, inputs, expected, tolerance] of cases) {
    assertClose(impliedVolatility(price, inputs), expected, tolerance, 0)
  }
})

test('implied volatility inverts the out-of-the-money price over moneyness, from 1 % to 500 % of total deviation', () => {
  for (const strike of [20, 70, 99, 100, 101, 150, 700]) {
    for (const deviation of [0.01, 0.05, 0.3, 1, 3, 5]) {
      const type = strike < 100 ? 'put' : 'call'
      const price = blackForwardPrice(type, 100, strike, deviation)
      if (price < 1e-290) continue
      // The formula's own cancellation, relative to the price, limits what the inversion can give back.
      const cancelled = 1e-15 * (type === 'put' ? strike : 100)
      const sensitivity = (blackForwardPrice(type, 100, strike, deviation * 1.0001) - price) / (deviation * 0.0001)
      if (cancelled / price > 1e-3) continue
      const tolerance = 1e-13 * deviation + (10 * cancelled) / sensitivity
      assertClose(blackImpliedVolatility(type, 100, strike, 1, price), deviation, tolerance, 0, `${type} ${strike}`)
    }
  }
})

test('the smallest prices still have an implied volatility', () => {
  const vol = blackImpliedVolatility('call', 100, 200, 1, 1e-300)
  assert.ok(vol > 0.015 && vol < 0.025, String(vol))
  assert.ok(blackImpliedVolatility('call', 100, 100, 1, 100 * (1 - 1e-15)) > 10)
})

test('a price without an implied volatility, and inputs out of range, are refused', () => {
  assert.throws(() => blackImpliedVolatility('call', 100, 80, 1, 20), /above the intrinsic value 20/)
  assert.throws(() => blackImpliedVolatility('call', 100, 80, 1, 100), { code: 'invalid-input' })
  assert.throws(() => blackImpliedVolatility('put', 100, 80, 1, 0), { code: 'invalid-input' })
  assert.throws(() => blackScholesPrice({ ...option('call'), spot: -1 }), { code: 'invalid-input' })
  assert.throws(() => blackScholesPrice({ ...option('call'), volAnnual: -0.1 }), { code: 'invalid-input' })
  assert.throws(() => blackScholesGreeks({ ...option('call'), volAnnual: 0 }), { code: 'invalid-input' })
  assert.throws(() => blackScholesPrice({ ...option('call'), type: 'straddle' as 'call' }), { code: 'invalid-input' })
})
