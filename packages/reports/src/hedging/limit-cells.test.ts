import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOverhedged } from './hedge-cautions.ts'
import { isTight, limitUnitOf, limitUnitOfPair } from './limit-cells.ts'

test('two figures of a limit get the decimals that tell them apart, equal ones no more than usual', () => {
  assert.deepEqual(limitUnitOfPair('bp', 25.004, 25), { unit: 'basis-points', digits: 3 })
  assert.deepEqual(limitUnitOfPair('bp', 31, 25), { unit: 'basis-points', digits: 1 })
  assert.deepEqual(limitUnitOfPair('percent', 0, 0.0004), { unit: 'percentage', digits: 4 })
  assert.deepEqual(limitUnitOfPair('share', 0.92, 0.92), { unit: 'percent', digits: 1 })
  assert.deepEqual(limitUnitOf('share', -0.00002), { unit: 'percent', digits: 3 })
})

test('a limit used to 99.9 percent or more has no slack, on either side; broken ones and limits of zero are not tight', () => {
  const limit = { met: true, kind: 'at most', value: 24.98, limit: 25 } as const
  assert.ok(isTight(limit))
  assert.ok(!isTight({ ...limit, value: 24.9 }))
  assert.ok(!isTight({ ...limit, met: false }))
  assert.ok(!isTight({ ...limit, value: 0, limit: 0 }))
  assert.ok(isTight({ met: true, kind: 'at least', value: 0.9201, limit: 0.92 }))
  assert.ok(!isTight({ met: true, kind: 'at least', value: 0.93, limit: 0.92 }))
})

test('an exposure is hedged too far where what is left has the other sign and is more than a twentieth of it', () => {
  assert.ok(isOverhedged({ before: 100, after: -6 }))
  assert.ok(isOverhedged({ before: -100, after: 6 }))
  assert.ok(!isOverhedged({ before: 100, after: -5 }))
  assert.ok(!isOverhedged({ before: 100, after: 6 }))
  assert.ok(!isOverhedged({ before: 0, after: 6 }))
})
