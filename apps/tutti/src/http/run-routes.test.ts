import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { operations } from '@tutti/operations'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { planted, scriptedResult, scriptedRuns, type ScriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { httpApp } from './app.ts'
import { startedServer } from './listening-server.ts'

const root = mkdtempSync(join(tmpdir(), 'tutti-http-'))
after(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(join(root, 'mandate.yaml'), 'name: x\n')
const run = () => Promise.reject(new Error('no operation is computed here'))

function door(service: ScriptedRuns, token?: string, mostRuns = 2) {
  const desk = new RunDesk(service, { roots: [root], models: standardModels, mostRuns })
  const app = httpApp({ operations, run, version: '1', hosts: ['localhost'], token, desk })
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const headers = { host: 'localhost', ...authorization }
  return {
    desk,
    app,
    get: (path: string, more: Record<string, string> = {}) => app.request(path, { headers: { ...headers, ...more } }),
    post: (path: string, body: unknown = {}, more: Record<string, string> = {}) =>
      app.request(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { ...headers, 'content-type': 'application/json', ...more },
      }),
  }
}
type Door = ReturnType<typeof door>

async function startedRun({ post }: Door, order: object = {}): Promise<string> {
  const response = await post('/runs', { workflow: 'scripted', ...order })
  assert.equal(response.status, 202)
  const { id } = (await response.json()) as { id: string }
  assert.equal(response.headers.get('location'), `/runs/${id}`)
  return id
}

/** Events of a stream, as `[id, type, data]`. */
async function eventsOf(response: Response): Promise<[string, string, Record<string, unknown>][]> {
  const field = (block: string, name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
  const blocks = (await response.text()).split('\n\n').filter((block) => block.includes('data:'))
  return blocks.map((block) => [
    field(block, 'id'),
    field(block, 'event'),
    JSON.parse(field(block, 'data')) as Record<string, unknown>,
  ])
}

test('a client lists workflows, starts a run, follows its events and reads what came of it', async () => {
  const service = scriptedRuns()
  const client = door(service)
  const { workflows, models } = (await (await client.get('/workflows')).json()) as Record<string, unknown[]>
  assert.deepEqual(workflows, await service.workflows())
  assert.deepEqual(models, ['offline', 'none'])
  const id = await startedRun(client, {
    files: { mandate: 'mandate.yaml' },
    as_of: '2025-12-31',
    seed: 7,
    overrides: { paths: 9 },
  })
  const [request] = service.requests
  assert.deepEqual(
    [request.files.mandate.endsWith('/mandate.yaml'), request.asOf, request.seed, request.overrides],
    [true, '2025-12-31', 7, { paths: 9 }],
  )
  const response = await client.get(`/runs/${id}/events`)
  assert.match(response.headers.get('content-type') ?? '', /text\/event-stream/)
  const events = await eventsOf(response)
  assert.equal(events[0][1], 'run-started')
  assert.deepEqual(events.at(-1), ['', 'summary', service.summary(id)])
  assert.deepEqual(await (await client.get(`/runs/${id}`)).json(), service.summary(id))
  assert.deepEqual(await (await client.get(`/runs/${id}/result`)).json(), scriptedResult(7))
  assert.equal(await (await client.get(`/runs/${id}/result?pointer=/decision/weight`)).json(), 0.25)
  assert.deepEqual(await (await client.get(`/runs/${id}/agents`)).json(), service.agents(id))
  const { runs } = (await (await client.get('/runs')).json()) as { runs: unknown[] }
  assert.deepEqual(runs, service.list())
})

test('a reader who was cut off gets the events after the last one that came', async () => {
  const client = door(scriptedRuns())
  const id = await startedRun(client)
  const all = await eventsOf(await client.get(`/runs/${id}/events`))
  const rest = await eventsOf(await client.get(`/runs/${id}/events`, { 'last-event-id': all[2][0] }))
  assert.deepEqual(rest, all.slice(3))
})

test('a client that drops its connection leaves the run at work', async () => {
  const service = scriptedRuns()
  service.hold()
  const server = await startedServer(httpAppOn(service), '127.0.0.1', 0)
  try {
    const headers = { 'content-type': 'application/json' }
    const started = await fetch(`${server.url}/runs`, { method: 'POST', body: '{"workflow":"scripted"}', headers })
    const { id } = (await started.json()) as { id: string }
    const cut = new AbortController()
    const stream = await fetch(`${server.url}/runs/${id}/events`, { signal: cut.signal })
    await stream.body?.getReader().read()
    cut.abort()
    service.release()
    const events = await eventsOf(await fetch(`${server.url}/runs/${id}/events`))
    assert.equal(events.at(-1)?.[2].status, 'completed')
    assert.match(String(service.requests[0].startedBy?.account), /^http:127\.0\.0\.1$/)
  } finally {
    await server.close()
  }
})

function httpAppOn(service: ScriptedRuns) {
  const desk = new RunDesk(service, { roots: [root], models: standardModels, mostRuns: 2 })
  return httpApp({ operations, run, version: '1', hosts: ['127.0.0.1'], desk })
}

test('the report and the files of a run are handed over so that nothing in them can use the server', async () => {
  const client = door(scriptedRuns())
  const id = await startedRun(client)
  await client.desk.wait(id, 10, new AbortController().signal)
  const report = await client.get(`/runs/${id}/report`)
  assert.match(await report.text(), /<title>Report/)
  assert.equal(report.headers.get('content-type'), 'text/html; charset=utf-8')
  assert.match(report.headers.get('content-security-policy') ?? '', /^sandbox/)
  const { artifacts } = (await (await client.get(`/runs/${id}/artifacts`)).json()) as { artifacts: { name: string }[] }
  assert.deepEqual(
    artifacts.map(({ name }) => name),
    ['report.html', 'orders.csv'],
  )
  const orders = await client.get(`/runs/${id}/artifacts/orders.csv`)
  assert.match(orders.headers.get('content-disposition') ?? '', /^attachment/)
  for (const name of ['no-such', '..%2f..%2fpackage.json', '__proto__', 'toString']) {
    assert.equal((await client.get(`/runs/${id}/artifacts/${name}`)).status, 404, name)
  }
})

test('a path outside the folders of the server is forbidden, and nothing is started', async () => {
  const service = scriptedRuns()
  const { post } = door(service)
  for (const path of ['/etc/passwd', '../package.json', `${root}/../x.yaml`]) {
    const response = await post('/runs', { workflow: 'scripted', files: { mandate: path } })
    assert.equal(response.status, 403, path)
    const problem = (await response.json()) as { code: string; problems: { field: string }[] }
    assert.deepEqual([problem.code, problem.problems[0].field], ['unauthorised', 'files.mandate'])
  }
  const missing = await post('/runs', { workflow: 'scripted', files: { mandate: 'no-such.yaml' } })
  assert.equal(missing.status, 422)
  assert.equal(service.requests.length, 0)
})

test('what makes no sense is refused with a problem that says why', async () => {
  const service = scriptedRuns()
  const client = door(service)
  const status = async (response: Response | Promise<Response>) => (await response).status
  const { get, post } = client
  const waiting = door(scriptedRuns(true))
  const held = await startedRun(waiting)
  assert.equal(await status(post('/runs', { workflow: 'no-such' })), 422)
  assert.equal(await status(post('/runs', { workflow: 'scripted', models: 'bedrock:x' })), 403)
  assert.equal(await status(post('/runs', { workflow: 'scripted', endpoint: 'https://evil.example' })), 400)
  assert.equal(await status(post('/runs', '{')), 400)
  assert.equal(await status(post('/runs', '{}', { 'content-type': 'text/plain' })), 415)
  assert.equal(await status(post('/runs', { workflow: 'scripted', seed: 99 })), 500)
  for (const path of ['', '/result', '/report', '/agents', '/events', '/artifacts', '/artifacts/x']) {
    assert.equal(await status(get(`/runs/no-such${path}`)), 404, path)
  }
  for (const path of ['resume', 'stop']) assert.equal(await status(post(`/runs/no-such/${path}`)), 404, path)
  assert.equal(await status(waiting.get(`/runs/${held}/result?pointer=/no/such`)), 404)
  assert.equal(await status(waiting.get(`/runs/${held}/result?pointer=decision`)), 400)
  assert.equal(await status(get('/runs?most=many')), 400)
  assert.equal(await status(post(`/runs/${await startedRun(client)}/stop`)), 409)
  const fault = await post('/runs', { workflow: 'scripted', seed: 99 })
  assert.doesNotMatch(await fault.text(), /secret/)
})

test('a full server says when to ask again', async () => {
  const service = scriptedRuns()
  service.hold()
  const client = door(service, undefined, 1)
  const id = await startedRun(client)
  const response = await client.post('/runs', { workflow: 'scripted' })
  assert.equal(response.status, 429)
  assert.match(response.headers.get('retry-after') ?? '', /^\d+$/)
  assert.match(await response.text(), /fewer than 1 runs at work/)
  assert.equal((await client.post('/runs', { workflow: 'no-such' })).status, 422)
  assert.equal((await client.post('/runs', { workflow: 'scripted', overrides: { paths: 101 } })).status, 400)
  assert.equal((await client.post(`/runs/${id}/stop`)).status, 200)
  service.release()
  assert.equal((await client.post(`/runs/${id}/resume`)).status, 202)
})

test('a person approves a decision that waits, by name and with the account of the door', async () => {
  const service = scriptedRuns(true)
  const client = door(service, 'right')
  const id = await startedRun(client)
  await client.desk.wait(id, 10, new AbortController().signal)
  assert.equal(service.summary(id).status, 'waiting')
  const refused = async (body: object) => (await client.post(`/runs/${id}/approval`, body)).status
  assert.equal(await refused({ by: '', verdict: 'approved' }), 400)
  assert.equal(await refused({ by: 'A. Chair', verdict: 'rejected' }), 400)
  assert.equal(await refused({ by: 'A. Chair', verdict: 'approved', change: { kind: 'set-weight', terms: {} } }), 400)
  assert.equal(await refused({ by: 'A. Chair\u0007', verdict: 'approved' }), 400)
  assert.equal(await refused({ by: 'A. Chair', verdict: 'approved', account: 'root' }), 400)
  assert.equal(service.approvals.length, 0)
  const hash = service.summary(id).resultHash as string
  const response = await client.post(`/runs/${id}/approval`, { by: 'A. Chair', verdict: 'approved', result_hash: hash })
  assert.equal(response.status, 200)
  assert.deepEqual(await response.json(), service.summary(id))
  assert.deepEqual(service.approvals, [
    { by: 'A. Chair', account: 'http:unknown', verdict: 'approved', reason: null, change: null, resultHash: hash },
  ])
  assert.equal(service.summary(id).approval, 'approved')
  assert.equal((await client.post(`/runs/${id}/approval`, { by: 'A. Chair', verdict: 'approved' })).status, 409)
  assert.equal((await client.post('/runs/no-such/approval', { by: 'A. Chair', verdict: 'approved' })).status, 404)
})

test('nobody approves on a server without a token, or without bearing it', async () => {
  const service = scriptedRuns(true)
  const open = door(service)
  const id = await startedRun(open)
  await open.desk.wait(id, 10, new AbortController().signal)
  const body = { by: 'A. Chair', verdict: 'approved' }
  const response = await open.post(`/runs/${id}/approval`, body)
  assert.equal(response.status, 403)
  assert.match(await response.text(), /TUTTI_TOKEN/)
  const closed = door(service, 'right')
  for (const authorization of ['Bearer wrong', 'right', '']) {
    assert.equal((await closed.post(`/runs/${id}/approval`, body, { authorization })).status, 401)
    assert.equal((await closed.get(`/runs/${id}`, { authorization })).status, 401)
  }
  assert.equal(service.approvals.length, 0)
})

test('an instruction in a field of an order or in a result is handed on as text and does nothing', async () => {
  const service = scriptedRuns(true)
  const client = door(service, 'right')
  const id = await startedRun(client, { person: planted })
  await client.desk.wait(id, 10, new AbortController().signal)
  assert.equal(await (await client.get(`/runs/${id}/result?pointer=/note`)).json(), planted)
  assert.equal((await client.post('/runs', { workflow: planted })).status, 422)
  assert.equal((await client.get(`/runs/${encodeURIComponent(planted)}`)).status, 404)
  assert.deepEqual([service.summary(id).approval, service.approvals.length], ['waiting', 0])
})

test('every route of runs stands in the OpenAPI description, and its references resolve', async () => {
  const { app, get } = door(scriptedRuns())
  const document = (await (await get('/openapi.json')).json()) as { paths: Record<string, object> }
  const described = Object.entries(document.paths)
    .filter(([path]) => !path.startsWith('/operations/'))
    .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`))
  const served = app.routes
    .filter(({ path, method }) => /^\/(runs|workflows)/.test(path) && method !== 'ALL')
    .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
  assert.deepEqual(described.sort(), served.sort())
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
    const keys = reference.split('/').slice(1)
    const found = keys.reduce((at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key], document)
    assert.equal(typeof found, 'object', `${reference} leads nowhere`)
  }
})
