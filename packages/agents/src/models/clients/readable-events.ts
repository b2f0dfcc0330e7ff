/**
 * A response of server-sent events whose stream fails at the first event that is not JSON. The Anthropic client (0.109) writes such an
 * event to the console before it fails, whatever its level of logging: text of a model belongs in no log.
 */
export function withReadableEvents(response: Response): Response {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  if (!isStream || response.body === null) return response
  const decoder = new TextDecoder()
  let line = ''
  const check = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      const lines = (line + decoder.decode(bytes, { stream: true })).split(/\r\n|\r|\n/)
      line = lines.pop() ?? ''
      if (lines.some((each) => each.startsWith('data:') && !isJson(each.slice('data:'.length)))) {
        controller.error(new SyntaxError('an event of the stream is not JSON'))
      } else controller.enqueue(bytes)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(check), { status, statusText, headers })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
