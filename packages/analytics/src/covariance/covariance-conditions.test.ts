import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { symmetricEigensystem } from '../math/index.ts'
import { crossProduct } from './cross-product.ts'
import { assertNear, examplePanel, exampleUniforms } from './example-panel.fixture.ts'
import { covarianceConditions, denoisedCorrelation, marchenkoPasturEdges, sampleCovariance } from './index.ts'
import { symmetricEigenvalues } from './symmetric-eigenvalues.ts'

const correlationOf = (rows: number[][]): number[][] => {
  const { covariance } = sampleCovariance(rows, 'sample')
  return covariance.map((row, i) =>
    row.map((value, j) => (i === j ? 1 : value / Math.sqrt(covariance[i][i] * covariance[j][j]))),
  )
}
const correlation = correlationOf(examplePanel(60, 5, 7))

test('eigenvalues agree with the full decomposition, of singular and repeated ones too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 14 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 1e6 }),
      (n, t, seed) => {
        const matrix = crossProduct(exampleUniforms(n * t, seed).map((u) => u - 0.5), n, t) // prettier-ignore
        const rows = Array.from({ length: n }, (_, i) => Array.from(matrix.subarray(i * n, (i + 1) * n)))
        const { eigenvalues } = symmetricEigensystem(rows, 'matrix')
        const expected = eigenvalues.toSorted((a, b) => b - a)
        const got = symmetricEigenvalues(matrix, n)
        got.forEach((value, k) => assert.ok(Math.abs(value - expected[k]) <= 1e-13 * n * expected[0]))
      },
    ),
    { numRuns: 100, seed: 2 },
  )
  assertNear(symmetricEigenvalues(Float64Array.of(2, 0, 0, 0, 1, 0, 0, 0, 2), 3), [2, 2, 1])
  assert.deepEqual(Array.from(symmetricEigenvalues(new Float64Array(4), 2)), [0, 0])
})

test('condition number and effective rank agree with numpy', () => {
  const conditions = covarianceConditions(correlation, 60)
  assertNear([conditions.conditionNumber ?? 0, conditions.effectiveRank], [12.990984288809846, 3.1184013375367226])
  assert.deepEqual(conditions.cautions, [])
  assert.equal(conditions.observationsPerSeries, 12)
})

test('cautions name what is wrong', () => {
  const cautions = (matrix: number[][], observations: number): readonly string[] =>
    covarianceConditions(matrix, observations).cautions
  assert.deepEqual(cautions([[1, 0], [0, 1]], 100), []) // prettier-ignore
  assert.deepEqual(cautions([[1, 1], [1, 1]], 100), ['singular']) // prettier-ignore
  assert.deepEqual(cautions([[1, 2], [2, 1]], 100), ['not-positive-semidefinite', 'singular']) // prettier-ignore
  assert.deepEqual(cautions([[1, 0], [0, 1e-6]], 100), ['ill-conditioned']) // prettier-ignore
  assert.deepEqual(cautions([[1, 0], [0, 0]], 12), ['singular', 'few-observations', 'noisy-eigenvalues', 'constant-series']) // prettier-ignore
  assert.deepEqual(cautions([[1, 0], [0, 1]], 2), ['few-observations', 'fewer-observations-than-series']) // prettier-ignore
  assert.equal(covarianceConditions([[0, 0], [0, 0]], 50).effectiveRank, 0) // prettier-ignore
  assert.throws(() => covarianceConditions([[1, 2], [3, 1]], 50), { code: 'invalid-input' }) // prettier-ignore
  assert.throws(() => covarianceConditions([], 50), { code: 'invalid-input' })
})

test('the edges of noise are those of Marchenko and Pastur, and noise lies between them', () => {
  // (1 -+ sqrt(0.1))^2.
  const edges = marchenkoPasturEdges(1000, 100, 1)
  assertNear([edges.lower, edges.upper], [0.467544467966324, 1.732455532033676])
  assertNear([marchenkoPasturEdges(50, 200, 2).zeroShare, marchenkoPasturEdges(50, 200, 2).upper], [0.75, 18])
  const u = exampleUniforms(600 * 40, 17)
  const noise = Array.from({ length: 600 }, (_, t) => Array.from(u.subarray(40 * t, 40 * t + 40)))
  const { largestEigenvalue, smallestEigenvalue } = covarianceConditions(correlationOf(noise), 600)
  const bounds = marchenkoPasturEdges(600, 40, 1)
  assert.ok(largestEigenvalue < bounds.upper * 1.1 && smallestEigenvalue > bounds.lower * 0.9)
  for (const wrong of [0, -1, 1.5]) assert.throws(() => marchenkoPasturEdges(wrong, 10, 1), { code: 'invalid-input' })
})

test('denoising agrees with numpy by both methods', () => {
  const residual = denoisedCorrelation(correlation, 60, { method: 'constant-residual' })
  assert.equal(residual.signals, 1)
  assertNear([residual.noiseVariance, residual.upperEdge], [0.45588540102982533, 0.7570814101198342])
  assertNear(
    residual.correlation[0],
    [1, 0.5754072543564472, 0.5666154424654097, 0.5237531559787839, 0.537252157068141],
  )
  const targeted = denoisedCorrelation(correlation, 60, { method: 'targeted-shrinkage', keep: 0.3 })
  assertNear(targeted.correlation[0], [1, 0.7042651502871956, 0.6752690187770749, 0.5615820467833347, 0.5897991530732122]) // prettier-ignore
})

test('denoising finds the factors that are there, and none in noise', () => {
  const u = exampleUniforms(400 * 33, 77)
  const draw = (t: number, k: number): number => u[33 * t + k] - 0.5
  const rows = Array.from({ length: 400 }, (_, t) =>
    Array.from({ length: 30 }, (_v, j) => draw(t, 3 + j) + draw(t, 0) + (j % 2 === 0 ? 0.8 : -0.8) * draw(t, 1)),
  )
  assert.equal(denoisedCorrelation(correlationOf(rows), 400, { method: 'constant-residual' }).signals, 2)
  const noise = rows.map((_, t) => Array.from({ length: 30 }, (_v, j) => draw(t, 3 + j)))
  assert.ok(denoisedCorrelation(correlationOf(noise), 400, { method: 'constant-residual' }).signals <= 1)
})

test('a denoised matrix is a correlation matrix, better conditioned, and unchanged where all is kept', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 10 }),
      fc.integer({ min: 20, max: 80 }),
      fc.integer({ min: 1, max: 1e6 }),
      (n, t, seed) => {
        const given = correlationOf(examplePanel(t, n, seed))
        const whole = denoisedCorrelation(given, t, { method: 'targeted-shrinkage', keep: 1 })
        whole.correlation.forEach((row, i) => assertNear(row, given[i], 1e-7))
        const { correlation: matrix } = denoisedCorrelation(given, t, { method: 'constant-residual' })
        matrix.forEach((row, i) => assert.equal(row[i], 1))
        const before = covarianceConditions(given, t)
        const after = covarianceConditions(matrix, t)
        assert.ok(after.smallestEigenvalue > 0)
        assert.ok((after.conditionNumber ?? Infinity) <= (before.conditionNumber ?? Infinity) * 1.5)
      },
    ),
    { numRuns: 40, seed: 8 },
  )
  assert.throws(() => denoisedCorrelation([[2]], 50, { method: 'constant-residual' }), { code: 'invalid-input' })
  assert.throws(() => denoisedCorrelation([[1, 1.5], [1.5, 1]], 50, { method: 'constant-residual' }), { code: 'invalid-input' }) // prettier-ignore
  assert.throws(() => denoisedCorrelation(correlation, 50, { method: 'targeted-shrinkage', keep: 2 }), { code: 'invalid-input' }) // prettier-ignore
})
