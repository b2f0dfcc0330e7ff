import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleBars, exampleReturns as x } from './example-series.fixture.ts'
import {
  autocorrelations,
  boxPierceTest,
  hillEstimator,
  jarqueBeraTest,
  ljungBoxTest,
  ohlcVolatility,
  partialAutocorrelations,
  varianceRatio,
  type OhlcEstimator,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

test('autocorrelations and their tests agree with statsmodels 0.13.5 (acf, pacf ywm, acorr_ljungbox)', () => {
  const acf = [1, 0.05368092022411574, -0.19588460606291022, -0.14847037214806086, 0.016169883142372415]
  acf.forEach((value, lag) => near(autocorrelations(x, 5)[lag], value))
  const pacf = [1, 0.05368092022411571, -0.1993406755617769, -0.13071404382453322, -0.009055449360256337]
  pacf.forEach((value, lag) => near(partialAutocorrelations(x, 5)[lag], value))
  near(ljungBoxTest(x, 10).statistic, 9.225475214078704)
  near(ljungBoxTest(x, 10).pValue, 0.510847341784769)
  near(boxPierceTest(x, 10).statistic, 7.320489885143202)
  near(boxPierceTest(x, 10).pValue, 0.6948817706375199)
})

test('the Jarque-Bera test agrees with scipy 1.10.1', () => {
  near(jarqueBeraTest(x).statistic, 0.259887072673847)
  near(jarqueBeraTest(x).pValue, 0.8781450128048961)
})

test('the variance ratio agrees with the formulas of Lo and MacKinlay in numpy 1.24.2', () => {
  let level = 0
  const prices = x.map((r) => (level += r))
  const ratio = varianceRatio(prices, 3)
  near(ratio.varianceRatio, 0.7588224473293087, 1e-11)
  near(ratio.zHomoskedastic, -1.0103583715986781, 1e-11)
  near(ratio.zHeteroskedastic, -1.153419760918465, 1e-11)
})

test('the variance ratio over two periods is one plus the first autocorrelation, up to its bias corrections', () => {
  let level = 0
  const prices = [0, ...Array.from({ length: 2000 }, (_, t) => (level += Math.sin(t * t)))]
  const changes = prices.slice(1).map((p, t) => p - prices[t])
  near(varianceRatio(prices, 2).varianceRatio, 1 + autocorrelations(changes, 1)[1], 2e-3)
})

test('the Hill estimator agrees with numpy 1.24.2', () => {
  near(hillEstimator(x.map(Math.abs), 8), 0.34712406871772283)
})

test('an exact power law gives the Hill estimator its own exponent', () => {
  const n = 20_000
  const pareto = Array.from({ length: n }, (_, i) => ((i + 0.5) / n) ** -0.4)
  near(hillEstimator(pareto, 2000), 0.4, 2e-3)
})

test('volatility from bars agrees with the formulas of TTR in numpy 1.24.2', () => {
  const expected: [OhlcEstimator, number][] = [
    ['close', 0.14612580030534816],
    ['parkinson', 0.14194752899780977],
    ['garman-klass', 0.1485969086452765],
    ['rogers-satchell', 0.1482695865462269],
    ['garman-klass-yang-zhang', 0.1627530917703099],
    ['yang-zhang', 0.15685977469793358],
  ]
  for (const [estimator, value] of expected) near(ohlcVolatility(exampleBars, estimator, 8, 252).at(-1) ?? 0, value)
})

test('bars in another currency have the same volatility', () => {
  const scaled = Object.fromEntries(
    Object.entries(exampleBars).map(([field, prices]) => [field, prices.map((p) => 7 * p)]),
  ) as unknown as typeof exampleBars
  for (const estimator of ['parkinson', 'yang-zhang'] as const) {
    near(ohlcVolatility(scaled, estimator, 5, 252)[0], ohlcVolatility(exampleBars, estimator, 5, 252)[0])
  }
})

test('series and bars that cannot be used are refused', () => {
  assert.throws(() => autocorrelations([2, 2, 2], 1), { code: 'not-applicable' })
  assert.throws(() => autocorrelations(x, 40), /lags/)
  assert.throws(() => ljungBoxTest(x, 3, 3), /fittedParameters/)
  assert.throws(() => hillEstimator(x, 39), { code: 'not-applicable' })
  assert.throws(() => varianceRatio([0, 1, 2, 3, 4, 5], 2), { code: 'not-applicable' })
  assert.throws(() => varianceRatio(x, 1), /q/)
  const crossed = { ...exampleBars, low: exampleBars.low.map((p, t) => (t === 5 ? 200 : p)) }
  assert.throws(() => ohlcVolatility(crossed, 'parkinson', 5, 252), /bar 5/)
  assert.throws(() => ohlcVolatility(exampleBars, 'yang-zhang', 12, 252), /at least 13/)
})
