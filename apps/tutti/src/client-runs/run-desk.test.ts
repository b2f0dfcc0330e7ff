import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import type { TuttiError } from '@tutti/analytics/errors'
import { scriptedRuns } from '../testing/scripted-runs.fixture.ts'
import { parsedInput } from './parsed-input.ts'
import { standardModels } from './offered-models.ts'
import { RunDesk } from './run-desk.ts'
import { runOrderSchema } from './run-order.ts'

const order = (more: object = {}) => parsedInput(runOrderSchema, { workflow: 'scripted', ...more }, 'the order')
const options = { roots: [tmpdir()], models: standardModels, mostRuns: 2 }
const never = new AbortController().signal
const collected = async (desk: RunDesk, run: string, last?: string) => {
  const events = []
  for await (const entry of desk.events(run, last, never)) events.push(entry)
  return events
}

test('a run goes on without its client, and its events can be read afterwards, from any of them on', async () => {
  const desk = new RunDesk(scriptedRuns(), options)
  const { run, over } = await desk.start(order(), 'test')
  await over
  const events = await collected(desk, run)
  assert.deepEqual(
    events.map(({ event }) => event.kind),
    ['run-started', 'node-started', 'progress', 'brief', 'node-ended', 'run-ended'],
  )
  assert.deepEqual(await collected(desk, run, events[2].id), events.slice(3))
  assert.deepEqual(await collected(desk, run, 'of-another-log'), events)
  assert.deepEqual(await collected(desk, run, 'x-2'), events)
})

test('progress of a step takes the place of the progress before it', async () => {
  const desk = new RunDesk(scriptedRuns(), options)
  const { run, over } = await desk.start(order(), 'test')
  await over
  const progress = (await collected(desk, run)).flatMap(({ event }) => (event.kind === 'progress' ? [event.done] : []))
  assert.deepEqual(progress, [3])
})

test('readers who leave in the middle disturb neither the run nor other readers', async () => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, options)
  const { run, over } = await desk.start(order(), 'test')
  const leaving = new AbortController()
  const early = (async () => {
    for await (const { event } of desk.events(run, undefined, leaving.signal)) void event
  })()
  const all = collected(desk, run)
  await service.held()
  leaving.abort()
  await early
  service.release()
  await over
  assert.equal((await all).at(-1)?.event.kind, 'run-ended')
  assert.equal(desk.service.summary(run).status, 'completed')
})

test('no more runs are taken than the server has room for, and room comes back', async () => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, options)
  const runs = await Promise.all([desk.start(order(), 'test'), desk.start(order(), 'test')])
  assert.ok(desk.isFull)
  await assert.rejects(desk.start(order(), 'test'), {
    code: 'conflict',
    details: { field: 'runs', got: '2', expected: 'fewer than 2 runs at work' },
  })
  await assert.rejects(desk.resume(runs[0].run), /is at work/)
  service.release()
  await Promise.all(runs.map(({ over }) => over))
  assert.ok(!desk.isFull)
  await (
    await desk.start(order(), 'test')
  ).over
})

test('an order that is wrong is told so by a full server too', async () => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, { ...options, mostRuns: 1 })
  const { over } = await desk.start(order(), 'test')
  const cases: [object, string, string][] = [
    [{ workflow: 'no-such' }, 'unsupported', 'workflow'],
    [{ files: { mandate: '../x' } }, 'unauthorised', 'files.mandate'],
    [{ models: 'no-such' }, 'unauthorised', 'models'],
    [{ overrides: { paths: 101 } }, 'invalid-input', 'overrides.paths'],
    [{ overrides: { 'no-such': 1 } }, 'invalid-input', 'overrides.no-such'],
    [{}, 'conflict', 'runs'],
  ]
  for (const [more, code, field] of cases) {
    await assert.rejects(desk.start(order(more), 'test'), (error: TuttiError) => {
      assert.deepEqual([error.code, error.details.field], [code, field])
      return true
    })
  }
  service.release()
  await over
})

test('a run that fails or cannot be started gives its room back', async () => {
  const desk = new RunDesk(scriptedRuns(), { ...options, mostRuns: 1 })
  await assert.rejects(desk.start(order({ workflow: 'no-such' }), 'test'), { code: 'unsupported' })
  await (
    await desk.start(order({ seed: 13 }), 'test')
  ).over
  const { run, over } = await desk.start(order(), 'test')
  await over
  assert.equal(desk.service.summary(run).status, 'completed')
})

test('a run is stopped by its client or with the server, and can be gone on with', async () => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, options)
  const first = await desk.start(order(), 'test')
  await desk.start(order(), 'test')
  assert.equal((await desk.stop(first.run)).status, 'interrupted')
  await assert.rejects(desk.stop(first.run), { code: 'conflict' })
  await desk.close()
  assert.deepEqual(
    service.list().map(({ status }) => status),
    ['interrupted', 'interrupted'],
  )
  await assert.rejects(desk.start(order(), 'test'), /stopping/)
  const next = new RunDesk(service, options)
  service.release()
  await (
    await next.resume(first.run)
  ).over
  assert.equal(service.summary(first.run).status, 'completed')
})

test('waiting ends with the run, with the time, or with who waits', async () => {
  const service = scriptedRuns()
  service.hold()
  const desk = new RunDesk(service, options)
  const { run } = await desk.start(order(), 'test')
  assert.equal((await desk.wait(run, 0, never)).over, false)
  const impatient = new AbortController()
  const wait = desk.wait(run, 1000, impatient.signal)
  impatient.abort()
  assert.equal((await wait).over, false)
  const patient = desk.wait(run, 1000, never)
  service.release()
  assert.deepEqual([(await patient).over, (await patient).summary.status], [true, 'completed'])
})

test('models are those that the operator named, and who started a run is recorded with it', async () => {
  const service = scriptedRuns()
  const desk = new RunDesk(service, options)
  await (
    await desk.start(order({ models: 'none', person: 'A. Starter' }), 'http:10.0.0.1')
  ).over
  assert.equal(service.requests[0].models, null)
  assert.deepEqual(service.requests[0].startedBy, { account: 'http:10.0.0.1', person: 'A. Starter' })
  for (const models of [
    'bedrock:some-model',
    'openai:x@https://evil.example',
    '__proto__',
    'constructor',
    'toString',
  ]) {
    await assert.rejects(desk.start(order({ models }), 'test'), { code: 'unauthorised' }, models)
  }
  assert.equal(service.requests.length, 1)
})

test('an order with anything in it that no order has is refused with every problem', () => {
  const bad = {
    workflow: '',
    seed: -1,
    overrides: { paths: 'many' },
    endpoint: 'https://evil.example',
    files: { mandate: '' },
  }
  assert.throws(
    () => parsedInput(runOrderSchema, bad, 'the order'),
    (error: { code: string; details: { problems: { field?: string; message: string }[] } }) => {
      assert.equal(error.code, 'invalid-input')
      const fields = error.details.problems.map(({ field }) => field)
      for (const field of ['workflow', 'seed', 'overrides.paths', 'files.mandate'])
        assert.ok(fields.includes(field), field)
      assert.match(JSON.stringify(error.details.problems), /endpoint/)
      return true
    },
  )
})

test('an answer that is refused leaves the log of the run as it was', async () => {
  const service = scriptedRuns()
  const desk = new RunDesk(service, options)
  const { run, over } = await desk.start(order(), 'test')
  await over
  const before = await collected(desk, run)
  const request = { by: 'A. Chair', account: 'test', verdict: 'approved', reason: null, change: null } as const
  await assert.rejects(desk.approve(run, request), { code: 'conflict' })
  assert.deepEqual(await collected(desk, run), before)
})
