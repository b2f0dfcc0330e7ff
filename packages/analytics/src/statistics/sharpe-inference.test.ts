import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleReturns as x } from './example-series.fixture.ts'
import {
  deflatedSharpeRatio,
  expectedMaximumSharpe,
  kurtosis,
  mean,
  minimumBacktestLength,
  minimumTrackRecordLength,
  probabilisticSharpeRatio,
  sharpeAnnualisationFactor,
  sharpeStandardError,
  sharpeStandardErrorHac,
  sharpeStandardErrorNormal,
  skewness,
  standardDeviation,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

const record = { sharpe: 0.12, observations: 400, skewness: -0.7, kurtosis: 6.5 }

test('the published formulas evaluated with scipy 1.10.1', () => {
  near(probabilisticSharpeRatio(record, 0.03), 0.9564717165917266)
  near(expectedMaximumSharpe(250, 0.004), 0.17947045649149768)
  const deflated = deflatedSharpeRatio({
    sharpe: 0.2,
    observations: 900,
    skewness: -0.4,
    kurtosis: 5,
    trials: 250,
    varianceOfTrialSharpes: 0.004,
  })
  near(deflated.deflatedSharpeRatio, 0.7195935359119692)
  near(minimumTrackRecordLength(record, 0.03, 0.95), 369.68874871981694)
  near(minimumBacktestLength(250, 0.8).years, 12.58189248174475)
  near(minimumBacktestLength(250, 0.8).upperBoundYears, 17.25456536831952)
})

test('the HAC standard error agrees with the delta method in numpy 1.24.2 (Bartlett, 3 lags)', () => {
  near(sharpeStandardErrorHac(x, 3), 0.14236571622837474)
})

test('without lags the HAC standard error is that of Mertens', () => {
  const sharpe = mean(x) / standardDeviation(x, 'population')
  const facts = { sharpe, observations: 40, skewness: skewness(x, 'population'), kurtosis: kurtosis(x, 'population') }
  near(sharpeStandardErrorHac(x, 0), sharpeStandardError(facts))
})

test('for normal returns the standard error is that of Lo', () => {
  near(sharpeStandardErrorNormal(0.15, 60), Math.sqrt((1 + 0.15 ** 2 / 2) / 60))
})

test('the AR(1) annualisation factor is sqrt(q) without autocorrelation and smaller with a positive one', () => {
  near(sharpeAnnualisationFactor(0, 12), Math.sqrt(12))
  assert.ok(sharpeAnnualisationFactor(0.2, 12) < Math.sqrt(12))
  assert.ok(sharpeAnnualisationFactor(-0.2, 12) > Math.sqrt(12))
})

test('with one trial, or trials that do not differ, nothing is deflated', () => {
  const psr = probabilisticSharpeRatio(record, 0)
  assert.equal(deflatedSharpeRatio({ ...record, trials: 1, varianceOfTrialSharpes: 0.01 }).deflatedSharpeRatio, psr)
  assert.equal(deflatedSharpeRatio({ ...record, trials: 50, varianceOfTrialSharpes: 0 }).deflatedSharpeRatio, psr)
})

test('more trials deflate more', () => {
  const deflated = [2, 10, 100, 10_000].map(
    (trials) => deflatedSharpeRatio({ ...record, trials, varianceOfTrialSharpes: 0.001 }).deflatedSharpeRatio,
  )
  for (let i = 1; i < deflated.length; i++) assert.ok(deflated[i] < deflated[i - 1])
})

test('a record of the minimum length has exactly the confidence asked for', () => {
  const observations = 370
  const needed = minimumTrackRecordLength(record, 0.03, 0.95)
  assert.ok(needed < observations)
  assert.ok(probabilisticSharpeRatio({ ...record, observations }, 0.03) > 0.95)
  assert.ok(probabilisticSharpeRatio({ ...record, observations: 369 }, 0.03) < 0.95)
})

test('impossible facts are refused', () => {
  assert.throws(() => probabilisticSharpeRatio({ ...record, kurtosis: 1.2 }, 0), /kurtosis/)
  assert.throws(() => probabilisticSharpeRatio({ ...record, observations: 1 }, 0), /observations/)
  assert.throws(() => minimumTrackRecordLength(record, 0.12, 0.95), { code: 'not-applicable' })
  assert.throws(() => minimumTrackRecordLength(record, 0, 0.4), /confidence/)
  assert.throws(() => expectedMaximumSharpe(0, 1), /trials/)
  assert.throws(() => expectedMaximumSharpe(5, -1), /variance/)
  assert.throws(() => sharpeStandardErrorHac([0.1, 0.1, 0.1], 1), /standard deviation/)
  assert.throws(() => sharpeAnnualisationFactor(1, 12), /rho/)
})
