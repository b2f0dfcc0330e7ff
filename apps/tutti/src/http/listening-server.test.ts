import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { Hono } from 'hono'
import { RunDesk, standardModels } from '../client-runs/index.ts'
import { scriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { httpApp } from './app.ts'
import { startedServer } from './listening-server.ts'

// With timers that stand still nothing is closed by force, and a connection that keeps the server up fails the test by its time-out.
const limit = { timeout: 20_000 }

test('a connection that was opened and never used does not keep a server from closing', limit, async (t) => {
  const server = await startedServer(new Hono(), '127.0.0.1', 0)
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  // answered only when the server has taken the connection before it, too
  assert.equal((await fetch(server.url)).status, 404)
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const closed = once(socket, 'close')
  await server.close()
  await closed
})

test('a server closes after streams of events that were cut and opened again', limit, async (t) => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, { roots: [tmpdir()], models: standardModels, mostRuns: 1 })
  const run = () => Promise.reject(new Error('no operation here'))
  const app = httpApp({ operations: [], run, version: '1', hosts: ['127.0.0.1'], desk })
  const server = await startedServer(app, '127.0.0.1', 0)
  const headers = { 'content-type': 'application/json' }
  const started = await fetch(`${server.url}/runs`, { method: 'POST', headers, body: '{"workflow":"scripted"}' })
  const { id } = (await started.json()) as { id: string }
  const opened = async (last?: string) => {
    const cut = new AbortController()
    const more: Record<string, string> = last === undefined ? {} : { 'last-event-id': last }
    const response = await fetch(`${server.url}/runs/${id}/events`, { headers: more, signal: cut.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    return { cut, last: /^id: (.*)$/m.exec(new TextDecoder().decode(value))?.[1] }
  }
  const first = await opened()
  assert.ok(first.last !== undefined)
  first.cut.abort()
  const second = await opened(first.last)
  second.cut.abort()
  t.mock.timers.enable({ apis: ['setTimeout'] })
  await desk.close()
  await server.close()
})
