import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { congruentialNormals } from '../regimes/congruential-draws.fixture.ts'
import {
  averageTrueRange,
  bollingerBands,
  breakoutPositions,
  crossSectionalMomentum,
  crossSectionScores,
  directionalMovement,
  exponentialMovingAverages,
  hodrickPrescottTrend,
  kaufmanAdaptiveAverages,
  longShortWeights,
  macdPercent,
  oneSidedHodrickPrescottTrend,
  ratesOfChange,
  relativeStrengthIndex,
  simpleMovingAverages,
  timeSeriesMomentum,
  type TimeSeriesMomentumRule,
} from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

let level = 100
const prices = congruentialNormals(400, 321).map((z) => (level *= Math.exp(0.0004 + 0.01 * z)))
const bars = {
  close: prices,
  high: prices.map((price, t) => price * (1.003 + 0.002 * Math.sin(t))),
  low: prices.map((price, t) => price * (0.997 - 0.002 * Math.cos(t))),
}
const rule: TimeSeriesMomentumRule = {
  lookbacks: [5, 20, 60],
  skip: 1,
  measure: 'scaled',
  volatilityWindow: 30,
  periodsPerYear: 252,
  targetVolAnnual: 0.1,
  maxExposure: 2,
}
const panel = prices.map((price, t) => [price, 100 + t * 0.1, 300 - price, 50 + 10 * Math.sin(t / 9)])

/** Every signal as a function of prices alone, with what it has said by each observation. */
const signals: Readonly<Record<string, (count: number) => ArrayLike<number>>> = {
  simple: (n) => simpleMovingAverages(prices.slice(0, n), 10),
  exponential: (n) => exponentialMovingAverages(prices.slice(0, n), 10),
  kaufman: (n) => kaufmanAdaptiveAverages(prices.slice(0, n), { efficiency: 10, fast: 2, slow: 30 }).averages,
  rsi: (n) => relativeStrengthIndex(prices.slice(0, n), 14),
  macd: (n) => macdPercent(prices.slice(0, n), 12, 26, 9).signal,
  roc: (n) => ratesOfChange(prices.slice(0, n), 12, 'simple'),
  bollinger: (n) => bollingerBands(prices.slice(0, n), 20, 2).lower,
  atr: (n) => averageTrueRange(cutBars(n), 14),
  adx: (n) => directionalMovement(cutBars(n), 14).averageIndex,
  breakout: (n) => breakoutPositions(prices.slice(0, n), 20, 10),
  momentum: (n) => timeSeriesMomentum(prices.slice(0, n), rule).exposure,
  crossSection: (n) =>
    crossSectionalMomentum(panel.slice(0, n), { lookback: 20, skip: 1, fraction: 0.25 }).weights.map(([w]) => w),
  hodrickPrescott: (n) => oneSidedHodrickPrescottTrend(prices.slice(0, n), 100),
}
const cutBars = (n: number) => ({
  close: prices.slice(0, n),
  high: bars.high.slice(0, n),
  low: bars.low.slice(0, n),
})

for (const [name, signal] of Object.entries(signals)) {
  test(`${name} at any time is the same bits whatever comes later`, () => {
    const whole = signal(400)
    for (const n of [70, 151, 333]) {
      const early = signal(n)
      assert.ok(early.length > 0)
      for (let k = 0; k < early.length; k++) assert.equal(early[k], whole[k], `${name}[${k}] with ${n} of 400`)
    }
  })
}

test('the two-sided Hodrick-Prescott trend does change when later data do', () => {
  assert.notEqual(hodrickPrescottTrend(prices, 100)[200], hodrickPrescottTrend(prices.slice(0, 210), 100)[200])
})

test('Hodrick-Prescott trends are those of statsmodels 0.13.5 hpfilter', () => {
  const y = [100, 100.8, 100.2, 101.5, 102.1, 101.7, 103, 102.4, 103.9, 104.6, 104, 105.3]
  const smooth = hodrickPrescottTrend(y, 1600)
  near(smooth[0], 99.9211547262214, 1e-9)
  near(smooth[5], 102.22504490414106, 1e-9)
  near(smooth[11], 105.0018268360558, 1e-9)
  // The last value of hpfilter over the first 4, 5, ..., 12 values, lambda 10.
  const ends = [101.21758604431864, 101.92571383991262, 102.01134731485539, 102.72636239283568, 102.76426260849237]
  const oneSided = oneSidedHodrickPrescottTrend(y, 10)
  ends.forEach((end, k) => near(oneSided[k + 1], end, 1e-9))
  near(oneSided[9], 105.09415783238835, 1e-9)
})

test('a straight line is its own trend, at any lambda, and lambda 0 gives the series back', () => {
  const line = Array.from({ length: 50 }, (_, t) => 1e6 + 3 * t)
  for (const lambda of [0, 1, 1e6, 1e12]) hodrickPrescottTrend(line, lambda).forEach((v, t) => near(v, line[t], 1e-6))
  hodrickPrescottTrend(prices, 0).forEach((v, t) => near(v, prices[t], 1e-10))
  kaufmanAdaptiveAverages(line, { efficiency: 10, fast: 2, slow: 30 }).efficiencyRatios.forEach((r) =>
    near(r, 1, 1e-12),
  )
})

test('indices keep their ranges, over rises alone and falls alone too', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 1e4, noNaN: true }), { minLength: 12, maxLength: 60 }),
      fc.integer({ min: 2, max: 5 }),
      (close, length) => {
        relativeStrengthIndex(close, length).forEach((v) => assert.ok(v >= 0 && v <= 100, String(v)))
        const { high, low } = { high: close.map((p) => p * 1.1), low: close.map((p) => p * 0.9) }
        const { plus, minus, averageIndex } = directionalMovement({ high, low, close }, length)
        for (const list of [plus, minus, averageIndex])
          list.forEach((v) => assert.ok(v >= 0 && v <= 100 + 1e-9, String(v)))
        averageTrueRange({ high, low, close }, length).forEach((v) => assert.ok(v > 0))
        const { lower, middle, upper } = bollingerBands(close, length, 2)
        middle.forEach((v, k) => assert.ok(lower[k] <= v && v <= upper[k]))
      },
    ),
    { seed: 6, numRuns: 100 },
  )
  assert.deepEqual(new Set(relativeStrengthIndex([1, 2, 3, 4, 5], 2)), new Set([100]))
  assert.deepEqual(new Set(relativeStrengthIndex([5, 4, 3, 2, 1], 2)), new Set([0]))
  assert.deepEqual(new Set(relativeStrengthIndex([5, 5, 5, 5], 2)), new Set([50]))
})

test('averages are what their definitions say, written out', () => {
  simpleMovingAverages(prices, 7).forEach((v, k) =>
    near(v, prices.slice(k, k + 7).reduce((a, b) => a + b, 0) / 7, 1e-10),
  )
  const ema = exponentialMovingAverages(prices, 10)
  near(ema[1], (2 / 11) * prices[10] + (9 / 11) * ema[0], 1e-12)
  near(ratesOfChange(prices, 5, 'continuous')[3], Math.log1p(ratesOfChange(prices, 5, 'simple')[3]), 1e-14)
})

test('momentum is sized to its target and earns the next return', () => {
  const result = timeSeriesMomentum(prices, { ...rule, measure: 'sign', lookbacks: [20], maxExposure: 100 })
  result.exposure.forEach((held, k) => near(Math.abs(held) * result.volAnnual[k], 0.1, 1e-12))
  const t = result.firstIndex + 5
  near(result.strategyReturns[5], result.exposure[5] * (prices[t + 1] / prices[t] - 1), 1e-15)
  near(result.signal[5], Math.sign(prices[t - 1] / prices[t - 21] - 1), 0)
  assert.ok(result.cautions.includes('short-history'))
})

test('a channel breakout turns with new highs and lows and leaves at the shorter channel', () => {
  const y = [1, 2, 3, 2.5, 3.5, 4, 3.8, 2.4, 2.6, 0.5, 0.4, 2.8]
  assert.deepEqual(Array.from(breakoutPositions(y, 3, 2)), [0, 1, 1, 1, -1, -1, -1, -1, 1])
})

test('scores stand about 0 in each group, keep order, and weights are long 1 and short 1', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 4, maxLength: 30 }), (values) => {
      const scores = crossSectionScores(values, { method: 'z-score', limit: 10 })
      near(
        scores.reduce((a, b) => a + b, 0),
        0,
        1e-9,
      )
      const ranks = crossSectionScores(values, { method: 'rank', limit: 1 })
      values.forEach((a, i) => values.forEach((b, j) => assert.ok(a <= b || ranks[i] > ranks[j])))
      for (const fraction of [null, 0.25]) {
        const weights = longShortWeights(ranks, fraction)
        near(
          weights.reduce((sum, w) => sum + Math.max(w, 0), 0),
          1,
          1e-12,
        )
        near(
          weights.reduce((sum, w) => sum + Math.min(w, 0), 0),
          -1,
          1e-12,
        )
      }
    }),
    { seed: 2, numRuns: 60 },
  )
  const grouped = crossSectionScores([1, 2, 100, 200], { method: 'z-score', limit: 5, groups: [0, 0, 1, 1] })
  near(grouped[0], grouped[2], 1e-12)
})

test('impossible inputs are refused', () => {
  assert.throws(() => simpleMovingAverages([1, 2], 3), { code: 'invalid-input' })
  assert.throws(() => macdPercent([1, -1, 2, 3], 1, 2, 1), { code: 'invalid-input' })
  assert.throws(() => averageTrueRange({ high: [1, 1], low: [2, 2], close: [1, 1] }, 1), { code: 'invalid-input' })
  assert.throws(() => timeSeriesMomentum(new Array(100).fill(5), rule), { code: 'not-applicable' })
  assert.throws(() => crossSectionScores([1, 1, 1], { method: 'z-score', limit: 3 }), { code: 'not-applicable' })
  assert.throws(() => crossSectionScores([1, 2], { method: 'rank', limit: 1, groups: [0, 1] }), {
    code: 'not-applicable',
  })
  assert.throws(() => hodrickPrescottTrend([1, 2], 10), { code: 'invalid-input' })
  assert.throws(() => hodrickPrescottTrend([1, 2, NaN], 10), { code: 'invalid-input' })
  assert.throws(() => breakoutPositions(prices, 5, 9), { code: 'invalid-input' })
})

const file = new URL('../../../../../shared/data/equity_index/sp500_ohlcv_daily.csv', import.meta.url)
const present = existsSync(file) || process.env['TUTTI_REQUIRE_SHARED'] === '1'

test('S&P 500 momentum runs over its history, is short in October 2008, and says what its Sharpe ratio is worth', (t) => {
  if (!present) return t.skip('the shared data folder is not here')
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
  const closes = rows.map((cells) => Number(cells[5]))
  const result = timeSeriesMomentum(closes, { ...rule, lookbacks: [21, 63, 126, 252], volatilityWindow: 60 })
  const day = rows.findIndex(([date]) => date >= '2008-10-15')
  assert.ok(result.exposure[day - result.firstIndex] < 0)
  assert.ok(result.sharpeAnnual !== null && Math.abs(result.sharpeAnnual) < 1.5)
  assert.ok(result.sharpeStandardErrorAnnual !== null && result.sharpeStandardErrorAnnual < 0.4)
})
