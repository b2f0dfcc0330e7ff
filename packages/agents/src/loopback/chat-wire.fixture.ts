import { sseEvent } from './event-lines.fixture.ts'
import type { ErrorKind, LoopbackRequest, ProviderWire } from './loopback-reply.fixture.ts'

const errorTypes: Readonly<Record<ErrorKind, readonly [string, string | null]>> = {
  throttled: ['requests', 'rate_limit_exceeded'],
  failed: ['server_error', null],
  unauthorised: ['invalid_request_error', 'invalid_api_key'],
  'bad-request': ['invalid_request_error', null],
  'context-overflow': ['invalid_request_error', 'context_length_exceeded'],
}

const stops = { end: 'stop', tools: 'tool_calls', 'cut-short': 'length', refused: 'content_filter' } as const

const chunk = (choices: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) =>
  sseEvent({
    id: 'chatcmpl-loopback',
    object: 'chat.completion.chunk',
    created: 0,
    model: 'loopback',
    choices,
    ...more,
  })
const delta = (value: unknown) => chunk([{ index: 0, delta: value, finish_reason: null }])

/**
 * OpenAI chat completions, streaming: also what Ollama and others serve under `/v1`. Chunks and errors as in the types of `openai`
 * (ChatCompletionChunk, ErrorObject) and in developers.openai.com/api/reference: "Chat completions streaming" and "Error codes". Calls of
 * tools are numbered among themselves; the first chunk of each has its id and name, the others pieces of its arguments.
 */
export function chatWire(needsKey: boolean): ProviderWire {
  return {
    contentType: 'text/event-stream; charset=utf-8',
    http2: false,
    refusal: (request) => chatRefusal(request, needsKey),
    opening: () => [delta({ role: 'assistant', content: '' })],
    text: (_, pieces) => pieces.map((content) => delta({ content })),
    call: (_, index, id, name, pieces) => [
      delta({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
      ...pieces.map((piece) => delta({ tool_calls: [{ index, function: { arguments: piece } }] })),
    ],
    closing: (stop, usage) => [
      chunk([{ index: 0, delta: {}, finish_reason: stops[stop] }]),
      ...(usage === null
        ? []
        : [
            chunk([], {
              usage: {
                prompt_tokens: usage.input,
                completion_tokens: usage.output,
                total_tokens: usage.input + usage.output,
              },
            }),
          ]),
      sseEvent('[DONE]'),
    ],
    brokenFrame: () => Buffer.from('data: {"id":"chatcmpl-loopback","choices":[{"ind\n\n'),
    streamError: () => [
      sseEvent({
        error: {
          message: 'The server had an error while processing your request',
          type: 'server_error',
          param: null,
          code: null,
        },
      }),
    ],
    error: (kind, status, message) => {
      const [type, code] = errorTypes[kind]
      const words = kind === 'context-overflow' ? "This model's maximum context length is 128000 tokens." : message
      return {
        status,
        headers: { 'content-type': 'application/json', 'x-request-id': 'req_loopback' },
        body: JSON.stringify({ error: { message: words, type, param: null, code } }),
      }
    },
  }
}

interface ChatMessage {
  readonly role: string
  readonly content?: unknown
  readonly tool_calls?: readonly { readonly id: string }[]
  readonly tool_call_id?: string
}

function chatRefusal({ method, path, headers, body }: LoopbackRequest, needsKey: boolean) {
  const bad = (message: string) => ({ kind: 'bad-request', message }) as const
  if (method !== 'POST' || path !== '/v1/chat/completions') return bad(`no such path: ${method} ${path}`)
  if (needsKey && !/^Bearer \S+$/.test(headers['authorization'] ?? '')) {
    return { kind: 'unauthorised', message: "You didn't provide an API key." } as const
  }
  if (body['stream'] !== true) return bad('this server only streams')
  const messages = body['messages'] as readonly ChatMessage[]
  for (const [i, { role, content, tool_calls: used = [] }] of messages.entries()) {
    if (role === 'assistant' && used.length === 0 && (content === undefined || content === null)) {
      return bad(`messages[${i}]: content is required for an assistant message without tool_calls`)
    }
    const answers = messages.slice(i + 1, i + 1 + used.length)
    if (used.some(({ id }) => !answers.some((answer) => answer.role === 'tool' && answer.tool_call_id === id))) {
      return bad(
        `messages[${i}]: an assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'`,
      )
    }
  }
  return undefined
}
