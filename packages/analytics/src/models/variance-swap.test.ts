import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import {
  blackForwardPrice,
  hestonFairVariance,
  hestonImpliedVolatilities,
  linearSkewFairVariance,
  realisedVariance,
  replicatedFairVariance,
  varianceSwapValue,
  vixVariance,
} from './index.ts'

const prices = [100, 101.2, 99.8, 100.5, 102.1, 101.7, 103.0, 101.1, 100.2, 102.9]

test('realised variance agrees with numpy, about zero and about the mean', () => {
  assertClose(realisedVariance(prices, 252), 0.05446135671676885, 1e-15, 0)
  assertClose(realisedVariance(prices, 252, 'sample'), 0.05840867689395506, 1e-15, 0)
})

test('realised variance does not depend on the unit of price and is zero for a constant one', () => {
  assertClose(
    realisedVariance(
      prices.map((p) => 7 * p),
      252,
    ),
    realisedVariance(prices, 252),
    0,
    1e-13,
  )
  assert.equal(realisedVariance([5, 5, 5], 252), 0)
})

test('a flat smile replicates its own variance, and a Heston smile the fair variance of the model', () => {
  const flat = { forward: 101, maturityYears: 0.5, volOfStrike: () => 0.25, lowestStrike: 1, highestStrike: 10_000 }
  assertClose(replicatedFairVariance(flat), 0.0625, 1e-10, 0)
  const heston = { v0: 0.05, kappa: 1.5, theta: 0.04, sigma: 0.3, rho: -0.6 }
  const smile = { forward: 100, maturityYears: 1, lowestStrike: 20, highestStrike: 300 }
  const volOfStrike = (strike: number): number => hestonImpliedVolatilities(heston, 100, [strike], 1)[0]
  assertClose(replicatedFairVariance({ ...smile, volOfStrike }), hestonFairVariance(heston, 1), 2e-6, 0)
})

test('a linear skew agrees with the approximation of Demeterfi et al. to the order that it claims', () => {
  assertClose(linearSkewFairVariance(0.2, 0.2, 0.25), 0.0412, 1e-15, 0)
  const smile = { forward: 100, maturityYears: 0.25, lowestStrike: 30, highestStrike: 190 }
  const skewed = replicatedFairVariance({ ...smile, volOfStrike: (strike) => 0.2 - (0.1 * (strike - 100)) / 100 })
  assertClose(skewed, linearSkewFairVariance(0.2, 0.1, 0.25), 2e-4, 0)
})

test('the VIX sum of finely spaced flat-volatility options tends to the variance', () => {
  const strikes = Array.from({ length: 700 }, (_, i) => 30 + 0.25 * i)
  const rate = 0.03
  const T = 30 / 365
  const vol = 0.2
  const black = (type: 'call' | 'put', strike: number): number =>
    Math.exp(-rate * T) * blackForwardPrice(type, 100.1, strike, vol * Math.sqrt(T))
  const options = strikes.map((strike) => ({ strike, call: black('call', strike), put: black('put', strike) }))
  assertClose(vixVariance({ forward: 100.1, maturityYears: T, rateContinuous: rate, options }), vol ** 2, 2e-5, 0)
})

test('a variance swap accrues realised and implied variance by time', () => {
  const swap = {
    varianceNotional: 50_000,
    strikeVariance: 0.04,
    elapsedFraction: 0.4,
    realisedVarianceToDate: 0.0529,
    impliedVarianceRemaining: 0.0441,
    rateContinuous: 0.03,
    remainingYears: 0.6,
  }
  assertClose(varianceSwapValue(swap), 50_000 * Math.exp(-0.018) * (0.4 * 0.0529 + 0.6 * 0.0441 - 0.04), 1e-9, 0)
  assert.throws(() => varianceSwapValue({ ...swap, elapsedFraction: 1.1 }), { code: 'invalid-input' })
})

test('bad prices and strikes are refused', () => {
  assert.throws(() => realisedVariance([100], 252), { code: 'invalid-input' })
  assert.throws(() => realisedVariance([100, -1, 100], 252), { code: 'invalid-input' })
  assert.throws(() => realisedVariance([100, NaN], 252), { code: 'invalid-input' })
  const smile = { forward: 100, maturityYears: 1, volOfStrike: () => 0.2, lowestStrike: 110, highestStrike: 120 }
  assert.throws(() => replicatedFairVariance(smile), { code: 'invalid-input' })
  const quotes = { forward: 100, maturityYears: 1, rateContinuous: 0 }
  const quote = (strike: number) => ({ strike, call: 1, put: 1 })
  assert.throws(() => vixVariance({ ...quotes, options: [quote(90), quote(90)] }), { code: 'invalid-input' })
  assert.throws(() => vixVariance({ ...quotes, options: [quote(110), quote(120)] }), { code: 'invalid-input' })
})
