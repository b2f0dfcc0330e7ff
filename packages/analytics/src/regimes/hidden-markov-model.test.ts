import assert from 'node:assert/strict'
import { test } from 'node:test'
import { congruentialNormals, congruentialUniforms, twoRegimeSeries } from './congruential-draws.fixture.ts'
import { hiddenMarkovModel, type HiddenMarkovOptions, likelyPath } from './index.ts'

const near = (got: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(got - expected) <= tolerance, `${got} is not ${expected} within ${tolerance}`)
const options: HiddenMarkovOptions = {
  regimes: 2,
  covariance: 'full',
  order: { by: 'variance', column: 0 },
  starts: 6,
  seed: 3,
}
const rows = twoRegimeSeries().map((value) => [value])

/** Two columns that move together in the second regime alone. */
function pairs(n: number): { rows: number[][]; regimes: number[] } {
  const z = congruentialNormals(2 * n, 17)
  const u = congruentialUniforms(n, 23)
  let regime = 0
  const regimes = u.map((draw) => (regime = draw < 0.03 ? 1 - regime : regime))
  return {
    regimes,
    rows: regimes.map((k, t) =>
      k === 0 ? [0.5 * z[2 * t], 1 + z[2 * t + 1]] : [2 * z[2 * t], 1.6 * z[2 * t] + 0.8 * z[2 * t + 1]],
    ),
  }
}

test('a model of one column lies just above the stationary start of statsmodels 0.13.5 MarkovRegression, whose estimate it shares', () => {
  const fit = hiddenMarkovModel(rows, options)
  // The free initial law can add at most -ln of the stationary chance of the first regime, 0.65, to -409.3014.
  assert.ok(fit.logLikelihood > -409.3014 && fit.logLikelihood < -409.3014 + 0.45)
  near(fit.means[0][0], 0.444, 0.01)
  near(fit.means[1][0], -1.028, 0.05)
  near(fit.covariances[1][0][0], 1.926, 0.05)
  near(fit.transition[0][0], 0.9685, 0.005)
})

test('the likelihood and the most likely path are those of all paths written out', () => {
  const y = [0.3, -1.2, 2, 0.1, 0.4, -2.5]
  const initial = [0.3, 0.7]
  const transition = [
    [0.8, 0.2],
    [0.4, 0.6],
  ]
  const density = (value: number, k: number): number => {
    const variance = k === 0 ? 0.5 : 3
    return -0.5 * (Math.log(2 * Math.PI * variance) + value ** 2 / variance)
  }
  const logDensities = Float64Array.from(y.flatMap((value) => [density(value, 0), density(value, 1)]))
  let best = { score: -Infinity, path: [] as number[] }
  for (let code = 0; code < 64; code++) {
    const path = y.map((_, t) => (code >> t) & 1)
    const score = path.reduce(
      (sum, k, t) => sum + Math.log(t === 0 ? initial[k] : transition[path[t - 1]][k]) + density(y[t], k),
      0,
    )
    if (score > best.score) best = { score, path }
  }
  assert.deepEqual(Array.from(likelyPath(initial, transition, logDensities, [0, 1])), best.path)
})

test('regimes that differ in correlation are found, and numbered by the order asked for', () => {
  const { rows: drawn, regimes } = pairs(1200)
  const fit = hiddenMarkovModel(drawn, options)
  const agreed = regimes.filter((k, t) => fit.path[t] === k).length
  assert.ok(agreed > 1100, String(agreed))
  const correlation = fit.covariances[1][0][1] / Math.sqrt(fit.covariances[1][0][0] * fit.covariances[1][1][1])
  near(correlation, 1.6 / Math.sqrt(1.6 ** 2 + 0.8 ** 2), 0.05)
  const reversed = hiddenMarkovModel(drawn, { ...options, order: { by: 'mean', column: 1 } })
  near(reversed.means[0][1], fit.means[1][1], 1e-6)
  near(reversed.logLikelihood, fit.logLikelihood, 1e-6)
})

test('the estimate is a stationary point: weighted moments of its own smoothed regimes', () => {
  const fit = hiddenMarkovModel(rows, options)
  fit.smoothed.forEach((p, k) => {
    const count = p.reduce((sum, value) => sum + value, 0)
    const mean = p.reduce((sum, value, t) => sum + value * rows[t][0], 0) / count
    near(mean, fit.means[k][0], 1e-4)
  })
})

test('BIC prefers the true number of regimes, and units do not matter', () => {
  const bics = [1, 2, 3].map((regimes) => hiddenMarkovModel(rows, { ...options, regimes }).bic)
  assert.ok(bics[1] < bics[0] && bics[1] < bics[2], bics.join())
  const scaled = hiddenMarkovModel(
    rows.map(([value]) => [1e5 + 1e-4 * value]),
    options,
  )
  near(scaled.logLikelihood, hiddenMarkovModel(rows, options).logLikelihood + 300 * Math.log(1e4), 1e-3)
})

test('constant and collinear columns, too few rows and rows of other lengths are refused', () => {
  assert.throws(
    () =>
      hiddenMarkovModel(
        rows.map(() => [1]),
        options,
      ),
    { code: 'not-applicable' },
  )
  assert.throws(
    () =>
      hiddenMarkovModel(
        rows.map(([v]) => [v, 2 * v]),
        options,
      ),
    { code: 'not-converged' },
  )
  assert.throws(() => hiddenMarkovModel(rows.slice(0, 15), options), { code: 'invalid-input' })
  assert.throws(() => hiddenMarkovModel([...rows, [1, 2]], options), { code: 'invalid-input' })
  assert.throws(() => hiddenMarkovModel([...rows, [NaN]], options), { code: 'invalid-input' })
  assert.throws(() => hiddenMarkovModel([], options), { code: 'invalid-input' })
})
