import type { Context } from 'hono'

/** By which way a request came: `http:` and the address it came from, which is a proxy's where one stands before the server. */
export function clientAccount({ env }: Context): string {
  const { incoming } = (env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } }
  return `http:${incoming?.socket?.remoteAddress ?? 'unknown'}`
}
