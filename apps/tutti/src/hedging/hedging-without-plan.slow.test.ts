/** Hedging whose execution trader fails, by agents and with a person who edits and approves: every state says that there is no plan. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { operations } from '@tutti/operations'
import { InlineExecutor, SqliteRunStore } from '@tutti/runtime'
import { SqliteDecisionMemory } from '@tutti/runtime/memory'
import { LocalRunService } from '../runs/local-run-service.ts'
import { machine } from '../runs/machine.ts'
import type { ApprovalRequest, RunRequest } from '../runs/run-service.ts'
import type { AnyRunner } from '../runs/workflow-runner.ts'
import { hedgingRunner } from './hedging-runner.ts'
import { hedgingTerms } from './hedging-terms.ts'
import { filesIn } from './made-up-fund.fixture.ts'
import { untradableFund } from './untradable-fund.fixture.ts'

const cleanings: (() => void)[] = []
let folder: string
let service: LocalRunService
const offline = { kind: 'offline', modelId: 'offline' } as const
const quiet = (): void => undefined
const never = new AbortController().signal
const request = (models: RunRequest['models']): RunRequest => ({
  workflow: 'hedging',
  files: { ...filesIn(folder) },
  asOf: null,
  seed: 1,
  overrides: {},
  models,
  replay: null,
})
const agents = { lead: offline, others: offline, bySpecialist: {} }

before(() => {
  folder = untradableFund(
    { after: (fn) => void cleanings.push(fn as () => void) },
    'governance: { approval: { required: true } }\n',
  )
  const store = SqliteRunStore.open(join(folder, '.tutti'))
  const memory = SqliteDecisionMemory.open(join(folder, '.tutti'))
  cleanings.unshift(() => store.close())
  service = new LocalRunService({
    workflows: [{ terms: hedgingTerms, load: async () => hedgingRunner as unknown as AnyRunner }],
    store: () => store,
    memory: () => memory,
    executor: () => new InlineExecutor(),
    compute: async (name, input) => operations.find((operation) => operation.name === name)!.run(input),
    codeVersion: () => 'code',
    agentsVersion: () => 'agents',
    machine: machine(1),
    account: 'starter',
  })
})
after(() => cleanings.forEach((clean) => clean()))

test('a run of agents waits with its reservation, is edited, approved and remembered without a plan', async () => {
  const first = await (await service.start(request(agents), quiet, never)).ended
  assert.equal(first.status, 'waiting')
  assert.match(first.headline!, /there is no execution plan, since execution-trader .* must be made before dealing/)
  assert.ok(!service.artifacts(first.id).some(({ name }) => name.startsWith('orders')))
  const record = service.agents(first.id)!
  assert.deepEqual(
    record.missing.map(({ specialist, status }) => [specialist, status]),
    [['execution-trader', 'failed']],
  )
  assert.match(record.missing[0].because, /^invalid-input: /)
  assert.equal(service.result(first.id, '/execution'), null)
  const says = (more: Partial<ApprovalRequest>): ApprovalRequest => ({
    by: 'First trustee',
    account: 'first',
    verdict: 'approved',
    reason: null,
    change: null,
    ...more,
  })
  const change = { kind: 'change-hedge', terms: { group: 'rates', factor: 0.95 } }
  const edited = await service.approve(first.id, says({ verdict: 'edited', reason: 'less', change }), quiet, never)
  assert.equal(edited.status, 'waiting')
  assert.notEqual(edited.resultHash, first.resultHash)
  assert.match(edited.headline!, /there is no execution plan/)
  const approved = await service.approve(first.id, says({ resultHash: edited.resultHash! }), quiet, never)
  assert.deepEqual([approved.status, approved.approval], ['completed', 'approved'])
  assert.match(service.artifact(first.id, 'report.html').toString(), /There is no execution plan/)
})
