import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { RunDesk } from '../client-runs/index.ts'

/** Between signs of life, milliseconds. */
const heartbeat = 15_000

/**
 * The events of a run as server-sent events: those after `Last-Event-ID`, those to come, and, when it is not at work here any
 * more, one of type `summary` that says where it stands. Throws `missing-data` for a run that is not there.
 */
export function eventStream(c: Context, desk: RunDesk, id: string): Response {
  const { id: run } = desk.service.summary(id)
  return streamSSE(c, async (stream) => {
    const gone = new AbortController()
    stream.onAbort(() => gone.abort())
    const beat = setInterval(() => void stream.write(': at work\n\n').catch(() => gone.abort()), heartbeat)
    try {
      for await (const { id, event } of desk.events(run, c.req.header('last-event-id'), gone.signal)) {
        await stream.writeSSE({ id, event: event.kind, data: JSON.stringify(event) })
      }
      if (gone.signal.aborted) return
      await stream.writeSSE({ event: 'summary', data: JSON.stringify(desk.service.summary(run)) })
    } finally {
      clearInterval(beat)
    }
  })
}
