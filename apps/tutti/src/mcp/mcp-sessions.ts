import { randomUUID } from 'node:crypto'
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import { mcpServer, type McpServerOptions } from './mcp-server.ts'

/** Sessions of MCP over HTTP. */
export interface McpSessions {
  /** Answers a request to the MCP address that came from `account`. */
  readonly handle: (request: Request, account: string) => Promise<Response>
  readonly close: () => Promise<void>
}

interface Session {
  readonly server: ReturnType<typeof mcpServer>
  readonly transport: WebStandardStreamableHTTPServerTransport
  lastUsed: number
}

const mostSessions = 200
const idleMilliseconds = 60 * 60 * 1000

/**
 * MCP over streamable HTTP. A client that initializes gets a session, in which calls can be cancelled, progress is told and
 * resources are followed; the one unused for longest gives way to a new one. A call outside any session is answered on its own.
 */
export function mcpSessions(options: McpServerOptions): McpSessions {
  const sessions = new Map<string, Session>()

  const end = async (id: string): Promise<void> => {
    const session = sessions.get(id)
    sessions.delete(id)
    await session?.server.close()
  }

  const begin = async (request: Request, account: string): Promise<Response> => {
    const byAge = [...sessions].sort(([, a], [, b]) => a.lastUsed - b.lastUsed)
    const old = byAge.filter(
      ([, { lastUsed }], i) => i <= byAge.length - mostSessions || performance.now() - lastUsed > idleMilliseconds,
    )
    await Promise.all(old.map(([id]) => end(id)))
    const server = mcpServer({ ...options, account })
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, { server, transport, lastUsed: performance.now() }),
      onsessionclosed: (id) => void sessions.delete(id),
    })
    await server.connect(transport)
    return transport.handleRequest(request)
  }

  const alone = async (request: Request, account: string, signal: AbortSignal): Promise<Response> => {
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true })
    const server = mcpServer({ ...options, account })
    await server.connect(transport)
    const gone = Promise.withResolvers<Response>()
    const leave = (): void => gone.resolve(new Response(null, { status: 499 }))
    signal.addEventListener('abort', leave, { once: true })
    try {
      // where the client is gone, closing the server ends what it asked for
      return await Promise.race([transport.handleRequest(request), gone.promise])
    } finally {
      signal.removeEventListener('abort', leave)
      await server.close()
    }
  }

  return {
    async handle(request, account) {
      const id = request.headers.get('mcp-session-id')
      if (id !== null) {
        const session = sessions.get(id)
        if (session === undefined) return noSession()
        session.lastUsed = performance.now()
        return session.transport.handleRequest(request)
      }
      if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
      const body = await request.text()
      const again = new Request(request.url, { method: 'POST', headers: request.headers, body })
      return isInitialize(body) ? begin(again, account) : alone(again, account, request.signal)
    },
    async close() {
      await Promise.all([...sessions.keys()].map(end))
    },
  }
}

function isInitialize(body: string): boolean {
  try {
    return (JSON.parse(body) as { method?: unknown } | null)?.method === 'initialize'
  } catch {
    return false
  }
}

/** What the protocol has a server say to a session that is over: the client then begins a new one. */
function noSession(): Response {
  const error = { code: -32001, message: 'Session not found' }
  return Response.json({ jsonrpc: '2.0', error, id: null }, { status: 404 })
}
