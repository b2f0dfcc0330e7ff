import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Model } from '@strands-agents/sdk'
import type { BaseModelConfig, Message, ModelStreamEvent } from '@strands-agents/sdk'
import { startLoopbackModel } from '../loopback/loopback-model-server.fixture.ts'
import type { LoopbackProvider } from '../loopback/loopback-model-server.fixture.ts'
import type { LoopbackReply } from '../loopback/loopback-reply.fixture.ts'
import { budgetMeter } from './budget-meter.ts'
import {
  loopbackClient,
  memoryRecording,
  openMeter,
  speakingAgent,
  testEnvironment,
  testKey,
} from './conversation.fixture.ts'
import { conversationError } from './model-failure.ts'
import { modelOf } from './real-model.ts'
import { recordedModel } from './recorded-model.ts'

const calls: LoopbackReply = {
  kind: 'calls',
  text: 'Let me look.',
  calls: [
    { tool: 'read_result', input: { pointer: '/risk' } },
    { tool: 'what_if', input: { assumption: 'volatility', value: 0.25 } },
  ],
}
const done: LoopbackReply = { kind: 'text', text: 'The risk rose.' }

/** All that a conversation of an agent streams, but for what is random: ids of tracking, and measurements. */
async function streamed(model: Model) {
  const { agent } = speakingAgent(model)
  const events: unknown[] = []
  const stream = agent.stream('Explain.')
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    if (next.value.type === 'modelStreamUpdateEvent') events.push(next.value.event)
  }
  return { events: JSON.parse(JSON.stringify(events)) as unknown, messages: messagesOf(agent.messages) }
}

function messagesOf(messages: readonly Message[]): unknown {
  return JSON.parse(JSON.stringify(messages.map(({ role, content }) => ({ role, content }))))
}

for (const provider of ['bedrock', 'anthropic', 'openai', 'ollama'] as const satisfies readonly LoopbackProvider[]) {
  test(`${provider}: a recorded conversation replays to the same events and account without a request`, async () => {
    const recording = memoryRecording()
    const server = await startLoopbackModel(provider, [calls, done])
    const [first, second] = [openMeter(), openMeter()]
    const original = await streamed(await loopbackClient(provider, server, { recording, meter: first }))
    const answers = new Map(recording.answers)
    await server.close()
    const replayed: boolean[] = []
    const onCall = (call: { readonly replayed: boolean }) => replayed.push(call.replayed)
    const again = await streamed(await loopbackClient(provider, server, { recording, meter: second, onCall }))
    assert.deepEqual(again, original)
    assert.deepEqual(second.spent(), first.spent())
    assert.deepEqual(replayed, [true, true])
    assert.equal(server.requests.length, 2)
    assert.deepEqual(recording.answers, answers)
    const record = JSON.stringify([...recording.answers])
    assert.equal(record.includes(testKey), false)
    assert.doesNotMatch(record, /trackingId|latencyMs/)
    assert.deepEqual(
      [...recording.answers.keys()].map((key) => key.split(' ')[0]),
      ['run-1/speaker/answer-1', 'run-1/speaker/answer-2'],
    )
  })

  test(`${provider}: a run that is cut in mid-stream records nothing of it and goes on from there`, async () => {
    const recording = memoryRecording()
    const stop = new AbortController()
    await using server = await startLoopbackModel(provider, (_, index) => {
      if (index === 1) setTimeout(() => stop.abort(), 5)
      return index === 0 ? calls : index === 1 ? { kind: 'stalled' } : done
    })
    await assert.rejects(streamed(await loopbackClient(provider, server, { recording, signal: stop.signal })))
    assert.equal(recording.answers.size, 1)
    const { messages } = await streamed(await loopbackClient(provider, server, { recording }))
    assert.equal(server.requests.length, 3)
    assert.deepEqual(server.requests[2].body, server.requests[1].body)
    assert.match(JSON.stringify(messages), /The risk rose/)
    assert.equal(recording.answers.size, 2)
  })
}

test('a conversation that is recorded to its end is replayed without the model being made', async () => {
  const recording = memoryRecording()
  const server = await startLoopbackModel('anthropic', [calls, done])
  const choice = { kind: 'anthropic', modelId: 'loopback-model-1', baseUrl: server.baseUrl } as const
  const options = { name: 'n', choice, recording, meter: openMeter(), price: null, environment: {} }
  let made = 0
  const make = (environment: Readonly<Record<string, string>>) => () => {
    made += 1
    return modelOf(choice, environment)
  }
  const original = await streamed(recordedModel(make(testEnvironment), options))
  await server.close()
  assert.deepEqual(await streamed(recordedModel(make({}), options)), original)
  assert.equal(made, 1)
  const { agent } = speakingAgent(recordedModel(make({}), { ...options, recording: memoryRecording() }))
  const error = await agent.invoke('Explain.').then(
    () => undefined,
    (each: unknown) => conversationError(each, {}),
  )
  assert.deepEqual([error?.code, error?.details.field], ['unauthorised', 'ANTHROPIC_API_KEY'])
})

test('what a request says of itself is stable, and another model, temperature, prompt or tool is another request', async () => {
  const keys = async (more: { readonly modelId?: string; readonly temperature?: number }) => {
    const recording = memoryRecording()
    await using server = await startLoopbackModel('ollama', [done])
    const choice = { kind: 'ollama', modelId: 'llama3', baseUrl: server.baseUrl, ...more } as const
    await streamed(await loopbackClient('ollama', server, { recording, choice }))
    return [...recording.answers.keys()][0].replace(server.baseUrl, 'ADDRESS')
  }
  const standard = await keys({})
  assert.equal(await keys({}), standard)
  assert.notEqual(await keys({ modelId: 'llama4' }), standard)
  assert.notEqual(await keys({ temperature: 0.5 }), standard)
})

test('no call is made once the budget is used up, and a recorded answer needs no room', async () => {
  const recording = memoryRecording()
  await using server = await startLoopbackModel('anthropic', [calls, done])
  const meter = budgetMeter({ tokens: 120, usd: 1, seconds: 1 })
  const { agent } = speakingAgent(await loopbackClient('anthropic', server, { recording, meter }))
  const error = await agent.invoke('Explain.').then(
    () => undefined,
    (each: unknown) => conversationError(each, testEnvironment),
  )
  assert.deepEqual(
    [error?.code, error?.details.field, error?.details.got],
    ['conflict', 'budget', 'tokens: 120 tokens'],
  )
  assert.equal(server.requests.length, 1)
  const full = budgetMeter({ tokens: 0, usd: 0, seconds: 0 })
  await assert.rejects(streamed(await loopbackClient('anthropic', server, { recording, meter: full })), /budget/)
  assert.equal(full.spent().modelCalls, 1)
  assert.equal(server.requests.length, 1)
})

test('the time that models took counts on after a resumption, and what the budget refused is refused again', async () => {
  const recording = memoryRecording()
  await using server = await startLoopbackModel('anthropic', [calls, done])
  const asked = async (seconds: number) => {
    const meter = budgetMeter({ tokens: 1e6, usd: 1, seconds })
    const { agent } = speakingAgent(await loopbackClient('anthropic', server, { recording, meter }))
    return agent.invoke('Explain.').then(
      () => undefined,
      (each: unknown) => conversationError(each, testEnvironment).message,
    )
  }
  assert.equal(await asked(1e6), undefined)
  // the process died after the first answer, for which the model took a minute
  const [[name, first]] = recording.answers
  recording.answers.clear()
  recording.answers.set(name, first.replace(/"milliseconds":\d+/, '"milliseconds":60000'))
  const refusal = 'the budget of seconds of the agents is used up: 60.0 s of 60 s'
  assert.equal(await asked(60), refusal)
  assert.equal(recording.answers.size, 2)
  assert.equal(await asked(1e6), refusal, 'a replay ends where the run ended')
  assert.equal(server.requests.length, 2)
})

test('a call that fails takes of the time too', async () => {
  const [waited, meter] = [[] as number[], openMeter()]
  const counting = { ...meter, waited: (milliseconds: number) => waited.push(milliseconds) }
  await using server = await startLoopbackModel('openai', [{ kind: 'unauthorised' }])
  await assert.rejects(streamed(await loopbackClient('openai', server, { meter: counting })))
  assert.equal(waited.length, 1)
  assert.ok(Number.isSafeInteger(waited[0]) && waited[0] >= 0)
  assert.equal(meter.spent().modelCalls, 0)
})

/** A client that streams given events. */
class ScriptedClient extends Model {
  readonly #events: readonly ModelStreamEvent[]

  constructor(events: readonly ModelStreamEvent[]) {
    super()
    this.#events = events
  }
  override updateConfig(): void {}
  override getConfig(): BaseModelConfig {
    return { modelId: 'scripted', contextWindowLimit: 1000 }
  }
  override async *stream(): AsyncIterable<ModelStreamEvent> {
    for (const event of this.#events) yield event
  }
}

const text = (words: string): ModelStreamEvent => ({
  type: 'modelContentBlockDeltaEvent',
  delta: { type: 'textDelta', text: words },
})
const open = (name: string): ModelStreamEvent => ({
  type: 'modelContentBlockStartEvent',
  start: { type: 'toolUseStart', name, toolUseId: name },
})
const input = (json: string): ModelStreamEvent => ({
  type: 'modelContentBlockDeltaEvent',
  delta: { type: 'toolUseInputDelta', input: json },
})

async function played(events: readonly ModelStreamEvent[]) {
  const model = recordedModel(new ScriptedClient(events), {
    name: 'n',
    choice: { kind: 'openai', modelId: 'm' },
    recording: memoryRecording(),
    meter: openMeter(),
    price: null,
    environment: {},
  })
  const out = model.streamAggregated([])
  for (;;) {
    const next = await out.next()
    if (next.done) return { ...next.value, content: JSON.parse(JSON.stringify(next.value.message.content)) as unknown }
  }
}

test('blocks that a client leaves open until the end of the message come out whole: words, then every call', async () => {
  // the order in which the OpenAI client of Strands 1.19 sends a text and two calls
  const { content, stopReason } = await played([
    { type: 'modelMessageStartEvent', role: 'assistant' },
    { type: 'modelContentBlockStartEvent' },
    text('Let me '),
    text('look.'),
    open('a'),
    input('{"x":'),
    input('1}'),
    open('b'),
    { type: 'modelContentBlockStopEvent' },
    { type: 'modelContentBlockStopEvent' },
    { type: 'modelMessageStopEvent', stopReason: 'endTurn' },
  ])
  assert.deepEqual(content, [
    { text: 'Let me look.' },
    { toolUse: { name: 'a', toolUseId: 'a', input: { x: 1 } } },
    { toolUse: { name: 'b', toolUseId: 'b', input: {} } },
  ])
  assert.equal(stopReason, 'toolUse')
})

test('redacted reasoning comes back as the provider wants to see it again', async () => {
  const bytes = Uint8Array.from([0, 255, 7])
  const reasoning = (redactedContent: Uint8Array): ModelStreamEvent => ({
    type: 'modelContentBlockDeltaEvent',
    delta: { type: 'reasoningContentDelta', redactedContent },
  })
  const stop: ModelStreamEvent = { type: 'modelMessageStopEvent', stopReason: 'endTurn' }
  const blockOf = async (content: Uint8Array) => {
    const { message } = await played([
      { type: 'modelContentBlockStartEvent' },
      reasoning(content),
      { type: 'modelContentBlockStopEvent' },
      stop,
    ])
    const [block] = message.content
    return block.type === 'reasoningBlock' ? block.redactedContent : undefined
  }
  assert.deepEqual(await blockOf(bytes), bytes)
  assert.equal(await blockOf('c2VjcmV0' as unknown as Uint8Array), 'c2VjcmV0')
})

test('half of a surrogate pair, which is no text, does not keep an answer from being recorded', async () => {
  const { content } = await played([
    text('a \ud83d'),
    text('\ude00 b \ud83d'),
    { type: 'modelMessageStopEvent', stopReason: 'endTurn' },
  ])
  assert.deepEqual(content, [{ text: 'a \u{1F600} b \ufffd' }])
})

test('the input of a tool that is JSON but no object is malformed', async () => {
  for (const json of ['5', '[1]', 'null', '"x"', '{"x":']) {
    await assert.rejects(
      played([open('a'), input(json), { type: 'modelMessageStopEvent', stopReason: 'toolUse' }]),
      /not a JSON object/,
    )
  }
})
