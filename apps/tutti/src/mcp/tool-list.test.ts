import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { type Operation, operations } from '@tutti/operations'
import { inputSchema, toolName } from '@tutti/operations/description'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { runToolNames } from '../testing/run-tool-names.fixture.ts'
import { scriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { mcpServer } from './mcp-server.ts'

const home = mkdtempSync(join(tmpdir(), 'tutti-tools-'))
after(() => rmSync(home, { recursive: true, force: true }))
const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const run = () => Promise.reject(new Error('no operation is computed here'))

async function connectedClient(offered: readonly Operation[]): Promise<Client> {
  const desk = new RunDesk(scriptedRuns(), { roots: [home], models: standardModels, mostRuns: 1 })
  const [own, other] = InMemoryTransport.createLinkedPair()
  await mcpServer({ operations: offered, run, version: '1', desk }).connect(own)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(other)
  return client
}

test('the tools of runs are on the first page, those of operations follow', async () => {
  const client = await connectedClient(operations)
  const { tools, nextCursor } = await client.listTools()
  const names = tools.map(({ name }) => name)
  assert.deepEqual(names.slice(0, runToolNames.length), runToolNames)
  assert.equal(names[runToolNames.length], toolName(operations[0].name))
  assert.deepEqual(tools[runToolNames.length].inputSchema, JSON.parse(JSON.stringify(inputSchema(operations[0]))))
  const { tools: next } = await client.listTools({ cursor: nextCursor as string })
  assert.equal(next[0].name, toolName(operations[names.length - runToolNames.length].name))
  await client.close()
})

test('schemas are made when tools are listed, and for no other page', async () => {
  const asked: string[] = []
  const watched = operations.slice(0, 60).map((operation) =>
    Object.defineProperty({ ...operation }, 'input', {
      get() {
        asked.push(operation.name)
        return operation.input
      },
    }),
  )
  const client = await connectedClient(watched)
  assert.deepEqual(asked, [])
  const { tools } = await client.listTools()
  assert.equal(asked.length, tools.length - runToolNames.length)
  await client.listTools()
  assert.equal(asked.length, tools.length - runToolNames.length)
  await client.close()
})

for (const area of ['none', 'revaluation']) {
  test(`tutti mcp --area ${area} offers the runs, and of operations those of the area`, async () => {
    const args = [main, 'mcp', '--area', area, '--root', home]
    const client = new Client({ name: 'test', version: '1' })
    const env = { ...(process.env as Record<string, string>), TUTTI_HOME: join(home, area) }
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env }))
    const { tools, nextCursor } = await client.listTools()
    const own = operations.filter(({ name }) => name.startsWith(`${area}/`)).map(({ name }) => toolName(name))
    assert.deepEqual([tools.map(({ name }) => name), nextCursor], [[...runToolNames, ...own], undefined])
    assert.equal(/the name of an area/.test(client.getInstructions() ?? ''), own.length > 0)
    await client.close()
  })
}
