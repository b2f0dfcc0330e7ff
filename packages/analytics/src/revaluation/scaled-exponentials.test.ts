import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { portableExp } from '../math/portable.ts'
import { scaledExponentials } from './scaled-exponentials.ts'

function exponential(x: number, scale = 1): number {
  const exponents = Float64Array.of(x, x, x, x)
  scaledExponentials(Float64Array.of(scale), exponents)
  assert.equal(new Set(exponents).size, 1)
  return exponents[0]
}

test('exponentials agree with those of the system and with the portable one to the last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      assert.ok(Math.abs(exponential(x) / Math.exp(x) - 1) < 1e-15)
      assert.ok(Math.abs(exponential(x) / portableExp(x) - 1) < 1e-15)
    }),
    { seed: 99, numRuns: 5000 },
  )
  for (let k = -2000; k <= 2000; k++) {
    const x = (k * Math.LN2) / 128
    assert.ok(Math.abs(exponential(x) / Math.exp(x) - 1) < 1e-15, `at ${x}`)
  }
})

test('nothing moves at 0, and scales multiply', () => {
  assert.equal(exponential(0, 3.7), 3.7)
  assert.equal(exponential(1.25, -4), -4 * exponential(1.25))
})

test('beyond the range of the tables the portable exponential answers', () => {
  for (const x of [-800, -745, -701, -700, 700, 701, 709, 710, Infinity, -Infinity, NaN]) {
    assert.equal(exponential(x), portableExp(x))
  }
})

test('an exponent out of range leaves its neighbours as they are', () => {
  const exponents = Float64Array.of(1.5, 705, -0.25, -720)
  scaledExponentials(Float64Array.of(2), exponents)
  assert.deepEqual(
    [...exponents],
    [exponential(1.5, 2), 2 * portableExp(705), exponential(-0.25, 2), 2 * portableExp(-720)],
  )
})
