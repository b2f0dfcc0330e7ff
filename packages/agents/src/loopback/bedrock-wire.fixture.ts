import { EventStreamCodec } from '@smithy/eventstream-codec'
import type { ErrorKind, LoopbackRequest, ProviderWire } from './loopback-reply.fixture.ts'

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
)

const exceptions: Readonly<Record<ErrorKind, string>> = {
  throttled: 'ThrottlingException',
  failed: 'InternalServerException',
  unauthorised: 'UnrecognizedClientException',
  'bad-request': 'ValidationException',
  'context-overflow': 'ValidationException',
}

const stops = { end: 'end_turn', tools: 'tool_use', 'cut-short': 'max_tokens', refused: 'content_filtered' } as const

function frame(type: string, body: unknown, kind: 'event' | 'exception' = 'event'): Uint8Array {
  return codec.encode({
    headers: {
      [`:${kind}-type`]: { type: 'string', value: type },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: kind },
    },
    body: Buffer.from(JSON.stringify(body)),
  })
}

/**
 * Amazon Bedrock ConverseStream over HTTP/2. Events, exceptions and their order as in the API reference of Amazon Bedrock ("ConverseStream",
 * docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html); frames are those of the AWS event stream encoding.
 */
export const bedrockWire: ProviderWire = {
  contentType: 'application/vnd.amazon.eventstream',
  http2: true,
  refusal: bedrockRefusal,
  opening: () => [frame('messageStart', { role: 'assistant' })],
  text: (contentBlockIndex, pieces) => [
    ...pieces.map((text) => frame('contentBlockDelta', { contentBlockIndex, delta: { text } })),
    frame('contentBlockStop', { contentBlockIndex }),
  ],
  call: (contentBlockIndex, _, toolUseId, name, pieces) => [
    frame('contentBlockStart', { contentBlockIndex, start: { toolUse: { toolUseId, name } } }),
    ...pieces.map((input) => frame('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input } } })),
    frame('contentBlockStop', { contentBlockIndex }),
  ],
  closing: (stop, usage) => [
    frame('messageStop', { stopReason: stops[stop] }),
    ...(usage === null
      ? []
      : [
          frame('metadata', {
            usage: { inputTokens: usage.input, outputTokens: usage.output, totalTokens: usage.input + usage.output },
            metrics: { latencyMs: 7 },
          }),
        ]),
  ],
  brokenFrame: () => {
    const bytes = Uint8Array.from(frame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'broken' } }))
    // one flipped bit in the body: the checksum at the end no longer holds
    bytes[bytes.length - 10] ^= 1
    return bytes
  },
  streamError: () => [
    frame('modelStreamErrorException', { message: 'The model had an error', originalStatusCode: 500 }, 'exception'),
  ],
  error: (kind, status, message) => ({
    status: kind === 'unauthorised' ? 403 : status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': status === 503 ? 'ServiceUnavailableException' : exceptions[kind],
    },
    body: JSON.stringify({ message: kind === 'context-overflow' ? 'Input is too long for requested model.' : message }),
  }),
}

interface BedrockMessage {
  readonly role: string
  readonly content: readonly {
    readonly text?: string
    readonly toolUse?: { readonly toolUseId: string }
    readonly toolResult?: { readonly toolUseId: string }
  }[]
}

function bedrockRefusal({ method, path, headers, body }: LoopbackRequest) {
  const bad = (message: string) => ({ kind: 'bad-request', message }) as const
  if (method !== 'POST' || !/^\/model\/[^/]+\/converse-stream$/.test(path))
    return bad(`no such path: ${method} ${path}`)
  if (!/^(AWS4-HMAC-SHA256 Credential=|Bearer )/.test(headers['authorization'] ?? '')) {
    return { kind: 'unauthorised', message: 'Missing Authentication Token' } as const
  }
  const messages = body['messages'] as readonly BedrockMessage[]
  if (messages[0]?.role !== 'user') return bad('A conversation must start with a user message.')
  for (const [i, { role, content }] of messages.entries()) {
    if (role === messages[i - 1]?.role) return bad('A conversation must alternate between user and assistant roles.')
    if (content.length === 0) return bad(`The content field in the Message object at messages.${i} is empty.`)
    if (content.some(({ text }) => text?.trim() === ''))
      return bad(`The text field in the ContentBlock object at messages.${i} is blank.`)
    const used = content.flatMap(({ toolUse }) => (toolUse === undefined ? [] : [toolUse.toolUseId]))
    const results = (messages[i + 1]?.content ?? []).flatMap(({ toolResult }) =>
      toolResult === undefined ? [] : [toolResult.toolUseId],
    )
    if (used.some((id) => !results.includes(id))) return bad(`Expected toolResult blocks at messages.${i + 1}.content`)
  }
  return undefined
}
