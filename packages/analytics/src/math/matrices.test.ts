import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import { assertClose } from '../../../../fixtures/assert-close.ts'
import { cholesky, nearestCorrelation } from './index.ts'

test('a Cholesky factor agrees with the textbook example', () => {
  // Golub & Van Loan; also the worked example of Wikipedia's "Cholesky decomposition".
  const lower = cholesky([
    [4, 12, -16],
    [12, 37, -43],
    [-16, -43, 98],
  ])
  assert.deepEqual(lower, [
    [2, 0, 0],
    [6, 1, 0],
    [-8, 5, 3],
  ])
})

test('a Cholesky factor multiplied by its transpose gives the matrix back', () => {
  const matrix = [
    [1, -0.7, 0.2, 0.1],
    [-0.7, 1, -0.15, 0],
    [0.2, -0.15, 1, 0.6],
    [0.1, 0, 0.6, 1],
  ]
  const lower = new Matrix(cholesky(matrix))
  const product = lower.mmul(lower.transpose())
  matrix.forEach((row, i) => row.forEach((entry, j) => assertClose(product.get(i, j), entry, 1e-15, 0)))
})

test('a matrix that has no Cholesky factor is refused, with the pivot named', () => {
  assert.throws(
    () =>
      cholesky([
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ]),
    /pivot 2 is -/,
  )
  assert.throws(
    () =>
      cholesky([
        [1, 1],
        [1, 1],
      ]),
    /pivot 1 is 0/,
  )
  assert.throws(
    () =>
      cholesky([
        [1, 0.5],
        [0.4, 1],
      ]),
    /symmetric: \[1\]\[0\] is 0.4/,
  )
  assert.throws(() => cholesky([[1, 0.5], [0.5]]), /row 1 has 1 of 2/)
  assert.throws(
    () =>
      cholesky([
        [1, NaN],
        [NaN, 1],
      ]),
    { code: 'invalid-input' },
  )
  assert.throws(() => cholesky([]), { code: 'invalid-input' })
})

test("the nearest correlation matrix agrees with Higham's example", () => {
  // Higham (2002), section 4: 0.7607 and 0.1573, distance 0.5278.
  const { matrix, frobeniusDistance } = nearestCorrelation([
    [1, 1, 0],
    [1, 1, 1],
    [0, 1, 1],
  ])
  assertClose(matrix[0][1], 0.7607, 5e-5, 0)
  assertClose(matrix[0][2], 0.1573, 5e-5, 0)
  assertClose(frobeniusDistance, 0.5278, 5e-5, 0)
})

test('the nearest correlation matrix is positive semidefinite with unit diagonal, and no perturbation of it is nearer', () => {
  const given = [
    [1, -0.55, -0.15, -0.1],
    [-0.55, 1, 0.9, 0.9],
    [-0.15, 0.9, 1, -0.6],
    [-0.1, 0.9, -0.6, 1],
  ]
  const { matrix, frobeniusDistance } = nearestCorrelation(given)
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(matrix), { assumeSymmetric: true })
  assert.ok(Math.min(...realEigenvalues) > -1e-11)
  matrix.forEach((row, i) => assert.equal(row[i], 1))
  // Second method: correlation matrices L L' with rows of unit length, walked along random directions.
  const distance = (candidate: number[][]): number =>
    Math.sqrt(candidate.reduce((sum, row, i) => sum + row.reduce((s, x, j) => s + (x - given[i][j]) ** 2, 0), 0))
  const identity = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : 0)))
  for (const share of [0.001, 0.01, 0.1]) {
    const mixed = matrix.map((row, i) => row.map((x, j) => (1 - share) * x + share * identity[i][j]))
    assert.ok(distance(mixed) > frobeniusDistance)
  }
  assertClose(distance(matrix), frobeniusDistance, 1e-13, 0)
})

test('a correlation matrix is its own nearest one, and a floor under the eigenvalues makes a factor possible', () => {
  const correlation = [
    [1, 0.3],
    [0.3, 1],
  ]
  assertClose(nearestCorrelation(correlation).frobeniusDistance, 0, 1e-14, 0)
  const repaired = nearestCorrelation(
    [
      [1, 1, 0],
      [1, 1, 1],
      [0, 1, 1],
    ],
    { minEigenvalue: 1e-6 },
  )
  assert.equal(cholesky(repaired.matrix).length, 3)
  assert.throws(() => nearestCorrelation([[1, 2]]), { code: 'invalid-input' })
  assert.throws(
    () =>
      nearestCorrelation(
        [
          [1, 1, 0],
          [1, 1, 1],
          [0, 1, 1],
        ],
        { maxIterations: 2 },
      ),
    { code: 'not-converged' },
  )
})
