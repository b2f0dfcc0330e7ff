import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenorWords } from './tenor-words.ts'

test('tenors are whole months or years in words where they are such', () => {
  const words = [0.25, 1 / 12, 1, 1.5, 30, 0.02].map(tenorWords)
  assert.deepEqual(words, ['3 months', '1 month', '1 year', '18 months', '30 years', '0.02 years'])
})
