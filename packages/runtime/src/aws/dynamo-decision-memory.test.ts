/** What only DynamoDB can do; the rest is in memory/decision-memory.test.ts. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import { memoryEntry } from '../memory/memory-entry.fixture.ts'
import { decisionMemoryTable, DynamoDecisionMemory } from './index.ts'
import { localClient, localTable } from './local-table.fixture.ts'

const question = { subject: 'subject-a', asOf: '2026-12-31', now: '2026-03-01T00:00:00.000Z', most: 10 }

test('every item carries its expiry in seconds for the time to live of the table, never before the entry expires', async (t) => {
  const { client, table } = await localTable(t)
  const memory = new DynamoDecisionMemory(client, table)
  await memory.remember(memoryEntry({ expiresAt: '2026-05-02T12:00:00.001Z' }))
  const { Items: items = [] } = await client.send(new ScanCommand({ TableName: table }))
  assert.equal(items.length, 2)
  for (const item of items) assert.equal(item[decisionMemoryTable.ttlAttribute], Date.UTC(2026, 4, 2, 12, 0, 1) / 1000)
})

test('what is forgotten leaves no item', async (t) => {
  const { client, table } = await localTable(t)
  const memory = new DynamoDecisionMemory(client, table)
  const left = async () => (await client.send(new ScanCommand({ TableName: table }))).Count
  await memory.remember(memoryEntry())
  await memory.forget('subject-a')
  assert.equal(await left(), 0)
  await memory.remember(memoryEntry())
  await memory.forgetRun(memoryEntry().runId)
  assert.equal(await left(), 0)
  await memory.remember(memoryEntry())
  await memory.purge('2027-01-01T00:00:00.000Z')
  assert.equal(await left(), 0)
})

test('an entry whose time to live deleted only the note of its run is recalled, and remembered again once', async (t) => {
  const { client, table } = await localTable(t)
  const memory = new DynamoDecisionMemory(client, table)
  await memory.remember(memoryEntry())
  await client.send(new DeleteCommand({ TableName: table, Key: { pk: `run#${memoryEntry().runId}`, sk: 'run' } }))
  assert.deepEqual(await memory.recall(question), [memoryEntry()])
  await memory.remember(memoryEntry())
  assert.deepEqual(await memory.recall(question), [memoryEntry()])
})

test('an entry as large as DynamoDB takes is kept, and a larger one refused before it is sent', async (t) => {
  const { client, table } = await localTable(t)
  const memory = new DynamoDecisionMemory(client, table)
  const content = 'é'.repeat(200_000)
  await memory.remember(memoryEntry({ content }))
  assert.equal((await memory.recall(question))[0].content, content)
  await assert.rejects(memory.remember(memoryEntry({ content: 'é'.repeat(205_000) })), {
    code: 'invalid-input',
    message: /DynamoDB keeps at most 409600 of one/,
  })
  assert.equal((await memory.recall(question))[0].content, content)
})

test('what DynamoDB refuses comes back in words that say what to do', async (t) => {
  const cases: [string, string, RegExp][] = [
    ['ProvisionedThroughputExceededException', 'conflict', /try again in a while, or give the table .* more capacity/],
    ['ThrottlingException', 'conflict', /try again in a while/],
    ['RequestLimitExceeded', 'conflict', /try again in a while/],
    ['AccessDeniedException', 'unauthorised', /check the AWS credentials/],
    ['UnrecognizedClientException', 'unauthorised', /check the AWS credentials/],
    ['ResourceNotFoundException', 'missing-data', /make the table/],
    ['InternalServerError', 'calculation-failed', /InternalServerError/],
  ]
  let answer = ''
  const server = createServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${answer}`, message: 'no' }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const memory = new DynamoDecisionMemory(localClient(t, (server.address() as AddressInfo).port), 'memory')
  for (const [name, code, message] of cases) {
    answer = name
    const refusal = { name: 'TuttiError', code, message }
    await assert.rejects(memory.remember(memoryEntry()), refusal, name)
    await assert.rejects(memory.recall(question), refusal, name)
    await assert.rejects(memory.forget('subject-a'), refusal, name)
    await assert.rejects(memory.forgetRun('a'), refusal, name)
    await assert.rejects(memory.purge(question.now), refusal, name)
  }
})

test('where DynamoDB cannot be reached the error names the table and the cause', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  const memory = new DynamoDecisionMemory(localClient(t, port), 'memory')
  await assert.rejects(memory.recall(question), {
    code: 'calculation-failed',
    message: /table memory failed.*ECONNREFUSED/,
  })
})

test('the runtime without this entry loads nothing of the AWS SDK', () => {
  const loaded = (specifiers: string[]): string[] => {
    const script = `
      import { registerHooks } from 'node:module'
      const seen = []
      registerHooks({ load: (url, context, next) => (seen.push(url), next(url, context)) })
      for (const name of ${JSON.stringify(specifiers)}) await import(name)
      console.log(JSON.stringify(seen))`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname })
    return (JSON.parse(output.toString()) as string[]).filter((url) => /@aws-sdk|@smithy/.test(url))
  }
  assert.deepEqual(loaded(['@tutti/runtime', '@tutti/runtime/memory']), [])
  assert.notDeepEqual(loaded(['@tutti/runtime/aws']), [])
})
