import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixingLaw } from './mixing-law.ts'

const midpoints = (count: number): number[] => Array.from({ length: count }, (_, i) => (i + 0.5) / count)

test('the mean square of the mixing is 1, so that the covariance is that of the normal scores', () => {
  for (const freedom of [2.5, 4, 5, 9, 60]) {
    const mixing = mixingLaw(freedom)
    const squares = midpoints(20_000).map((u) => mixing(u) ** 2)
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length
    assert.ok(Math.abs(mean - 1) < 1e-3, `${freedom}: ${mean}`)
  }
})

test('the mixing falls with the uniform number, is bounded at one in a thousand and tends to 1 for the normal law', () => {
  const mixing = mixingLaw(5)
  const values = midpoints(500).map(mixing)
  assert.ok(values.every((value, i) => i === 0 || value <= values[i - 1]))
  assert.equal(mixing(1e-9), mixing(0.0009))
  // sqrt(5 / 0.2102) over the root of 5/3 x 0.9758 + 0.005 / 0.2102: scipy.stats.chi2
  assert.ok(Math.abs(mixing(1e-6) - 3.79639000973702) < 1e-9, String(mixing(1e-6)))
  assert.ok(Math.abs(mixingLaw(100)(0.3) - 1) < 0.1)
})
