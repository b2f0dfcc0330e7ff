import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { Operation } from '../operation.ts'
import * as models from '../models/hybrid.ts'
import * as xva from './index.ts'

const operations: readonly Operation[] = [...Object.values(xva), ...Object.values(models)]

for (const { name, run, example, output, input } of operations) {
  test(`${name} answers its example as its schemas say, and the same the second time`, () => {
    const first = run(JSON.parse(JSON.stringify(example)))
    assert.deepEqual(z.parse(output, JSON.parse(JSON.stringify(first))), first)
    assert.deepEqual(z.parse(input, example), example)
    assert.deepEqual(run(example), first)
  })

  test(`${name} refuses what is not its input`, () => {
    assert.throws(() => run({ ...(example as object), unknown: 1 }), { code: 'invalid-input' })
    assert.throws(() => run({}), { code: 'invalid-input' })
  })
}
