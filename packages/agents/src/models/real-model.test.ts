import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TuttiError } from '@tutti/analytics/errors'
import { startLoopbackModel } from '../loopback/loopback-model-server.fixture.ts'
import type { LoopbackReply, LoopbackRequest } from '../loopback/loopback-reply.fixture.ts'
import type { LoopbackProvider } from '../loopback/loopback-model-server.fixture.ts'
import {
  conversed,
  loopbackClient,
  memoryRecording,
  openMeter,
  speakingAgent,
  testEnvironment,
  testKey,
} from './conversation.fixture.ts'
import { conversationError, failureOf, isRetriedFailure } from './model-failure.ts'
import type { ConversationRecording } from './model-usage.ts'
import { modelOf } from './real-model.ts'

const providers: readonly LoopbackProvider[] = ['bedrock', 'anthropic', 'openai', 'ollama']
const done: LoopbackReply = { kind: 'text', text: 'The risk rose.' }
const twoCalls: LoopbackReply = {
  kind: 'calls',
  text: 'Let me look.',
  calls: [
    { tool: 'read_result', input: { pointer: '/risk "é" \u{1F600}' } },
    { tool: 'what_if', input: { assumption: 'volatility', value: 0.25 } },
  ],
}

function failed(error: unknown): TuttiError {
  return conversationError(error, testEnvironment)
}

for (const provider of providers) {
  test(`${provider}: a conversation with two calls of tools at once and a text`, async () => {
    const meter = openMeter()
    const calls: unknown[] = []
    const { result, error, called, requests } = await conversed(provider, [twoCalls, done], {
      meter,
      onCall: (call) => calls.push(call),
    })
    assert.equal(error, undefined)
    assert.equal(result?.stopReason, 'endTurn')
    assert.equal(result?.toString(), 'The risk rose.')
    assert.deepEqual(called, [
      ['read_result', { pointer: '/risk "é" \u{1F600}' }],
      ['what_if', { assumption: 'volatility', value: 0.25 }],
    ])
    assert.equal(requests.length, 2)
    // 2 × (100 in at 1 USD, 20 out at 10 USD for a million)
    assert.deepEqual(
      { ...meter.spent(), usd: meter.spent().usd?.toFixed(6) },
      { modelCalls: 2, inputTokens: 200, outputTokens: 40, usd: '0.000600' },
    )
    assert.deepEqual(calls[0], { usage: { inputTokens: 100, outputTokens: 20 }, usd: 0.0003, replayed: false })
    assertProtocol[provider](requests[1])
  })

  test(`${provider}: throttling, failures, lost connections and malformed answers are asked again`, async () => {
    const passing: readonly LoopbackReply[] = [
      { kind: 'throttled' },
      { kind: 'failed', status: 503 },
      { kind: 'failed', status: 500 },
      { kind: 'failed-in-stream' },
      { kind: 'dropped' },
      { kind: 'ended-early' },
      { kind: 'malformed-frame' },
      { kind: 'malformed-input', tool: 'read_result' },
    ]
    const recording = memoryRecording()
    const { result, error, called, requests } = await conversed(provider, [...passing, done], {
      attempts: 9,
      recording,
    })
    assert.equal(error, undefined, String(error))
    assert.equal(result?.toString(), 'The risk rose.')
    assert.deepEqual(called, [])
    assert.equal(requests.length, passing.length + 1)
    assert.equal(recording.answers.size, 1)
  })

  const ends: readonly (readonly [LoopbackReply, string, string, number])[] = [
    [{ kind: 'throttled' }, 'calculation-failed', 'throttled', 2],
    [{ kind: 'failed', status: 500 }, 'calculation-failed', 'unavailable', 2],
    [{ kind: 'failed-in-stream' }, 'calculation-failed', 'unavailable', 2],
    [{ kind: 'dropped' }, 'calculation-failed', 'dropped', 2],
    [{ kind: 'ended-early' }, 'calculation-failed', 'dropped', 2],
    [{ kind: 'malformed-frame' }, 'calculation-failed', 'malformed', 2],
    [{ kind: 'malformed-input', tool: 'read_result' }, 'calculation-failed', 'malformed', 2],
    [{ kind: 'refused' }, 'calculation-failed', 'refused', 1],
    [{ kind: 'cut-short', text: 'The risk ro' }, 'calculation-failed', 'cut-short', 1],
    [{ kind: 'long', characters: 3_000_000 }, 'calculation-failed', 'too-long-answer', 1],
    [{ kind: 'unauthorised' }, 'unauthorised', 'unauthorised', 1],
    [{ kind: 'bad-request', message: 'temperature is not for this model' }, 'invalid-input', 'bad-request', 1],
    [{ kind: 'context-overflow' }, 'invalid-input', 'context-overflow', 1],
  ]
  for (const [reply, code, kind, calls] of ends) {
    test(`${provider}: ${reply.kind} ends in ${code} (${kind}) after ${calls} call${calls === 1 ? '' : 's'}`, async () => {
      const recording = memoryRecording()
      const { error, requests } = await conversed(provider, [reply, reply, reply], { attempts: 2, recording })
      const { code: gotCode, details, message } = failed(error)
      assert.deepEqual([gotCode, details.field, details.got], [code, 'model', kind], message)
      assert.equal(requests.length, calls)
      // a refusal and a cut answer are complete: kept, and not asked for again when the run is replayed
      assert.equal(recording.answers.size, ['refused', 'cut-short'].includes(kind) ? 1 : 0)
      assert.match(message, /loopback-model-1/)
    })
  }

  test(`${provider}: a server that never answers, or falls silent, is left and asked again`, async () => {
    const short = { timeouts: { firstEventMs: 60, silenceMs: 60 } }
    for (const kind of ['silent', 'stalled'] as const) {
      let asked = 0
      // counted here and not at the server, which may be left before the request arrives
      const recording: ConversationRecording = {
        answer: (_name, _request, ask) => {
          asked += 1
          return ask()
        },
      }
      const { error } = await conversed(provider, () => ({ kind }), { attempts: 2, recording, ...short })
      assert.deepEqual([failed(error).code, failed(error).details.got], ['calculation-failed', 'timed-out'])
      assert.equal(asked, 2)
    }
    // as many attempts as it takes: an answer that is slow on a busy machine counts as silence too
    const { result, requests } = await conversed(provider, (_, i) => (i === 0 ? { kind: 'silent' } : done), {
      attempts: 50,
      ...short,
    })
    assert.equal(result?.toString(), 'The risk rose.')
    assert.ok(requests.length >= 2)
  })

  test(`${provider}: a server that cannot be reached is a lost connection`, async () => {
    const server = await startLoopbackModel(provider, [])
    await server.close()
    const { agent } = speakingAgent(await loopbackClient(provider, server), 2)
    const error = await agent.invoke('Explain.').then(() => assert.fail('no server'), failed)
    assert.deepEqual([error.code, error.details.got], ['calculation-failed', 'dropped'], error.message)
  })

  test(`${provider}: after an answer without content the conversation can go on`, async () => {
    await using server = await startLoopbackModel(provider, [{ kind: 'text', text: '' }, done])
    const { agent } = speakingAgent(await loopbackClient(provider, server))
    await agent.invoke('Explain.')
    assert.equal((await agent.invoke('Please say something.')).toString(), 'The risk rose.')
    assert.equal(server.requests.length, 2)
  })

  test(`${provider}: a call under way stops when the run is cancelled, and is not asked again`, async () => {
    const stop = new AbortController()
    const script = () => {
      setTimeout(() => stop.abort(), 5)
      return { kind: 'stalled' } as const
    }
    const { error, requests } = await conversed(provider, script, { signal: stop.signal })
    assert.deepEqual([failed(error).code, failed(error).details.got], ['conflict', 'cancelled'])
    assert.equal(requests.length, 1)
  })

  test(`${provider}: a server that says the key in its error leaves no trace of it, in the error or on the screen`, async (t) => {
    const logged: unknown[] = []
    // not stdout itself: the test runner speaks there
    for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
      t.mock.method(console, level, (...words: unknown[]) => logged.push(words))
    }
    t.mock.method(process.stderr, 'write', (text: unknown) => logged.push(String(text)) > 0)
    const { error, requests } = await conversed(provider, [{ kind: 'unauthorised' }])
    t.mock.restoreAll()
    const seen: unknown[] = [logged]
    for (let at: unknown = error; at instanceof Error; at = at.cause)
      seen.push(at.message, at.stack, JSON.stringify(at), Object.values(at))
    const text = JSON.stringify(seen) + JSON.stringify(failed(error).details)
    for (const secret of [testKey, testEnvironment['AWS_ACCESS_KEY_ID'], testEnvironment['AWS_SECRET_ACCESS_KEY']]) {
      assert.equal(text.includes(secret), false)
    }
    // the server did have it to say, but from Ollama, which has none
    if (provider !== 'ollama')
      assert.match(JSON.stringify(requests[0].headers), provider === 'bedrock' ? /AKIATEST/ : /sk-test-/)
  })

  test(`${provider}: a tool that does not exist is answered with an error and the conversation goes on`, async () => {
    const calls = { kind: 'calls', calls: [{ tool: 'transfer_money', input: { to: 'me' } }] } as const
    const { result, requests } = await conversed(provider, [calls, done])
    assert.equal(result?.toString(), 'The risk rose.')
    assert.match(JSON.stringify(requests[1].body), /transfer_money.*not found/)
  })

  test(`${provider}: a server that counts no tokens, or fewer than none, is charged by an estimate`, async () => {
    for (const usage of [null, { input: -1_000_000, output: 1_000_001 }, { input: 0.5, output: 0.5 }]) {
      const meter = openMeter()
      await conversed(provider, [{ kind: 'text', text: 'The risk rose.', usage }], { meter })
      const { inputTokens, outputTokens } = meter.spent()
      assert.ok(
        inputTokens > 50 && inputTokens < 1000 && outputTokens > 3 && outputTokens < 100,
        `${inputTokens} ${outputTokens}`,
      )
    }
  })
}

/** That the results of tools come in the shape of the provider, with its keys and headers. */
const assertProtocol: Readonly<Record<LoopbackProvider, (request: LoopbackRequest) => void>> = {
  bedrock: ({ path, headers, body }) => {
    assert.equal(path, '/model/loopback-model-1/converse-stream')
    assert.match(
      headers['authorization'],
      /^AWS4-HMAC-SHA256 Credential=AKIATESTTESTTESTTEST\/\d{8}\/us-east-1\/bedrock\/aws4_request/,
    )
    assert.deepEqual(body['system'], [{ text: 'You explain results.' }])
    assert.deepEqual(body['inferenceConfig'], { maxTokens: 8192 })
    const messages = body['messages'] as { role: string; content: Record<string, unknown>[] }[]
    assert.deepEqual(
      messages[1].content.map((block) => Object.keys(block)[0]),
      ['text', 'toolUse', 'toolUse'],
    )
    assert.deepEqual(messages[2].content[0]['toolResult'], {
      toolUseId: 'call_1_1',
      content: [{ json: { value: 0.25 } }],
    })
  },
  anthropic: ({ path, headers, body }) => {
    assert.equal(path, '/v1/messages')
    assert.equal(headers['x-api-key'], testKey)
    assert.equal(body['system'], 'You explain results.')
    assert.equal(body['max_tokens'], 8192)
    const messages = body['messages'] as { role: string; content: Record<string, unknown>[] }[]
    assert.deepEqual(
      messages[1].content.map(({ type }) => type),
      ['text', 'tool_use', 'tool_use'],
    )
    assert.deepEqual(messages[2].content[1], {
      type: 'tool_result',
      tool_use_id: 'call_1_2',
      content: '{"first":1,"second":2}',
      is_error: false,
    })
  },
  openai: (request) => {
    assert.equal(request.headers['authorization'], `Bearer ${testKey}`)
    assert.equal(request.body['max_completion_tokens'], 8192)
    assertChat(request)
  },
  ollama: (request) => {
    assert.equal(request.headers['authorization'], 'Bearer ollama')
    assert.equal(request.body['max_tokens'], 8192)
    assertChat(request)
  },
}

function assertChat({ path, body }: LoopbackRequest): void {
  assert.equal(path, '/v1/chat/completions')
  assert.deepEqual(body['stream_options'], { include_usage: true })
  const messages = body['messages'] as Record<string, unknown>[]
  assert.deepEqual(
    messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'tool', 'tool'],
  )
  assert.equal((messages[2]['tool_calls'] as unknown[]).length, 2)
  assert.deepEqual(messages[4], { role: 'tool', tool_call_id: 'call_1_2', content: '{"first":1,"second":2}' })
}

test('a missing key or region says which variable to set', async () => {
  const cases = [
    [{ kind: 'anthropic', modelId: 'm' }, 'unauthorised', /ANTHROPIC_API_KEY/],
    [{ kind: 'openai', modelId: 'm' }, 'unauthorised', /OPENAI_API_KEY/],
    [{ kind: 'bedrock', modelId: 'm' }, 'invalid-input', /AWS_REGION/],
    [{ kind: 'offline', modelId: 'offline' }, 'invalid-input', /script/],
    [{ kind: 'openai', modelId: 'm', baseUrl: 'http://example.com' }, 'invalid-input', /https/],
  ] as const
  for (const [choice, code, words] of cases) {
    await assert.rejects(
      modelOf(choice, {}),
      (error) => error instanceof TuttiError && error.code === code && words.test(error.message),
    )
  }
})

test('a key of Bedrock is sent instead of a signature', async () => {
  await using server = await startLoopbackModel('bedrock', [done])
  const choice = {
    kind: 'bedrock',
    modelId: 'amazon.nova-pro-v1:0',
    region: 'eu-west-1',
    baseUrl: server.baseUrl,
  } as const
  const model = await modelOf(choice, { AWS_BEARER_TOKEN_BEDROCK: 'loopback-token-1' })
  const { agent } = speakingAgent(model)
  await agent.invoke('Explain.')
  assert.equal(server.requests[0].headers['authorization'], 'Bearer loopback-token-1')
  assert.equal(server.requests[0].path, '/model/amazon.nova-pro-v1:0/converse-stream')
})

test('temperature and the limit of tokens reach the server', async () => {
  const sent = async (provider: LoopbackProvider) => {
    await using server = await startLoopbackModel(provider, [done])
    const choice = { kind: provider, modelId: 'm', baseUrl: server.baseUrl, temperature: 0.2, maxTokens: 777 }
    const { agent } = speakingAgent(await modelOf(choice, testEnvironment))
    await agent.invoke('Explain.')
    const { temperature, max_tokens, max_completion_tokens, inferenceConfig } = server.requests[0].body
    return { temperature, max_tokens, max_completion_tokens, inferenceConfig }
  }
  const none = {
    temperature: undefined,
    max_tokens: undefined,
    max_completion_tokens: undefined,
    inferenceConfig: undefined,
  }
  assert.deepEqual(await sent('bedrock'), { ...none, inferenceConfig: { maxTokens: 777, temperature: 0.2 } })
  assert.deepEqual(await sent('anthropic'), { ...none, temperature: 0.2, max_tokens: 777 })
  assert.deepEqual(await sent('openai'), { ...none, temperature: 0.2, max_completion_tokens: 777 })
  assert.deepEqual(await sent('ollama'), { ...none, temperature: 0.2, max_tokens: 777 })
})

test('an account without money and a machine without credentials are not asked again, and the second says what to set', () => {
  // the shapes of `openai` (APIError) within Strands' ModelThrottledError, and of the AWS SDK (CredentialsProviderError)
  const quota = Object.assign(new Error('429 You exceeded your current quota'), {
    status: 429,
    code: 'insufficient_quota',
  })
  const throttled = Object.assign(new Error('429 You exceeded your current quota', { cause: quota }), {
    name: 'ModelThrottledError',
  })
  const none = Object.assign(new Error('Could not load credentials from any providers'), {
    name: 'CredentialsProviderError',
  })
  for (const error of [throttled, none]) {
    const failure = failureOf(error, 'm', {})
    assert.equal(failure.code, 'unauthorised')
    assert.equal(isRetriedFailure(failure), false)
  }
  assert.match(failureOf(none, 'm', {}).message, /AWS_ACCESS_KEY_ID/)
})
