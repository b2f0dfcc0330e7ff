import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contentHash, type Json } from '@tutti/runtime'
import { plainResult } from '@tutti/workflows/workflow'
import { inProcessContext } from '@tutti/workflows/testing'
import { type LoopbackProvider, startLoopbackModel } from '../loopback/loopback-model-server.fixture.ts'
import type { LoopbackReply, LoopbackRequest } from '../loopback/loopback-reply.fixture.ts'
import { testEnvironment } from '../models/conversation.fixture.ts'
import type { ModelChoice, ModelPlan } from '../models/index.ts'
import { agentRun } from './agent-run.ts'
import { cashGovernance, type CashInput, cashWorkflow } from './made-up-workflow.fixture.ts'
import { runOptions } from './run-options.fixture.ts'

const providers: readonly LoopbackProvider[] = ['bedrock', 'anthropic', 'openai', 'ollama']

const briefs: Readonly<Record<string, string>> = {
  bank: 'The bank pays {{bank#/rate | percent 1}} a year.',
  bonds: 'Bonds pay {{bonds#/rate | percent 1}} a year.',
  treasurer: 'Bonds take {{treasurer#/share | percent 0}} of the cash.',
  reviewer: 'The reviewer recomputed {{reviewer#/checks | length}} of the main figures.',
}

/** What a sensible model answers: it looks, proposes once as the banker, and submits its brief. */
function sensible({ body }: LoopbackRequest): LoopbackReply {
  const text = JSON.stringify(body)
  const name = Object.keys(briefs).find((one) => text.includes(`by the name ${one}.`))!
  const before = [...text.matchAll(/"role":"assistant"/g)].length
  if (before === 0) return { kind: 'calls', calls: [{ tool: 'read_result', input: { at: `${name}#` } }] }
  if (before === 1 && name === 'bank') {
    const change = { kind: 'change-share', terms: { share: 0.7 } }
    return { kind: 'calls', calls: [{ tool: 'propose', input: { change, reason: 'Bonds pay more.' } }] }
  }
  if (before === (name === 'bank' ? 2 : 1)) {
    return { kind: 'calls', calls: [{ tool: 'submit_brief', input: { brief: briefs[name] } }] }
  }
  return { kind: 'text', text: 'Done.' }
}

function planOf(kind: LoopbackProvider, baseUrl: string): ModelPlan {
  const choice: ModelChoice = { kind, modelId: 'loopback-model-1', baseUrl }
  return { lead: choice, others: choice, bySpecialist: {} }
}

const input: CashInput = { cash: 2e6, governance: cashGovernance() }

Object.assign(process.env, testEnvironment)

for (const provider of providers) {
  test(`${provider}: a whole run of the workflow, and its replay to the same bytes without a request`, async () => {
    await using server = await startLoopbackModel(provider, sensible)
    const steps = new Map<string, string>()
    const options = runOptions({ models: planOf(provider, server.baseUrl) })
    const first = await agentRun(cashWorkflow, input, inProcessContext({ steps }), options)
    assert.deepEqual(
      first.record.briefs.map(({ specialist, writtenBy, stoodIn }) => [specialist, writtenBy.kind, stoodIn]),
      cashWorkflow.specialists.map(({ name }) => [name, provider, null]),
    )
    assert.deepEqual([first.record.proposals.length, first.result.split.share], [1, 0.7])
    assert.ok(first.record.spent.modelCalls >= 9)
    const asked = server.requests.length
    const again = await agentRun(cashWorkflow, input, inProcessContext({ steps }), options)
    assert.equal(server.requests.length, asked)
    assert.equal(contentHash(again.record as unknown as Json), contentHash(first.record as unknown as Json))
  })
}

const misbehaviours: Readonly<Record<string, LoopbackReply>> = {
  'refuses to answer': { kind: 'refused' },
  'answers without end': { kind: 'long', characters: 3_000_000 },
  'calls a tool that is not there': { kind: 'calls', calls: [{ tool: 'wire_money', input: { to: 'me' } }] },
  'types its figures in': { kind: 'calls', calls: [{ tool: 'submit_brief', input: { brief: 'It earns 5 %.' } }] },
  'does not accept the key': { kind: 'unauthorised' },
  'says that the conversation is too long': { kind: 'context-overflow' },
  'is cut off at its limit of tokens': { kind: 'cut-short', text: 'The bank' },
}

for (const [words, reply] of Object.entries(misbehaviours)) {
  test(`a model that ${words} leaves every figure as it was, and the report says what stood in`, async () => {
    for (const provider of providers) {
      await using server = await startLoopbackModel(provider, () => reply)
      const governance = cashGovernance({ agents: { maximum_steps: 6 } })
      const study = { ...input, governance }
      const options = runOptions({ models: planOf(provider, server.baseUrl) })
      const { result, record } = await agentRun(cashWorkflow, study, inProcessContext(), options)
      assert.deepEqual(result, await plainResult(cashWorkflow, study, inProcessContext()))
      for (const { writtenBy, stoodIn } of record.briefs) {
        assert.equal(writtenBy.kind, 'offline', provider)
        assert.ok(stoodIn !== null && stoodIn !== '', provider)
      }
      // those side by side ask once each; nobody after them asks a server that does not know the key
      if (reply.kind === 'unauthorised') assert.ok(server.requests.length <= 2, provider)
      const kept = JSON.stringify(record)
      for (const secret of Object.values(testEnvironment).filter((value) => value.length > 10)) {
        assert.ok(!kept.includes(secret), `${provider} kept a secret`)
      }
    }
  })
}

test('the lead has another model than the rest', async () => {
  await using large = await startLoopbackModel('anthropic', sensible)
  await using small = await startLoopbackModel('openai', sensible)
  const plan: ModelPlan = {
    lead: { kind: 'anthropic', modelId: 'large', baseUrl: large.baseUrl },
    others: { kind: 'openai', modelId: 'small', baseUrl: small.baseUrl },
    bySpecialist: {},
  }
  const { record } = await agentRun(cashWorkflow, input, inProcessContext(), runOptions({ models: plan }))
  assert.deepEqual(
    record.briefs.map(({ writtenBy }) => writtenBy.modelId),
    ['small', 'small', 'large', 'small'],
  )
})
