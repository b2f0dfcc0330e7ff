import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import { blackForwardPrice, varianceSwapValue } from '../models/index.ts'
import { equityForwardPrice, equityForwardValue, futuresPortfolio } from './equity-forward.ts'
import { varianceFromSmile } from './variance-from-smile.ts'
import { varianceSwapMark } from './variance-swap-mark.ts'
import { varianceSwapStrip } from './variance-swap-strip.ts'
import { chainVariance, interpolatedVariance, type OptionChain } from './vix-index.ts'
import { hestonVolatilitySwapStrike, volatilitySwapStrike } from './volatility-swap.ts'

const near = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} for ${expected}`)

const strikes = (from: number, to: number) => Array.from({ length: (to - from) / 5 + 1 }, (_, i) => from + 5 * i)
const skew = (strike: number) => ({ strike, volAnnual: 0.2 - 0.002 * (strike - 100) })

const demeterfi = {
  spot: 100,
  rateContinuous: 0.05,
  dividendYieldContinuous: 0,
  maturityYears: 90 / 365,
  boundary: 100,
  puts: strikes(50, 100).map(skew),
  calls: strikes(100, 135).map(skew),
  endStep: 5,
}

test('the strip of Demeterfi et al., table 1, costs 419.867 and gives 20.467 %', () => {
  const result = varianceSwapStrip(demeterfi)
  // Table 1 of the paper, weights recomputed with mpmath.
  near(1e4 * result.presentValue, 419.867, 1e-3)
  near(result.fairVolatility, 0.20467, 2e-4)
  near(result.fairVariance, 0.041888574232405856, 1e-12)
  near(result.options[0].weight, 0.0020980108953598223, 1e-14)
  near(result.options.at(-1)!.weight, 0.0022267981838663756, 1e-14)
  assert.equal(result.lines.length, 19)
})

test('a fine and wide strip of one volatility replicates its variance, from above as the lines lie above the log', () => {
  const fine = Array.from({ length: 1951 }, (_, i) => 5 + 0.5 * i).map((strike) => ({ strike, volAnnual: 0.25 }))
  const boundary = 100
  const result = varianceSwapStrip({
    ...demeterfi,
    dividendYieldContinuous: 0.03,
    maturityYears: 1,
    puts: fine.filter(({ strike }) => strike <= boundary),
    calls: fine.filter(({ strike }) => strike >= boundary),
    endStep: 0.5,
  })
  assert.ok(result.fairVariance > 0.0625)
  near(result.fairVariance, 0.0625, 1e-5)
})

test('strips that do not reach their boundary, repeat a strike or fall below zero are refused', () => {
  const refuse = (change: object, message: RegExp) =>
    assert.throws(() => varianceSwapStrip({ ...demeterfi, ...change }), { code: 'invalid-input', message })
  refuse({ boundary: 101 }, /must reach the boundary 101/)
  refuse({ calls: [skew(100), skew(100)] }, /occurs twice/)
  refuse({ puts: [] }, /no puts/)
  refuse({ endStep: 60 }, /lowest put strike/)
})

test('a flat smile cut off loses what its truncation says, whatever the cut', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 0.8, noNaN: true }),
      fc.double({ min: 0.02, max: 3, noNaN: true }),
      fc.double({ min: 0.5, max: 4, noNaN: true }),
      (vol, maturityYears, width) => {
        const reach = Math.exp(width * vol * Math.sqrt(maturityYears))
        const result = varianceFromSmile({
          forward: 100,
          maturityYears,
          volOfStrike: () => vol,
          lowestStrike: 100 / reach,
          highestStrike: 100 * reach,
        })
        near(result.fairVariance + result.truncatedVariance, vol * vol, 1e-7 * vol * vol)
        assert.ok(result.fairVariance <= vol * vol)
      },
    ),
    { seed: 11, numRuns: 40 },
  )
})

test('the mark of a variance swap is the value of its parts, zero at the start at the fair strike', () => {
  const swap = {
    varianceNotional: 5e4,
    strikeVariance: 0.04,
    elapsedFraction: 0.4,
    realisedVarianceToDate: 0.05,
    impliedVarianceRemaining: 0.045,
    rateContinuous: 0.03,
    remainingYears: 0.6,
  }
  const mark = varianceSwapMark(swap)
  near(mark.presentValue, varianceSwapValue(swap), 1e-10)
  near(mark.vegaNotional, 20_000, 1e-9)
  assert.equal(mark.lines.length, 3)
  near(varianceSwapMark({ ...swap, elapsedFraction: 0, impliedVarianceRemaining: 0.04 }).presentValue, 0, 1e-10)
  assert.throws(() => varianceSwapMark({ ...swap, elapsedFraction: 1.2 }), { code: 'invalid-input' })
})

test('the exact volatility strike of Heston lies below the root of variance, near its convexity approximation', () => {
  const process = { v0: 0.05, kappa: 2, theta: 0.04, sigma: 0.1 }
  // What the approximation leaves out is of the next order: it falls with the square of the volatility of variance.
  const misses = [0.1, 0.02].map((sigma) => {
    const exact = hestonVolatilitySwapStrike({ ...process, sigma }, 1)
    assert.ok(exact.convexity > 0)
    const approximate = volatilitySwapStrike(exact.fairVariance, exact.varianceOfVariance)
    return Math.abs(exact.fairVolatility - approximate.fairVolatility) / exact.convexity
  })
  assert.ok(misses[0] < 0.01 && misses[1] < misses[0] / 20, String(misses))
  // Without randomness there is nothing to take away.
  near(hestonVolatilitySwapStrike({ ...process, sigma: 1e-4 }, 1).convexity, 0, 1e-8)
  near(volatilitySwapStrike(0.04, 0).fairVolatility, 0.2, 1e-16)
  assert.throws(() => volatilitySwapStrike(0.04, 0.01), { code: 'not-applicable' })
})

const chainOf = (vol: number, maturityYears: number): OptionChain => {
  const [rateContinuous, forward] = [0.03, 100.7]
  const price = (type: 'call' | 'put', strike: number) =>
    Math.exp(-rateContinuous * maturityYears) * blackForwardPrice(type, forward, strike, vol * Math.sqrt(maturityYears))
  const rows = Array.from({ length: 241 }, (_, i) => 40 + 0.5 * i).map((strike) => {
    const [call, put] = [price('call', strike), price('put', strike)]
    return { strike, callBid: call, callAsk: call, putBid: put, putAsk: put }
  })
  return { maturityYears, rateContinuous, rows }
}

test('the model-free variance of a Black-Scholes chain is its variance, and its forward that of parity', () => {
  const result = chainVariance(chainOf(0.22, 0.1))
  near(result.forward, 100.7, 1e-9)
  near(Math.sqrt(result.variance), 0.22, 2e-4)
  assert.equal(result.centreStrike, 100.5)
})

test('two options in a row without a bid end the walk outwards', () => {
  const chain = chainOf(0.22, 0.1)
  const quiet = chain.rows.map((row) =>
    row.strike === 90 || row.strike === 89.5 || row.strike === 95 ? { ...row, putBid: 0 } : row,
  )
  const result = chainVariance({ ...chain, rows: quiet })
  assert.equal(result.lowestStrike, 90.5)
  assert.throws(() => chainVariance({ ...chain, rows: quiet.map((row) => ({ ...row, putBid: 0, callBid: 0 })) }), {
    code: 'missing-data',
  })
  assert.throws(() => chainVariance({ ...chain, rows: chain.rows.toReversed() }), { code: 'invalid-input' })
})

test('total variance is linear in time between two terms', () => {
  const [first, second] = [
    { timeYears: 0.06, variance: 0.04 },
    { timeYears: 0.14, variance: 0.05 },
  ]
  near(interpolatedVariance(first, second, 0.1), (0.06 * 0.04 + 0.14 * 0.05) / 2 / 0.1, 1e-16)
  near(interpolatedVariance(first, second, 0.06), 0.04, 1e-16)
  assert.throws(() => interpolatedVariance(first, second, 0.2), /between the two terms/)
})

test('forwards carry the spot less dividends, and a forward at its own price is worth nothing', () => {
  const market = {
    spot: 100,
    curve: flatCurve(0.05),
    dividendYieldContinuous: 0.01,
    repoContinuous: 0.005,
    dividends: [
      { timeYears: 0.25, amount: 2 },
      { timeYears: 3, amount: 50 },
    ],
  }
  // A share bought with a loan: the yield reinvested grows it, the dividend pays the loan back in part.
  const shares = Math.exp(-0.015)
  const loan = 100 * shares * Math.exp(0.05) - 2 * shares * Math.exp(0.015 * 0.25) * Math.exp(0.05 * 0.75)
  near(equityForwardPrice(market, 1), loan, 1e-12)
  const fair = equityForwardPrice(market, 1)
  near(equityForwardValue(market, { quantity: 10, contractPrice: fair, maturityYears: 1 }).presentValue, 0, 1e-12)
  assert.throws(() => equityForwardPrice({ ...market, spot: 1 }, 1), /exceed the spot/)
})

test('futures are worth their margin since entry', () => {
  const position = { label: 'index', contracts: -3, multiplier: 50, entryPrice: 4500, price: 4510 }
  const result = futuresPortfolio([position, { ...position, contracts: 2 }])
  assert.deepEqual([result.presentValue, result.netNotional, result.grossNotional], [-500, -225_500, 1_127_500])
  assert.throws(() => futuresPortfolio([{ ...position, price: Number.NaN }]), /positions\[0\]\.price/)
})
