import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boundedView, byteLength } from './bounded-view.ts'
import { encodedKeys, inertSlot, valueAtEncoded } from './encoded-keys.ts'

test('a view is valid JSON within its bytes, whatever the value', () => {
  const bulky = fc.oneof(
    fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }),
    fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 300 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 400 }), fc.string({ unit: 'binary', maxLength: 500 }), {
      maxKeys: 60,
    }),
  )
  fc.assert(
    fc.property(
      bulky,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1000, max: 12_000 }),
      (value, depth, bytes) => {
        const place = (keys: readonly (string | number)[]): string => `x#${encodedKeys(keys)}`
        const view = boundedView(value, { bytes, depth, place })
        assert.ok(byteLength(view.value) <= bytes)
        assert.deepEqual(JSON.parse(JSON.stringify(view.value)), view.value)
      },
    ),
    { seed: 6, numRuns: 60 },
  )
})

test('a value that fits is shown whole, numbers to the last bit', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/),
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 5 }),
        { maxKeys: 8 },
      ),
      (value) => {
        const { value: shown, cut } = boundedView(value, { bytes: 12_000 })
        assert.equal(cut, false)
        assert.equal(JSON.stringify(shown), JSON.stringify(value))
      },
    ),
    { seed: 6, numRuns: 100 },
  )
})

test('a nesting of ten thousand levels and a list of a million are shown in part', () => {
  let deep: unknown = 1
  for (let i = 0; i < 10_000; i++) deep = [deep]
  for (const value of [deep, Array.from({ length: 1_000_000 }, (_, i) => i), 'x'.repeat(5_000_000)]) {
    const view = boundedView(value, { bytes: 2000 })
    assert.ok(view.cut)
    assert.ok(byteLength(view.value) <= 2000)
  }
})

test('entries are paged, and what is left out is named with its place', () => {
  const list = Array.from({ length: 300 }, (_, i) => i)
  assert.deepEqual(boundedView(list, { bytes: 5000, from: 10, limit: 3 }), {
    value: { '(list)': 'entries 10 to 12 of 300; the rest from 13', items: [10, 11, 12] },
    cut: true,
  })
  const nested = boundedView(
    { 'a b': { c: [1] } },
    { bytes: 5000, depth: 2, place: (keys) => `x#${encodedKeys(keys)}` },
  )
  assert.deepEqual(nested.value, { 'a%20b': { c: '(a list of 1; read it at x#/a%20b/c)' } })
  assert.deepEqual(boundedView(list, { bytes: 5000, from: 400 }).value, { '(list)': 'none of 300', items: [] })
})

test('keys that look alike once they are inert are all shown', () => {
  const { value } = boundedView({ 'a\u200b': 1, a: 2, 'a\u202e': 3 }, { bytes: 2000 })
  assert.deepEqual(value, { a: 1, 'a (entry 1)': 2, 'a (entry 2)': 3 })
})

test('a pointer made of shown keys leads to the value, whatever the keys', () => {
  const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.uniqueArray(key, { minLength: 2, maxLength: 2 }), fc.string({ unit: 'binary' }), ([a, b], odd) => {
      const keys = [a, `${b}${odd.toWellFormed()}%2e{}|#`]
      const root = { [a]: { [keys[1]]: 'here', other: 1 }, other: 2 }
      const pointer = encodedKeys(keys)
      assert.doesNotMatch(pointer, /[\s{}|"\p{Cc}\p{Cf}]/u)
      assert.equal(valueAtEncoded(root, pointer).value, 'here')
    }),
    { seed: 6, numRuns: 100 },
  )
  assert.equal(inertSlot('{{a#/x\u202ey | percent 1}}'), '{{a#/x%E2%80%AEy | percent 1}}')
})
