import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { normalQuantile } from '../math/index.ts'
import { assertNear, examplePanel, exampleUniforms } from './example-panel.fixture.ts'
import { numberOfFactors, principalComponents } from './index.ts'

const panel = examplePanel(60, 5, 7)
const options = { matrix: 'covariance', components: 5, level: 0.95 } as const

/** Three factors in twenty series, as numpy makes them from the same uniforms. */
const factorRows = (): number[][] => {
  const z = exampleUniforms(200 * 23 + 60, 13).map(normalQuantile)
  return Array.from({ length: 200 }, (_, t) =>
    Array.from({ length: 20 }, (_v, j) => {
      let value = 1.2 * z[660 + 20 * t + j]
      for (let k = 0; k < 3; k++) value += z[3 * t + k] * z[600 + 3 * j + k]
      return value
    }),
  )
}

test('eigenvalues, shares and loadings agree with numpy, each vector with its largest entry positive', () => {
  const result = principalComponents(panel, options)
  assertNear(result.eigenvalues, [
    0.0003281218572387365, 8.030964944701546e-5, 6.471424472723636e-5, 2.5907216158472894e-5, 2.2006974256523827e-5,
  ]) // prettier-ignore
  assertNear(result.components.map((item) => item.explainedShare), [0.62971998209576, 0.15412746787878712, 0.12419731307727384, 0.04972022233677198, 0.04223501461140699]) // prettier-ignore
  assertNear(result.components[0].loadings, [0.3162598374161686, 0.44076563845214234, 0.47386919406024147, 0.4035170979275298, 0.5642050210678878]) // prettier-ignore
  assertNear(result.components[1].loadings, [-0.15396529476610785, -0.4332081397829552, -0.513868429467311, 0.24368369404752183, 0.6820431731829963]) // prettier-ignore
  assert.deepEqual(result.closePairs, [[2, 3], [4, 5]]) // prettier-ignore
})

test('components rebuild the covariance, scores have the eigenvalues as variances, shares add to one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 3, max: 40 }),
      fc.integer({ min: 1, max: 1e6 }),
      (n, t, seed) => {
        const rows = examplePanel(t, n, seed)
        for (const matrix of ['covariance', 'correlation'] as const) {
          const result = principalComponents(rows, { matrix, components: n, level: 0.9 })
          const shares = result.components.reduce((sum, item) => sum + item.explainedShare, 0)
          assert.ok(Math.abs(shares - 1) < 1e-9)
          if (matrix === 'correlation') assert.ok(Math.abs(result.totalVariance - n) < 1e-9)
          result.components.forEach((item, k) => {
            const variance = result.scores.reduce((sum, row) => sum + row[k] ** 2, 0) / (t - 1)
            assert.ok(Math.abs(variance - item.eigenvalue) <= 1e-9 * result.totalVariance)
            const [low, high] = item.explainedShareInterval
            assert.ok(
              low <= item.explainedShare + 1e-12 && item.explainedShare <= high + 1e-12 && low >= 0 && high <= 1,
            )
            const largest = item.loadings.reduce((a, b) => (Math.abs(b) > Math.abs(a) * (1 + 1e-9) ? b : a))
            assert.ok(largest > 0)
          })
        }
      },
    ),
    { numRuns: 50, seed: 9 },
  )
})

test('standard errors of the shares are those over repeated samples', () => {
  // 200 samples of 100 periods of two series with variances 4 and 1: the share of the first is 0.8.
  const u = exampleUniforms(200 * 200, 21).map(normalQuantile)
  const runs = Array.from({ length: 200 }, (_, s) => {
    const rows = Array.from({ length: 100 }, (_v, t) => [2 * u[200 * s + 2 * t], u[200 * s + 2 * t + 1]])
    return principalComponents(rows, { matrix: 'covariance', components: 1, level: 0.95 }).components[0]
  })
  const mean = runs.reduce((sum, item) => sum + item.explainedShare, 0) / 200
  const spread = Math.sqrt(runs.reduce((sum, item) => sum + (item.explainedShare - mean) ** 2, 0) / 199)
  const claimed = runs.reduce((sum, item) => sum + item.explainedShareStandardError, 0) / 200
  assert.ok(Math.abs(claimed / spread - 1) < 0.15, `${claimed} against ${spread}`)
  const covered = runs.filter(({ explainedShareInterval: [a, b] }) => a <= 0.8 && 0.8 <= b).length / 200
  assert.ok(covered > 0.88 && covered < 0.99, String(covered))
})

test('equal eigenvalues leave the vectors open, and unusable series are refused', () => {
  const square = [[1, 0], [0, 1], [-1, 0], [0, -1]] // prettier-ignore
  const { components, closePairs } = principalComponents(square, { matrix: 'covariance', components: 2, level: 0.95 })
  assert.equal(components[0].loadingAngleError, null)
  assert.deepEqual(closePairs, [[1, 2]])
  assert.throws(() => principalComponents(panel.map(() => [1, 2]), { ...options, components: 1 }), { code: 'not-applicable' }) // prettier-ignore
  assert.throws(() => principalComponents(panel.map(([a]) => [a, 2]), { ...options, matrix: 'correlation', components: 1 }), { code: 'not-applicable', message: /series 1/ }) // prettier-ignore
  assert.throws(() => principalComponents(panel, { ...options, components: 6 }), { code: 'invalid-input' })
  const dull = principalComponents(panel.map(([a]) => [a, 2]), { ...options, components: 2 }) // prettier-ignore
  assert.equal(dull.components[1].eigenvalue, 0)
})

test('rules for the number of factors find three, as numpy does', () => {
  const result = numberOfFactors(factorRows(), { mostFactors: 8, samples: 100, quantile: 0.95, seed: 2 })
  assertNear(result.eigenvalues.slice(0, 4), [5.611370989453414, 4.602478095793161, 4.147137302800715, 0.7158244291966728]) // prettier-ignore
  assert.deepEqual(
    [result.kaiser, result.parallelAnalysis, result.baiNg.icp1, result.baiNg.icp2, result.eigenvalueRatio],
    [3, 3, 3, 3, 3],
  )
  // The third criterion penalises too little with twenty series: numpy gives 8 as well.
  assert.equal(result.baiNg.icp3, 8)
  assert.ok(result.parallelHurdles[0] > 1.3 && result.parallelHurdles[0] < 2 && result.parallelHurdleErrors[0] > 0)
})

test('noise has no factors, and a copy of a series is refused where all is explained', () => {
  const u = exampleUniforms(200 * 20, 3).map(normalQuantile)
  const noise = Array.from({ length: 200 }, (_, t) => Array.from(u.subarray(20 * t, 20 * t + 20)))
  const none = numberOfFactors(noise, { mostFactors: 5, samples: 50, quantile: 0.95, seed: 2 })
  assert.deepEqual([none.parallelAnalysis, none.baiNg.icp1, none.baiNg.icp2], [0, 0, 0])
  const copies = noise.map(([a, b]) => [a, b, a, b])
  const search = { mostFactors: 3, samples: 20, quantile: 0.95, seed: 1 }
  assert.throws(() => numberOfFactors(copies, search), { code: 'not-applicable', message: /explain/ })
  assert.throws(() => numberOfFactors(noise, { ...search, mostFactors: 20 }), { code: 'invalid-input' })
  assert.throws(() => numberOfFactors(noise.map(([a]) => [a, 0]), { ...search, mostFactors: 1 }), { code: 'not-applicable' }) // prettier-ignore
})
