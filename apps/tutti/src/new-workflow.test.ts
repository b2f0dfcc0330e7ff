// A workflow that nothing else of the house knows, at every door: from its list of specialists alone come the graph, the briefs,
// the proposals that a person may make, the approval and the report.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { startedAgentCore } from './agentcore/index.ts'
import { RunDesk, standardModels } from './client-runs/index.ts'
import { httpApp } from './http/index.ts'
import { mcpServer } from './mcp/index.ts'
import { madeUpFolder, madeUpService } from './testing/made-up-service.fixture.ts'

const facts = { operations: [], run: () => Promise.reject(new Error('no operation here')), version: '1' }
const token = 'a-token-of-the-test'
const mandate = 'name: Made-up fund\ngovernance: { approval: { required: true } }\n'
const order = { workflow: 'made-up', files: { mandate: 'mandate.yaml' }, seed: 4 }

interface Brief {
  readonly specialist: string
}

test('a new workflow has its graph, doors, briefs and approvals from its list of specialists alone', async (t) => {
  const folder = madeUpFolder(t, mandate)
  const made = madeUpService(folder)
  t.after(() => made.close())
  const desk = new RunDesk(made.service, { roots: [folder], models: standardModels, mostRuns: 1 })

  // over HTTP: listed, run, followed to where it waits, read, changed and approved
  const app = httpApp({ ...facts, hosts: ['127.0.0.1'], token, desk, stopping: new AbortController().signal })
  const http = async (path: string, body?: object) => {
    const headers = { host: '127.0.0.1', authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) }
    return app.request(`http://127.0.0.1${path}`, init)
  }
  const listed = (await (await http('/workflows')).json()) as { workflows: { name: string; specialists: unknown[] }[] }
  assert.deepEqual(
    listed.workflows.map(({ name, specialists }) => [name, specialists.length]),
    [['made-up', 3]],
  )
  const { id } = (await (await http('/runs', order)).json()) as { id: string }
  const events = await (await http(`/runs/${id}/events`)).text()
  for (const kind of ['run-started', 'node-started', 'brief', 'waiting']) assert.ok(events.includes(kind), kind)
  const { briefs } = (await (await http(`/runs/${id}/agents`)).json()) as { briefs: Brief[] }
  assert.deepEqual(
    briefs.map(({ specialist }) => specialist),
    ['income-analyst', 'risk-analyst', 'chair'],
  )
  assert.match(await (await http(`/runs/${id}/report`)).text(), /waits for approval/)
  const change = { kind: 'set-weight', terms: { weight: 0.3 } }
  const edited = await http(`/runs/${id}/approval`, {
    by: 'A. Example',
    verdict: 'edited',
    reason: 'less risk',
    change,
  })
  assert.equal(((await edited.json()) as { status: string }).status, 'waiting')
  const approved = await http(`/runs/${id}/approval`, { by: 'A. Example', verdict: 'approved' })
  assert.equal(((await approved.json()) as { approval: string }).approval, 'approved')

  // over MCP
  const [own, other] = InMemoryTransport.createLinkedPair()
  await mcpServer({ ...facts, desk, account: 'tester' }).connect(own)
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(other)
  t.after(() => client.close())
  const call = async (name: string, input: object) =>
    (await client.callTool({ name, arguments: { ...input } })).structuredContent as Record<string, unknown>
  const { run } = await call('run_start', { ...order, seed: 5 })
  await call('run_wait', { run })
  const said = (await call('run_briefs', { run })) as unknown as { briefs: Brief[] }
  assert.equal(said.briefs.length, 3)

  // over AgentCore: the workflow, and one specialist of it
  const agentcore = await startedAgentCore(desk, '127.0.0.1', 0)
  t.after(() => agentcore.close())
  const invoke = async (payload: object) => {
    const session = { 'x-amzn-bedrock-agentcore-runtime-session-id': 'a-session-of-the-test-that-is-long-enough' }
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...session }
    const answer = await fetch(`${agentcore.url}/invocations`, {
      method: 'POST',
      headers,
      body: JSON.stringify(payload),
    })
    return (await answer.json()) as Record<string, never>
  }
  const { files } = order
  const whole = await invoke({ entry: 'made-up', input: { files, seed: 6 } })
  const one = await invoke({ entry: 'made-up/risk-analyst', run: whole['run'] })
  assert.ok(JSON.stringify(one).includes('risk-analyst'))
})
