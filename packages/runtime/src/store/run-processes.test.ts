/** Run stores used by several real processes, some of which are killed. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { canonicalJson } from '../hashing/index.ts'
import { startStoreChild } from '../testing/child-process.ts'
import { newRun, newStep } from '../testing/new-run.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { thisHolder } from './holder.ts'
import { SqliteRunStore } from './index.ts'

test('a run that another process writes can be read but not locked or written, until that process dies', async (t) => {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  const child = startStoreChild('hold', directory)
  t.after(() => child.kill())
  const id = await child.line()
  assert.equal(store.run(id).status, 'running')
  const refused = { code: 'conflict', message: new RegExp(`written by process ${child.process.pid} on `) }
  assert.throws(() => store.lockRun(id), refused)
  assert.throws(() => store.lockRun(id, { takeOver: true }), refused, 'a live process on this host keeps its lock')
  assert.throws(() => store.saveStep(id, newStep('a'), 1), refused)
  assert.throws(() => store.saveArtifact(id, 'a', 'x'), refused)
  assert.throws(() => store.appendAudit(id, { kind: 'note' }), refused)
  assert.throws(() => store.finishRun(id, { status: 'completed' }), refused)
  assert.ok(store.verifyRun(id).ok)

  await child.kill()
  assert.equal(store.run(id).status, 'interrupted')
  const lock = store.lockRun(id)
  assert.equal(store.run(id).status, 'running')
  store.saveStep(id, newStep('a'), 1)
  const locked = store.audit(id).filter((entry) => entry.kind === 'run-locked')
  assert.ok(canonicalJson(locked.at(-1)!.detail).includes(`"pid":${child.process.pid}`), 'the audit says from whom')
  lock.release()
  assert.ok(store.verifyRun(id).ok)
})

test('a second process is told which process holds the lock', async (t) => {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  const { id } = store.createRun(newRun())
  const lock = store.lockRun(id)
  assert.match((await startStoreChild('lock', directory, id).rest())[0], new RegExp(`process ${process.pid} `))
  lock.release()
  assert.deepEqual(await startStoreChild('lock', directory, id).rest(), ['locked'])
})

test('two stores in one process exclude each other from a run', (t) => {
  const directory = temporaryDirectory(t)
  const [one, two] = [SqliteRunStore.open(directory), SqliteRunStore.open(directory)]
  t.after(() => [one, two].forEach((store) => store.close()))
  const { id } = one.createRun(newRun())
  one.lockRun(id)
  assert.throws(() => two.lockRun(id), { code: 'conflict' })
  assert.throws(() => two.saveStep(id, newStep('a'), 1), { code: 'conflict' })
  one.close()
  assert.equal(two.run(id).status, 'interrupted')
  two.lockRun(id).release()
})

test('the lock of a dead process is not mistaken for that of a new one with the same number', (t) => {
  const directory = temporaryDirectory(t)
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  const { id } = store.createRun(newRun())
  const lockOf = (id: string, holder: object): void => {
    const database = new DatabaseSync(join(directory, 'runs.sqlite'))
    database.prepare('INSERT OR REPLACE INTO locks VALUES (?, ?, ?)').run(id, 'token', JSON.stringify(holder))
    database.close()
  }
  const living = { ...thisHolder(), pid: process.ppid }
  if (living.started === null) return t.skip('this system does not tell when a process started')
  lockOf(id, { ...living, started: 'another boot:1' })
  assert.equal(store.run(id).status, 'interrupted')
  store.lockRun(id).release()

  const elsewhere = store.createRun(newRun()).id
  lockOf(elsewhere, { ...thisHolder(), host: 'another-host' })
  assert.equal(store.run(elsewhere).status, 'running')
  assert.throws(() => store.lockRun(elsewhere), {
    code: 'conflict',
    message: /another-host; if that process no longer runs/,
  })
  store.lockRun(elsewhere, { takeOver: true }).release()
})

test('a process killed while it saves steps leaves a sound store and a run marked as interrupted', async (t) => {
  const directory = temporaryDirectory(t)
  for (let repeat = 0; repeat < 3; repeat++) {
    const child = startStoreChild('save-forever', directory)
    const id = await child.line()
    assert.equal(await child.line(), 'five')
    await new Promise((resolve) => setTimeout(resolve, 7 * repeat))
    await child.kill()
    const store = SqliteRunStore.open(directory)
    const { ok, findings, checked } = store.verifyRun(id)
    assert.deepEqual(findings, [])
    assert.ok(ok && checked.steps >= 5)
    assert.equal(store.run(id).status, 'interrupted')
    for (const step of store.steps(id)) store.stepValue(id, step.name)
    store.close()
  }
})

test('a killed run resumes and no step runs twice', async (t) => {
  const directory = temporaryDirectory(t)
  const first = startStoreChild('resumable', directory, '', '6')
  const id = (await first.line()).split(' ')[1]
  for (let i = 0; i <= 6; i++) assert.equal(await first.line(), `computing ${i}`)
  await first.kill()

  const second = startStoreChild('resumable', directory, id, 'none')
  assert.deepEqual(await second.rest(), [`run ${id}`, 'computing 6', 'computing 7', 'computing 8', 'computing 9'])
  const whole = startStoreChild('resumable', temporaryDirectory(t), '', 'none')
  assert.equal((await whole.rest()).length, 11)

  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  assert.equal(store.run(id).status, 'completed')
  assert.ok(store.verifyRun(id).ok)
  let value = 1
  for (let i = 0; i < 10; i++) {
    value = Math.sin(value) + i
    assert.equal(store.stepValue(id, `step-${i}`), value)
  }
})

test('processes that write different runs of one new store at the same time all succeed', async (t) => {
  const directory = temporaryDirectory(t)
  const steps = 15
  const children = [1, 2, 3, 4].map((seed) => startStoreChild('write-run', directory, String(seed), String(steps)))
  const ids = (await Promise.all(children.map((child) => child.rest()))).map((lines) => lines[0])
  const store = SqliteRunStore.open(directory)
  t.after(() => store.close())
  assert.equal(new Set(ids).size, 4)
  assert.deepEqual(
    store
      .runs()
      .map((run) => run.id)
      .sort(),
    [...ids].sort(),
  )
  for (const id of ids) {
    assert.equal(store.run(id).status, 'completed')
    assert.deepEqual(store.verifyRun(id).findings, [])
    assert.equal(store.steps(id).length, steps)
  }
})
