/** What a process leaves behind that is killed in the middle of a run, and what another makes of it. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'

const child = fileURLToPath(new URL('../testing/made-up-child.fixture.ts', import.meta.url))
const never = new AbortController().signal
const quiet = (): void => undefined

/** What a child says until it says `last`; it is then killed as by a power cut. */
async function killedAt(folder: string, last: string, ...args: string[]): Promise<string[]> {
  const running = spawn(process.execPath, [child, folder, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(running, 'close')
  let said = ''
  for await (const chunk of running.stdout) {
    said += String(chunk)
    if (said.split('\n').includes(last)) running.kill('SIGKILL')
  }
  const [, signal] = (await ended) as [number | null, string | null]
  assert.equal(signal, 'SIGKILL', said)
  return said.split('\n')
}

function serviceOn(t: TestContext, folder: string) {
  const opened = madeUpService(folder)
  t.after(opened.close)
  return opened
}

test('a process killed in the middle of a node leaves a run that goes on and repeats no step', async (t) => {
  const folder = madeUpFolder(t)
  const said = await killedAt(folder, 'computing chair')
  assert.ok(said.includes('computing income-analyst') && said.includes('computing risk-analyst'))
  const { service, computed, store } = serviceOn(t, folder)
  const [{ id, status }] = service.list()
  assert.equal(status, 'interrupted')
  const after = await (await service.resume(id, quiet, never)).ended
  assert.equal(after.status, 'completed')
  assert.deepEqual(computed, ['chair'])
  assert.ok(store.verifyRun(id).ok)
})

test('a process killed while its decision waits loses nothing: another one has it approved', async (t) => {
  const folder = madeUpFolder(t, 'governance: { approval: { required: true } }\n')
  await killedAt(folder, 'run-ended')
  const { service, computed, store } = serviceOn(t, folder)
  const [{ id, status }] = service.list()
  assert.equal(status, 'waiting')
  const said = { by: 'First trustee', account: 'first', verdict: 'approved', reason: null, change: null } as const
  const after = await service.approve(id, said, quiet, never)
  assert.deepEqual([after.status, after.approval, computed], ['completed', 'approved', []])
  assert.ok(store.verifyRun(id).ok)
})

test('a process killed while it computes an edit has recorded it: going on gives the edited decision', async (t) => {
  const folder = madeUpFolder(t, 'governance: { approval: { required: true } }\n')
  const first = madeUpService(folder)
  const { id } = await (await first.service.start(madeUpRequest(folder), quiet, never)).ended
  await first.close()
  await killedAt(folder, 'computing chair', id)
  const { service, computed, store } = serviceOn(t, folder)
  assert.equal(service.summary(id).status, 'interrupted')
  const after = await (await service.resume(id, quiet, never)).ended
  assert.deepEqual([after.status, computed], ['waiting', ['chair']])
  assert.equal(service.result(id, '/weight'), 0.2)
  assert.ok(store.verifyRun(id).ok)
})
