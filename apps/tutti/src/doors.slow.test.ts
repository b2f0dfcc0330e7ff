import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { operations } from '@tutti/operations'
import { toolName } from '@tutti/operations/description'
import { Calculator } from './calculation/index.ts'
import { httpApp, type ListeningServer, startedServer } from './http/index.ts'
import { runToolNames } from './testing/run-tool-names.fixture.ts'

const main = fileURLToPath(new URL('./cli/main.ts', import.meta.url))
const hosts = ['127.0.0.1']
const calculator = new Calculator({ workers: 1, limitSeconds: 120 })
const run = (name: string, input: unknown) => calculator.run(name, input)
let server: ListeningServer

before(async () => {
  server = await startedServer(httpApp({ operations, run, version: '0.0.0', hosts }), '127.0.0.1', 0)
})
after(async () => {
  await server.close()
  await calculator.close()
})

/** What every door is to answer: the output of the function itself, as JSON. */
const expected = new Map(
  operations.map(({ name, example, run: direct }) => [name, JSON.parse(JSON.stringify(direct(example))) as unknown]),
)

test('every operation answers the same over HTTP as in TypeScript', async () => {
  for (const { name, example } of operations) {
    const response = await fetch(`${server.url}/operations/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(example),
    })
    assert.equal(response.status, 200, name)
    assert.deepEqual(await response.json(), expected.get(name), name)
  }
})

test('every operation answers the same from the command line as in TypeScript', async () => {
  const driver = fileURLToPath(new URL('./testing/calc-all.fixture.ts', import.meta.url))
  const mark = '---next---'
  const { stdout } = await promisify(execFile)(process.execPath, [driver, mark], { maxBuffer: 2 ** 28 })
  const outputs = stdout.split(`${mark}\n`).slice(0, -1)
  assert.equal(outputs.length, operations.length)
  operations.forEach(({ name }, i) => assert.deepEqual(JSON.parse(outputs[i]), expected.get(name), name))
})

const transports: readonly [string, () => Transport, readonly string[]][] = [
  ['streamable HTTP', () => new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)), []],
  [
    'standard input and output',
    () => new StdioClientTransport({ command: process.execPath, args: [main, 'mcp'] }),
    runToolNames,
  ],
]
for (const [way, transport, further] of transports) {
  test(`every operation is a tool of an MCP client over ${way} and answers the same`, async () => {
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(transport())
    try {
      const tools = []
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const page = await client.listTools(cursor === undefined ? {} : { cursor })
        tools.push(...page.tools)
        cursor = page.nextCursor
      }
      assert.deepEqual(
        tools.map(({ name }) => name),
        [...further, ...operations.map(({ name }) => toolName(name))],
      )
      for (const { name, example } of operations) {
        // the client itself checks the structured content against the output schema that the server stated
        const result = await client.callTool({ name: toolName(name), arguments: example as Record<string, unknown> })
        assert.equal(result.isError ?? false, false, `${name}: ${JSON.stringify(result.content)}`)
        assert.deepEqual(result.structuredContent, expected.get(name), name)
      }
    } finally {
      await client.close()
    }
  })
}

test('an input that is wrong is told alike at every door, with the place', async () => {
  const input = { ...(operations.find(({ name }) => name === 'models/black-scholes')?.example as object), spot: -1 }
  const response = await fetch(`${server.url}/operations/models/black-scholes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  assert.equal(response.status, 400)
  assert.match(response.headers.get('content-type') ?? '', /application\/problem\+json/)
  const problem = (await response.json()) as { code: string; problems: { field: string; got: string }[] }
  assert.equal(problem.code, 'invalid-input')
  assert.deepEqual([problem.problems[0].field, problem.problems[0].got], ['spot', '-1'])

  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transports[0][1]())
  const result = await client.callTool({ name: 'models_black-scholes', arguments: input })
  assert.equal(result.isError, true)
  assert.match(JSON.stringify(result.content), /invalid-input.*spot.*got -1/s)
  await assert.rejects(client.callTool({ name: 'models_no-such' }), /there is no tool/)
  await client.close()

  const failed = await promisify(execFile)(process.execPath, [
    main,
    'calc',
    'models/black-scholes',
    '--input',
    JSON.stringify(input),
  ]).then(
    () => assert.fail('it did not fail'),
    (error: { code: number; stderr: string }) => error,
  )
  assert.equal(failed.code, 2)
  assert.match(failed.stderr, /spot/)
})
