/** A server-sent event. */
export function sseEvent(data: unknown, event?: string): Uint8Array {
  const name = event === undefined ? '' : `event: ${event}\n`
  return Buffer.from(`${name}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
}
