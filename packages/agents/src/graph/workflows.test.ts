import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operations } from '@tutti/operations'
import { allocationWorkflow } from '@tutti/workflows/asset-allocation'
import { hedgingWorkflow } from '@tutti/workflows/hedging'
import { plainResult, type Workflow } from '@tutti/workflows/workflow'
import { inProcessContext, smallHedgingMandate, smallInput, tinyMandate } from '@tutti/workflows/testing'
import { agentRun } from './agent-run.ts'
import { runOptions } from './run-options.fixture.ts'

const options = runOptions({
  compute: async (name, input) => operations.find((operation) => operation.name === name)!.run(input),
})

async function requireSameFigures<Input, Case, Result>(workflow: Workflow<Input, Case, Result>, input: Input) {
  const steps = new Map<string, string>()
  const plain = await plainResult(workflow, input, inProcessContext({ steps }))
  const resumed = inProcessContext({ steps })
  const { result, record } = await agentRun(workflow, input, resumed, options)
  assert.deepEqual(result, plain)
  assert.deepEqual(resumed.computed, [], 'the graph computes the very steps of the plain run')
  const alone = await agentRun(workflow, input, inProcessContext(), options)
  assert.equal(JSON.stringify(alone.result), JSON.stringify(plain))
  assert.deepEqual(alone.record, record)
  assert.deepEqual(
    record.briefs.map(({ specialist, stoodIn, refused }) => ({ specialist, stoodIn, refused })),
    workflow.specialists.map(({ name }) => ({ specialist: name, stoodIn: null, refused: [] })),
  )
  for (const { specialist, tools } of record.briefs) {
    assert.deepEqual(
      tools.filter(({ ok }) => !ok),
      [],
      `${specialist}: every call of its script succeeds`,
    )
  }
  assert.deepEqual([record.missing, record.proposals, record.revisions], [[], [], []])
}

test('hedging runs offline as a graph of agents with the figures of the plain run', () =>
  requireSameFigures(hedgingWorkflow, smallInput()))

test('asset allocation runs offline as a graph of agents with the figures of the plain run', () =>
  requireSameFigures(allocationWorkflow, { mandate: tinyMandate(), seed: 7, snapshot: null }))

/** Every specialist's own words pass the check, whatever the figures are like. */
async function requireOwnBriefs<Input, Case, Result>(workflow: Workflow<Input, Case, Result>, input: Input) {
  const { record } = await agentRun(workflow, input, inProcessContext(), options)
  for (const { specialist, stoodIn, refused } of record.briefs) {
    assert.deepEqual({ specialist, stoodIn, refused }, { specialist, stoodIn: null, refused: [] })
  }
  assert.equal(record.briefs.length, workflow.specialists.length)
}

const fewer = { allowed: [] }
const hedgingMandates: Readonly<Record<string, Parameters<typeof smallHedgingMandate>[0]>> = {
  'nothing to deal': { instruments: { currency: fewer, rates: fewer, inflation: fewer, credit: fewer } },
  'no package within the limits': { limits: { total_cost_bp: 0.01 } },
}
for (const [words, change] of Object.entries(hedgingMandates)) {
  test(`the scripts of hedging speak of a mandate with ${words}`, () =>
    requireOwnBriefs(hedgingWorkflow, smallInput({ mandate: smallHedgingMandate(change) })))
}

const allocationMandates: Readonly<Record<string, Parameters<typeof tinyMandate>[0]>> = {
  'limits that no rule meets': { performance_targets: { minimum_sharpe_ratio: 9 } },
  'limits that every rule meets': {
    performance_targets: { minimum_sharpe_ratio: -5, volatility_tolerance: 0.5, maximum_drawdown_tolerance: -1 },
    risk_constraints: { value_at_risk_95: 1, conditional_var_95: 1 },
    operational_constraints: { transaction_cost_budget_bps: 10_000 },
  },
}
for (const [words, changes] of Object.entries(allocationMandates)) {
  test(`the scripts of asset allocation speak of a mandate with ${words}`, () =>
    requireOwnBriefs(allocationWorkflow, { mandate: tinyMandate(changes), seed: 7, snapshot: null }))
}
