import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { exampleOtherReturns as y, exampleReturns as x } from '../statistics/example-series.fixture.ts'
import {
  annualisedReturn,
  annualisedVolatility,
  benchmarkMetrics,
  calmarRatio,
  conditionalDrawdownAtRisk,
  costDrag,
  crossoverSignal,
  downsideMeasures,
  drawdownSeries,
  drawdownSeriesOfValues,
  driftedWeights,
  excessReturns,
  hitRate,
  logPriceTrend,
  martinRatio,
  maximumDrawdown,
  maximumDrawdownOfValues,
  modifiedDietz,
  omegaRatio,
  painIndex,
  painRatio,
  performanceSummary,
  priceMomentum,
  rebalancedBacktest,
  returnRatios,
  sharpeRatio,
  simpleMovingAverage,
  simpleReturns,
  sortinoRatio,
  tailRatio,
  timeWeightedReturn,
  totalReturn,
  turnover,
  ulcerIndex,
  volatilityTargetOverlay,
  wealthPath,
  xirr,
} from './index.ts'

const near = (got: number | null, expected: number, tolerance = 1e-12): void =>
  assert.ok(
    got !== null && Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)),
    `got ${got}, expected ${expected}`,
  )

test('the figures of a track record agree with numpy 1.24.2', () => {
  near(annualisedReturn(x, 12), -0.0011352398285533472)
  near(annualisedVolatility(x, 12), 0.044981513296703766)
  near(sharpeRatio(x, 0.001, 12), -0.27011096580626487)
  near(sortinoRatio(x, 0.001, 12), -0.3660965688902534)
  near(omegaRatio(x, 0), 0.9974798387096776)
  near(painIndex(x), 0.03207277314143715)
  near(ulcerIndex(x), 0.03840551850560287)
  near(calmarRatio(x, 12), -0.016041461376198874)
  const drawdown = maximumDrawdown(x)
  near(drawdown.maxDrawdown, 0.07076910276003479)
  assert.equal(drawdown.peakIndex, 3)
  assert.equal(drawdown.troughIndex, 32)
  assert.equal(drawdown.recoveryIndex, null)
  assert.equal(drawdown.lengthObservations, 37)
  assert.equal(drawdown.longestUnderwaterObservations, 37)
  near(drawdownSeries(x)[39], 0.0565505259865704)
})

test('steady growth has its own rate for return, no volatility and no drawdown', () => {
  const steady = new Array(24).fill(0.01)
  near(annualisedReturn(steady, 12), 1.01 ** 12 - 1)
  assert.equal(annualisedVolatility(steady, 12), 0)
  assert.deepEqual(maximumDrawdown(steady), {
    maxDrawdown: 0,
    peakIndex: 0,
    troughIndex: 0,
    recoveryIndex: 0,
    lengthObservations: 0,
    longestUnderwaterObservations: 0,
  })
  const summary = performanceSummary(steady, 0, 12)
  for (const ratio of ['sharpeRatio', 'sortinoRatio', 'calmarRatio', 'omegaRatio', 'skewness'] as const) {
    assert.equal(summary[ratio], null)
  }
})

test('a risk-free series and the same number for every period give the same ratios', () => {
  const riskFree = x.map(() => 0.001)
  near(sharpeRatio(x, riskFree, 12), sharpeRatio(x, 0.001, 12))
  near(sortinoRatio(x, riskFree, 12), sortinoRatio(x, 0.001, 12))
  near(excessReturns(x, 0.001)[0], 0)
})

test('leverage on excess returns leaves the Sharpe ratio alone', () => {
  near(
    sharpeRatio(
      x.map((r) => 2 * r),
      0,
      12,
    ),
    sharpeRatio(x, 0, 12),
  )
})

test('a drawdown by hand: peak, trough, recovery, and a longer but shallower one after it', () => {
  const drawdown = maximumDrawdownOfValues([100, 120, 90, 120, 119, 118, 119, 119.5, 121])
  assert.deepEqual(drawdown, {
    maxDrawdown: 0.25,
    peakIndex: 1,
    troughIndex: 2,
    recoveryIndex: 3,
    lengthObservations: 2,
    longestUnderwaterObservations: 4,
  })
})

test('the maximum drawdown is the largest fall over all pairs of times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.5, max: 0.6, noNaN: true }), { minLength: 1, maxLength: 40 }),
      (returns) => {
        const path = wealthPath(returns, 1)
        let worst = 0
        for (let s = 0; s < path.length; s++)
          for (let t = s; t < path.length; t++) worst = Math.max(worst, 1 - path[t] / path[s])
        const drawdown = maximumDrawdown(returns)
        near(drawdown.maxDrawdown, worst)
        near(1 - path[drawdown.troughIndex] / path[drawdown.peakIndex], worst)
        near(Math.max(...drawdownSeries(returns), 0), worst)
        assert.ok(conditionalDrawdownAtRisk(returns, 0.9) <= worst + 1e-15)
        assert.ok(painIndex(returns) <= ulcerIndex(returns) + 1e-15)
      },
    ),
    { numRuns: 100, seed: 6 },
  )
})

test('ratios to drawdowns share their numerator', () => {
  near(painRatio(x, 0, 12) * painIndex(x), annualisedReturn(x, 12))
  near(martinRatio(x, 0.01, 12) * ulcerIndex(x), annualisedReturn(x, 12) - 0.01)
})

test('a total loss is a drawdown of one and a return of minus one', () => {
  assert.equal(maximumDrawdown([0.1, -1, 0.2]).maxDrawdown, 1)
  assert.equal(annualisedReturn([0.1, -1], 12), -1)
})

test('downside measures are consistent with each other', () => {
  const m = downsideMeasures(x, 0.002)
  near(m.omegaRatio, m.upsidePotential / m.downsidePotential)
  near(m.variabilitySkewness ** 2, m.volatilitySkewness)
  near(m.upsidePotential - m.downsidePotential, totalOf(x) / 40 - 0.002)
  near(m.downsideFrequency + m.upsideFrequency, 1)
})

const totalOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

test('benchmark figures agree with numpy 1.24.2', () => {
  const m = benchmarkMetrics(x, y, { periodsPerYear: 12, riskFreeAnnual: 0, targetPerPeriod: 0 })
  near(m.beta, 0.8941712341199292)
  near(m.alphaPerPeriod, -4.156056510889636e-5)
  near(m.jensenAlphaAnnual, -0.0010072824808775678)
  near(m.specificRiskAnnual, 0.03346734976620546)
  near(m.trackingErrorAnnual, 0.03407394222072841)
  near(m.informationRatio, -0.02911721241825363)
  near(m.mSquared, -0.0008346916027849674)
  near(m.upCapture, 0.993642720915448)
  near(m.downCapture, 1.0051282051282053)
  near(m.appraisalRatio, m.jensenAlphaAnnual / m.specificRiskAnnual)
})

test('ratios of gains, losses and shape by hand', () => {
  const ratios = returnRatios([0.02, -0.01, 0.03, -0.02], 12)
  near(ratios.bernardoLedoitRatio, 5 / 3)
  near(ratios.dRatio, (2 * 3) / (2 * 5))
  near(ratios.meanAbsoluteDeviation, 0.02)
  near(ratios.geometricSharpeRatio, ratios.annualisedReturn / ratios.annualisedVolatility)
  // Symmetric about its mean of 0.005: no skewness; fourth over squared second moment (39.0625 + 5.0625)/2 / 4.25^2.
  near(ratios.skewness, 0)
  near(ratios.kurtosis, (2.5 ** 4 + 1.5 ** 4) / 2 / ((2.5 ** 2 + 1.5 ** 2) / 2) ** 2)
  const sharpe = ratios.geometricSharpeRatio
  near(ratios.adjustedSharpeRatio, sharpe * (1 - ((ratios.kurtosis - 3) / 24) * sharpe ** 2))
})

test('a portfolio that holds half of the benchmark in cash has a beta of one half', () => {
  const noisy = y.map((r, t) => 0.5 * r + 1e-6 * Math.sin(t))
  const m = benchmarkMetrics(noisy, y, { periodsPerYear: 12, riskFreeAnnual: 0, targetPerPeriod: 0 })
  near(m.beta, 0.5, 1e-4)
  near(m.upCapture, 0.5, 1e-4)
  near(m.downCapture, 0.5, 1e-4)
})

test('turnover counts both sides, and drift follows the returns', () => {
  near(turnover([0.6, 0.4], [0.5, 0.5]), 0.2)
  const drifted = driftedWeights([0.6, 0.4], [0.1, 0])
  near(drifted[0], 0.66 / 1.06)
  near(drifted[0] + drifted[1], 1)
  near(driftedWeights([0.5], [1])[0], 1 / 1.5)
})

test('a rebalanced portfolio by hand, and one that never trades', () => {
  const returns = [
    [0.1, 0],
    [0, 0.1],
  ]
  const rule = { targetWeights: [0.5, 0.5], everyPeriods: 1, costRate: 0.01 }
  const result = rebalancedBacktest(returns, rule)
  const traded = 2 * (0.55 / 1.05 - 0.5)
  near(result.turnovers[0], traded)
  near(result.values[0], 1.05 * (1 - 0.01 * traded))
  near(result.values[1], (1.05 * (1 - 0.01 * traded)) ** 2)
  const held = rebalancedBacktest(returns, { ...rule, everyPeriods: 3 })
  near(held.values[1], 0.5 * 1.1 + 0.5 * 1.1)
  assert.equal(held.totalTurnover, 0)
})

test('cost drag is zero without costs and grows with them', () => {
  const returns = x.map((r, t) => [r, y[t]])
  const drag = (costRate: number): number => {
    const result = rebalancedBacktest(returns, { targetWeights: [0.6, 0.4], everyPeriods: 1, costRate })
    return costDrag(result.grossReturns, result.netReturns, 12)
  }
  assert.equal(drag(0), 0)
  assert.ok(drag(0.002) > drag(0.001) && drag(0.001) > 0)
})

test('the volatility target scales with the past only and is capped', () => {
  const target = { window: 10, targetVolatility: 0.05, maxLeverage: 2, periodsPerYear: 12 }
  const overlay = volatilityTargetOverlay(x, target)
  near(overlay.weights[0], Math.min(2, 0.05 / annualisedVolatility(x.slice(0, 10), 12)))
  near(overlay.strategyReturns[29], overlay.weights[29] * x[39])
  const changed = x.map((r, t) => (t === 39 ? 0.5 : r))
  assert.deepEqual(volatilityTargetOverlay(changed, target).weights, overlay.weights)
  assert.equal(volatilityTargetOverlay(new Array(12).fill(0.01), target).weights[0], 2)
})

test('modified Dietz without flows is the simple return, and weights a flow by its time', () => {
  near(modifiedDietz(100, 110, [], 30), 0.1)
  // Half of the period: (115 - 100 - 10) / (100 + 10 / 2).
  near(modifiedDietz(100, 115, [{ amount: 10, day: 15 }], 30), 5 / 105)
})

test('the time-weighted return links subperiods and ignores the size of flows', () => {
  near(timeWeightedReturn(100, 242, [{ amount: 110, valueBefore: 110 }]), 1.1 * 1.1 - 1)
  near(timeWeightedReturn(100, 1.1 * 1110, [{ amount: 1000, valueBefore: 110 }]), 1.1 * 1.1 - 1)
})

test('the internal rate of return solves its equation', () => {
  near(
    xirr([
      { amount: -1000, date: '2021-01-01' },
      { amount: 1100, date: '2022-01-01' },
    ]),
    0.1,
  )
  const flows = [
    { amount: -1000, date: '2020-02-29' },
    { amount: -500, date: '2020-11-15' },
    { amount: 300, date: '2021-06-30' },
    { amount: 1400, date: '2023-03-01' },
  ]
  const rate = xirr(flows)
  const days = [0, 260, 487, 1096]
  const value = flows.reduce((sum, flow, i) => sum + flow.amount / (1 + rate) ** (days[i] / 365), 0)
  assert.ok(Math.abs(value) < 1e-9, `present value ${value}`)
  near(xirr(flows.toReversed()), rate)
})

test('momentum, moving averages and trend by hand', () => {
  const prices = Array.from({ length: 40 }, (_, t) => 100 * 1.01 ** t)
  near(priceMomentum(prices, 20, 1), 1.01 ** 20 - 1)
  near(simpleMovingAverage([1, 2, 3, 4], 2), 3.5)
  assert.equal(crossoverSignal(prices, 5, 20), 1)
  assert.equal(crossoverSignal(prices.toReversed(), 5, 20), -1)
  const wobbly = prices.map((p, t) => p * (1 + 0.001 * (-1) ** t))
  near(logPriceTrend(wobbly, 30).slope, Math.log(1.01), 1e-4)
  assert.ok(logPriceTrend(wobbly, 30).tStatistic > 100)
})

test('the summary repeats the single figures', () => {
  const summary = performanceSummary(x, 0.001, 12)
  assert.equal(summary.observations, 40)
  assert.equal(summary.totalReturn, totalReturn(x))
  assert.equal(summary.sharpeRatio, sharpeRatio(x, 0.001, 12))
  assert.equal(summary.drawdown.troughIndex, 32)
  // 38 of the 40 losses are at most 0.0229; the two above it are 0.0233 and 0.0299.
  near(summary.valueAtRisk95, 0.0229)
  near(summary.expectedShortfall95, 0.0266)
  assert.ok(summary.expectedShortfall99 >= summary.valueAtRisk99)
  assert.equal(summary.bestPeriod, 0.0345)
  assert.equal(summary.worstPeriod, -0.0299)
  assert.equal(summary.hitRate, hitRate(x))
  assert.doesNotThrow(() => JSON.stringify(summary))
})

test('values and returns are inverses of each other', () => {
  simpleReturns(wealthPath(x, 250)).forEach((r, t) => near(r, x[t]))
  near(drawdownSeriesOfValues([1, 2, 1])[2], 0.5)
  near(tailRatio([-0.02, 0, 0.01, 0.03, -0.01], 0.75), 1)
})

test('returns in percent, ratios that do not exist and impossible flows are refused', () => {
  assert.throws(() => annualisedReturn([5, -3, 2], 12), /percent/)
  assert.throws(() => annualisedReturn([], 12), { code: 'invalid-input' })
  assert.throws(() => annualisedReturn(x, 0), /periodsPerYear/)
  assert.throws(() => sharpeRatio([0.01, 0.01, 0.01], 0, 12), { code: 'not-applicable' })
  assert.throws(() => sharpeRatio(x, [0.1], 12), /same length/)
  assert.throws(() => sortinoRatio([0.01, 0.02], 0, 12), { code: 'not-applicable' })
  assert.throws(() => calmarRatio([0.01, 0.02], 12), { code: 'not-applicable' })
  assert.throws(() => omegaRatio([0.01, 0.02], 0), { code: 'not-applicable' })
  assert.throws(() => maximumDrawdownOfValues([1, -1]), /values\[1\]/)
  assert.throws(() => maximumDrawdownOfValues([1, 0, 1]), /values\[2\]/)
  assert.throws(() => benchmarkMetrics(y, y, { periodsPerYear: 12, riskFreeAnnual: 0, targetPerPeriod: 0 }), {
    code: 'not-applicable',
  })
  assert.throws(() => driftedWeights([1], [-1]), { code: 'not-applicable' })
  assert.throws(
    () => rebalancedBacktest([[0.1]], { targetWeights: [0.5, 0.5], everyPeriods: 1, costRate: 0 }),
    /returns\[0\]/,
  )
  assert.throws(() => rebalancedBacktest([[0.1]], { targetWeights: [1], everyPeriods: 1, costRate: -1 }), /costRate/)
  assert.throws(() => modifiedDietz(100, 0, [{ amount: -200, day: 0 }], 30), { code: 'not-applicable' })
  assert.throws(() => modifiedDietz(100, 0, [{ amount: 1, day: 31 }], 30), /flows\[0\]\.day/)
  assert.throws(
    () =>
      xirr([
        { amount: 1, date: '2020-01-01' },
        { amount: 1, date: '2021-01-01' },
      ]),
    {
      code: 'not-applicable',
    },
  )
  assert.throws(
    () =>
      xirr([
        { amount: -1, date: '2020-02-30' },
        { amount: 1, date: '2021-01-01' },
      ]),
    /calendar date/,
  )
  // Roots at 10 % and 20 %.
  const two = [
    { amount: -1, date: '2021-01-01' },
    { amount: 2.3, date: '2022-01-01' },
    { amount: -1.32, date: '2023-01-01' },
  ]
  assert.throws(() => xirr(two), /several rates/)
  assert.throws(() => priceMomentum([1, 2], 2, 1), /at least 4/)
  assert.throws(() => simpleMovingAverage([1, -2], 2), /prices\[1\]/)
})
