import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TuttiError } from '@tutti/analytics/errors'
import { BedrockAgentCoreApp } from 'bedrock-agentcore/runtime'
import type { RunDesk, RunUnderWay } from '../client-runs/index.ts'
import { invoked } from './invoked.ts'
import { Refusal, refusalOf } from './refusal.ts'

/** A server that listens. */
export interface AgentCoreServer {
  readonly url: string
  /** Takes no more calls, stops the runs at work, lets the calls under way answer, and closes. */
  readonly close: () => Promise<void>
}

interface Reply {
  readonly code: (status: number) => Reply
  readonly send: (body: unknown) => Reply
}
type Done = () => void
interface AnyRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** What is used of the runtime's Fastify instance, all of it of Fastify's public interface. */
interface FastifyPart {
  listen: (options: { readonly port: number; readonly host: string }) => Promise<string>
  readonly server: Server
  readonly close: () => Promise<void>
  readonly setErrorHandler: (handler: (error: unknown, request: AnyRequest, reply: Reply) => void) => void
  readonly setNotFoundHandler: (handler: (request: AnyRequest, reply: Reply) => void) => void
  readonly addHook: {
    (name: 'onRequest' | 'preHandler', hook: (request: AnyRequest, reply: Reply, done: Done) => void): void
    (name: 'preSerialization', hook: (request: AnyRequest, reply: Reply, payload: unknown) => Promise<unknown>): void
  }
}

const loopback = ['127.0.0.1', 'localhost', '[::1]', '::1']

/** How long calls under way may keep the server from closing, milliseconds. */
const grace = 5000

/**
 * Serves the contract of the AgentCore runtime (`POST /invocations`, `GET /ping`) with `BedrockAgentCoreApp`. Port 0 takes any free
 * one. Throws `conflict` where the address cannot be had.
 *
 * The runtime's `run` returns nothing, ends the process when it cannot listen, and has no close, so its Fastify instance, a private
 * member, is used for these: its `listen` is watched, and its `close` called. Hooks are added to it: on this machine's
 * own address requests to other host names and from web pages are refused; the handler learns whether the caller takes a
 * stream, which the runtime does not tell it; a call without a session and what the runtime cannot read are refused in the words of every other error; an error gets
 * its status, which the runtime would make 500.
 */
export async function startedAgentCore(desk: RunDesk, host: string, port: number): Promise<AgentCoreServer> {
  const accepts = new AsyncLocalStorage<string>()
  const app = new BedrockAgentCoreApp({
    config: { logging: { enabled: false } },
    invocationHandler: {
      process: (payload) =>
        invoked(desk, payload, (accepts.getStore() ?? '').includes('text/event-stream'), busy).catch(refusalOf),
    },
  })
  const busy = (workflow: string, { over }: RunUnderWay): void => {
    const task = app.addAsyncTask(workflow)
    void over.then(() => app.completeAsyncTask(task))
  }
  const fastify = (app as unknown as { readonly _app: FastifyPart })._app
  if (loopback.includes(host)) fastify.addHook('onRequest', refuseOtherSites)
  fastify.addHook('preHandler', ({ headers }, _reply, done) => accepts.run(headers.accept ?? '', done))
  fastify.addHook('preHandler', requireSession)
  fastify.addHook('preSerialization', (_request, reply, payload) => {
    if (!(payload instanceof Refusal)) return Promise.resolve(payload)
    reply.code(payload.status)
    return Promise.resolve(payload.body)
  })
  fastify.setErrorHandler((error, _request, reply) => sendFault(error, reply))
  fastify.setNotFoundHandler((_request, reply) => {
    const details = { expected: 'POST /invocations or GET /ping' }
    const { body } = refusalOf(new TuttiError('unsupported', 'there is nothing at this address', details))
    reply.code(404).send(body)
  })
  await listening(app, fastify, host, port)
  const { port: taken } = fastify.server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    async close() {
      const force = setTimeout(() => fastify.server.closeAllConnections(), grace)
      await desk.close()
      await fastify.close()
      clearTimeout(force)
    },
  }
}

/** Runs the app; settles when it listens or cannot. */
async function listening(app: BedrockAgentCoreApp, fastify: FastifyPart, host: string, port: number): Promise<void> {
  const ready = Promise.withResolvers<void>()
  const listen = fastify.listen.bind(fastify)
  fastify.listen = async (options) => {
    try {
      const url = await listen(options)
      ready.resolve()
      return url
    } catch (error) {
      ready.reject(error)
      // never settles: the runtime would end the process without a word
      return new Promise<string>(() => undefined)
    }
  }
  app.run({ port, host })
  try {
    await ready.promise
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new TuttiError('conflict', `cannot listen on ${host}:${port}: ${code}`, {
      field: '--port',
      got: String(port),
      expected: 'a free port; 0 takes any',
      cause,
    })
  }
}

/** A body that the runtime cannot read, with its status; anything else is a fault of the program. */
function sendFault(error: unknown, reply: Reply): void {
  const { statusCode: status, message } = error as { readonly statusCode?: number; readonly message?: string }
  const isBody = status !== undefined && status >= 400 && status < 500
  const { status: own, body } = refusalOf(
    isBody ? new TuttiError('invalid-input', `the body is not read: ${message}`) : error,
  )
  reply.code(isBody ? status : own).send(body)
}

const sessionHeader = 'x-amzn-bedrock-agentcore-runtime-session-id'

/** The runtime would refuse it too, with a text in place of an error. */
function requireSession({ method, url, headers, body }: AnyRequest, reply: Reply, done: Done): void {
  const inBody = (body as { readonly sessionId?: unknown } | null | undefined)?.sessionId
  if (method !== 'POST' || !/^\/invocations\/?(\?|$)/.test(url) || headers[sessionHeader] || inBody) return done()
  const { status, body: answer } = refusalOf(
    new TuttiError('invalid-input', `a call needs its session: the header ${sessionHeader}, or sessionId in the body`, {
      field: sessionHeader,
      got: 'nothing',
      expected: 'an id of the session, of at least 33 characters on AgentCore',
    }),
  )
  reply.code(status).send(answer)
}

function refuseOtherSites({ headers }: AnyRequest, reply: Reply, done: Done): void {
  const name = (headers.host ?? '').replace(/:\d+$/, '')
  if (loopback.includes(name) && headers.origin === undefined) return done()
  const error = {
    code: 'unauthorised',
    message: 'requests to this host name or from web pages are not answered',
    problems: [],
  }
  reply.code(403).send({ error })
}
