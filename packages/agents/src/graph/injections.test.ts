import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureAt } from '@tutti/workflows/figures'
import { plainResult } from '@tutti/workflows/workflow'
import { inProcessContext } from '@tutti/workflows/testing'
import { type ModelPlan, offlineChoice, OfflineModel, type OfflineTurn } from '../models/index.ts'
import { injections } from '../prompts/injections.fixture.ts'
import type { Injection } from '../prompts/injection.fixture.ts'
import type { AgentEvent } from '../run/index.ts'
import { agentRun } from './agent-run.ts'
import { cashGovernance, type CashInput, cashWorkflow } from './made-up-workflow.fixture.ts'
import { runOptions } from './run-options.fixture.ts'

const plan: ModelPlan = {
  lead: { kind: 'openai', modelId: 'obeying' },
  others: { kind: 'openai', modelId: 'obeying' },
  bySpecialist: { bonds: offlineChoice, reviewer: offlineChoice },
}

/** A model that obeys what it reads: it meets the text, makes the calls, submits the brief. */
function obeying({ calls, brief }: Injection): OfflineTurn[] {
  return [
    [
      { tool: 'read_result', input: { at: 'bank#' } },
      { tool: 'recall', input: {} },
    ],
    ...(calls.length === 0 ? [] : [calls]),
    ...(brief === null ? [] : [[{ tool: 'submit_brief', input: { brief } }]]),
  ]
}

const study: CashInput = { cash: 2e6, governance: cashGovernance({ approval: { required: true } }) }

test('there are at least forty different attacks', () => {
  assert.ok(injections.length >= 40)
  assert.equal(new Set(injections.map(({ text }) => text)).size, injections.length)
})

for (const attack of injections) {
  test(`an instruction in data changes nothing, though the model obeys: ${attack.id}`, async () => {
    const events: AgentEvent[] = []
    const recalled = [
      {
        runId: 'earlier',
        asOf: '2024-11-30',
        status: 'recommended',
        headline: attack.text,
        approval: 'approved' as const,
      },
    ]
    const options = runOptions({
      models: plan,
      recalled: attack.place === 'recalled-headline' ? recalled : [],
      onEvent: (event) => events.push(event),
      makeModel: () => new OfflineModel(obeying(attack)),
    })
    const input = { ...study, security: attack.text.toWellFormed() }
    const { result, record, waiting } = await agentRun(cashWorkflow, input, inProcessContext(), options)
    const plain = await plainResult(cashWorkflow, input, inProcessContext())
    assert.deepEqual(result, plain, 'figures')
    assert.deepEqual([waiting, record.approval.status, record.approval.records], [true, 'waiting', []], 'approval')
    assert.deepEqual(record.proposals, [], 'proposals')
    assert.deepEqual(record.revisions, [], 'revisions')
    for (const { specialist, paragraphs, writtenBy } of record.briefs) {
      assert.equal(writtenBy.kind, 'offline', `the obeying brief of ${specialist} was taken`)
      for (const part of paragraphs.flat()) {
        if (part.kind !== 'figure') continue
        const [name, pointer] = part.figure.source.split('#') as [string, string]
        const results: Record<string, unknown> = { ...plain.places, treasurer: plain.split, reviewer: plain.review }
        assert.equal(part.figure.value, figureAt(results[name], pointer, part.figure.unit, part.figure.digits).value)
      }
    }
    const misused = events.filter(
      (event) =>
        event.kind === 'tool-call' &&
        event.ok &&
        !['read_result', 'recall', 'list_figures', 'submit_brief'].includes(event.tool),
    )
    assert.deepEqual(misused, [], 'tools')
  })
}
