import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { madeUpEntry } from '../testing/made-up-runner.fixture.ts'
import { madeUpFolder, madeUpRequest, madeUpService } from '../testing/made-up-service.fixture.ts'
import type { ApprovalRequest } from './run-service.ts'

const quiet = (): void => undefined
const never = new AbortController().signal
const fourEyes = 'name: Made-up fund\ngovernance: { approval: { required: true, four_eyes: true } }\n'

/** A run of a workflow with orders, which it has not for a weight of 0.2. */
async function runWithOrders(t: TestContext, mandate: string) {
  const folder = madeUpFolder(t, mandate)
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
  const { id, status } = await (await service.start(madeUpRequest(folder), quiet, never)).ended
  return {
    id,
    status,
    service,
    store,
    says: (said: Partial<ApprovalRequest>) => {
      const approval = {
        by: 'First trustee',
        account: 'first',
        verdict: 'approved',
        reason: null,
        change: null,
      } as const
      return service.approve(id, { ...approval, ...said }, quiet, never)
    },
    /** Null where the run keeps no such file. */
    orders: (): string | null => {
      const isKept = service.artifacts(id).some(({ name }) => name === 'orders.csv')
      return isKept ? service.artifact(id, 'orders.csv').toString() : null
    },
    weight: () => JSON.stringify(service.result(id, '/weight')),
  }
}

const weight = (value: number) =>
  ({ verdict: 'edited', change: { kind: 'set-weight', terms: { weight: value } } }) as const

test('a decision that nobody has to approve has its orders at once', async (t) => {
  const run = await runWithOrders(t, 'name: Made-up fund\n')
  assert.equal(run.status, 'completed')
  assert.equal(run.orders(), run.weight())
  assert.ok(!run.service.artifacts(run.id).some(({ name }) => name === 'never.csv'))
})

test('a decision that waits has no orders, edited and half approved neither; once approved it has those of its last result', async (t) => {
  const run = await runWithOrders(t, fourEyes)
  assert.deepEqual([run.status, run.orders()], ['waiting', null])
  assert.throws(() => run.service.artifact(run.id, 'orders.csv'), { code: 'missing-data' })
  assert.equal((await run.says(weight(0.1))).status, 'waiting')
  assert.deepEqual([run.weight(), run.orders()], ['0.1', null])
  assert.equal((await run.says({})).status, 'waiting')
  assert.equal(run.orders(), null)
  assert.equal((await run.says({ by: 'Second trustee', account: 'second' })).approval, 'approved')
  assert.equal(run.orders(), '0.1')
  assert.ok(run.store.verifyRun(run.id).ok)
})

test('a rejected decision has no orders, and those that an earlier state kept are emptied', async (t) => {
  const run = await runWithOrders(t, fourEyes)
  run.store.saveArtifact(run.id, 'orders.csv', 'of an earlier state')
  assert.equal((await run.says({ verdict: 'rejected', reason: 'Too much' })).approval, 'rejected')
  assert.equal(run.orders(), '')
  assert.ok(run.store.verifyRun(run.id).ok)
})

test('a decision that was edited into one without orders has none once it is approved', async (t) => {
  const run = await runWithOrders(t, 'name: Made-up fund\ngovernance: { approval: { required: true } }\n')
  await run.says(weight(0.2))
  assert.equal((await run.says({})).approval, 'approved')
  assert.deepEqual([run.weight(), run.orders()], ['0.2', null])
})
