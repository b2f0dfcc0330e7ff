import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { congruentialNormals, twoRegimeSeries } from '../regimes/congruential-draws.fixture.ts'
import { shockExpectation, shockLaw, type ShockDistribution } from './garch-distribution.ts'
import { garchLikelihood, type GarchModel } from './garch-likelihood.ts'
import {
  archLmTest,
  garch11Fit,
  garch11Fits,
  garchDiagnostics,
  garchFit,
  garchForecast,
  type GarchVariance,
  newsImpactCurve,
  shockQuantile,
  signBiasTest,
} from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)

/** 800 returns of a GJR with omega 0.05, alpha 0.08, gamma 0.08, beta 0.85, to six decimals. */
const returns = (() => {
  let h = 1
  return congruentialNormals(800, 12345).map((z) => {
    const e = Math.sqrt(h) * z
    h = 0.05 + 0.08 * e * e + (e < 0 ? 0.08 * e * e : 0) + 0.85 * h
    return Math.round(e * 1e6) / 1e6
  })
})()
const modelOf = (
  variance: GarchVariance,
  distribution: ShockDistribution,
  mean: GarchModel['mean'] = { kind: 'constant' },
): GarchModel => ({ variance, distribution, mean })

/** Points and the log-likelihoods of a loop written with numpy 1.24.2 and scipy 1.10.1 (gammaln, quad for E|z|). */
const points: readonly [GarchVariance, ShockDistribution, number[], number][] = [
  ['garch', 'normal', [0.01, 0.1, 0.1, 0.8], -1192.7102692439576],
  ['gjr', 'student-t', [0.01, 0.1, 0.05, 0.1, 0.8, 7], -1204.3832381916075],
  ['egarch', 'ged', [0.01, 0.02, 0.15, -0.05, 0.95, 1.4], -1205.4681481848556],
  ['egarch', 'skewed-t', [0.01, 0.02, 0.15, -0.05, 0.95, 7, -0.1], -1202.4023050791113],
  ['aparch', 'normal', [0.01, 0.05, 0.08, 0.3, 0.87, 1.4], -1197.7673066365126],
  ['aparch', 'skewed-t', [0.01, 0.05, 0.08, 0.3, 0.87, 1.4, 7, -0.1], -1210.805123603047],
  ['component', 'student-t', [0.01, 1, 0.99, 0.03, 0.06, 0.8, 8], -1198.64337143112],
]

for (const [variance, distribution, point, expected] of points) {
  test(`${variance} with ${distribution} shocks has the likelihood of an independent loop and exact derivatives`, () => {
    const likelihood = garchLikelihood(returns, modelOf(variance, distribution))
    const v = Float64Array.from(point)
    const gradient = new Float64Array(v.length)
    const unused = new Float64Array(v.length)
    near(likelihood.at(v, gradient), expected, distribution === 'skewed-t' ? 1e-4 : 1e-8)
    gradient.forEach((slope, k) => {
      const step = 1e-6 * Math.max(Math.abs(v[k]), 0.01)
      const at = (value: number): number =>
        likelihood.at(
          v.map((old, i) => (i === k ? value : old)),
          unused,
        )
      near((at(v[k] + step) - at(v[k] - step)) / (2 * step), slope, 1e-4 * (1 + Math.abs(slope)))
    })
  })
}

test('fits reach the maxima that scipy 1.10.1 Nelder-Mead finds on its own likelihood, or higher ones', () => {
  const garch = garchFit(returns, modelOf('garch', 'normal'))
  near(garch.logLikelihood, -1187.7576953767566, 1e-6)
  near(garch.parameters[1], 0.06052254779389711, 1e-5)
  near(garch.parameters[2], 0.14310052726838632, 1e-5)
  near(garch.parameters[3], 0.8119782832826061, 1e-5)
  assert.ok(garchFit(returns, modelOf('gjr', 'student-t')).logLikelihood > -1186.2024044681746 - 1e-5)
  assert.ok(garchFit(returns, modelOf('egarch', 'ged')).logLikelihood > -1187.6759221753507 - 1e-5)
})

test('GARCH(1,1) with normal shocks is that of garch11Fit, errors too', () => {
  const general = garchFit(returns, modelOf('garch', 'normal'))
  const { parameters, standardErrors, robustStandardErrors } = garch11Fit(returns, 'constant')
  near(general.parameters[2], parameters.alpha, 1e-5)
  near(general.estimates[2].standardError ?? 0, standardErrors?.alpha ?? 1, 1e-5)
  near(general.estimates[3].robustStandardError ?? 0, robustStandardErrors?.beta ?? 1, 1e-5)
})

test('forms that contain others are at least as likely, and igarch has alpha + beta = 1', () => {
  const like = (variance: GarchVariance, distribution: ShockDistribution): number =>
    garchFit(returns, modelOf(variance, distribution)).logLikelihood
  const garch = like('garch', 'normal')
  assert.ok(like('aparch', 'normal') >= garch - 1e-6)
  assert.ok(like('component', 'normal') >= garch - 1e-3)
  assert.ok(like('garch', 'skewed-t') >= like('garch', 'student-t') - 1e-6)
  const integrated = garchFit(returns, modelOf('igarch', 'normal'))
  assert.ok(integrated.logLikelihood <= garch)
  assert.equal(integrated.parameters[2] + integrated.parameters[3], 1)
  assert.equal(integrated.longRunVariance, null)
})

test('estimates follow the units of the returns', () => {
  for (const variance of ['gjr', 'egarch', 'aparch'] as const) {
    const one = garchFit(returns, modelOf(variance, 'normal'))
    const small = garchFit(
      returns.map((r) => r / 100),
      modelOf(variance, 'normal'),
    )
    near(small.logLikelihood, one.logLikelihood + 800 * Math.log(100), 1e-5)
    near(small.persistence, one.persistence, 1e-4)
    near((small.longRunVariance ?? 0) * 1e4, one.longRunVariance ?? 0, 1e-3)
    if (one.estimates[1].standardError !== null) assert.ok(small.estimates[1].standardError !== null)
  }
})

test('an autoregressive mean with two lags and orders of two recover a series drawn with one', () => {
  const y: number[] = [0]
  returns.forEach((e, t) => y.push(0.3 * y[t] + e))
  const fit = garchFit(y.slice(1), {
    variance: 'garch',
    archLags: 2,
    garchLags: 2,
    mean: { kind: 'autoregressive', lags: 2 },
    distribution: 'normal',
  })
  assert.deepEqual(
    fit.estimates.map(({ name }) => name),
    ['mu', 'phi1', 'phi2', 'omega', 'alpha1', 'alpha2', 'beta1', 'beta2'],
  )
  assert.equal(fit.observations, 798)
  near(fit.parameters[1], 0.3, 0.12)
  near(fit.parameters[2], 0, 0.12)
})

test('standardised laws have mean 0 and variance 1, and quantiles that invert them', () => {
  const shapes: readonly [ShockDistribution, number[]][] = [
    ['normal', []],
    ['student-t', [6]],
    ['skewed-t', [7, -0.4]],
    ['ged', [1.3]],
    ['ged', [2]],
  ]
  for (const [name, shape] of shapes) {
    const law = shockLaw(name, shape)
    near(
      shockExpectation(law, () => 1),
      1,
      2e-5,
    )
    near(
      shockExpectation(law, (z) => z),
      0,
      2e-5,
    )
    near(
      shockExpectation(law, (z) => z * z),
      1,
      2e-3,
    )
    near(shockExpectation(law, Math.abs), law.meanAbsolute, 2e-5)
    for (const p of [0.01, 0.3, 0.5, 0.9, 0.999]) {
      const q = shockQuantile(name, shape, p)
      const slope = (shockQuantile(name, shape, p + 1e-6) - shockQuantile(name, shape, p - 1e-6)) / 2e-6
      near(Math.exp(law.logDensity(q)) * slope, 1, 1e-4)
    }
  }
  near(shockQuantile('ged', [2], 0.975), 1.959963984540054, 1e-9)
})

test('the news impact curve of GARCH is a parabola; that of GJR and EGARCH leans to falls', () => {
  const grid = [-2, -1, 0, 1, 2]
  const garch = garchFit(returns, modelOf('garch', 'normal'))
  const [omega, alpha, beta] = garch.parameters.subarray(1)
  newsImpactCurve(garch, 1.5, grid).forEach((h, i) => near(h, omega + alpha * grid[i] ** 2 + 1.5 * beta, 1e-12))
  for (const variance of ['gjr', 'egarch'] as const) {
    const curve = newsImpactCurve(garchFit(returns, modelOf(variance, 'normal')), 1.5, grid)
    assert.ok(curve[0] > curve[4])
  }
})

test('simulated forecasts agree with the recursion to the long-run variance, within their own errors', () => {
  for (const variance of ['garch', 'component', 'igarch'] as const) {
    const fit = garchFit(returns, modelOf(variance, 'normal'))
    const forecast = garchForecast(fit, returns, { horizon: 20, confidence: 0.9, paths: 4000, seed: 5 })
    assert.equal(forecast.varianceStandardErrors[0], 0)
    assert.deepEqual(forecast, garchForecast(fit, returns, { horizon: 20, confidence: 0.9, paths: 4000, seed: 5 }))
    assert.ok(forecast.returnLower[5] < forecast.returnUpper[5])
    if (variance === 'component') continue
    const [omega] = fit.parameters.subarray(1)
    let h = forecast.variances[0]
    for (let k = 0; k < 20; k++) {
      near(forecast.variances[k], h, 4 * forecast.varianceStandardErrors[k] + 1e-12)
      h = omega + fit.persistence * h
    }
  }
})

test('the first forecast variance continues the recursion of every form', () => {
  for (const variance of ['garch', 'gjr', 'igarch', 'egarch', 'aparch', 'component'] as const) {
    const model = modelOf(variance, 'normal', { kind: 'zero' })
    const fit = garchFit(returns, model)
    const { variances } = garchForecast(fit, returns, { horizon: 1, confidence: 0.9, paths: 100, seed: 1 })
    // One more return moves the presample a little; its weight after 800 periods is nothing but for slow forms.
    const longer = garchLikelihood([...returns, 0.5], model)
    longer.at(fit.parameters, new Float64Array(fit.parameters.length))
    near(variances[0], longer.variances[800], 2e-3 * variances[0])
  }
})

test('ARCH-LM and sign bias tests are those of statsmodels 0.13.5', () => {
  const y = twoRegimeSeries()
  const lm = archLmTest(y, 5)
  near(lm.statistic, 15.357176211862653, 1e-9)
  near(lm.pValue, 0.008940381429302868, 1e-11)
  const bias = signBiasTest(
    y,
    y.map((e) => e / 1.3),
  )
  near(bias.signBias, -0.39610401874781576, 1e-9)
  near(bias.negativeSizeBias, -2.6077868462054155, 1e-9)
  near(bias.positiveSizeBias, -0.1522768951620149, 1e-9)
  near(bias.joint.statistic, 9.970367609327981, 1e-8)
  const fit = garchFit(returns, modelOf('gjr', 'normal'))
  assert.ok(garchDiagnostics(fit.shocks, fit.standardised, 10).ljungBoxSquares.pValue > 0.01)
})

test('one bad series of a batch costs only itself', () => {
  const outcomes = garch11Fits([returns, new Array(100).fill(1), returns.slice(0, 20)], 'zero')
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fitted', 'failed', 'failed'],
  )
  const [first] = outcomes
  assert.ok(first.status === 'fitted')
  assert.deepEqual(first.fit, garch11Fit(returns, 'zero'))
})

test('any record that varies is fitted, or refused with a reason; figures are finite', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 80, maxLength: 120 }),
      fc.constantFrom<GarchVariance>('garch', 'gjr', 'egarch', 'component'),
      (values, variance) => {
        try {
          const fit = garchFit(values, modelOf(variance, 'normal', { kind: 'zero' }))
          assert.ok(Number.isFinite(fit.logLikelihood) && fit.variances.every((h) => h > 0))
          assert.ok(fit.cautions.includes('short-sample'))
        } catch (error) {
          assert.match((error as { code: string }).code, /not-converged|not-applicable/)
        }
      },
    ),
    { seed: 4, numRuns: 8 },
  )
})

test('constant, short and impossible inputs are refused', () => {
  const plain = modelOf('garch', 'normal')
  assert.throws(() => garchFit(new Array(100).fill(0.1), plain), { code: 'not-applicable' })
  assert.throws(() => garchFit(returns.slice(0, 30), plain), { code: 'invalid-input' })
  assert.throws(() => garchFit([...returns, NaN], plain), { code: 'invalid-input' })
  assert.throws(() => garchFit(returns, { ...plain, variance: 'aparch', archLags: 2 }), { code: 'unsupported' })
  assert.throws(() => garchFit(returns, { ...plain, archLags: 0 }), { code: 'invalid-input' })
  assert.throws(() => archLmTest(returns.slice(0, 10), 5), { code: 'invalid-input' })
})

const file = new URL('../../../../../shared/data/equity_index/sp500_ohlcv_daily.csv', import.meta.url)
const present = existsSync(file) || process.env['TUTTI_REQUIRE_SHARED'] === '1'

test('falls of the S&P 500 raise variance more than rises, and its shocks have fat tails', (t) => {
  if (!present) return t.skip('the shared data folder is not here')
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1, 1600)
  const prices = rows.map((line) => Number(line.split(',')[5]))
  const daily = prices.slice(1).map((price, k) => 100 * Math.log(price / prices[k]))
  const fit = garchFit(daily, modelOf('gjr', 'student-t'))
  const gamma = fit.estimates.find(({ name }) => name === 'gamma1')
  assert.ok(gamma !== undefined && gamma.value > 0.05)
  assert.ok(fit.parameters[fit.parameters.length - 1] < 30)
  assert.ok(fit.persistence > 0.95 && fit.persistence < 1)
  assert.ok(fit.logLikelihood > garchFit(daily, modelOf('garch', 'normal')).logLikelihood + 20)
})
