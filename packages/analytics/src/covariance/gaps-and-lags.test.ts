import assert from 'node:assert/strict'
import test from 'node:test'
import { symmetricEigensystem } from '../math/index.ts'
import { longRunCovariance } from '../statistics/index.ts'
import { assertNear, examplePanel } from './example-panel.fixture.ts'
import { asynchronousCovariance, incompleteCovariance, sampleCovariance } from './index.ts'

const panel = examplePanel(60, 5, 7)
const gappy = panel.map((row, t) =>
  row.map((value, j) => ((j === 0 && t % 7 === 0) || (j === 2 && t % 11 === 3) ? null : value)),
)

test('covariances of series with gaps agree with pandas, pair by pair and from complete periods', () => {
  // pandas DataFrame.cov() and dropna().cov().
  const pairwise = incompleteCovariance(gappy, 'pairwise', 5)
  assertNear(pairwise.covariance[0], [
    4.364214390280282e-5, 2.987634173770889e-5, 3.839174866059338e-5, 2.669199359212076e-5, 2.877217539345258e-5,
  ]) // prettier-ignore
  const complete = incompleteCovariance(gappy, 'complete', 5)
  assertNear(complete.covariance[0], [
    4.474328881902797e-5, 3.331703781633494e-5, 3.8391748660593404e-5, 3.061017171761525e-5, 2.8413100665463043e-5,
  ]) // prettier-ignore
  assert.equal(complete.completePeriods, 46)
  assert.deepEqual([pairwise.counts[0][0], pairwise.counts[1][1], pairwise.counts[0][2]], [51, 60, 46])
})

test('without gaps both are the sample covariance', () => {
  const expected = sampleCovariance(panel, 'sample').covariance
  for (const method of ['complete', 'pairwise'] as const) {
    const result = incompleteCovariance(panel, method, 3)
    result.covariance.forEach((row, i) => assertNear(row, expected[i], 1e-12))
    assert.equal(result.repaired, false)
  }
})

test('a pairwise matrix that is not valid is repaired and says so', () => {
  // Three series observed two by two, with correlations of 1, 1 and -1.
  const wave = [1, -1, 2, -2, 0.5, -0.5]
  const rows = [...wave.map((x) => [x, x, null]), ...wave.map((x) => [x, null, x]), ...wave.map((x) => [null, x, -x])]
  const result = incompleteCovariance(rows, 'pairwise', 3)
  assert.ok(result.repaired && result.repairDistance > 0.5)
  const { eigenvalues } = symmetricEigensystem(result.covariance, 'covariance')
  assert.ok(Math.min(...eigenvalues) > -1e-9)
  assert.throws(() => incompleteCovariance(rows, 'complete', 3), { code: 'missing-data', message: /0 periods/ })
  assert.throws(() => incompleteCovariance(rows, 'pairwise', 7), { code: 'missing-data', message: /series 0 and 1/ })
  assert.throws(() => incompleteCovariance([[1, NaN]], 'pairwise', 3), { code: 'invalid-input' })
  assert.throws(() => incompleteCovariance([], 'pairwise', 3), { code: 'invalid-input' })
})

test('lagged covariances agree with numpy and with the Newey-West sums', () => {
  const newey = asynchronousCovariance(panel, 3, 'newey-west')
  assertNear(newey.covariance[0], [
    3.5675673311548e-5, 2.3846365808439667e-5, 3.0897117209125136e-5, 2.0911529325702922e-5, 1.737473280597866e-5,
  ]) // prettier-ignore
  const means = panel[0].map((_, j) => panel.reduce((sum, row) => sum + row[j], 0) / 60)
  const centred = panel.map((row) => row.map((value, j) => value - means[j]))
  longRunCovariance(centred, 3).forEach((row, i) => assertNear(newey.covariance[i], row, 1e-9))
  assertNear(asynchronousCovariance(panel, 3, 'overlapping').covariance[0], [
    3.34569324317253e-5, 1.9549486783776762e-5, 2.7329628995156882e-5, 1.98008324660245e-5, 1.3255719312906394e-5,
  ]) // prettier-ignore
  for (const method of ['newey-west', 'overlapping'] as const) {
    const none = asynchronousCovariance(panel, 0, method)
    assertNear(none.covariance.flat(), sampleCovariance(panel, 'population').covariance.flat(), 1e-12)
  }
})

test('a market that closes a period later shows its correlation only with lags', () => {
  const rows = examplePanel(800, 1, 5).map(([x]) => x)
  // Half of the second market's move comes a period later.
  const late = rows.slice(1).map((x, t) => [x, 0.5 * x + 0.5 * rows[t]])
  const naive = asynchronousCovariance(late, 0, 'newey-west').correlation[0][1]
  const lagged = asynchronousCovariance(late, 9, 'newey-west').correlation[0][1]
  assert.ok(naive < 0.75 && lagged > 0.93)
  assert.throws(() => asynchronousCovariance(panel, 59, 'newey-west'), { code: 'invalid-input', message: /lags/ })
  assert.throws(() => asynchronousCovariance(panel.map(() => [1, 2]), 1, 'newey-west'), { code: 'not-applicable' }) // prettier-ignore
})
