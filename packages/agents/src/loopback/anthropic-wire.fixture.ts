import { sseEvent } from './event-lines.fixture.ts'
import type { ErrorKind, LoopbackRequest, ProviderWire } from './loopback-reply.fixture.ts'

const errorTypes: Readonly<Record<ErrorKind, string>> = {
  throttled: 'rate_limit_error',
  failed: 'api_error',
  unauthorised: 'authentication_error',
  'bad-request': 'invalid_request_error',
  'context-overflow': 'invalid_request_error',
}

const stops = { end: 'end_turn', tools: 'tool_use', 'cut-short': 'max_tokens', refused: 'refusal' } as const

const event = (data: { readonly type: string } & Readonly<Record<string, unknown>>) => sseEvent(data, data.type)

/**
 * Anthropic Messages, streaming. Events and errors as in the types of `@anthropic-ai/sdk` (RawMessageStreamEvent, ErrorResponse) and in
 * platform.claude.com/docs: "Streaming messages" and "Errors".
 */
export const anthropicWire: ProviderWire = {
  contentType: 'text/event-stream; charset=utf-8',
  http2: false,
  refusal: anthropicRefusal,
  opening: ({ body }, usage) => [
    event({
      type: 'message_start',
      message: {
        id: 'msg_loopback',
        type: 'message',
        role: 'assistant',
        model: body['model'],
        content: [],
        stop_reason: null,
        stop_sequence: null,
        usage: { input_tokens: usage?.input ?? 0, output_tokens: 1 },
      },
    }),
    event({ type: 'ping' }),
  ],
  text: (index, pieces) => [
    event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } }),
    ...pieces.map((text) => event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } })),
    event({ type: 'content_block_stop', index }),
  ],
  call: (index, _, id, name, pieces) => [
    event({ type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } }),
    ...['', ...pieces].map((partial_json) =>
      event({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json } }),
    ),
    event({ type: 'content_block_stop', index }),
  ],
  closing: (stop, usage) => [
    event({
      type: 'message_delta',
      delta: { stop_reason: stops[stop], stop_sequence: null },
      usage: { output_tokens: usage?.output ?? 0 },
    }),
    event({ type: 'message_stop' }),
  ],
  brokenFrame: () => Buffer.from('event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n'),
  streamError: () => [event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })],
  error: (kind, status, message) => ({
    status,
    headers: { 'content-type': 'application/json', 'request-id': 'req_loopback' },
    body: JSON.stringify({
      type: 'error',
      error: {
        type: status === 529 ? 'overloaded_error' : errorTypes[kind],
        message: kind === 'context-overflow' ? 'prompt is too long: 210000 tokens > 200000 maximum' : message,
      },
      request_id: 'req_loopback',
    }),
  }),
}

interface AnthropicMessage {
  readonly role: string
  readonly content:
    | string
    | readonly { readonly type: string; readonly id?: string; readonly tool_use_id?: string; readonly text?: string }[]
}

/** The checks of the Messages API that a client gets wrong most easily: keys, roles, empty texts, tools without their results. */
function anthropicRefusal({ method, path, headers, body }: LoopbackRequest) {
  const bad = (message: string) => ({ kind: 'bad-request', message }) as const
  if (method !== 'POST' || path !== '/v1/messages') return bad(`no such path: ${method} ${path}`)
  if (headers['x-api-key'] === undefined)
    return { kind: 'unauthorised', message: 'x-api-key header is required' } as const
  if (headers['anthropic-version'] === undefined) return bad('anthropic-version: header is required')
  if (typeof body['max_tokens'] !== 'number') return bad('max_tokens: Field required')
  if (body['stream'] !== true) return bad('this server only streams')
  const messages = body['messages'] as readonly AnthropicMessage[]
  if (messages.length === 0 || messages[0].role !== 'user')
    return bad('messages: first message must use the "user" role')
  for (const [i, { content }] of messages.entries()) {
    if (content.length === 0) return bad(`messages.${i}: all messages must have non-empty content`)
    if (typeof content === 'string') continue
    if (content.some(({ type, text }) => type === 'text' && text === ''))
      return bad(`messages.${i}: text content blocks must be non-empty`)
    const used = content.filter(({ type }) => type === 'tool_use').map(({ id }) => id)
    const next = messages[i + 1]?.content ?? []
    const results =
      typeof next === 'string'
        ? []
        : next.filter(({ type }) => type === 'tool_result').map((block) => block.tool_use_id)
    if (used.some((id) => !results.includes(id)))
      return bad(`messages.${i}: tool_use ids were found without tool_result blocks`)
  }
  return undefined
}
