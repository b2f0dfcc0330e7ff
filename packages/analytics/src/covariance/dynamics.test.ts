import assert from 'node:assert/strict'
import test from 'node:test'
import { normalQuantile } from '../math/index.ts'
import { ewmaVariance } from '../statistics/index.ts'
import { assertNear, examplePanel, exampleUniforms } from './example-panel.fixture.ts'
import { covarianceConditions, dccFilter, dccFit, ewmaCovariance } from './index.ts'

const target = [
  [1, 0.5, 0.2],
  [0.5, 1, 0.4],
  [0.2, 0.4, 1],
]

test('the exponentially weighted covariance agrees with numpy', () => {
  const panel = examplePanel(60, 5, 7)
  const zero = ewmaCovariance(panel, 0.94, 'zero')
  assertNear(zero.covariance[0], [
    5.01726265479639e-5, 3.3510463470530125e-5, 2.4736093763265715e-5, 3.140336383981907e-5, 3.114675449195234e-5,
  ]) // prettier-ignore
  assertNear([zero.effectiveObservations, zero.halfLife], [30.792075074041083, Math.log(0.5) / Math.log(0.94)])
  // numpy.cov with aweights and bias.
  assertNear(ewmaCovariance(panel, 0.94, 'weighted').covariance[0], [
    5.0170744193661396e-5, 3.339182381693074e-5, 2.462353157927335e-5, 3.1311301303075526e-5, 3.108866505366377e-5,
  ]) // prettier-ignore
})

test('the diagonal is the recursive exponentially weighted variance once its start is forgotten', () => {
  const panel = examplePanel(600, 2, 3)
  const { covariance } = ewmaCovariance(panel, 0.9, 'zero')
  panel[0].forEach((_, j) => {
    const { next } = ewmaVariance(panel.map((row) => row[j]), 0.9, 'first-squared-return') // prettier-ignore
    assertNear([covariance[j][j]], [next], 1e-12)
  })
  for (const decay of [0, 1, NaN]) assert.throws(() => ewmaCovariance(panel, decay, 'zero'), { code: 'invalid-input' })
  assert.ok(covarianceConditions(ewmaCovariance(panel, 0.999999, 'zero').covariance, 600).smallestEigenvalue > 0)
})

test('the filter agrees with the likelihood written out in numpy', () => {
  // Q, R and the log-determinant by numpy.linalg, 40 periods.
  const z = exampleUniforms(120, 9).map(normalQuantile)
  const residuals = Array.from({ length: 40 }, (_, t) => z.subarray(3 * t, 3 * t + 3))
  const result = dccFilter(residuals, target, { alpha: 0.05, beta: 0.9 })
  assertNear([result.logLikelihood, result.averageCorrelations[39]], [1.0664422822214064, 0.22640004964963723])
  assertNear(result.nextCorrelation[0], [1, 0.42674805888244866, 0.0317460727731608])
  assertNear([result.contributions.reduce((a, b) => a + b, 0)], [result.logLikelihood])
  const still = dccFilter(residuals, target, { alpha: 0, beta: 0.5 })
  assertNear(still.nextCorrelation.flat(), target.flat())
  assert.throws(() => dccFilter(residuals, target, { alpha: 0.2, beta: 0.9 }), { code: 'invalid-input' })
})

/** Returns of a DCC(1,1) with GARCH(1,1) volatilities of omega 0.05, alpha 0.08, beta 0.87. */
function simulatedReturns(periods: number, alpha: number, beta: number, seed: number): number[][] {
  const normals = exampleUniforms(3 * periods, seed).map(normalQuantile)
  let q = target.map((row) => [...row])
  const h = [1, 1, 1]
  return Array.from({ length: periods }, (_, t) => {
    const r = q.map((row, i) => row.map((value, j) => value / Math.sqrt(q[i][i] * q[j][j])))
    const l10 = r[1][0]
    const l11 = Math.sqrt(1 - l10 * l10)
    const l20 = r[2][0]
    const l21 = (r[2][1] - l20 * l10) / l11
    const [a, b, c] = normals.subarray(3 * t, 3 * t + 3)
    const z = [a, l10 * a + l11 * b, l20 * a + l21 * b + Math.sqrt(1 - l20 * l20 - l21 * l21) * c]
    const returns = z.map((value, i) => value * Math.sqrt(h[i]))
    returns.forEach((x, i) => (h[i] = 0.05 + 0.08 * x * x + 0.87 * h[i]))
    q = q.map((row, i) => row.map((value, j) => (1 - alpha - beta) * target[i][j] + alpha * z[i] * z[j] + beta * value))
    return returns
  })
}

test('the fit finds the parameters of a simulated model within its standard errors, at a maximum', () => {
  const returns = simulatedReturns(1500, 0.06, 0.88, 12345)
  const fit = dccFit(returns)
  assert.equal(fit.bound, 'none')
  const errors = fit.robustStandardErrors!
  assert.ok(Math.abs(fit.parameters.alpha - 0.06) < 3 * errors.alpha)
  assert.ok(Math.abs(fit.parameters.beta - 0.88) < 3 * errors.beta)
  assert.ok(errors.alpha < 0.03 && errors.beta < 0.1)
  assert.ok(fit.likelihoodRatioToConstant > 20)
  fit.target.forEach((row, i) => row.forEach((value, j) => assert.ok(Math.abs(value - target[i][j]) < 0.12)))
  // No neighbour is better.
  const residuals = fit.volatilities.map((garch, j) => {
    const { mu, omega, alpha, beta } = garch.parameters
    const e = returns.map((row) => row[j] - mu)
    let h = omega + (alpha + beta) * (e.reduce((sum, x) => sum + x * x, 0) / e.length)
    return e.map((x) => {
      const z = x / Math.sqrt(h)
      h = omega + alpha * x * x + beta * h
      return z
    })
  })
  const rows = returns.map((_, t) => residuals.map((column) => column[t]))
  const at = (alpha: number, beta: number): number => dccFilter(rows, fit.target, { alpha, beta }).logLikelihood
  const { alpha, beta } = fit.parameters
  assertNear([at(alpha, beta)], [fit.correlationLogLikelihood], 1e-9)
  for (const [a, b] of [[1e-3, 0], [-1e-3, 0], [0, 1e-3], [0, -1e-3]]) assert.ok(at(alpha + a, beta + b) < at(alpha, beta)) // prettier-ignore
})

test('constant correlations are seen as such, and unusable series are refused', () => {
  const fit = dccFit(simulatedReturns(600, 0, 0, 99))
  assert.ok(fit.likelihoodRatioToConstant < 12)
  const returns = simulatedReturns(200, 0.05, 0.9, 4)
  assert.throws(() => dccFit(returns.map(([a]) => [a])), { code: 'invalid-input', message: /two series/ })
  assert.throws(() => dccFit(returns.slice(0, 50)), { code: 'invalid-input', message: /100 periods/ })
  assert.throws(() => dccFit(returns.map(([a]) => [a, 0])), { code: 'not-applicable', message: /series 1/ })
  assert.throws(() => dccFit(returns.map(([a]) => [a, 2 * a])), { code: 'not-applicable', message: /dependent/ })
})
