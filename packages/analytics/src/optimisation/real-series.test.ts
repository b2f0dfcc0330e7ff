import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { near, nearAll, solved } from './five-assets.fixture.ts'
import {
  benchmarkRisk,
  boxLimits,
  efficientFrontier,
  frontierAnalytics,
  highestSharpe,
  highestUtility,
  minimumVariance,
} from './index.ts'

const file = new URL('../../../../../shared/data/etf/multi_asset_etf_adjclose_daily.csv', import.meta.url)
const skip =
  existsSync(file) || process.env.TUTTI_REQUIRE_SHARED === '1'
    ? false
    : 'the shared folder is not beside this repository'

/** Mean and covariance (n - 1) of weekly log returns of the funds that have prices throughout, annualised. */
function moments(from: string, to: string): { names: string[]; expectedReturns: number[]; covariance: number[][] } {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split('\n')
  const names = header.split(',').slice(1)
  const rows = lines
    .map((line) => line.split(','))
    .filter(([date]) => date >= from && date <= to)
    .filter((_, k) => k % 5 === 0)
  const kept = names.map((_, i) => i).filter((i) => rows.every((row) => Number(row[i + 1]) > 0))
  const returns = rows.slice(1).map((row, t) => kept.map((i) => Math.log(Number(row[i + 1]) / Number(rows[t][i + 1]))))
  const mean = kept.map((_, i) => returns.reduce((sum, row) => sum + row[i], 0) / returns.length)
  const covariance = kept.map((_, i) =>
    kept.map(
      (_item, j) =>
        (52 * returns.reduce((sum, row) => sum + (row[i] - mean[i]) * (row[j] - mean[j]), 0)) / (returns.length - 1),
    ),
  )
  return { names: kept.map((i) => names[i]), expectedReturns: mean.map((value) => 52 * value), covariance }
}

test('multi-asset funds: the identities of a frontier hold on estimated inputs', { skip }, () => {
  const { names, expectedReturns, covariance } = moments('2014-01-01', '2019-12-31')
  assert.ok(names.length >= 35, `${names.length} funds`)
  const limits = { ...boxLimits(names.length, 0, 0.25, 1), assets: names }
  const input = { expectedReturns, covariance, limits }
  const least = solved(minimumVariance(input))
  // Long-only, the least risk is in cash and short bonds; nothing has less than the unlimited portfolio.
  const cash = names.indexOf('BIL') + 1
  assert.ok(cash > 0 && least.weights[cash - 1] > 0.2)
  const closed = frontierAnalytics(expectedReturns, covariance, 0.01)
  assert.ok(least.objective >= closed.minimumVariance)
  const frontier = solved(efficientFrontier(input, { targetReturns: [], gridPoints: 10 }))
  const best = solved(highestSharpe(input, 0.01))
  assert.ok(best.objective <= closed.highestSharpe)
  for (const point of frontier.points) {
    assert.ok((point.expectedReturn - 0.01) / point.volatility <= best.objective + 1e-12)
    near(
      point.weights.reduce((sum, weight) => sum + weight, 0),
      1,
      1e-12,
    )
  }
  // Where an asset is held between its bounds, its marginal utility is that of the budget; below, it is no better.
  const tolerance = 0.1
  const held = solved(highestUtility(input, tolerance))
  const price = held.binding.find((item) => item.limit === 'budget')?.shadowPrice ?? NaN
  held.weights.forEach((weight, i) => {
    const marginal =
      tolerance * expectedReturns[i] - covariance[i].reduce((sum, value, j) => sum + value * held.weights[j], 0)
    if (weight > 1e-9 && weight < 0.25 - 1e-9) near(marginal, price, 1e-10)
    else if (weight <= 1e-9) assert.ok(marginal <= price + 1e-10)
    else assert.ok(marginal >= price - 1e-10)
  })
})

test(
  'a tracking portfolio of few funds follows an equally weighted benchmark of all within its own error',
  { skip },
  () => {
    const { names, covariance } = moments('2014-01-01', '2019-12-31')
    const size = names.length
    const benchmark = new Array<number>(size).fill(1 / size)
    const relative = benchmarkRisk(covariance, benchmark)
    const exact = solved(minimumVariance({ covariance, relative, limits: boxLimits(size, 0, 1, 1) }))
    nearAll(exact.weights, benchmark, 1e-8)
    near(exact.volatility, 0, 1e-7)
    const equities = ['SPY', 'EFA', 'EEM', 'AGG', 'DBC', 'GLD']
    const limits = { ...boxLimits(size, 0, 1, 1), maxWeights: names.map((name) => (equities.includes(name) ? 1 : 0)) }
    const few = solved(minimumVariance({ covariance, relative, limits }))
    assert.ok(few.volatility > 0.001 && few.volatility < 0.05, `${few.volatility}`)
  },
)
