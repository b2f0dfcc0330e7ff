import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockReport } from './check-clock.ts'
import { plantedTree } from './planted-tree.ts'

test('code that reads the clock is refused where dates are arguments, by line', () => {
  using tree = plantedTree({
    'packages/analytics/src/a.ts': '// new Date()\nexport const now = new Date()',
    'packages/workflows/src/b.ts': 'export const now = Date()',
  })
  const { output, failed } = clockReport(tree.root)
  assert.equal(failed, 1)
  assert.match(output, /^packages\/analytics\/src\/a\.ts:2: the clock is read/m)
  assert.match(output, /^packages\/workflows\/src\/b\.ts:1: the clock is read/m)
})

test('a date made from an argument is fine, and so is the clock elsewhere and in tests', () => {
  using tree = plantedTree({
    'packages/analytics/src/a.ts': 'export const day = (text: string): Date => new Date(text)',
    'packages/analytics/src/a.test.ts': 'export const now = new Date()',
    'packages/runtime/src/b.ts': 'export const now = new Date()',
  })
  assert.equal(clockReport(tree.root).output, '')
})
