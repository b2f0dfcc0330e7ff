import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { flatCurve } from '../curves/index.ts'
import { coveredInterestParity } from './covered-interest-parity.ts'
import { crossRate, triangularArbitrage } from './cross-rates.ts'
import { fxMarketOfPoints } from './forward-points.ts'
import { fxForwardValue, fxSwapValue, nonDeliverableForwardValue } from './fx-forward.ts'
import { fxHedgedReturn, fxHedgeNotional, minimumVarianceHedge } from './fx-hedge.ts'
import { fxForwardRate } from './fx-market.ts'

const near = (got: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} for ${expected}`)

const market = { spot: 1.085, domestic: flatCurve(0.052), foreign: flatCurve(0.038) }

test('forwards are those of covered interest parity', () => {
  // F = 149.2 exp((0.001 - 0.051) T), evaluated apart.
  const yen = { spot: 149.2, domestic: flatCurve(0.001), foreign: flatCurve(0.051) }
  near(fxForwardRate(yen, 0.25), 147.3466078336871, 1e-10)
  near(fxForwardRate(yen, 3), 128.41763008261862, 1e-10)
  // Spot that settles later is carried back and forth by both curves.
  near(fxForwardRate({ ...market, spotYears: 0.01 }, 0.01), 1.085, 1e-15)
})

test('a forward at its own rate is worth nothing, and its value is the discounted difference of rates', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 500, noNaN: true }),
      fc.double({ min: -0.05, max: 0.5, noNaN: true }),
      fc.double({ min: -0.05, max: 0.5, noNaN: true }),
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0.01, max: 1e6, noNaN: true }).map((size) => -size),
      (spot, domestic, foreign, settlementYears, foreignNotional) => {
        const setting = { spot, domestic: flatCurve(domestic), foreign: flatCurve(foreign) }
        const fair = fxForwardRate(setting, settlementYears)
        const size = Math.abs(foreignNotional) * spot * Math.exp(-foreign * settlementYears)
        const zero = fxForwardValue(setting, { foreignNotional, contractRate: fair, settlementYears })
        near(zero.presentValue, 0, 1e-12 * size)
        const value = fxForwardValue(setting, { foreignNotional, contractRate: 0.9 * fair, settlementYears })
        near(value.presentValue, 0.1 * foreignNotional * fair * Math.exp(-domestic * settlementYears), 1e-12 * size)
      },
    ),
    { seed: 7, numRuns: 300 },
  )
})

test('an FX swap is two forwards in opposite directions, and a delivered forward is worth an NDF at the same market', () => {
  const swap = { foreignNotional: 1e6, nearRate: 1.086, nearYears: 0.1, farRate: 1.095, farYears: 0.6 }
  const first = fxForwardValue(market, { foreignNotional: 1e6, contractRate: 1.086, settlementYears: 0.1 })
  const last = fxForwardValue(market, { foreignNotional: -1e6, contractRate: 1.095, settlementYears: 0.6 })
  near(fxSwapValue(market, swap).presentValue, first.presentValue + last.presentValue, 1e-8)
  const forward = { foreignNotional: 1e6, contractRate: 1.07, settlementYears: 0.5 }
  const ndf = nonDeliverableForwardValue(market, forward)
  near(ndf.presentValue, fxForwardValue(market, forward).presentValueForeign, 1e-7)
  const fixed = nonDeliverableForwardValue(market, { ...forward, fixing: 1.07 })
  assert.equal(fixed.presentValue, 0)
  assert.throws(() => fxSwapValue(market, { ...swap, farYears: 0.1 }), /farYears - nearYears/)
})

test('forward points come back from the market that they imply, whose foreign curve is consistent in itself', () => {
  const quotes = { spot: 1.085, pipSize: 1e-4, timesYears: [0.25, 1], points: [38.2, 153] }
  const implied = fxMarketOfPoints(quotes, flatCurve(0.052))
  near(fxForwardRate(implied, 0.25), 1.085 + 0.00382, 1e-15)
  near(fxForwardRate(implied, 0.625), 1.085 + (38.2 + 153) / 2 / 1e4, 1e-14)
  for (const time of [0.1, 0.5, 0.9]) {
    const step = 1e-6
    const slope = Math.log(implied.foreign.discountFactor(time - step) / implied.foreign.discountFactor(time + step))
    near(implied.foreign.instantaneousForward(time), slope / (2 * step), 1e-8)
    near(Math.exp(-implied.foreign.zeroRate(time) * time), implied.foreign.discountFactor(time), 1e-15)
  }
  assert.throws(() => fxForwardRate(implied, 2), /reach from 0 to 1 years/)
  assert.throws(() => fxMarketOfPoints({ ...quotes, timesYears: [1, 0.25] }, flatCurve(0)), /must increase/)
  assert.throws(() => fxMarketOfPoints({ ...quotes, points: [1] }, flatCurve(0)), /1 forward points stand for 2/)
  assert.throws(() => fxMarketOfPoints({ ...quotes, points: [1, -20_000] }, flatCurve(0)), /outright/)
})

test('an outright at parity has no basis, and the implied rates move it there', () => {
  const quotes = { spot: 1.085, timeYears: 0.5, rateDomesticContinuous: 0.052, rateForeignContinuous: 0.038 }
  near(coveredInterestParity({ ...quotes, outright: fxForwardRate(market, 0.5) }).basisContinuous, 0, 1e-15)
  const rich = coveredInterestParity({ ...quotes, outright: 1.096 })
  near(rich.basisContinuous, 0.014 - 2 * Math.log(1.096 / 1.085), 1e-15)
  near(1.085 * Math.exp((rich.impliedDomesticRateContinuous - 0.038) / 2), 1.096, 1e-14)
})

const mid = (base: string, quote: string, rate: number) => ({ base, quote, bid: rate, ask: rate })

test('cross rates go through the fewest quotes in either direction, with bid below ask', () => {
  const quotes = [
    { base: 'EUR', quote: 'USD', bid: 1.08, ask: 1.09 },
    { base: 'GBP', quote: 'USD', bid: 1.25, ask: 1.26 },
    { base: 'USD', quote: 'JPY', bid: 149, ask: 150 },
  ]
  const cross = crossRate(quotes, 'EUR', 'GBP')
  near(cross.bid, 1.08 / 1.26, 1e-15)
  near(cross.ask, 1.09 / 1.25, 1e-15)
  assert.deepEqual(cross.route, ['EUR', 'USD', 'GBP'])
  const back = crossRate(quotes, 'JPY', 'EUR')
  near(back.bid * crossRate(quotes, 'EUR', 'JPY').ask, 1, 1e-15)
  assert.deepEqual(crossRate(quotes, 'EUR', 'EUR').route, ['EUR'])
  assert.throws(() => crossRate(quotes, 'EUR', 'CHF'), { code: 'missing-data', message: /from EUR to CHF/ })
  assert.throws(() => crossRate([{ ...quotes[0], bid: 2 }], 'EUR', 'USD'), { code: 'invalid-input' })
})

test('consistent quotes have no arbitrage, and a triangle that is off is found with its gain', () => {
  const consistent = [
    mid('EUR', 'USD', 1.1),
    mid('USD', 'JPY', 150),
    mid('EUR', 'JPY', 1.1 * 150),
    mid('GBP', 'USD', 1.3),
  ]
  assert.equal(triangularArbitrage(consistent), undefined)
  const off = [...consistent.slice(0, 2), mid('EUR', 'JPY', 166)]
  const found = triangularArbitrage(off)!
  near(found.gain, 166 / 165 - 1, 1e-12)
  assert.deepEqual([...found.route].sort(), ['EUR', 'JPY', 'USD'])
  assert.equal(triangularArbitrage(off, 0.0021), undefined)
  assert.equal(triangularArbitrage([]), undefined)
})

test('hedged returns and notionals follow their arithmetic, and the best ratio leaves no covariance', () => {
  const asset = { localReturn: 0.062, spotStart: 1.1, spotEnd: 1.045, forwardStart: 1.106 }
  // 1.062 x 0.95 - 1 + h (1.106 - 1.045) / 1.1
  near(fxHedgedReturn(asset, 0).baseReturn, 0.0089, 1e-14)
  const half = fxHedgedReturn(asset, 0.5)
  near(half.baseReturn, 0.03662727272727271, 1e-14)
  near(half.localReturn + half.currencyReturn + half.hedgeReturn, half.baseReturn, 1e-15)
  const terms = {
    exposureForeign: 100,
    hedgeRatio: 0.8,
    expectedLocalReturn: 0.05,
    spot: 1.1,
    forward: 1.1,
    timeYears: 1,
  }
  assert.deepEqual(fxHedgeNotional(terms), {
    foreignNotional: 84,
    domesticAmount: 84 * 1.1,
    openForeign: 21,
    hedgeCarryContinuous: 0,
  })
  const [asset1, hedge] = [
    [0.01, -0.02, 0.015, 0.004],
    [0.008, -0.015, 0.013, -0.001],
  ]
  const { hedgeRatio, varianceReduction } = minimumVarianceHedge(asset1, hedge)
  const rest = asset1.map((value, i) => value - hedgeRatio * hedge[i])
  assert.ok(minimumVarianceHedge(rest, hedge).varianceReduction < 1e-25)
  assert.ok(varianceReduction > 0.9 && varianceReduction < 1)
  assert.throws(() => minimumVarianceHedge(asset1, [1, 1, 1, 1]), { code: 'not-applicable' })
})
