import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { nearestCorrelation, symmetricEigensystem } from '../math/index.ts'
import {
  componentTailRisk,
  deltaGammaLoss,
  factorRisk,
  incrementalValueAtRisk,
  incrementalValuesAtRisk,
  riskContributions,
  simulatedTailRisk,
  spectralCorrelation,
} from './index.ts'

const near = (got: number | null, expected: number, tolerance = 1e-12): void =>
  assert.ok(got !== null && Math.abs(got - expected) <= tolerance * (1 + Math.abs(expected)), `${got}, ${expected}`)

const indefinite = [
  [1, 0.9, -0.9],
  [0.9, 1, 0.9],
  [-0.9, 0.9, 1],
]
const singular = [
  [0.04, 0.06],
  [0.06, 0.09],
]
const run = { confidence: 0.95, scenarios: 2000, seed: 3, level: 0.95 }

test('an indefinite covariance is refused by name with its smallest eigenvalue', () => {
  // Eigenvalues of the matrix: 1.9 twice and 1 - 2 x 0.9 = -0.8.
  const refusal = (field: string) => ({
    code: 'invalid-input',
    message: new RegExp(`^${field} is not positive semidefinite: its smallest eigenvalue is -0\\.[78]`),
  })
  const weights = [1, -1, 1]
  const loadings = [[1, 0, 0]]
  assert.throws(() => riskContributions(weights, indefinite), refusal('covariance'))
  assert.throws(
    () => componentTailRisk({ weights, covariance: indefinite, expectedReturns: [0, 0, 0] }, 0.9),
    refusal('covariance'),
  )
  assert.throws(
    () => factorRisk([1], { loadings, factorCovariance: indefinite, specificVariances: [0] }),
    refusal('factorCovariance'),
  )
  assert.throws(
    () => simulatedTailRisk({ means: [0, 0, 0], covariance: indefinite }, deltaGammaLoss(weights), run),
    refusal('covariance'),
  )
})

test('covariances of any rank are accepted at any scale, and no variance is negative', () => {
  const entry = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: -8, max: 4 }),
      fc.array(entry, { minLength: 36, maxLength: 36 }),
      (size, rank, power, draws) => {
        const factor = (i: number, k: number): number => 10 ** power * draws[i * 6 + k]
        const covariance = Array.from({ length: size }, (_, i) =>
          Array.from({ length: size }, (_v, j) => {
            let sum = 0
            for (let k = 0; k < rank; k++) sum += factor(i, k) * factor(j, k)
            return sum
          }),
        )
        const loadings = Array.from({ length: size }, (_, i) => covariance.map((_row, k) => (i === k ? 1 : 0)))
        const weights = draws.slice(30, 30 + size)
        const specificVariances = weights.map(() => 0)
        const risk = factorRisk(weights, { loadings, factorCovariance: covariance, specificVariances })
        assert.ok(risk.factorVariance >= 0)
      },
    ),
    { numRuns: 300, seed: 5 },
  )
})

test('factors in lockstep are simulated as one factor', () => {
  const both = simulatedTailRisk({ means: [0, 0], covariance: singular }, deltaGammaLoss([1, 1]), run)
  const one = simulatedTailRisk({ means: [0, 0], covariance: singular }, deltaGammaLoss([2.5, 0]), run)
  both.losses.forEach((loss, s) => near(loss, one.losses[s]))
  const hedged = simulatedTailRisk({ means: [0, 0], covariance: singular }, deltaGammaLoss([3, -2]), run)
  hedged.losses.forEach((loss) => near(loss, 0))
})

test('incremental VaR is null where the others cannot be scaled and exact elsewhere', () => {
  const z = 2.3263478740408408
  const covariance = [
    [0.0324, 0.0054],
    [0.0054, 0.0064],
  ]
  const two = { weights: [0.6, 0], covariance, expectedReturns: [0.06, 0.02] }
  const [first, second] = incrementalValuesAtRisk(two, 0.99)
  assert.equal(first, null)
  near(second, 0)
  const three = {
    weights: [1, -1, 0.5],
    covariance: [
      [0.04, 0.01, 0],
      [0.01, 0.09, 0],
      [0, 0, 0.01],
    ],
    expectedReturns: [0.05, 0.04, 0.02],
  }
  const parts = incrementalValuesAtRisk(three, 0.99)
  assert.equal(parts[2], null)
  const whole = z * Math.sqrt(0.04 + 0.09 - 0.02 + 0.0025) - 0.02
  // Without the first, -1 and 0.5 are scaled by 0.5 / -0.5: weights 1 and -0.5.
  near(parts[0], whole - (z * Math.sqrt(0.09 + 0.0025) - 0.03))
  near(parts[1], whole - (z * Math.sqrt((0.04 + 0.0025) / 9) - 0.02))
  assert.equal(incrementalValueAtRisk(three, 0.99, 1), parts[1])
})

test('wild entries of a matrix to be repaired are refused, and a failed decomposition says so', () => {
  for (const entry of [-1e308, 1e200, 1e7]) {
    const wild = [
      [1, entry],
      [entry, 1],
    ]
    assert.throws(() => nearestCorrelation(wild), { code: 'invalid-input', message: /matrix\[1\]\[0\]/ })
    assert.throws(() => spectralCorrelation(wild), { code: 'invalid-input', message: /matrix\[1\]\[0\]/ })
  }
  assert.throws(() => spectralCorrelation([[1, NaN], [NaN, 1]]), { code: 'invalid-input' }) // prettier-ignore
  const largest = [
    [1, -1e308, 1],
    [-1e308, 1, -1e308],
    [1, -1e308, 1],
  ]
  assert.throws(() => symmetricEigensystem(largest, 'covariance'), {
    code: 'calculation-failed',
    message: /eigenvalues of covariance/,
  })
})
