import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { selectSmallest } from './select-worst.ts'

test('the k smallest come first, the k-th at its place, and nothing is lost: against a sort', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 200 }),
        // many ties
        fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 }),
      ),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(3),
      (given, share, beyond) => {
        const n = given.length
        const k = Math.max(1, Math.ceil(share * n))
        const values = Float64Array.from([...given, ...Array.from({ length: beyond }, () => -1e300)])
        selectSmallest(values, n, k)
        const sorted = Float64Array.from(given).sort()
        assert.equal(values[k - 1], sorted[k - 1])
        assert.deepEqual(values.slice(0, k).sort(), sorted.slice(0, k))
        assert.deepEqual(values.slice(0, n).sort(), sorted)
        assert.ok(values.subarray(n).every((x) => x === -1e300))
      },
    ),
    { numRuns: 3000, seed: 1 },
  )
})

test('sorted, reversed and constant inputs are no trap', () => {
  for (const given of [
    Float64Array.from({ length: 20_000 }, (_, i) => i),
    Float64Array.from({ length: 20_000 }, (_, i) => -i),
    new Float64Array(20_000),
  ]) {
    const sorted = given.slice().sort()
    selectSmallest(given, given.length, 1000)
    assert.equal(given[999], sorted[999])
    assert.deepEqual(given.subarray(0, 1000).slice().sort(), sorted.slice(0, 1000))
  }
})
