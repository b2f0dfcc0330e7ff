/** Hedging as a graph of agents whose execution trader fails: who is missing and what was not checked is on the record. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '@tutti/operations'
import { hedgingWorkflow } from '@tutti/workflows/hedging'
import { inProcessContext, smallHedgingMandate, smallInput } from '@tutti/workflows/testing'
import { plainResult } from '@tutti/workflows/workflow'
import { briefText } from '../briefs/index.ts'
import { offlinePlan } from '../models/index.ts'
import type { AgentEvent } from '../run/index.ts'
import { agentRun } from './agent-run.ts'

test('a graph of agents without a plan has the figures of the plain run, and says what is missing', async () => {
  const mandate = smallHedgingMandate()
  // too small for a schedule
  const input = smallInput({
    mandate: { ...mandate, execution: { ...mandate.execution, max_market_impact_bp: 1e-160 } },
  })
  const steps = new Map<string, string>()
  const plain = await plainResult(hedgingWorkflow, input, inProcessContext({ steps }))
  const events: AgentEvent[] = []
  const { result, record } = await agentRun(hedgingWorkflow, input, inProcessContext({ steps }), {
    models: offlinePlan,
    conversation: 'run-1',
    recalled: [],
    approvals: [],
    compute: async (name, given) => operations.find((operation) => operation.name === name)!.run(given),
    onEvent: (event) => void events.push(event),
  })
  assert.equal(JSON.stringify(result), JSON.stringify(plain))
  assert.equal(result.execution, null)
  assert.deepEqual(
    record.missing.map(({ specialist, role, status }) => [specialist, role, status]),
    [['execution-trader', 'Execution trader', 'failed']],
  )
  assert.match(record.missing[0].because, /^invalid-input: /)
  assert.deepEqual(
    record.briefs.map(({ specialist, stoodIn, refused }) => ({ specialist, stoodIn, refused })),
    hedgingWorkflow.specialists.flatMap(({ name }) =>
      name === 'execution-trader' ? [] : [{ specialist: name, stoodIn: null, refused: [] }],
    ),
  )
  const reviewer = briefText(record.briefs.find(({ specialist }) => specialist === 'reviewer')!.paragraphs)
  assert.match(reviewer, /could not be recomputed: what is dealt in the plan/)
  assert.match(reviewer, /There is no result of execution-trader: there is no execution plan/)
  const ended = events.flatMap((event) => (event.kind === 'node-ended' ? [`${event.specialist} ${event.status}`] : []))
  assert.ok(ended.includes('execution-trader failed') && ended.includes('reviewer done'), ended.join(', '))
})
