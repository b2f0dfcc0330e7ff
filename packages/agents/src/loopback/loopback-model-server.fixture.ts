import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { Http2ServerRequest, Http2ServerResponse, ServerHttp2Session } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { anthropicWire } from './anthropic-wire.fixture.ts'
import { bedrockWire } from './bedrock-wire.fixture.ts'
import { chatWire } from './chat-wire.fixture.ts'
import type {
  ErrorKind,
  LoopbackReply,
  LoopbackRequest,
  ProviderWire,
  ScriptedUsage,
} from './loopback-reply.fixture.ts'

/** Providers whose protocol a server on the loopback address can speak. */
export type LoopbackProvider = 'bedrock' | 'anthropic' | 'openai' | 'ollama'

/** What the server answers: one reply for each request, in order, or a reply made from the request and its number, from 0. */
export type LoopbackScript = readonly LoopbackReply[] | ((request: LoopbackRequest, index: number) => LoopbackReply)

export interface LoopbackModelServer extends AsyncDisposable {
  /** What goes into `baseUrl` of a ModelChoice; with `/v1` for `openai`, as its clients want it. */
  readonly baseUrl: string
  /** The requests so far, in order. */
  readonly requests: readonly LoopbackRequest[]
  readonly close: () => Promise<void>
}

type Incoming = IncomingMessage | Http2ServerRequest

/** What is used of an answer, alike for HTTP/1.1 and HTTP/2. */
type Answering = Pick<ServerResponse, 'end' | 'write' | 'once' | 'off' | 'destroy' | 'destroyed' | 'writableEnded'> & {
  readonly writeHead: (status: number, headers: Readonly<Record<string, string>>) => unknown
}
const standardUsage: ScriptedUsage = { input: 100, output: 20 }

/**
 * Starts a server that speaks a provider's streaming protocol and plays a script. It refuses, as the provider would, requests whose path,
 * key or messages are wrong; such a refusal takes no reply from the script. Past the end of the script it answers 400, so that
 * a call too many is seen. Close it, or take it with `await using`.
 */
export async function startLoopbackModel(
  provider: LoopbackProvider,
  script: LoopbackScript,
): Promise<LoopbackModelServer> {
  const wire = { bedrock: bedrockWire, anthropic: anthropicWire, openai: chatWire(true), ollama: chatWire(false) }[
    provider
  ]
  const requests: LoopbackRequest[] = []
  let played = 0
  const answer = async (incoming: Incoming, response: Answering, cut: () => void) => {
    const request = await loopbackRequest(incoming)
    requests.push(request)
    const refusal = wire.refusal(request)
    if (refusal !== undefined) return sendError(response, wire, refusal.kind, 400, refusal.message)
    const index = played++
    const reply = typeof script === 'function' ? script(request, index) : script[index]
    if (reply === undefined)
      return sendError(response, wire, 'bad-request', 400, 'the script of the loopback server has ended')
    await play(reply, { index, wire, request, response, cut })
  }
  const handler = (incoming: Incoming, response: ServerResponse | Http2ServerResponse) => {
    const cut = () => void ('stream' in incoming ? incoming.stream.session?.destroy() : incoming.socket.destroy())
    answer(incoming, response as Answering, cut).catch(cut)
  }
  const sessions = new Set<ServerHttp2Session>()
  const server: Server = wire.http2 ? createHttp2Server(handler) : createHttpServer(handler)
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const session of sessions) session.destroy()
      if ('closeAllConnections' in server) (server as ReturnType<typeof createHttpServer>).closeAllConnections()
    })
  return { baseUrl: provider === 'openai' ? `${address}/v1` : address, requests, close, [Symbol.asyncDispose]: close }
}

interface Exchange {
  readonly index: number
  readonly wire: ProviderWire
  readonly request: LoopbackRequest
  readonly response: Answering
  /** Cuts the connection. */
  readonly cut: () => void
}

async function play(reply: LoopbackReply, { index, wire, request, response, cut }: Exchange): Promise<void> {
  const fail = (kind: ErrorKind, status: number, message: string) => sendError(response, wire, kind, status, message)
  if (reply.kind === 'silent') return
  if (reply.kind === 'throttled') return fail('throttled', 429, 'Too many requests, please wait before trying again.')
  if (reply.kind === 'failed') return fail('failed', reply.status, 'Internal server error')
  if (reply.kind === 'bad-request') return fail('bad-request', 400, reply.message)
  if (reply.kind === 'context-overflow') return fail('context-overflow', 400, '')
  if (reply.kind === 'unauthorised') {
    const { authorization = '', 'x-api-key': key = '' } = request.headers
    return fail(
      'unauthorised',
      401,
      `Incorrect key provided: ${key} ${authorization} ${authorization.replace(/^Bearer /, '')}`,
    )
  }
  response.writeHead(200, { 'content-type': wire.contentType })
  const usage = 'usage' in reply && reply.usage !== undefined ? reply.usage : standardUsage
  const send = async (frames: readonly Uint8Array[]) => {
    for (const frame of frames) {
      if (response.destroyed || response.writableEnded) return
      if (response.write(frame)) continue
      await new Promise<void>((resolve) => {
        const go = () => {
          response.off('drain', go).off('close', go)
          resolve()
        }
        response.once('drain', go).once('close', go)
      })
    }
  }
  const end = async (stop: 'end' | 'tools' | 'cut-short' | 'refused') => {
    await send(wire.closing(stop, usage))
    response.end()
  }
  await send(wire.opening(request, usage))
  switch (reply.kind) {
    case 'text':
      await send(wire.text(0, pieces(reply.text)))
      return end('end')
    case 'calls': {
      if (reply.text !== undefined) await send(wire.text(0, pieces(reply.text)))
      for (const [i, { tool, input, id }] of reply.calls.entries()) {
        const text = typeof input === 'string' ? input : JSON.stringify(input)
        await send(
          wire.call(i + (reply.text === undefined ? 0 : 1), i, id ?? `call_${index + 1}_${i + 1}`, tool, pieces(text)),
        )
      }
      return end('tools')
    }
    case 'malformed-input':
      await send(wire.call(0, 0, `call_${index + 1}_1`, reply.tool, ['{"a": ', '[1, 2']))
      return end('tools')
    case 'refused':
      await send(wire.text(0, ['I cannot']))
      return end('refused')
    case 'cut-short':
      await send(wire.text(0, pieces(reply.text)))
      return end('cut-short')
    case 'long': {
      const piece = 'All work and no play makes a dull report. '.repeat(200)
      await send(
        wire.text(
          0,
          Array.from({ length: Math.ceil(reply.characters / piece.length) }, () => piece),
        ),
      )
      return end('end')
    }
    case 'stalled':
    case 'malformed-frame':
    case 'failed-in-stream':
    case 'ended-early':
    case 'dropped':
      // a text that never ends well; its last event, the stop of the block, is left out
      await send(wire.text(0, ['The first ', 'half of ', '']).slice(0, -1))
      if (reply.kind === 'stalled') return
      if (reply.kind === 'malformed-frame') await send([wire.brokenFrame()])
      if (reply.kind === 'failed-in-stream') await send(wire.streamError())
      if (reply.kind !== 'dropped') return void response.end()
      // given time to arrive, so that the client has begun to read when the connection goes
      await new Promise((resolve) => setTimeout(resolve, 5))
      cut()
  }
}

async function loopbackRequest(incoming: Incoming): Promise<LoopbackRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]))
  const path = decodeURIComponent((incoming.url ?? '').split('?')[0])
  return {
    method: incoming.method ?? '',
    path,
    headers,
    body: text === '' ? {} : (JSON.parse(text) as LoopbackRequest['body']),
  }
}

function sendError(response: Answering, wire: ProviderWire, kind: ErrorKind, status: number, message: string): void {
  const { headers, body, ...answer } = wire.error(kind, status, message)
  response.writeHead(answer.status, { ...headers })
  response.end(body)
}

/** A text in a few pieces, cut without regard to words or JSON. */
function pieces(text: string): readonly string[] {
  const size = Math.max(1, Math.ceil(text.length / 4))
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
}
