import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { exampleReturns as x } from './example-series.fixture.ts'
import {
  ewmaVariance,
  prefixSums,
  rollingVolatility,
  rollingZScore,
  standardDeviation,
  variance,
  windowMean,
  windowVariance,
  windowVolatility,
} from './index.ts'

const near = (got: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

test('any window of the prefix sums has the variance of the same observations taken directly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 3, maxLength: 60 }),
      fc.nat(),
      fc.nat(),
      (returns, a, b) => {
        const length = 2 + (a % (returns.length - 1))
        const end = length + (b % (returns.length - length + 1))
        const direct = variance(returns.slice(end - length, end), 'sample')
        near(windowVariance(prefixSums(returns), end, length), direct, 1e-15)
      },
    ),
    { numRuns: 200, seed: 2 },
  )
})

test('a quiet window after a violent history keeps its digits', () => {
  const quiet = x.map((r) => r * 1e-6)
  const returns = [...Array.from({ length: 5000 }, (_, t) => (t % 2 === 0 ? 50 : -0.9)), ...quiet]
  const got = windowVolatility(prefixSums(returns), returns.length, 40, 252)
  const direct = standardDeviation(quiet, 'sample') * Math.sqrt(252)
  assert.ok(Math.abs(got / direct - 1) < 1e-6, `got ${got}, direct ${direct}`)
})

test('a constant return has a volatility of exactly zero', () => {
  assert.equal(windowVolatility(prefixSums(new Array(500).fill(0.00037)), 300, 250, 252), 0)
})

test('the window before an index does not see the return at it', () => {
  const changed = x.map((r, t) => (t >= 30 ? 9 : r))
  assert.equal(windowVolatility(prefixSums(changed), 30, 12, 12), windowVolatility(prefixSums(x), 30, 12, 12))
})

test('rolling volatility lists every full window in time order', () => {
  const rolling = rollingVolatility(x, 12, 12)
  assert.equal(rolling.length, 29)
  near(rolling[0], standardDeviation(x.slice(0, 12), 'sample') * Math.sqrt(12), 1e-15)
  near(rolling[28], standardDeviation(x.slice(28), 'sample') * Math.sqrt(12), 1e-15)
  near(windowMean(prefixSums(x), 40, 40), -1.25e-5, 1e-16)
})

test('the rolling z-score agrees with numpy 1.24.2 (last two of window 10)', () => {
  const z = rollingZScore(x, 10)
  near(z[29], 0.5597088947905504, 1e-11)
  near(z[30], -2.0068124156722305, 1e-11)
})

test('the EWMA variance follows the RiskMetrics recursion (numpy 1.24.2)', () => {
  const { variances, next } = ewmaVariance(x, 0.94, 'first-squared-return')
  near(variances[39], 0.00010667882044211495, 1e-17)
  near(next, 0.00013174269121558804, 1e-17)
})

test('the EWMA variance of steady returns of one size stays at their square', () => {
  near(ewmaVariance([0.01, -0.01, 0.01, -0.01], 0.9, 0.0001).next, 0.0001, 1e-18)
})

test('windows that do not fit and impossible decays are refused', () => {
  const prefix = prefixSums(x)
  assert.throws(() => windowVolatility(prefix, 41, 12, 12), /end/)
  assert.throws(() => windowVolatility(prefix, 10, 11, 12), /length/)
  assert.throws(() => windowVolatility(prefix, 10, 1, 12), /length/)
  assert.throws(() => windowVolatility(prefix, 10, 5, 0), /periodsPerYear/)
  assert.throws(() => prefixSums([0.1, Number.POSITIVE_INFINITY]), /returns\[1\]/)
  assert.throws(() => ewmaVariance(x, 1, 0.01), /decay/)
  assert.throws(() => ewmaVariance(x, 0.9, -1), /initialVariance/)
  assert.throws(() => rollingZScore([1, 1, 1, 2], 3), { code: 'not-applicable' })
})
