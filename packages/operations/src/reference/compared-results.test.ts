import assert from 'node:assert/strict'
import test from 'node:test'
import { comparedResults, worstElement } from './compared-results.ts'

const passes = (
  expected: Record<string, never> | Record<string, unknown>,
  computed: Record<string, unknown>,
  tolerance: Record<string, number>,
): boolean => {
  const { elements, missing } = comparedResults({ expected: expected as never, tolerance }, computed)
  return missing.length === 0 && elements.every(({ pass }) => pass)
}

test('a number passes within abs + rel times the expected value, and not beyond', () => {
  assert.ok(passes({ x: 100 }, { x: 100.14 }, { abs: 0.1, rel: 0.0005 }))
  assert.ok(!passes({ x: 100 }, { x: 100.16 }, { abs: 0.1, rel: 0.0005 }))
  assert.ok(passes({ x: -100 }, { x: -100.04 }, { rel: 0.0005 }))
  assert.ok(!passes({ x: 0 }, { x: 1e-300 }, { rel: 0.1 }))
})

test('without any tolerance a number must be equal', () => {
  assert.ok(passes({ x: 3 }, { x: 3 }, {}))
  assert.ok(!passes({ x: 3 }, { x: 3 + 1e-15 }, {}))
})

test('a tolerance named like the key replaces abs and rel for everything under it', () => {
  const expected = { x: 10, nested: { a: [1, 2], b: 10 } }
  const computed = { x: 10.4, nested: { a: [1.009, 2], b: 10.009 } }
  assert.ok(passes(expected, computed, { abs: 0.5, nested: 0.01 }))
  assert.ok(!passes(expected, { ...computed, nested: { a: [1.02, 2], b: 10 } }, { abs: 0.5, nested: 0.01 }))
  assert.ok(!passes(expected, computed, { abs: 0.01, rel: 0.01, nested: 0.01 }))
  // a zero of its own is stricter than a generous abs
  assert.ok(!passes({ nobs: 157 }, { nobs: 158 }, { abs: 5, nobs: 0 }))
})

test('texts, dates, booleans and nulls must be equal', () => {
  const expected = { day: '2024-02-29', zone: ['green', null], open: true }
  assert.ok(passes(expected, { day: '2024-02-29', zone: ['green', null], open: true }, { abs: 1 }))
  assert.ok(!passes(expected, { day: '2024-03-01', zone: ['green', null], open: true }, { abs: 1 }))
  assert.ok(!passes(expected, { day: '2024-02-29', zone: ['green', 'red'], open: true }, { abs: 1 }))
  assert.ok(!passes(expected, { day: '2024-02-29', zone: ['green', null], open: 1 }, { abs: 1 }))
})

test('a list of another length, a missing part and a figure that is no number fail whatever the tolerance', () => {
  assert.ok(!passes({ x: [1, 2] }, { x: [1, 2, 3] }, { abs: 100 }))
  assert.ok(!passes({ x: [1, 2] }, { x: 1 }, { abs: 100 }))
  assert.ok(!passes({ x: { a: 1, b: 2 } }, { x: { a: 1 } }, { abs: 100 }))
  for (const value of [Number.NaN, Infinity, null, '1', [1]]) assert.ok(!passes({ x: 1 }, { x: value }, { abs: 100 }))
})

test('a published key takes the computed value that it repeats', () => {
  assert.ok(passes({ call_published: 22.3 }, { call: 22.31 }, { call_published: 0.05 }))
  assert.ok(passes({ rates_published_5dp: [0.01] }, { rates: [0.010003] }, { abs: 5e-6 }))
  assert.ok(!passes({ call_published: 22.3 }, { call: 22.31 }, { call_published: 0.005 }))
})

test('a key for which nothing was computed is missing, not failed', () => {
  const { elements, missing } = comparedResults({ expected: { a: 1, b: 2 }, tolerance: { abs: 1 } }, { a: 1 })
  assert.deepEqual(missing, ['b'])
  assert.equal(elements.length, 1)
})

test('the worst element is the one furthest beyond or nearest to its tolerance', () => {
  const { elements } = comparedResults(
    { expected: { x: [1, 1, 1], y: 'a' }, tolerance: { abs: 0.1 } },
    { x: [1.05, 0.91, 1], y: 'a' },
  )
  assert.equal(worstElement(elements)?.path, 'x[1]')
  assert.ok(Math.abs((worstElement(elements)?.ratio ?? 0) - 0.9) < 1e-12)
  const failed = comparedResults({ expected: { x: 1, y: 'a' }, tolerance: { abs: 0.1 } }, { x: 2, y: 'b' })
  assert.equal(worstElement(failed.elements)?.path, 'y')
  assert.equal(worstElement([]), undefined)
})
