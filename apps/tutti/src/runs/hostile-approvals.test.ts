import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { sha256 } from '@tutti/runtime'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'
import type { ApprovalRequest } from './run-service.ts'

const quiet = (): void => undefined
const never = new AbortController().signal
const says = (by: string, account = 'other', changes: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  by,
  account,
  verdict: 'approved',
  reason: null,
  change: null,
  ...changes,
})
const fourEyes = 'governance: { approval: { required: true, four_eyes: true } }\n'

/** One name as others would spell it to look like two persons. */
const spellings = [
  'first trustee',
  'FIRST TRUSTEE',
  'First  trustee',
  'First\u00a0trustee',
  'Ｆirst trustee',
  'First\u200b trustee',
  'First tru\u00adstee',
  'First trustee\u200d',
  '\u2060First trustee',
  'First\ufe0f trustee',
  'First trustee\u{e0041}',
  'First trustee.',
  'First-trustee',
  'F\u0456rst trustee',
  'Firѕt trustee',
]

test('four eyes are two persons, however one of them spells the name', async (t) => {
  const folder = madeUpFolder(t, fourEyes)
  const { service, close } = madeUpService(folder)
  t.after(close)
  const { id } = await (
    await service.start(madeUpRequest(folder, { startedBy: { account: 'desk', person: 'Starter Á' } }), quiet, never)
  ).ended
  const passed: string[] = []
  for (const by of ['starter á', 'Starter A\u0301', 'Starter\u200b Á', 'Starter \u00c1\u00ad', 'St\u0430rter Á']) {
    await service.approve(id, says(by), quiet, never).then(() => passed.push(`starter as ${JSON.stringify(by)}`), quiet)
  }
  await service.approve(id, says('First trustee', 'one'), quiet, never)
  for (const by of spellings) {
    await service.approve(id, says(by), quiet, never).then(() => passed.push(`first as ${JSON.stringify(by)}`), quiet)
    if (passed.length > 0) break
  }
  assert.deepEqual(passed, [])
  const other = await service.approve(id, says('Second trustee'), quiet, never)
  assert.equal(other.approval, 'approved')
})

test('two who decide at the same time: one is recorded', async (t) => {
  const folder = madeUpFolder(t, 'governance: { approval: { required: true } }\n')
  const one = madeUpService(folder)
  const two = madeUpService(folder)
  t.after(one.close)
  t.after(two.close)
  const { id } = await (await one.service.start(madeUpRequest(folder), quiet, never)).ended
  const both = await Promise.allSettled([
    one.service.approve(id, says('A'), quiet, never),
    two.service.approve(id, says('B', 'b', { verdict: 'rejected', reason: 'no' }), quiet, never),
  ])
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  const said = JSON.parse(one.service.artifact(id, 'approvals.json').toString()) as unknown[]
  assert.equal(said.length, 1)
  assert.ok(one.store.verifyRun(id).ok)
})

/** Writes to the store as somebody with access to its files would, past the code. */
function inDatabase(folder: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(join(folder, '.tutti', 'runs.sqlite'))
  work(database)
  database.close()
}

test('an approval that was planted in the store is not acted on, and is found', async (t) => {
  const folder = madeUpFolder(t, fourEyes)
  const first = madeUpService(folder)
  const { id, resultHash } = await (await first.service.start(madeUpRequest(folder), quiet, never)).ended
  await first.close()
  const planted = JSON.stringify(
    ['A', 'B'].map((by) => ({ ...says(by), at: '2025-01-01T00:00:00Z', edit: null, resultHash })),
  )
  const hash = sha256(planted)
  const objects = join(folder, '.tutti', 'objects', hash.slice(0, 2))
  mkdirSync(objects, { recursive: true })
  writeFileSync(join(objects, `${hash}.bin`), planted)
  inDatabase(folder, (database) =>
    database
      .prepare('INSERT INTO artifacts (run_id, name, hash, bytes, saved_at) VALUES (?, ?, ?, ?, ?)')
      .run(id, 'approvals.json', hash, planted.length, '2025-01-01T00:00:00.000Z'),
  )
  const { service, store, close } = madeUpService(folder)
  t.after(close)
  const resumed = service.resume(id, quiet, never).then(({ ended }) => ended)
  await assert.rejects(resumed, { code: 'conflict', message: /not what was recorded/ })
  assert.notEqual(service.summary(id).approval, 'approved')
  assert.ok(store.verifyRun(id).findings.some(({ name }) => name === 'approvals.json'))
})

test('a first approval that was taken out of the store is missed', async (t) => {
  const folder = madeUpFolder(t, fourEyes)
  const first = madeUpService(folder)
  const { id } = await (await first.service.start(madeUpRequest(folder), quiet, never)).ended
  await first.service.approve(id, says('First trustee'), quiet, never)
  await first.close()
  inDatabase(folder, (database) => database.exec("DELETE FROM artifacts WHERE name = 'approvals.json'"))
  const { service, close } = madeUpService(folder)
  t.after(close)
  await assert.rejects(service.approve(id, says('Second trustee'), quiet, never), { code: 'conflict' })
})
