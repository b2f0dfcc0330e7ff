import assert from 'node:assert/strict'
import { test } from 'node:test'
import { governanceSchema, samePerson } from './index.ts'

test('a mandate that says nothing asks for no approval and allows a bounded conversation', () => {
  const { approval, agents, memory } = governanceSchema.parse({})
  assert.deepEqual(approval, { required: false, approvers: [], four_eyes: false })
  assert.deepEqual([agents.maximum_drafts, agents.maximum_revisions, memory.days], [3, 2, 90])
})

test('four eyes need an approval, and two persons however their names are spelt', () => {
  const refused = (approval: object): boolean => !governanceSchema.safeParse({ approval }).success
  assert.ok(refused({ four_eyes: true }))
  assert.ok(refused({ required: true, four_eyes: true, approvers: ['Anna Example'] }))
  assert.ok(refused({ required: true, four_eyes: true, approvers: ['Anna Example', 'ANNA  EXAMPLE'] }))
  assert.ok(!refused({ required: true, four_eyes: true, approvers: ['Anna Example', 'Bert Example'] }))
  assert.ok(!refused({ required: true, four_eyes: true }))
  assert.ok(refused({ required: true, approvers: [' '] }))
  assert.ok(samePerson('Zoë  van-Dam', 'zoe van dam') && !samePerson('Anna', 'Hanna'))
})
