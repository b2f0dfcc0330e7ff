import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { context, trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { TuttiError } from '@tutti/analytics/errors'
import { ConfidentialSpanProcessor } from './confidential-spans.ts'
import { inSpan } from './index.ts'
import { contents, secret, twoAgentsRun } from './two-agents.fixture.ts'

/** The spans that leave the process during `work`. */
async function spansOf(
  t: TestContext,
  work: () => Promise<unknown>,
  { capture = false, environment = {} } = {},
): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter()
  const processor = new ConfidentialSpanProcessor(new SimpleSpanProcessor(exporter), capture, environment)
  const provider = new NodeTracerProvider({ spanProcessors: [processor] })
  provider.register()
  t.after(() => {
    trace.disable()
    context.disable()
  })
  await work()
  await provider.forceFlush()
  const spans = exporter.getFinishedSpans()
  await provider.shutdown()
  return spans
}

/** Everything that spans say, as text. */
function textOf(spans: readonly ReadableSpan[]): string {
  return JSON.stringify(
    spans.map(({ name, attributes, events, status, links }) => [name, attributes, events, status, links]),
  )
}

test('a run of a graph is one trace whose spans lie below each other as the work does', async (t) => {
  const spans = await spansOf(t, twoAgentsRun)
  assert.equal(new Set(spans.map((span) => span.spanContext().traceId)).size, 1)
  const nameById = new Map(spans.map((span) => [span.spanContext().spanId, span.name]))
  const parent = (span: ReadableSpan): string | undefined => nameById.get(span.parentSpanContext?.spanId ?? '')
  const edges = new Set(spans.map((span) => `${parent(span)} > ${span.name}`))
  for (const edge of [
    'undefined > tutti.run',
    'tutti.run > tutti.analysis',
    'tutti.analysis > tutti.step',
    'tutti.run > invoke_graph two',
    'invoke_graph two > node first',
    'invoke_graph two > node second',
    'node first > invoke_agent first',
    'node second > invoke_agent second',
    'invoke_agent first > execute_agent_loop_cycle',
    'execute_agent_loop_cycle > chat',
    'execute_agent_loop_cycle > execute_tool look',
    'execute_agent_loop_cycle > execute_tool fail',
  ]) {
    assert.ok(edges.has(edge), `${edge} is not among ${[...edges].join(', ')}`)
  }
  const run = spans.find((span) => span.name === 'tutti.run')!
  assert.equal(run.attributes['tutti.seed'], 7)
  assert.equal(run.attributes['tutti.run.id'], '20260131-120000-aaaa')
  const chats = spans.filter((span) => span.name === 'chat')
  assert.equal(chats.length, 3)
  for (const chat of chats) assert.equal(chat.attributes['gen_ai.request.model'], 'offline')
})

for (const convention of [
  undefined,
  'gen_ai_latest_experimental',
  'gen_ai_latest_experimental,gen_ai_span_attributes_only',
]) {
  const title = convention ?? 'the usual conventions'
  const use = (t: TestContext): void => {
    if (convention === undefined) return
    process.env.OTEL_SEMCONV_STABILITY_OPT_IN = convention
    t.after(() => delete process.env.OTEL_SEMCONV_STABILITY_OPT_IN)
  }

  test(`no prompt, answer, tool input or output and no message of an error leaves the process: ${title}`, async (t) => {
    use(t)
    const spans = await spansOf(t, twoAgentsRun)
    assert.ok(spans.every(({ events }) => events.every(({ name }) => name === 'exception')))
    const text = textOf(spans)
    for (const content of [...Object.values(contents), secret]) assert.ok(!text.includes(content), content)
    assert.match(text, /gen_ai\.usage\.input_tokens/)
  })

  test(`on request all of it leaves the process, and secrets do not: ${title}`, async (t) => {
    use(t)
    const environment = { SOME_API_KEY: contents.answer }
    const text = textOf(await spansOf(t, twoAgentsRun, { capture: true, environment }))
    const { answer, ...others } = contents
    for (const content of Object.values(others)) assert.ok(text.includes(content), content)
    for (const hidden of [answer, secret]) assert.ok(!text.includes(hidden), hidden)
    assert.match(text, /\[removed\]/)
  })
}

test('a failure marks its span with the code of the error alone and is thrown on', async (t) => {
  const failure = new TuttiError('infeasible', 'words of the error')
  const spans = await spansOf(t, async () => {
    await assert.rejects(
      inSpan('tutti.step', { 'tutti.step.name': 'solve' }, async () => {
        throw failure
      }),
      (error) => error === failure,
    )
  })
  assert.equal(spans.length, 1)
  assert.equal(spans[0].status.code, 2)
  assert.equal(spans[0].attributes['error.type'], 'infeasible')
  assert.ok(!textOf(spans).includes('words of the error'))
})

test('spans of work side by side do not mix', async (t) => {
  const step = (name: string) =>
    inSpan('tutti.analysis', { 'tutti.specialist': name }, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return inSpan('tutti.step', { 'tutti.step.name': name }, async () => name)
    })
  const spans = await spansOf(t, async () => assert.deepEqual(await Promise.all([step('a'), step('b')]), ['a', 'b']))
  for (const name of ['a', 'b']) {
    const outer = spans.find((span) => span.attributes['tutti.specialist'] === name)!
    const inner = spans.find((span) => span.attributes['tutti.step.name'] === name)!
    assert.equal(inner.parentSpanContext?.spanId, outer.spanContext().spanId)
  }
})

test('without telemetry the work is done all the same', async () => {
  assert.equal(await inSpan('tutti.step', { 'tutti.step.name': 'a' }, async () => 3), 3)
})
