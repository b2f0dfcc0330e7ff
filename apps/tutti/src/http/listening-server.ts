import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { TuttiError } from '@tutti/analytics/errors'
import type { Hono } from 'hono'

/** A server that listens. */
export interface ListeningServer {
  readonly url: string
  /** Stops taking requests, lets those under way end, for some seconds at most, and closes. */
  readonly close: () => Promise<void>
}

/** How long requests under way may keep a server from closing, milliseconds. */
const grace = 5000

/** Serves `app`. Port 0 takes any free one. Throws `conflict` where the address cannot be had. */
export async function startedServer(app: Hono, host: string, port: number): Promise<ListeningServer> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host })
  // clients open connections ahead of their requests; Node does not take these for idle
  const unused = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    unused.add(socket)
    socket.once('close', () => unused.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage) => unused.delete(socket))
  const listening = once(server, 'listening')
  server.listen(port, host)
  try {
    await listening
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new TuttiError('conflict', `cannot listen on ${host}:${port}: ${code}`, {
      field: '--port',
      got: String(port),
      expected: 'a free port; 0 takes any',
      cause,
    })
  }
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve, reject) => {
        if (!('closeIdleConnections' in server)) throw new Error('a server of HTTP/1 is wanted')
        // a connection whose answer has just ended is idle a little later
        const tidy = setInterval(() => server.closeIdleConnections(), 50)
        const force = setTimeout(() => server.closeAllConnections(), grace)
        server.close((error) => {
          clearInterval(tidy)
          clearTimeout(force)
          if (error === undefined) resolve()
          else reject(error)
        })
        for (const socket of unused) socket.destroy()
      }),
  }
}
