import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryEntry } from '../memory/memory-entry.fixture.ts'
import { localEnvironment, localTable } from './local-table.fixture.ts'
import { openDynamoMemory } from './index.ts'

test('a memory opened by the name of its table speaks to the endpoint of the environment', async (t) => {
  const { table, port } = await localTable(t)
  localEnvironment(t, port)
  const memory = openDynamoMemory(table)
  t.after(() => memory.close())
  const entry = memoryEntry()
  await memory.remember(entry)
  const { subject, asOf, recordedAt } = entry
  const question = { subject, asOf, now: recordedAt, most: 5 }
  assert.deepEqual(await memory.recall(question), [entry])
  assert.equal(await memory.purge('2999-01-01T00:00:00.000Z'), 0)
  assert.equal(await memory.forget(subject), 1)
  assert.deepEqual(await memory.recall(question), [])
})
