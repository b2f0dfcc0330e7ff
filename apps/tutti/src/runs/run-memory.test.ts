import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'
import { forgetMandate, forgetRun, rememberedDecisions } from './remembered-decisions.ts'

const never = new AbortController().signal
const quiet = (): void => undefined

/** Runs of one mandate after another in one folder, at a time that the test sets. */
function place(t: TestContext) {
  const folder = madeUpFolder(t)
  const clock = { now: '2026-01-10T12:00:00.000Z' }
  const opened = madeUpService(folder, { clock: () => new Date(clock.now) })
  t.after(opened.close)
  const { service, store, memory } = opened
  const run = async (mandate: string, seed = 1, plain = false) => {
    writeFileSync(join(folder, 'mandate.yaml'), mandate)
    const request = madeUpRequest(folder, { seed, ...(plain ? { models: null } : {}) })
    return (await service.start(request, quiet, never)).ended
  }
  const recalled = (id: string) => service.agents(id)?.recalled.map(({ runId }) => runId)
  return { service, store, memory, clock, run, recalled }
}

test('a decision is recalled to later runs of its mandate, as of its date, and to no other mandate', async (t) => {
  const { service, run, recalled } = place(t)
  const january = await run('as_of: 2026-01-01')
  const plain = await run('as_of: 2026-01-02', 2, true)
  const march = await run('as_of: 2026-03-01')
  assert.deepEqual(recalled(january.id), [])
  assert.deepEqual(recalled(march.id), [plain.id, january.id])
  assert.deepEqual(service.agents(march.id)?.recalled[1], {
    runId: january.id,
    asOf: '2026-01-01',
    status: 'recommended',
    headline: 'Hold the asset',
    approval: 'not-required',
  })
  assert.deepEqual(recalled((await run('as_of: 2026-02-01')).id), [plain.id, january.id], 'none looks ahead')
  assert.deepEqual(recalled((await run('{ name: Another fund, as_of: 2026-04-01 }')).id), [])
})

test('runs of the same key are not recalled to each other, and a resumed run sees what it saw', async (t) => {
  const { service, run, recalled } = place(t)
  const first = await run('as_of: 2026-01-01')
  const twin = await run('as_of: 2026-01-01')
  assert.equal(twin.key, first.key)
  assert.deepEqual(recalled(twin.id), [])
  const other = await run('as_of: 2026-01-01', 2)
  assert.deepEqual(recalled(other.id), [twin.id, first.id])
  const again = await (await service.resume(first.id, quiet, never)).ended
  assert.deepEqual(recalled(again.id), [])
})

test('decisions are remembered for the days of the mandate, and not at all for none', async (t) => {
  const { store, memory, clock, run, recalled } = place(t)
  const first = await run('{ as_of: 2026-01-01, governance: { memory: { days: 30 } } }')
  clock.now = '2026-02-08T12:00:00.000Z'
  assert.deepEqual(recalled((await run('as_of: 2026-01-02')).id), [first.id])
  clock.now = '2026-02-09T12:00:00.000Z'
  const third = await run('{ as_of: 2026-01-03, governance: { memory: { days: 0 } } }')
  const fourth = await run('as_of: 2026-01-04')
  assert.ok(!recalled(fourth.id)?.includes(first.id) && !recalled(fourth.id)?.includes(third.id))
  const remembered = await rememberedDecisions(store, memory, new Date(clock.now))
  assert.deepEqual(
    remembered.map(({ entry }) => entry.asOf),
    ['2026-01-04', '2026-01-02'],
  )
})

test('a decision that waits is remembered once a person has decided, with what was decided', async (t) => {
  const { service, run, recalled } = place(t)
  const { id } = await run('{ as_of: 2026-01-01, governance: { approval: { required: true } } }')
  assert.deepEqual(recalled((await run('as_of: 2026-01-02')).id), [])
  const said = { by: 'First trustee', account: 'first', verdict: 'rejected', reason: 'no', change: null } as const
  await service.approve(id, said, quiet, never)
  const later = await run('as_of: 2026-01-03')
  assert.equal(service.agents(later.id)?.recalled.find(({ runId }) => runId === id)?.approval, 'rejected')
})

test('what is forgotten is recalled no more, and the audit of its runs says so', async (t) => {
  const { store, memory, run, recalled } = place(t)
  const first = await run('as_of: 2026-01-01')
  const second = await run('as_of: 2026-01-02')
  await forgetRun(store, memory, first.id, 'me')
  await assert.rejects(forgetRun(store, memory, first.id, 'me'), { code: 'missing-data' })
  const third = await run('as_of: 2026-01-03')
  assert.deepEqual(recalled(third.id), [second.id])
  assert.equal(store.audit(first.id).at(-1)?.kind, 'decision-forgotten')
  const about = { workflow: 'made-up', mandate: 'Made-up fund' }
  assert.equal(await forgetMandate(store, memory, about, 'me'), 2)
  assert.deepEqual(recalled((await run('as_of: 2026-01-04')).id), [])
  assert.equal(store.audit(second.id).at(-1)?.kind, 'decision-forgotten')
  await assert.rejects(forgetMandate(store, memory, { ...about, mandate: 'No such' }, 'me'), { code: 'missing-data' })
  assert.ok(store.verifyRun(first.id).ok)
})
