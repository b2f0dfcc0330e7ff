import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { TestContext } from 'node:test'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { planted, scriptedRuns, type ScriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { startedAgentCore } from './agentcore-server.ts'

const root = mkdtempSync(join(tmpdir(), 'tutti-agentcore-'))
after(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(join(root, 'mandate.yaml'), 'name: x\n')
const session = { 'x-amzn-bedrock-agentcore-runtime-session-id': 'a-session-of-the-test-that-is-long-enough' }

async function door(service: ScriptedRuns, t: TestContext) {
  const desk = new RunDesk(service, { roots: [root], models: standardModels, mostRuns: 1 })
  const server = await startedAgentCore(desk, '127.0.0.1', 0)
  t.after(() => server.close())
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...session, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const status = async (): Promise<string> =>
    ((await (await fetch(`${server.url}/ping`)).json()) as { status: string }).status
  return { server, post, status }
}

async function eventsOf(response: Response): Promise<{ event: string; data: Record<string, unknown> }[]> {
  const blocks = (await response.text()).split('\n\n').filter((block) => block.includes('data: '))
  return blocks.map((block) => ({
    event: /^event: (.*)$/m.exec(block)?.[1] ?? '',
    data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '') as Record<string, unknown>,
  }))
}

test('an invocation of a workflow runs it and answers with what came of it', async (t) => {
  const service = scriptedRuns()
  const { post } = await door(service, t)
  const input = { files: { mandate: 'mandate.yaml' }, seed: 7, as_of: '2025-12-31' }
  const response = await post({ entry: 'scripted', input, pointer: '/decision' })
  assert.equal(response.status, 200)
  const answer = (await response.json()) as Record<string, unknown>
  const [{ id }] = service.list()
  assert.deepEqual([answer.entry, answer.run, answer.over], ['scripted', id, true])
  assert.deepEqual(answer.summary, service.summary(id))
  assert.deepEqual((answer.result as { value: unknown }).value, service.result(id, '/decision'))
  assert.equal((answer.briefs as unknown[]).length, 1)
  assert.deepEqual([service.requests[0].seed, service.requests[0].startedBy?.account], [7, 'agentcore'])
})

test('a caller that takes a stream gets the events of the run and the answer as the last', async (t) => {
  const service = scriptedRuns()
  const { post } = await door(service, t)
  const response = await post({ entry: 'scripted', input: {} }, { accept: 'text/event-stream, application/json' })
  assert.equal(response.headers.get('content-type'), 'text/event-stream')
  const events = await eventsOf(response)
  assert.deepEqual(
    events.map(({ event }) => event),
    ['run-started', 'node-started', 'progress', 'brief', 'node-ended', 'run-ended', 'answer'],
  )
  assert.deepEqual(events.at(-1)?.data.summary, service.list()[0])
})

test('a specialist answers from a run, with what is its own', async (t) => {
  const service = scriptedRuns()
  const { post } = await door(service, t)
  await post({ entry: 'scripted', input: {} })
  const [{ id }] = service.list()
  const of = async (entry: string) =>
    (await (await post({ entry, run: id, pointer: '/decision/weight' })).json()) as Record<
      string,
      { specialist: string }[]
    > & { result: { value: number } }
  const analyst = await of('scripted/analyst')
  const chair = await of('scripted/chair')
  assert.deepEqual(
    analyst.briefs.map(({ specialist }) => specialist),
    ['analyst'],
  )
  assert.deepEqual([analyst.missing, chair.briefs], [[], []])
  assert.deepEqual(
    chair.missing.map(({ specialist }) => specialist),
    ['chair'],
  )
  assert.equal(analyst.result.value, 0.25)
  assert.equal(service.list().length, 1)
})

test('the list of entry points is itself one', async (t) => {
  const { post } = await door(scriptedRuns(), t)
  const { entries } = (await (await post({ entry: 'workflows' })).json()) as { entries: string[] }
  assert.deepEqual(entries, ['workflows', 'scripted', 'scripted/analyst', 'scripted/chair'])
})

test('the ping says busy while a run is at work, also when its caller has not waited', async (t) => {
  const service = scriptedRuns()
  service.hold()
  const { post, status } = await door(service, t)
  assert.equal(await status(), 'Healthy')
  const answer = (await (await post({ entry: 'scripted', input: {}, wait: false })).json()) as {
    run: string
    over: boolean
  }
  assert.equal(answer.over, false)
  assert.equal(await status(), 'HealthyBusy')
  assert.equal((await post({ entry: 'scripted', input: {} })).status, 409)
  service.release()
  const waited = (await (await post({ entry: 'scripted', run: answer.run })).json()) as { over: boolean }
  assert.equal(waited.over, true)
  assert.equal(await status(), 'Healthy')
})

test('a caller that drops its stream leaves the run at work', async (t) => {
  const service = scriptedRuns()
  service.hold()
  const { server, post, status } = await door(service, t)
  const cut = new AbortController()
  const response = await fetch(`${server.url}/invocations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...session },
    body: JSON.stringify({ entry: 'scripted', input: {} }),
    signal: cut.signal,
  })
  await response.body?.getReader().read()
  cut.abort()
  const [{ id }] = service.list()
  assert.deepEqual([await status(), service.summary(id).status], ['HealthyBusy', 'running'])
  service.release()
  const answer = (await (await post({ entry: 'scripted/analyst', run: id })).json()) as { summary: { status: string } }
  assert.equal(answer.summary.status, 'completed')
})

test('a payload that makes no sense is refused with the code and what is expected', async (t) => {
  const service = scriptedRuns()
  const { server, post } = await door(service, t)
  await post({ entry: 'scripted', input: { seed: 1 } })
  const [{ id }] = service.list()
  const cases: [unknown, number, string, RegExp][] = [
    [{}, 400, 'invalid-input', /entry/],
    [[], 400, 'invalid-input', /the payload/],
    ['"text"', 400, 'invalid-input', /the payload/],
    ['null', 400, 'invalid-input', /the payload/],
    [{ prompt: planted }, 400, 'invalid-input', /a prompt is not read/],
    [{ entry: 'no-such', input: {} }, 422, 'unsupported', /scripted\/chair/],
    [{ entry: 'scripted/no-such', run: id }, 422, 'unsupported', /scripted\/chair/],
    [{ entry: 'scripted' }, 400, 'invalid-input', /neither/],
    [{ entry: 'scripted', input: {}, run: id }, 400, 'invalid-input', /both/],
    [{ entry: 'scripted', input: { workflow: 'x' } }, 400, 'invalid-input', /workflow/],
    [{ entry: 'scripted', input: { files: { mandate: '/etc/passwd' } } }, 403, 'unauthorised', /files\.mandate/],
    [{ entry: 'scripted', input: { files: { mandate: '../x' } } }, 403, 'unauthorised', /files\.mandate/],
    [{ entry: 'scripted', input: { models: 'openai:x@https://evil.example' } }, 403, 'unauthorised', /models/],
    [{ entry: 'scripted', run: planted }, 422, 'missing-data', /no run/],
    [{ entry: 'scripted', run: id, pointer: '/no/such' }, 422, 'missing-data', /nothing at/],
    [{ entry: 'scripted', input: { seed: 99 } }, 500, 'calculation-failed', /fault of Tutti itself/],
  ]
  for (const [payload, status, code, text] of cases) {
    for (const accept of ['application/json', 'text/event-stream', '*/*']) {
      const response = await post(payload, { accept })
      const body = await response.text()
      if (accept === 'text/event-stream' && response.status === 200) {
        // asked of a run that is there: the stream has begun before the part of its result is looked for
        assert.match(body, /^event: error$/m)
        assert.match(body, text)
        continue
      }
      assert.equal(response.status, status, `${JSON.stringify(payload)} ${accept}: ${body}`)
      assert.equal((JSON.parse(body) as { error: { code: string } }).error.code, code)
      assert.match(body, text)
      assert.doesNotMatch(body, /secret/)
    }
  }
  assert.equal(service.list().length, 1)
  const coded = async (answer: Promise<Response>): Promise<[number, string]> => {
    const response = await answer
    return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
  }
  assert.deepEqual(await coded(post('{"entry":')), [400, 'invalid-input'])
  assert.deepEqual(await coded(post('<xml/>', { 'content-type': 'text/xml' })), [415, 'invalid-input'])
  assert.deepEqual(await coded(post(`{"entry":"${'x'.repeat(2 ** 20)}"}`)), [413, 'invalid-input'])
  assert.deepEqual(await coded(fetch(`${server.url}/no-such`)), [404, 'unsupported'])
})

test('a call without a session is told which header to send, or may name it in the body', async (t) => {
  const { server } = await door(scriptedRuns(), t)
  const post = (body: object) =>
    fetch(`${server.url}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const response = await post({ entry: 'workflows' })
  assert.equal(response.status, 400)
  const { error } = (await response.json()) as { error: { code: string; message: string; problems: object[] } }
  assert.equal(error.code, 'invalid-input')
  assert.match(error.message, /x-amzn-bedrock-agentcore-runtime-session-id, or sessionId in the body/)
  assert.equal(error.problems.length, 1)
  assert.equal((await post({ entry: 'workflows', sessionId: 'one' })).status, 200)
})

test('on this machine’s own address requests to other names and from web pages are not answered', async (t) => {
  const { server, post } = await door(scriptedRuns(), t)
  assert.equal((await post({ entry: 'workflows' }, { origin: 'https://evil.example' })).status, 403)
  const { port } = new URL(server.url)
  const { request } = await import('node:http')
  const evil = request({ host: '127.0.0.1', port, path: '/ping', headers: { host: 'evil.example' } }).end()
  const [answer] = (await once(evil, 'response')) as [{ statusCode: number; resume: () => void }]
  answer.resume()
  assert.equal(answer.statusCode, 403)
})

test('an address that is taken is an error that says so, and the process lives on', async () => {
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const desk = new RunDesk(scriptedRuns(), { roots: [root], models: standardModels, mostRuns: 1 })
  try {
    await assert.rejects(startedAgentCore(desk, '127.0.0.1', port), { code: 'conflict', message: /EADDRINUSE/ })
  } finally {
    other.close()
  }
})

test('closing stops the run at work, ends its stream, and leaves nothing listening', async (t) => {
  const service = scriptedRuns()
  service.hold()
  const { server, post } = await door(service, t)
  const response = await post({ entry: 'scripted', input: {} }, { accept: 'text/event-stream' })
  const events = eventsOf(response)
  await service.held()
  await server.close()
  const answer = (await events).at(-1)
  assert.equal((answer?.data.summary as { status?: string } | undefined)?.status, 'interrupted')
  await assert.rejects(fetch(`${server.url}/ping`))
})
