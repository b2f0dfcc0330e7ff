import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { metrics } from '@opentelemetry/api'
import type { Attributes } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import type { Histogram } from '@opentelemetry/sdk-metrics'
import type { ProposalRecord } from '@tutti/workflows/agents-record'
import { offlineChoice } from '../models/index.ts'
import type { AgentEvent } from '../run/agent-event.ts'
import { eventRecorder, inSpan } from './index.ts'

interface Point {
  readonly attributes: Attributes
  readonly value: number | Histogram
}

/** The points of each metric that `work` leads to. */
async function measured(t: TestContext, work: () => Promise<void> | void): Promise<Record<string, readonly Point[]>> {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const provider = new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter })] })
  metrics.setGlobalMeterProvider(provider)
  t.after(() => metrics.disable())
  await work()
  await provider.forceFlush()
  const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  await provider.shutdown()
  return Object.fromEntries(found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints as Point[]]))
}

const models = {
  lead: { kind: 'anthropic', modelId: 'large', price: { input: 10, output: 100 } },
  others: { kind: 'openai', modelId: 'small', baseUrl: 'http://127.0.0.1:9' },
  bySpecialist: {},
} as const
const call = (specialist: string, kind: 'anthropic' | 'openai' | 'offline', modelId: string): AgentEvent => ({
  kind: 'model-call',
  specialist,
  model: { kind, modelId },
  inputTokens: 1000,
  outputTokens: 200,
})
const proposal = (verdict: 'helps' | null, acceptedBy: string | null): AgentEvent => ({
  kind: 'proposal',
  record: {
    proposal: { id: 'a-1', by: 'a', kind: 'weight', terms: {}, reason: 'because' },
    why: [{ kind: 'words', text: 'words of the reason', source: null }],
    effect: verdict === null ? null : { verdict, reasons: [], measure: null, figures: [] },
    problem: verdict === null ? 'no' : null,
    acceptedBy,
  } satisfies ProposalRecord,
})

test('the events of a run become metrics: nodes, calls, tokens, cost, drafts, briefs, proposals, revisions', async (t) => {
  const events: AgentEvent[] = [
    { kind: 'node-started', specialist: 'a', role: 'words' },
    call('a', 'openai', 'small'),
    { kind: 'tool-call', specialist: 'a', tool: 'what_if', ok: false },
    { kind: 'tool-call', specialist: 'a', tool: 'words for a tool', ok: false },
    { kind: 'draft-refused', specialist: 'a', reasons: ['words of the reason'] },
    { kind: 'draft-refused', specialist: 'a', reasons: ['words of the reason'] },
    { kind: 'brief', specialist: 'a', text: 'words of the brief', stoodIn: 'words why' },
    { kind: 'node-ended', specialist: 'a', status: 'done' },
    { kind: 'node-ended', specialist: 'b', status: 'not-run' },
    call('lead', 'anthropic', 'large'),
    call('lead', 'anthropic', 'large'),
    call('lead', 'offline', 'offline'),
    { kind: 'revision', specialist: 'a', question: 'words of the question' },
    proposal('helps', 'mandate'),
    proposal(null, null),
    { kind: 'waiting', reason: 'words' },
  ]
  const found = await measured(t, () => {
    const record = eventRecorder({ workflow: 'made-up', lead: 'lead', models })
    for (const event of events) record(event)
  })
  const sum = (name: string, attributes: Attributes = {}): number =>
    found[name]
      .filter((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value))
      .reduce((total, { value }) => total + (typeof value === 'number' ? value : value.sum!), 0)
  assert.deepEqual(
    found['tutti.node.duration'].map(({ attributes, value }) => [attributes, (value as Histogram).count]),
    [[{ 'tutti.workflow': 'made-up', 'tutti.specialist': 'a', 'tutti.status': 'done' }, 1]],
  )
  assert.equal(sum('tutti.model.calls'), 4)
  assert.equal(sum('tutti.model.calls', { 'gen_ai.request.model': 'large', 'gen_ai.provider.name': 'anthropic' }), 2)
  assert.equal(sum('gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' }), 4000)
  assert.equal(sum('gen_ai.client.token.usage', { 'gen_ai.token.type': 'output', 'tutti.specialist': 'lead' }), 600)
  // Two calls at the price of the choice; the offline model that stood in for it is free; the other's price is not known.
  assert.equal(sum('tutti.model.cost'), 2 * (1000 * 10 + 200 * 100) * 1e-6)
  assert.ok(found['tutti.model.cost'].every(({ attributes }) => attributes['gen_ai.request.model'] !== 'small'))
  assert.equal(sum('tutti.tool.calls', { 'gen_ai.tool.name': 'what_if', 'tutti.ok': false }), 1)
  assert.equal(sum('tutti.drafts.refused', { 'tutti.specialist': 'a' }), 2)
  assert.equal(sum('tutti.briefs', { 'tutti.stood_in': true }), 1)
  assert.equal(sum('tutti.revisions'), 1)
  assert.equal(sum('tutti.proposals', { 'tutti.proposal.verdict': 'helps', 'tutti.proposal.accepted': true }), 1)
  assert.equal(sum('tutti.proposals', { 'tutti.proposal.verdict': 'not-recomputed' }), 1)
  assert.ok(!JSON.stringify(found).includes('words'))
})

test('runs are counted and timed, those that failed by the kind of their error', async (t) => {
  const run = {
    'tutti.run.id': 'id',
    'tutti.run.key': 'key',
    'tutti.workflow': 'made-up',
    'tutti.seed': 1,
    'tutti.code_version': 'v1',
  }
  const found = await measured(t, async () => {
    await inSpan('tutti.run', run, async () => undefined)
    await assert.rejects(
      inSpan('tutti.run', run, async () => {
        throw new RangeError('words')
      }),
      RangeError,
    )
    await inSpan('tutti.step', { 'tutti.step.name': 'a' }, async () => undefined)
  })
  assert.deepEqual(
    found['tutti.runs'].map(({ attributes, value }) => [attributes, value]),
    [
      [{ 'tutti.workflow': 'made-up' }, 1],
      [{ 'tutti.workflow': 'made-up', 'error.type': 'RangeError' }, 1],
    ],
  )
  assert.equal(found['tutti.run.duration'].length, 2)
})

test('events without telemetry are taken and lead to nothing', () => {
  const record = eventRecorder({
    workflow: 'made-up',
    lead: 'lead',
    models: { lead: offlineChoice, others: offlineChoice, bySpecialist: {} },
  })
  assert.doesNotThrow(() => record(call('a', 'offline', 'offline')))
})
