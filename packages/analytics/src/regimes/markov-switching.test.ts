import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { congruentialNormals, twoRegimeSeries } from './congruential-draws.fixture.ts'
import {
  expectedDurations,
  markovSwitchingFilter,
  markovSwitchingFit,
  type MarkovSwitchingParameters,
  type MarkovSwitchingSpecification,
  stationaryLaw,
} from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)
const ones = (n: number): number[][] => Array.from({ length: n }, () => [1])
const bothSwitch: MarkovSwitchingSpecification = {
  regimes: 2,
  lags: 0,
  switching: { coefficients: [true], variance: true, autoregression: false },
  order: { by: 'variance' },
  seed: 1,
  starts: 4,
}
const series = twoRegimeSeries()

/** The likelihood by adding up every path of regimes: no recursion shared with the filter. */
function likelihoodOfAllPaths(
  y: number[],
  { transition, coefficients, variances, autoregression }: MarkovSwitchingParameters,
) {
  const lags = autoregression[0].length
  const law = stationaryLaw(transition)
  const regimes = law.length
  let total = 0
  const chanceOfLast = new Array<number>(regimes).fill(0)
  for (let code = 0; code < regimes ** y.length; code++) {
    const path = y.map((_, t) => Math.floor(code / regimes ** t) % regimes)
    let chance = law[path[0]]
    for (let t = 1; t < y.length; t++) chance *= transition[path[t - 1]][path[t]]
    for (let t = lags; t < y.length; t++) {
      const mean = (s: number): number => y[s] - coefficients[path[s]][0]
      let shock = mean(t)
      for (let i = 1; i <= lags; i++) shock -= autoregression[path[t]][i - 1] * mean(t - i)
      const variance = variances[path[t]]
      chance *= Math.exp((-0.5 * shock * shock) / variance) / Math.sqrt(2 * Math.PI * variance)
    }
    total += chance
    chanceOfLast[path[y.length - 1]] += chance
  }
  return { logLikelihood: Math.log(total), last: chanceOfLast.map((chance) => chance / total) }
}

test('the fit in mean and variance is that of statsmodels 0.13.5 MarkovRegression, with its standard errors', () => {
  const fit = markovSwitchingFit({ y: series, x: ones(300) }, bothSwitch)
  near(fit.logLikelihood, -409.3013945169424, 1e-6)
  const { transition, coefficients, variances } = fit.parameters
  near(transition[0][0], 0.9684769698327367, 2e-5)
  near(transition[1][0], 0.05896146719733556, 3e-5)
  near(coefficients[0][0], 0.44396219835554496, 2e-5)
  near(coefficients[1][0], -1.0278720454213315, 2e-4)
  near(variances[0], 0.4128994278236706, 2e-5)
  near(variances[1], 1.9260414610450973, 2e-4)
  assert.ok(fit.standardErrors !== null)
  near(fit.standardErrors.transition[0][0], 0.016140337104937626, 2e-4)
  near(fit.standardErrors.transition[1][0], 0.02919072941072441, 2e-4)
  near(fit.standardErrors.coefficients[1][0], 0.15184286752283674, 2e-3)
  near(fit.standardErrors.variances[1], 0.2653698142712119, 2e-3)
  near(fit.filter.smoothed[0][0], 0.9374734152940586, 1e-4)
  near(fit.filter.smoothed[1][180], 0.9692533236414336, 1e-4)
  near(fit.filter.expectedDurations[0] ?? 0, 31.72283866, 0.02)
  assert.ok(fit.cautions.includes('number-of-regimes-not-a-chi-square-test'))
})

test('the fit with a regressor that does not switch is that of statsmodels 0.13.5', () => {
  const x = congruentialNormals(300, 4242)
  const y = series.map((value, t) => Math.round((value + 0.7 * x[t]) * 1e6) / 1e6)
  const fit = markovSwitchingFit(
    { y, x: x.map((value) => [1, Math.round(value * 1e6) / 1e6]) },
    { ...bothSwitch, switching: { coefficients: [true, false], variance: true, autoregression: false } },
  )
  near(fit.logLikelihood, -408.4023618994839, 1e-6)
  near(fit.parameters.coefficients[0][1], 0.6324114648536259, 2e-5)
  assert.equal(fit.parameters.coefficients[0][1], fit.parameters.coefficients[1][1])
  near(fit.standardErrors?.coefficients[0][1] ?? 0, 0.05031825875786006, 5e-4)
})

test('the filter gives the likelihood and last probabilities of the sum over all paths, lags and three regimes included', () => {
  const y = series.slice(0, 7)
  const cases: MarkovSwitchingParameters[] = [
    {
      transition: [
        [0.9, 0.1],
        [0.3, 0.7],
      ],
      coefficients: [[0.4], [-1]],
      variances: [0.5, 2],
      autoregression: [
        [0.3, -0.2],
        [0.1, 0.4],
      ],
    },
    {
      transition: [
        [0.8, 0.15, 0.05],
        [0.2, 0.6, 0.2],
        [0, 0.5, 0.5],
      ],
      coefficients: [[0.4], [-1], [2]],
      variances: [0.5, 2, 1],
      autoregression: [[0.5], [0.5], [0.2]],
    },
  ]
  for (const parameters of cases) {
    const filter = markovSwitchingFilter({ y, x: ones(7) }, parameters)
    const direct = likelihoodOfAllPaths(y, parameters)
    near(filter.logLikelihood, direct.logLikelihood, 1e-12)
    direct.last.forEach((p, k) => {
      near(filter.filtered[k].at(-1) ?? -1, p, 1e-12)
      near(filter.smoothed[k].at(-1) ?? -1, p, 1e-12)
    })
  }
})

test('smoothed and filtered probabilities lie in [0, 1] and add to 1, and filtered ones do not see later data', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 8, maxLength: 40 }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (y, p, q) => {
        const parameters = {
          transition: [
            [p, 1 - p],
            [q, 1 - q],
          ],
          coefficients: [[-1], [1]],
          variances: [0.5, 1.5],
          autoregression: [[0.3], [0.3]],
        }
        const whole = markovSwitchingFilter({ y, x: ones(y.length) }, parameters)
        for (const set of [whole.filtered, whole.smoothed]) {
          set[0].forEach((value, t) => {
            assert.ok(value >= 0 && value <= 1)
            near(value + set[1][t], 1, 1e-9)
          })
        }
        const cut = markovSwitchingFilter({ y: y.slice(0, -3), x: ones(y.length - 3) }, parameters)
        cut.filtered[0].forEach((value, t) => assert.equal(value, whole.filtered[0][t]))
      },
    ),
    { seed: 11, numRuns: 60 },
  )
})

test('rescaled and shifted data give rescaled and shifted estimates', () => {
  const fit = markovSwitchingFit({ y: series, x: ones(300) }, bothSwitch)
  const moved = markovSwitchingFit({ y: series.map((value) => 1000 + 1e-3 * value), x: ones(300) }, bothSwitch)
  near(moved.parameters.coefficients[0][0], 1000 + 1e-3 * fit.parameters.coefficients[0][0], 1e-8)
  near(moved.parameters.variances[1] * 1e6, fit.parameters.variances[1], 1e-4)
  near(moved.logLikelihood, fit.logLikelihood + 300 * Math.log(1000), 1e-4)
})

test('an autoregression with switching mean recovers what it was drawn from', () => {
  const z = congruentialNormals(900, 5)
  const path = z.map((_, t) => (t % 150 < 90 ? 0 : 1))
  let deviation = 0
  const y = z.map((draw, t) => {
    deviation = 0.4 * deviation + 0.5 * draw
    return (path[t] === 0 ? -1 : 2) + deviation
  })
  const fit = markovSwitchingFit(
    { y, x: ones(900) },
    {
      ...bothSwitch,
      lags: 1,
      switching: { coefficients: [true], variance: false, autoregression: false },
      order: { by: 'coefficient', column: 0 },
    },
  )
  near(fit.parameters.coefficients[0][0], -1, 0.12)
  near(fit.parameters.coefficients[1][0], 2, 0.12)
  near(fit.parameters.autoregression[0][0], 0.4, 0.1)
  assert.equal(fit.observations, 899)
})

test('a single-regime series is said to have no need of two', () => {
  const fit = markovSwitchingFit({ y: congruentialNormals(200, 31), x: ones(200) }, bothSwitch)
  assert.ok(fit.cautions.includes('one-regime-has-better-bic'))
})

test('a chain without one stationary law, a constant series and parts that do not fit are refused', () => {
  assert.throws(
    () =>
      stationaryLaw([
        [1, 0],
        [0, 1],
      ]),
    { code: 'not-applicable' },
  )
  assert.deepEqual(
    Array.from(
      stationaryLaw([
        [0.9, 0.1],
        [0, 1],
      ]),
    ),
    [0, 1],
  )
  assert.deepEqual(
    expectedDurations([
      [0.75, 0.25],
      [0, 1],
    ]),
    [4, null],
  )
  assert.throws(() => markovSwitchingFit({ y: new Array(60).fill(2), x: ones(60) }, bothSwitch), {
    code: 'not-applicable',
  })
  const collinear = series.map(() => [1, 2])
  const two = { coefficients: [true, true], variance: true, autoregression: false }
  assert.throws(() => markovSwitchingFit({ y: series, x: collinear }, { ...bothSwitch, switching: two }), {
    code: 'not-applicable',
  })
  const nothing = { coefficients: [false], variance: false, autoregression: false }
  assert.throws(() => markovSwitchingFit({ y: series, x: ones(300) }, { ...bothSwitch, switching: nothing }), {
    code: 'invalid-input',
  })
  assert.throws(() => markovSwitchingFit({ y: series, x: ones(300) }, { ...bothSwitch, lags: 12 }), {
    code: 'unsupported',
  })
  assert.throws(() => markovSwitchingFit({ y: series.map(() => NaN), x: ones(300) }, bothSwitch), {
    code: 'invalid-input',
  })
})

const file = new URL('../../../../../shared/data/equity_index/sp500_ohlcv_daily.csv', import.meta.url)
const present = existsSync(file) || process.env['TUTTI_REQUIRE_SHARED'] === '1'

test('the crisis of 2008 is the high-variance regime of S&P 500 returns', (t) => {
  if (!present) return t.skip('the shared data folder is not here')
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([date]) => date >= '2005-01-01' && date < '2010-01-01')
  const prices = rows.map((cells) => Number(cells[5]))
  const returns = prices.slice(1).map((price, k) => 100 * Math.log(price / prices[k]))
  const fit = markovSwitchingFit({ y: returns, x: ones(returns.length) }, { ...bothSwitch, starts: 0 })
  const smoothed = (month: string): number => {
    const days = rows.slice(1).flatMap(([date], k) => (date.startsWith(month) ? [fit.filter.smoothed[1][k]] : []))
    return days.reduce((sum, p) => sum + p, 0) / days.length
  }
  assert.ok(smoothed('2008-10') > 0.99)
  assert.ok(smoothed('2005-07') < 0.05)
  assert.ok(fit.parameters.variances[1] > 4 * fit.parameters.variances[0])
  assert.ok(!fit.cautions.includes('one-regime-has-better-bic'))
})
