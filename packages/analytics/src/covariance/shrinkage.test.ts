import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { symmetricEigensystem } from '../math/index.ts'
import { covarianceMatrix } from '../statistics/index.ts'
import { crossProduct } from './cross-product.ts'
import { assertNear, examplePanel, exampleUniforms } from './example-panel.fixture.ts'
import {
  ledoitWolf,
  oracleApproximatingShrinkage,
  sampleCovariance,
  schaeferStrimmer,
  type ShrinkageTarget,
} from './index.ts'

const panel = examplePanel(60, 5, 7)
const targets: readonly ShrinkageTarget[] = ['identity', 'constant-correlation', 'single-factor']

test('the sample covariance and its standard errors agree with numpy', () => {
  // numpy.cov, and the definition mean((x_i x_j - s_ij)^2) element by element.
  const result = sampleCovariance(panel, 'sample')
  assertNear(result.covariance[0], [
    5.4882318820667946e-5, 4.7632123286367545e-5, 4.889397814615605e-5, 3.781206183461009e-5, 4.7842405295957616e-5,
  ]) // prettier-ignore
  assertNear([result.standardErrors[0][1]], [1.2937465428396908e-5])
  assert.equal(result.observations, 60)
})

test('the blocked cross product agrees with the compensated covariance for any shape', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 11 }),
      fc.integer({ min: 2, max: 600 }),
      fc.integer({ min: 1, max: 1e6 }),
      (n, t, seed) => {
        const rows = examplePanel(t, n, seed)
        const exact = covarianceMatrix(rows, 'sample')
        const { covariance } = sampleCovariance(rows, 'sample')
        covariance.forEach((row, i) =>
          row.forEach((value, j) => {
            assert.ok(Math.abs(value - exact[i][j]) <= 1e-12 * Math.sqrt(exact[i][i] * exact[j][j]))
            assert.equal(value, covariance[j][i])
          }),
        )
      },
    ),
    { numRuns: 40, seed: 3 },
  )
  assert.deepEqual(Array.from(crossProduct(Float64Array.of(1, 2, 3, 4), 2, 2)), [5, 11, 11, 25])
})

test('Ledoit-Wolf intensities agree with scikit-learn and with the sums over single entries', () => {
  // scikit-learn 1.2.1 LedoitWolf.
  const identity = ledoitWolf(panel, 'identity')
  assertNear([identity.shrinkage], [0.1289579090420797])
  assertNear(identity.covariance[0], [
    6.0223040361270115e-5, 4.079809119305431e-5, 4.187890107701732e-5, 3.2386965780451466e-5, 4.097820293302308e-5,
  ]) // prettier-ignore
  // numpy: pi, rho and gamma summed entry by entry as the papers define them.
  const factor = ledoitWolf(panel, 'single-factor')
  assertNear([factor.shrinkage, factor.relativeSampleError], [0.21365635611437567, 0.26521400102688586])
  assertNear(factor.covariance[0], [
    5.396761350699015e-5, 4.695493050109993e-5, 4.8532156006186765e-5, 3.85890779455793e-5, 4.9190846782659516e-5,
  ]) // prettier-ignore
  // The same sums give 1.8866 for the constant correlation, which is held to 1: the target itself.
  const constant = ledoitWolf(panel, 'constant-correlation')
  assert.equal(constant.shrinkage, 1)
  assertNear([constant.averageCorrelation ?? 0], [0.5403964324605204])
  assert.deepEqual(constant.covariance, constant.target)
})

test('oracle approximating shrinkage agrees with scikit-learn and with equation 23', () => {
  assertNear([oracleApproximatingShrinkage(panel, 'large-dimension').shrinkage], [0.09836632493119367])
  assertNear([oracleApproximatingShrinkage(panel, 'exact').shrinkage], [0.08691401704206753])
  assertNear([oracleApproximatingShrinkage(panel, 'exact').relativeSampleError], [0.26521400102688586])
})

test('Schäfer-Strimmer agrees with its definition entry by entry', () => {
  const result = schaeferStrimmer(panel)
  assertNear([result.relativeSampleError], [0.26521400102688586])
  assertNear([result.correlationShrinkage, result.varianceShrinkage], [0.09990778534332663, 0.42510918650182217])
  assertNear(result.covariance[0], [
    7.672664266294516e-5, 5.211247161953373e-5, 5.1583100489054595e-5, 4.024150699122395e-5, 4.737163776398416e-5,
  ]) // prettier-ignore
})

test('shrunk matrices are positive semidefinite, scale with the returns, and keep the trace', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 9 }),
      fc.integer({ min: 3, max: 25 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
      (n, t, seed, scale) => {
        const rows = examplePanel(t, n, seed)
        const scaled = rows.map((row) => row.map((value) => scale * value + 3 * scale))
        for (const target of targets) {
          const one = ledoitWolf(rows, target)
          const other = ledoitWolf(scaled, target)
          assert.ok(Math.abs(one.shrinkage - other.shrinkage) <= 1e-6)
          const { eigenvalues } = symmetricEigensystem(one.covariance, 'covariance')
          assert.ok(Math.min(...eigenvalues) >= -1e-12 * Math.max(...eigenvalues))
          const trace = (matrix: number[][]): number => matrix.reduce((sum, row, i) => sum + row[i], 0)
          assertNear([trace(one.covariance)], [trace(one.target)], 1e-9)
        }
        const shrunk = schaeferStrimmer(rows)
        assert.ok(shrunk.correlationShrinkage >= 0 && shrunk.correlationShrinkage <= 1)
        const oracle = oracleApproximatingShrinkage(rows, 'exact')
        assert.ok(oracle.shrinkage > 0 && oracle.shrinkage <= 1)
      },
    ),
    { numRuns: 60, seed: 11 },
  )
})

test('more series than periods give an invertible Ledoit-Wolf matrix', () => {
  const { covariance } = ledoitWolf(examplePanel(12, 30, 5), 'identity')
  assert.ok(Math.min(...symmetricEigensystem(covariance, 'covariance').eigenvalues) > 0)
})

test('constant series, gaps and ragged rows are refused by name', () => {
  const constant = panel.map(([a, b]) => [a, 0.25, b])
  for (const target of ['constant-correlation', 'single-factor'] as const) {
    assert.throws(() => ledoitWolf(constant, target), { code: 'not-applicable', message: /series 1/ })
  }
  assert.equal(ledoitWolf(constant, 'identity').averageCorrelation, null)
  assert.throws(() => schaeferStrimmer(constant), { code: 'not-applicable', message: /series 1/ })
  const still = panel.map(() => [0.1, 0.2])
  assert.throws(() => ledoitWolf(still, 'identity'), { code: 'not-applicable' })
  assert.throws(() => oracleApproximatingShrinkage(still, 'exact'), { code: 'not-applicable' })
  assert.throws(() => sampleCovariance([[1, 2], [1, NaN]], 'sample'), { code: 'invalid-input', message: /returns\[1\]\[1\]/ }) // prettier-ignore
  assert.throws(() => sampleCovariance([[1, 2], [1]], 'sample'), { code: 'invalid-input', message: /returns\[1\]/ }) // prettier-ignore
  assert.throws(() => sampleCovariance([[1, 2]], 'sample'), { code: 'invalid-input', message: /2 periods/ })
  assert.throws(() => sampleCovariance([], 'sample'), { code: 'invalid-input' })
  assert.throws(() => sampleCovariance([[1], [1e200]], 'sample'), { code: 'invalid-input', message: /out of scale/ })
  const hedged = panel.map(([a]) => [a, -a])
  assert.throws(() => ledoitWolf(hedged, 'single-factor'), { code: 'not-applicable', message: /market/ })
})

test('two collinear series are shrunk to an invertible matrix, a single one is left as it is', () => {
  const collinear = panel.map(([a, b]) => [a, 2 * a, b])
  const { covariance } = ledoitWolf(collinear, 'identity')
  assert.ok(Math.min(...symmetricEigensystem(covariance, 'covariance').eigenvalues) > 0)
  const single = panel.map(([a]) => [a])
  for (const target of targets) {
    const result = ledoitWolf(single, target)
    assertNear(result.covariance[0], sampleCovariance(single, 'population').covariance[0])
  }
})

test('standard errors shrink with the root of the sample and cover the truth of normal returns', () => {
  // Independent standard normals: the variance of a variance is 2 / T.
  const u = exampleUniforms(4000, 31)
  const z = Array.from({ length: 2000 }, (_, t) => {
    const radius = Math.sqrt(-2 * Math.log(u[2 * t]))
    return [radius * Math.cos(2 * Math.PI * u[2 * t + 1]), radius * Math.sin(2 * Math.PI * u[2 * t + 1])]
  })
  const { standardErrors, covariance } = sampleCovariance(z, 'sample')
  assert.ok(Math.abs(standardErrors[0][0] - Math.sqrt(2 / 2000)) < 0.003)
  assert.ok(Math.abs(standardErrors[0][1] - Math.sqrt(1 / 2000)) < 0.002)
  assert.ok(Math.abs(covariance[0][1]) < 4 * standardErrors[0][1])
})
