import assert from 'node:assert/strict'
import { test } from 'node:test'
import { retryDelayMs } from './retry-strategy.ts'

test('delays double up to the longest, between half and all of it, and differ between specialists but not between runs', () => {
  const options = { firstDelayMs: 100, longestDelayMs: 1000 }
  const delays = [1, 2, 3, 4, 5, 6].map((attempt) => retryDelayMs(attempt, { ...options, seed: 'quant' }))
  for (const [i, delay] of delays.entries()) {
    const whole = Math.min(1000, 100 * 2 ** i)
    assert.ok(delay >= whole / 2 && delay < whole, `${delay} of ${whole}`)
  }
  assert.deepEqual(
    delays,
    [1, 2, 3, 4, 5, 6].map((attempt) => retryDelayMs(attempt, { ...options, seed: 'quant' })),
  )
  assert.notDeepEqual(
    delays,
    [1, 2, 3, 4, 5, 6].map((attempt) => retryDelayMs(attempt, { ...options, seed: 'reviewer' })),
  )
  assert.equal(retryDelayMs(3, { ...options, jitter: () => 0 }), 200)
  assert.equal(retryDelayMs(1, { jitter: () => 0.5 }), 750)
})
