import assert from 'node:assert/strict'
import test from 'node:test'
import { exampleGarchReturns as g, exampleReturns as x, exampleUniform } from './example-series.fixture.ts'
import { garch11Derivatives, garch11Filter, garch11Fit, garch11Forecast } from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `got ${got}, expected ${expected}`)

const point = { mu: 0.02, omega: 0.2, alpha: 0.1, beta: 0.7 }

test('the zero-mean fit finds the optimum of scipy 1.10.1 (Nelder-Mead from three starts)', () => {
  const { parameters, logLikelihood, bound } = garch11Fit(g, 'zero')
  assert.equal(bound, 'none')
  near(logLikelihood, -183.40728594282166, 1e-11)
  near(parameters.omega, 0.03303866, 1e-6)
  near(parameters.alpha, 0.02577084, 1e-6)
  near(parameters.beta, 0.92450286, 1e-6)
  assert.equal(parameters.mu, 0)
})

test('the constant-mean fit and its Hessian standard errors agree with scipy 1.10.1 and statsmodels 0.13.5 approx_hess', () => {
  const { parameters, logLikelihood, standardErrors } = garch11Fit(g, 'constant')
  near(logLikelihood, -183.3314756786275, 1e-11)
  near(parameters.mu, 0.0262751723, 1e-6)
  near(parameters.omega, 0.0306159207, 1e-6)
  near(parameters.alpha, 0.0271998075, 1e-6)
  near(parameters.beta, 0.9265386009, 1e-6)
  assert.ok(standardErrors)
  near(standardErrors.mu, 0.06736977570833395, 1e-5)
  near(standardErrors.omega, 0.04482454605690405, 1e-4)
  near(standardErrors.alpha, 0.03984449575403918, 1e-4)
  near(standardErrors.beta, 0.07963619529338176, 1e-4)
})

test('the analytic derivatives agree with numerical ones (statsmodels 0.13.5 approx_fprime, approx_hess)', () => {
  const { gradient, hessian, logLikelihood } = garch11Derivatives(g, point)
  near(logLikelihood, garch11Filter(g, point).logLikelihood, 1e-13)
  const slopes = [-1.1875540788106542, -63.10823024211689, -45.2754615535418, -55.61934708229899]
  slopes.forEach((slope, i) => near(gradient[i], slope, 1e-6))
  const curvatures = [
    [-189.58081611231137, 4.104428796836146, -0.8969500697730837, 8.670812690070306],
    [4.104428796836146, -597.3249734836372, -326.5580048150696, -734.1286931250579],
    [-0.8969500697730837, -326.5580048150696, -207.09870511836925, -426.9974837711743],
    [8.670812690070306, -734.1286931250579, -426.9974837711743, -827.4778679151495],
  ]
  curvatures.forEach((row, i) => row.forEach((value, j) => near(hessian[i][j], value, 1e-4)))
})

test('the gradient is zero at the fitted point', () => {
  const { gradient } = garch11Derivatives(g, garch11Fit(g, 'constant').parameters)
  for (const slope of gradient) assert.ok(Math.abs(slope) < 1e-4, `gradient ${slope}`)
})

test('rescaling the returns rescales the estimates', () => {
  const small = garch11Fit(
    g.map((r) => r / 100),
    'constant',
  )
  const large = garch11Fit(g, 'constant')
  near(small.parameters.omega * 1e4, large.parameters.omega, 1e-6)
  near(small.parameters.alpha, large.parameters.alpha, 1e-6)
  near((small.standardErrors?.mu ?? 0) * 100, large.standardErrors?.mu ?? 1, 1e-6)
})

test('the filter follows the recursion by hand', () => {
  const { variances, nextVariance } = garch11Filter([1, -2], { mu: 0, omega: 0.1, alpha: 0.2, beta: 0.5 })
  // Presample variance (1 + 4) / 2 = 2.5.
  near(variances[0], 0.1 + 0.7 * 2.5, 1e-15)
  near(variances[1], 0.1 + 0.2 * 1 + 0.5 * 1.85, 1e-15)
  near(nextVariance, 0.1 + 0.2 * 4 + 0.5 * 1.225, 1e-15)
})

test('forecasts run to the long-run variance and add up', () => {
  const forecast = garch11Forecast(point, 3, 400)
  near(forecast.longRunVariance ?? 0, 1, 1e-14)
  near(forecast.variances[399], 1, 1e-12)
  near(
    forecast.cumulativeVariance,
    forecast.variances.reduce((a, b) => a + b, 0),
    1e-13,
  )
  // Closed form h[k] = v + (alpha + beta)^(k-1) (h[1] - v).
  near(forecast.variances[9], 1 + 0.8 ** 9 * 2, 1e-13)
  assert.equal(garch11Forecast({ mu: 0, omega: 0.1, alpha: 0.1, beta: 0.9 }, 1, 5).longRunVariance, null)
})

test('a series without volatility clustering is reported as lying on a bound, without standard errors', () => {
  const alternating = Array.from({ length: 200 }, (_, t) => (t % 2 === 0 ? 0.01 : -0.0101))
  const fit = garch11Fit(alternating, 'zero')
  assert.notEqual(fit.bound, 'none')
  assert.equal(fit.standardErrors, null)
})

test('two hundred simulated records of all kinds give a fit or name the bound', () => {
  const uniform = exampleUniform(7)
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  for (let k = 0; k < 200; k++) {
    const alpha = 0.3 * uniform()
    const beta = uniform() * (1 - alpha)
    const heavy = uniform() < 0.3
    let h = 1e-4
    const returns = Array.from({ length: 60 + Math.floor(300 * uniform()) }, () => {
      const r = Math.sqrt(h) * normal() * (heavy ? 1 / Math.sqrt(uniform() + 0.1) : 1)
      h = (1 - alpha - beta) * 1e-4 + 1e-9 + alpha * r * r + beta * h
      return r
    })
    const fit = garch11Fit(returns, 'zero')
    assert.equal(fit.standardErrors === null, fit.bound !== 'none')
    const truth = garch11Filter(returns, { mu: 0, omega: (1 - alpha - beta) * 1e-4 + 1e-9, alpha, beta })
    assert.ok(fit.logLikelihood >= truth.logLikelihood, 'the fit is at least as likely as the truth')
  }
})

test('too short, constant and impossible inputs are refused', () => {
  assert.throws(() => garch11Fit(x, 'zero'), /at least 50/)
  assert.throws(() => garch11Fit(new Array(60).fill(0.01), 'constant'), { code: 'not-applicable' })
  assert.throws(() => garch11Filter(g, { ...point, omega: 0 }), /omega/)
  assert.throws(() => garch11Filter(g, { ...point, alpha: -0.1 }), /alpha/)
  assert.throws(() => garch11Forecast(point, 1, 0), /horizon/)
})
