import assert from 'node:assert/strict'
import { test } from 'node:test'
import { annualisedReturn, annualisedVolatility, sharpeRatio } from '@tutti/analytics/performance'
import { fillNormals, openStream, uniformStream } from '@tutti/analytics/random'
import { jointBootstrapInterval } from '@tutti/analytics/statistics'
import { bootstrapFigures, commonBlockLength, type MonthlyReturns } from './bootstrap-figures.ts'

const n = 240
const state = new Int32Array(4)
openStream(3, 0, 0, state)
const normals = new Float64Array(2 * n)
fillNormals(state, normals, 2 * n)
const cash = Float64Array.from({ length: n }, (_, t) => 0.002 + 0.001 * Math.sin(t / 20))
const of = (net: Float64Array): MonthlyReturns => ({ net, excess: net.map((r, t) => r - cash[t]) })
const first = of(Float64Array.from({ length: n }, (_, t) => 0.008 + 0.04 * normals[t]))
const second = of(first.net.map((r, t) => 0.5 * r + 0.002 + 0.01 * normals[n + t]))
const strategies = [first, second, of(cash)]

test('the figures are those of the performance library', () => {
  const { strategies: figures, sharpeDifferences } = bootstrapFigures(strategies, 100, uniformStream(1, 0, 0))
  for (const [s, { net }] of [first, second].entries()) {
    assert.ok(Math.abs(figures[s].annualReturn.value - annualisedReturn(net, 12)) < 1e-12)
    assert.ok(Math.abs(figures[s].volatility.value - annualisedVolatility(net, 12)) < 1e-12)
    assert.ok(Math.abs(figures[s].sharpe.value - sharpeRatio(net, cash, 12)) < 1e-12)
  }
  const difference = sharpeRatio(first.net, cash, 12) - sharpeRatio(second.net, cash, 12)
  assert.ok(Math.abs(sharpeDifferences[1].value - difference) < 1e-12)
  assert.deepEqual(sharpeDifferences[0], { value: 0, low: 0, high: 0 })
})

test('the intervals are those of the joint stationary bootstrap on the same draws', () => {
  const mine = bootstrapFigures(strategies, 300, uniformStream(9, 0, 0))
  const options = { samples: 300, level: 0.95, meanBlock: commonBlockLength(strategies), method: 'percentile' } as const
  const excess = strategies.map((strategy) => strategy.excess)
  const sharpe = (x: Float64Array): number => sharpeRatio(x, 0, 12)
  const one = jointBootstrapInterval(([a]) => sharpe(a), excess, { ...options, uniform: uniformStream(9, 0, 0) })
  assert.ok(Math.abs(mine.strategies[0].sharpe.low - one.lower) < 1e-10)
  assert.ok(Math.abs(mine.strategies[0].sharpe.high - one.upper) < 1e-10)
  const both = jointBootstrapInterval(([a, b]) => sharpe(a) - sharpe(b), excess, {
    ...options,
    uniform: uniformStream(9, 0, 0),
  })
  assert.ok(Math.abs(mine.sharpeDifferences[1].low - both.lower) < 1e-10)
  assert.ok(Math.abs(mine.sharpeDifferences[1].high - both.upper) < 1e-10)
  const growth = jointBootstrapInterval(
    ([a]) => annualisedReturn(a, 12),
    strategies.map((strategy) => strategy.net),
    { ...options, uniform: uniformStream(9, 0, 0) },
  )
  assert.ok(Math.abs(mine.strategies[0].annualReturn.low - growth.lower) < 1e-10)
})

test('cash has a Sharpe ratio of zero by convention and does not set the block length', () => {
  const { strategies: figures, meanBlock } = bootstrapFigures(strategies, 100, uniformStream(1, 0, 0))
  assert.deepEqual(figures[2].sharpe, { value: 0, low: 0, high: 0 })
  assert.equal(meanBlock, commonBlockLength([first, second]))
})
