import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usedShare } from './used-share.ts'

test('the share of what there is that is needed; nothing where nothing is needed', () => {
  assert.equal(usedShare(30, 120, 1000), 0.25)
  assert.equal(usedShare(0, 0, 1000), 0)
})

test('where there is nothing to speak of the share is above one, grows with the need, and is finite', () => {
  for (const available of [0, 5e-324, 1e-310]) {
    const [little, much] = [usedShare(1e6, available, 1e9), usedShare(1e12, available, 1e9)]
    assert.ok(little > 1 && much > little && Number.isFinite(much), `${available}: ${little}, ${much}`)
  }
})
