import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootstrapIntervalOperation } from './bootstrap.ts'

const options = { blocks: 'moving', samples: 200, level: 0.9, interval: 'percentile', seed: 3 } as const
const rising = Array.from({ length: 40 }, (_, i) => Math.sin(i) + 0.05 * i)

test('a ratio to a deviation that is zero is not applicable, and says so', () => {
  const series = rising.map(() => 1)
  assert.throws(
    () =>
      bootstrapIntervalOperation.run({
        ...options,
        blockLength: 3,
        statistic: { of: 'mean-over-deviation', series },
      }),
    { code: 'not-applicable', message: /does not vary/ },
  )
})

test('fixed blocks have a whole length, and few of them are a caution', () => {
  const { blockLength, cautions, observations } = bootstrapIntervalOperation.run({
    ...options,
    blockLength: 4.4,
    statistic: { of: 'difference-of-means', series: rising, other: rising.map((value) => value / 2) },
  })
  assert.equal(blockLength, 4)
  assert.equal(observations, 40)
  assert.deepEqual(cautions, ['few-blocks', 'few-resamples'])
})
