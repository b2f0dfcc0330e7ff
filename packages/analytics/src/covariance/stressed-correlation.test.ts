import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { nearestCorrelation, symmetricEigensystem } from '../math/index.ts'
import { assertNear } from './example-panel.fixture.ts'
import { constrainedNearestCorrelation, stressedCorrelation } from './index.ts'

const matrix = [
  [1, 0.5, 0.2],
  [0.5, 1, 0.1],
  [0.2, 0.1, 1],
]
const indefinite = [
  [1, 0.9, -0.7],
  [0.9, 1, 0.6],
  [-0.7, 0.6, 1],
]
const smallest = (rows: readonly (readonly number[])[]): number =>
  Math.min(...symmetricEigensystem(rows.map((row) => [...row]), 'matrix').eigenvalues) // prettier-ignore

test('without constraints the nearest matrix is that of Higham', () => {
  const plain = nearestCorrelation(indefinite)
  const mine = constrainedNearestCorrelation(indefinite)
  assertNear(mine.matrix.flat(), plain.matrix.flat(), 1e-7)
  assertNear([mine.frobeniusDistance], [plain.frobeniusDistance], 1e-8)
})

test('fixed pairs stay, a floor holds, and a heavy weight keeps its series', () => {
  const fixed = constrainedNearestCorrelation(indefinite, { fixed: [[0, 1]], minEigenvalue: 1e-4 })
  assert.equal(fixed.matrix[0][1], 0.9)
  assert.ok(smallest(fixed.matrix) > 0.99e-4)
  // With rho_01 = 0.9 kept the others lie on the ellipse where the determinant is 0.
  const [[, a, b], [, , c]] = constrainedNearestCorrelation(indefinite, { fixed: [[0, 1]] }).matrix
  assert.ok(Math.abs(1 + 2 * a * b * c - a * a - b * b - c * c) < 1e-7)
  const even = constrainedNearestCorrelation(indefinite)
  const heavy = constrainedNearestCorrelation(indefinite, { weights: [50, 50, 0.02] })
  assert.ok(Math.abs(heavy.matrix[0][1] - 0.9) < Math.abs(even.matrix[0][1] - 0.9))
  assert.ok(smallest(heavy.matrix) > -1e-8)
})

test('pairs that no matrix has are infeasible, and wrong pairs are refused', () => {
  const clash = [
    [1, 0.95, -0.95],
    [0.95, 1, 0.95],
    [-0.95, 0.95, 1],
  ]
  const pairs = [[0, 1], [0, 2], [1, 2]] as const // prettier-ignore
  assert.throws(() => constrainedNearestCorrelation(clash, { fixed: pairs }), { code: 'infeasible', message: /fixed/ })
  assert.throws(() => constrainedNearestCorrelation(matrix, { fixed: [[0, 3]] }), { code: 'invalid-input' })
  assert.throws(() => constrainedNearestCorrelation(matrix, { fixed: [[1, 1]] }), { code: 'invalid-input' })
  assert.throws(() => constrainedNearestCorrelation(matrix, { weights: [1, 0, 1] }), { code: 'invalid-input' })
})

test('a move towards a target is linear and never needs a repair', () => {
  const result = stressedCorrelation(matrix, [{ kind: 'towards', target: 0.9, share: 0.5 }])
  assertNear(result.correlation[0], [1, 0.7, 0.55])
  assert.equal(result.repaired, false)
  assertNear([result.averageBefore, result.averageAfter], [0.8 / 3, (0.8 / 3 + 0.9) / 2])
  const whole = stressedCorrelation(matrix, [{ kind: 'towards', target: matrix, share: 0.4 }])
  assert.deepEqual(whole.correlation, matrix)
})

test('a block shift touches its pairs once, and pairs set by hand are kept through a repair', () => {
  const block = stressedCorrelation(matrix, [{ kind: 'block', first: [0, 1], second: [0, 1, 2], shift: 0.2 }])
  assertNear(block.correlation.flat(), [1, 0.7, 0.4, 0.7, 1, 0.3, 0.4, 0.3, 1])
  const stress = { kind: 'pairs', pairs: [[0, 1, 0.9], [0, 2, 0.9]], keepPairs: true } as const // prettier-ignore
  const kept = stressedCorrelation(matrix, [stress])
  // Kept at 0.9 each, the third is at least 2 x 0.81 - 1 = 0.62.
  assertNear(kept.correlation.flat(), [1, 0.9, 0.9, 0.9, 1, 0.62, 0.9, 0.62, 1], 1e-8)
  assert.ok(kept.repaired && kept.smallestEigenvalueAsked < 0)
  const free = stressedCorrelation(matrix, [{ ...stress, keepPairs: false }])
  assert.ok(free.repairDistance < kept.repairDistance)
})

test('whatever the stresses, what comes out is a correlation matrix', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const value = fc.double({ min: -1, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, value, fc.double({ min: -2, max: 2, noNaN: true }), value, (part, pair, shift, other) => {
      const result = stressedCorrelation(matrix, [
        { kind: 'towards', target: Math.max(-0.5, other), share: part },
        { kind: 'block', first: [0], second: [1, 2], shift },
        { kind: 'pairs', pairs: [[1, 2, pair]], keepPairs: false },
      ])
      result.correlation.forEach((row, i) => {
        assert.equal(row[i], 1)
        row.forEach((entry) => assert.ok(Math.abs(entry) <= 1 + 1e-9))
      })
      assert.ok(smallest(result.correlation) >= -1e-7)
      assert.equal(result.repaired, result.repairDistance > 0)
    }),
    { numRuns: 60, seed: 4 },
  )
})

test('stresses outside the matrix are refused', () => {
  const refused = (stress: Parameters<typeof stressedCorrelation>[1][number]): void =>
    assert.throws(() => stressedCorrelation(matrix, [stress]), { code: 'invalid-input' })
  refused({ kind: 'towards', target: -0.6, share: 0.5 })
  refused({ kind: 'towards', target: [[1]], share: 0.5 })
  refused({ kind: 'block', first: [0], second: [3], shift: 0.1 })
  refused({ kind: 'pairs', pairs: [[0, 0, 0.5]], keepPairs: false })
  refused({ kind: 'pairs', pairs: [[0, 1, 1.5]], keepPairs: false })
  assert.throws(() => stressedCorrelation(indefinite.map((row) => row.map((x) => 3 * x)), []), { code: 'invalid-input' }) // prettier-ignore
})
