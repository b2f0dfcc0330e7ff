import assert from 'node:assert/strict'
import { test } from 'node:test'
import { madeUpEntry } from '../testing/made-up-runner.fixture.ts'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'

const quiet = (): void => undefined
const never = new AbortController().signal

test('orders of a decision that was edited into one without any do not stay with the run', async (t) => {
  const folder = madeUpFolder(t, 'name: Made-up fund\ngovernance: { approval: { required: true } }\n')
  const entry = madeUpEntry()
  const load = async () => ({
    ...(await entry.load()),
    files: (_: unknown, result: unknown) => {
      const { weight } = result as { readonly weight: number }
      return [
        { name: 'orders.csv', content: weight === 0.2 ? null : `${weight}` },
        { name: 'never.csv', content: null },
      ]
    },
  })
  const { service, store, close } = madeUpService(folder, { workflows: [{ ...entry, load }] })
  t.after(close)
  const { id } = await (await service.start(madeUpRequest(folder), quiet, never)).ended
  assert.ok(Number(service.artifact(id, 'orders.csv').toString()) > 0)
  const change = { kind: 'set-weight', terms: { weight: 0.2 } }
  const edit = { by: 'First trustee', account: 'first', verdict: 'edited', reason: 'A start', change } as const
  assert.equal((await service.approve(id, edit, quiet, never)).status, 'waiting')
  assert.equal(service.result(id, '/weight'), 0.2)
  assert.equal(service.artifact(id, 'orders.csv').length, 0)
  assert.ok(!service.artifacts(id).some(({ name }) => name === 'never.csv'))
  assert.ok(store.verifyRun(id).ok)
})
