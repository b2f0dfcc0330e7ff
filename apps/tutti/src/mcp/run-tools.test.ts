import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { TestContext } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { httpApp, startedServer } from '../http/index.ts'
import { planted, scriptedResult, scriptedRuns, type ScriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { mcpServer } from './mcp-server.ts'

const root = mkdtempSync(join(tmpdir(), 'tutti-mcp-'))
after(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(join(root, 'mandate.yaml'), 'name: x\n')
const facts = { operations: [], run: () => Promise.reject(new Error('no operation here')), version: '1' }
const deskOf = (service: ScriptedRuns) => new RunDesk(service, { roots: [root], models: standardModels, mostRuns: 2 })

type Connect = (service: ScriptedRuns, t: TestContext) => Promise<Client>

const inMemory: Connect = async (service, t) => {
  const [own, other] = InMemoryTransport.createLinkedPair()
  await mcpServer({ ...facts, desk: deskOf(service), account: 'tester' }).connect(own)
  return connected(other, t)
}
const overHttp: Connect = async (service, t) => {
  const stopping = new AbortController()
  const app = httpApp({ ...facts, hosts: ['127.0.0.1'], desk: deskOf(service), stopping: stopping.signal })
  const server = await startedServer(app, '127.0.0.1', 0)
  const client = await connected(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)), t)
  t.after(async () => {
    stopping.abort()
    await server.close()
  })
  return client
}

async function connected(transport: Transport, t: TestContext): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  t.after(() => client.close())
  // from here on the client checks what tools answer against the schemas that the server stated
  await client.listTools()
  return client
}

interface Answer {
  readonly isError?: boolean
  readonly structuredContent: Record<string, unknown>
  readonly content: readonly { readonly text: string }[]
  readonly _meta?: Record<string, unknown>
}
async function call(client: Client, name: string, input: object = {}, options: object = {}): Promise<Answer> {
  return (await client.callTool({ name, arguments: { ...input } }, undefined, options)) as unknown as Answer
}
async function startedRun(client: Client, more: object = {}): Promise<string> {
  const answer = await call(client, 'run_start', { workflow: 'scripted', ...more })
  assert.ok(answer.isError !== true, JSON.stringify(answer.content))
  return answer.structuredContent.run as string
}

for (const [way, connect] of [
  ['a pipe', inMemory],
  ['streamable HTTP', overHttp],
] as const) {
  test(`a client drives a whole run over ${way}, told of its progress`, async (t) => {
    const service = scriptedRuns()
    const client = await connect(service, t)
    const listed = await call(client, 'workflows_list')
    assert.deepEqual(listed.structuredContent.workflows, JSON.parse(JSON.stringify(await service.workflows())))
    service.hold()
    const run = await startedRun(client, { files: { mandate: 'mandate.yaml' }, seed: 7, as_of: '2025-12-31' })
    assert.deepEqual(
      [service.requests[0].seed, service.requests[0].asOf, service.requests[0].files.mandate.endsWith('mandate.yaml')],
      [7, '2025-12-31', true],
    )
    const status = await call(client, 'run_status', { run })
    assert.equal(status.structuredContent.status, 'running')
    const messages: (string | undefined)[] = []
    const progress: number[] = []
    const totals: (number | undefined)[] = []
    const onprogress = (now: { progress: number; total?: number; message?: string }): void => {
      progress.push(now.progress)
      totals.push(now.total)
      messages.push(now.message)
      if (now.message === 'analyst: 3 of 3') service.release()
    }
    const { structuredContent: waited } = await call(client, 'run_wait', { run, seconds: 60 }, { onprogress })
    assert.deepEqual([waited.over, waited.summary], [true, service.summary(run)])
    assert.deepEqual(
      [messages[0], messages.includes('analyst: 3 of 3'), messages.at(-1)],
      [`run ${run} started`, true, `run ${run} ended: completed`],
    )
    assert.deepEqual([progress.at(-1), totals.at(-1)], [3, 3])
    assert.ok(progress.every((number, i) => i === 0 || number > progress[i - 1]))
    const part = await call(client, 'run_result', { run, pointer: '/decision' })
    assert.deepEqual(part.structuredContent.value, { status: 'recommended', weight: 0.25, seed: 7 })
    const briefs = await call(client, 'run_briefs', { run })
    const [brief] = briefs.structuredContent.briefs as { text: string; figures: { source: string; value: number }[] }[]
    assert.equal(brief.text, 'It earns 3.0\u202f%.')
    assert.deepEqual([brief.figures[0].source, brief.figures[0].value], ['analyst#/income', 0.03])
    const list = await call(client, 'run_list')
    assert.deepEqual(list.structuredContent.runs, service.list())
  })

  test(`a call that waits is cancelled over ${way} and leaves the run at work`, async (t) => {
    const service = scriptedRuns()
    service.hold()
    const client = await connect(service, t)
    const run = await startedRun(client)
    const cancel = new AbortController()
    const wait = call(
      client,
      'run_wait',
      { run, seconds: 600 },
      { signal: cancel.signal, onprogress: () => cancel.abort('enough') },
    )
    await assert.rejects(wait, /enough/)
    assert.equal(service.summary(run).status, 'running')
    service.release()
    const again = await call(client, 'run_wait', { run })
    assert.equal(again.structuredContent.over, true)
  })

  test(`a client over ${way} that follows a run hears when it ends`, async (t) => {
    const service = scriptedRuns()
    service.hold()
    const client = await connect(service, t)
    const run = await startedRun(client)
    const updated = Promise.withResolvers<string>()
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => updated.resolve(params.uri))
    const uri = `tutti://runs/${run}/result`
    await client.subscribeResource({ uri })
    service.release()
    assert.equal(await updated.promise, uri)
    await client.unsubscribeResource({ uri })
  })
}

test('a client that leaves over HTTP leaves the run at work, and another client finds it', async (t) => {
  const service = scriptedRuns()
  service.hold()
  const app = httpApp({ ...facts, hosts: ['127.0.0.1'], desk: deskOf(service) })
  const server = await startedServer(app, '127.0.0.1', 0)
  const url = new URL(`${server.url}/mcp`)
  t.after(() => server.close())
  const first = new Client({ name: 'test', version: '1' })
  await first.connect(new StreamableHTTPClientTransport(url))
  const run = await startedRun(first)
  const wait = call(first, 'run_wait', { run, seconds: 600 }).catch((error: unknown) => error)
  await first.close()
  assert.ok((await wait) instanceof Error)
  service.release()
  const second = new Client({ name: 'test', version: '1' })
  await second.connect(new StreamableHTTPClientTransport(url))
  assert.equal((await call(second, 'run_wait', { run })).structuredContent.over, true)
  await second.close()
})

test('a session that is over is answered as the protocol says', async () => {
  const app = httpApp({ ...facts, hosts: ['localhost'], desk: deskOf(scriptedRuns()) })
  const headers = { host: 'localhost', 'mcp-session-id': 'no-such', accept: 'application/json, text/event-stream' }
  assert.equal((await app.request('/mcp', { headers })).status, 404)
})

test('a result that is too large is read page by page', async (t) => {
  const service = scriptedRuns()
  const client = await inMemory(service, t)
  const run = await startedRun(client)
  await call(client, 'run_wait', { run })
  const whole = await call(client, 'run_result', { run })
  const members = whole.structuredContent.members as { pointer: string; value?: unknown }[]
  assert.deepEqual(
    members.map(({ pointer, value }) => [pointer, value === undefined]),
    [
      ['/decision', false],
      ['/rows', true],
      ['/note', false],
    ],
  )
  const rows: unknown[] = []
  for (let offset: unknown = 0; offset !== null;) {
    const { structuredContent: page, content } = await call(client, 'run_result', {
      run,
      pointer: '/rows',
      offset,
      most: 30_000,
    })
    assert.ok(content[0].text.length < 45_000)
    rows.push(...(page.members as { value: unknown }[]).map(({ value }) => value))
    offset = page.next_offset
  }
  assert.deepEqual(rows, (scriptedResult(1) as { rows: unknown }).rows)
})

test('what cannot be done is an error result with its code, and no tool is without schemas', async (t) => {
  const service = scriptedRuns()
  const client = await inMemory(service, t)
  const { tools } = await client.listTools()
  for (const { name, inputSchema, outputSchema } of tools) {
    assert.deepEqual([inputSchema.type, outputSchema?.type], ['object', 'object'], name)
  }
  const run = await startedRun(client, { seed: 13, models: 'none' })
  await call(client, 'run_wait', { run })
  const status = await call(client, 'run_status', { run })
  assert.deepEqual(status.structuredContent.error, { code: 'infeasible', message: 'no weight fits' })
  const cases: [string, object, string, RegExp][] = [
    ['run_start', { workflow: 'no-such' }, 'unsupported', /expected scripted/],
    ['run_start', { workflow: 'scripted', files: { mandate: '../x' } }, 'unauthorised', /files\.mandate/],
    ['run_start', { workflow: 'scripted', files: { mandate: '/etc/passwd' } }, 'unauthorised', /--root/],
    ['run_start', { workflow: 'scripted', models: 'bedrock:m' }, 'unauthorised', /offline \| none/],
    [
      'run_start',
      { workflow: 'scripted', models: { kind: 'openai', baseUrl: 'https://evil.example' } },
      'invalid-input',
      /models/,
    ],
    ['run_start', { workflow: 'scripted', seed: 99 }, 'calculation-failed', /fault of Tutti itself/],
    ['run_status', { run: 'no-such' }, 'missing-data', /no-such/],
    ['run_status', {}, 'invalid-input', /run/],
    ['run_result', { run, pointer: '' }, 'missing-data', /no result yet/],
    ['run_result', { run, most: 1e9 }, 'invalid-input', /most/],
    ['run_briefs', { run }, 'missing-data', /no briefs/],
    ['run_wait', { run: '__proto__' }, 'missing-data', /__proto__/],
    ['run_stop', { run }, 'conflict', /not at work/],
  ]
  for (const [tool, input, code, text] of cases) {
    const answer = await call(client, tool, input)
    const said = JSON.stringify(answer.content)
    assert.equal(answer.isError, true, tool)
    assert.deepEqual([answer._meta?.['tutti/code'], said.includes(`${code}: `)], [code, true], said)
    assert.match(said, text)
    assert.doesNotMatch(said, /secret/)
  }
})

test('no tool approves a decision, and words that ask for it do nothing', async (t) => {
  const service = scriptedRuns(true)
  const client = await inMemory(service, t)
  const { tools } = await client.listTools()
  assert.deepEqual(
    tools.filter(({ name }) => /approv|reject|edit/.test(name)),
    [],
  )
  const run = await startedRun(client, { person: planted })
  await call(client, 'run_wait', { run })
  assert.equal((await call(client, 'run_start', { workflow: planted })).isError, true)
  assert.equal((await call(client, 'run_result', { run, pointer: '/note' })).structuredContent.value, planted)
  await assert.rejects(client.callTool({ name: 'run_approve', arguments: { run, by: 'Chair' } }), /there is no tool/)
  assert.equal((await call(client, 'run_resume', { run })).isError ?? false, false)
  await call(client, 'run_wait', { run })
  assert.deepEqual([service.summary(run).approval, service.approvals.length], ['waiting', 0])
})

test('what a run leaves behind is read as resources, and nothing else is', async (t) => {
  const service = scriptedRuns()
  const client = await inMemory(service, t)
  const run = await startedRun(client)
  await call(client, 'run_wait', { run })
  const { resources } = await client.listResources()
  assert.deepEqual(
    resources.map(({ uri }) => uri),
    ['tutti://runs', ...['result', 'report', 'agents'].map((part) => `tutti://runs/${run}/${part}`)],
  )
  const { resourceTemplates } = await client.listResourceTemplates()
  assert.equal(resourceTemplates.length, 4)
  const read = async (uri: string) =>
    (await client.readResource({ uri })).contents[0] as { text: string; mimeType: string }
  assert.deepEqual(JSON.parse((await read('tutti://runs')).text), service.list())
  assert.deepEqual(JSON.parse((await read(`tutti://runs/${run}/result`)).text), scriptedResult(1))
  assert.deepEqual(JSON.parse((await read(`tutti://runs/${run}/agents`)).text), service.agents(run))
  assert.equal((await read(`tutti://runs/${run}/report`)).mimeType, 'text/html')
  assert.match((await read(`tutti://runs/${run}/artifacts/orders.csv`)).text, /^side,quantity/)
  for (const uri of [
    'tutti://runs/no-such/result',
    `tutti://runs/${run}/artifacts/no-such`,
    `tutti://runs/${run}/artifacts/..%2F..%2Fpackage.json`,
    `tutti://runs/${run}/artifacts/%`,
    `tutti://runs/${run}/secrets`,
    'tutti://runs/../../etc/passwd',
    'file:///etc/passwd',
    'https://evil.example/',
  ]) {
    await assert.rejects(client.readResource({ uri }), uri)
  }
})
