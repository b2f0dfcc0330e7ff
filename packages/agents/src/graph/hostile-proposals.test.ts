import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import type { Workflow } from '@tutti/workflows/workflow'
import { plainResult } from '@tutti/workflows/workflow'
import { inProcessContext } from '@tutti/workflows/testing'
import { offlineChoice, OfflineModel, type OfflineTurn } from '../models/index.ts'
import type { AgentRunOptions } from '../run/index.ts'
import { agentRun } from './agent-run.ts'
import { cashGovernance, type CashInput, type CashResult, cashWorkflow } from './made-up-workflow.fixture.ts'
import { runOptions } from './run-options.fixture.ts'

type CashWorkflow = Workflow<CashInput, CashInput, CashResult>

const input: CashInput = { cash: 2e6, governance: cashGovernance() }

/** Options of a run whose treasurer is a language model that takes these turns in its first conversation. */
function treasurerSays(...first: readonly OfflineTurn[]): AgentRunOptions {
  const scripted = { kind: 'openai', modelId: 'scripted' } as const
  const brief = 'Bonds take {{treasurer#/share | percent 0}} of the cash.'
  const handIn: OfflineTurn = [{ tool: 'submit_brief', input: { brief } }]
  let conversations = 0
  return runOptions({
    models: {
      lead: scripted,
      others: scripted,
      bySpecialist: { bank: offlineChoice, bonds: offlineChoice, reviewer: offlineChoice },
    },
    makeModel: () => new OfflineModel(conversations++ === 0 ? [...first, handIn] : [handIn]),
  })
}

function proposed(terms: unknown, kind = 'change-share') {
  return { tool: 'propose', input: { change: { kind, terms }, reason: 'Bonds pay more than the bank.' } }
}

/** The workflow with a treasurer whose analysis fails where these proposals are taken in. */
function failingWith(error: () => Error, fails: (shares: readonly number[]) => boolean): CashWorkflow {
  return {
    ...cashWorkflow,
    specialists: cashWorkflow.specialists.map((specialist) =>
      specialist.name !== 'treasurer'
        ? specialist
        : {
            ...specialist,
            analyse: async (study, results, context) => {
              const shares = (context.proposals ?? []).map(({ terms }) => (terms as { share: number }).share)
              if (fails(shares)) throw error()
              return specialist.analyse(study, results, context)
            },
          },
    ),
  }
}

test('terms that are no figures, beyond bounds, unknown or posing as properties of all objects are refused', async () => {
  const odd: unknown[] = [
    { share: Number.NaN },
    { share: Number.POSITIVE_INFINITY },
    { share: 1e308 },
    { share: -1 },
    { share: '0.7' },
    { share: null },
    { share: 0.7, limit: 1 },
    JSON.parse('{"share": 0.7, "__proto__": {"limit": 1}}'),
    { share: 0.7, constructor: { prototype: { limit: 1 } } },
    [0.7],
    'share: 0.7',
    null,
  ]
  const kinds = ['__proto__', 'constructor', 'toString', 'raise-limit', 'change-share\u0000', 'Change-Share', '']
  const calls = [...odd.map((terms) => proposed(terms)), ...kinds.map((kind) => proposed({ share: 0.7 }, kind))]
  const { result, record } = await agentRun(
    cashWorkflow,
    input,
    inProcessContext(),
    treasurerSays(...calls.map((call) => [call])),
  )
  assert.deepEqual(record.proposals, [])
  assert.deepEqual(result, await plainResult(cashWorkflow, input, inProcessContext()))
  assert.equal(record.briefs[2].tools.filter(({ tool, ok }) => tool === 'propose' && !ok).length, calls.length)
  assert.equal(({} as { limit?: number }).limit, undefined)
})

test('proposals of one turn are bounded like those of many, and the same one twice brings what it brings once', async () => {
  const { result, record } = await agentRun(
    cashWorkflow,
    input,
    inProcessContext(),
    treasurerSays(Array.from({ length: 12 }, () => proposed({ share: 0.7 }))),
  )
  assert.equal(record.proposals.length, 3)
  assert.equal(result.split.share, 0.7)
  assert.deepEqual(
    record.proposals.map(({ proposal }) => proposal.id),
    ['treasurer-1', 'treasurer-2', 'treasurer-3'],
  )
})

for (const [what, error] of [
  ['a reason', () => new TuttiError('infeasible', 'nothing is left to choose from')],
  ['a fault of its code', () => new RangeError('out of range')],
] as const) {
  test(`an analysis that cannot take accepted proposals in, for ${what}, stands as it was`, async () => {
    const workflow = failingWith(error, (shares) => shares.length > 1)
    const run = treasurerSays([proposed({ share: 0.6 }), proposed({ share: 0.7 })])
    const { result, record } = await agentRun(workflow, input, inProcessContext(), run)
    assert.equal(result.split.share, 0.5)
    assert.deepEqual(record.missing, [])
    assert.deepEqual(
      record.proposals.map(({ acceptedBy }) => acceptedBy),
      [null, null],
    )
    for (const { effect, problem } of record.proposals) {
      assert.equal(effect?.verdict, 'helps')
      assert.match(problem ?? '', /together|analysis/)
    }
    assert.equal(record.briefs[2].stoodIn, null)
  })
}

test('calls of tools count as steps, so that one turn cannot hold more of them than a conversation may', async () => {
  const governance = cashGovernance({ agents: { maximum_steps: 10 } })
  const calls = Array.from({ length: 500 }, () => ({ tool: 'list_figures', input: {} }))
  const { record } = await agentRun(cashWorkflow, { ...input, governance }, inProcessContext(), treasurerSays(calls))
  const asked = record.briefs[2].tools.filter(({ tool, ok }) => tool === 'list_figures' && ok).length
  assert.ok(asked <= 10, `${asked} calls`)
})
