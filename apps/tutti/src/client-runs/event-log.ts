import type { RunEvent } from '../runs/run-service.ts'

/** An event with its number in the run's log, from 1. */
export interface NumberedEvent {
  readonly number: number
  readonly event: RunEvent
}

/** Events that a log keeps; older ones are forgotten. */
const mostEvents = 5000

/**
 * What happened in one session of a run, numbered, for any number of readers who come and go. Progress of a step takes the place
 * of the progress before it, so that a reader gets where it stands and not each tick.
 */
export class EventLog {
  readonly #events: NumberedEvent[] = []
  #last = 0
  #ended = false
  #change = Promise.withResolvers<void>()

  get isEmpty(): boolean {
    return this.#last === 0
  }

  add(event: RunEvent): void {
    const before = this.#events.at(-1)?.event
    if (event.kind === 'progress' && before?.kind === 'progress' && before.step === event.step) this.#events.pop()
    this.#events.push({ number: ++this.#last, event })
    if (this.#events.length > mostEvents) this.#events.shift()
    this.#wake()
  }

  /** No event comes after this. */
  end(): void {
    this.#ended = true
    this.#wake()
  }

  /** The events after number `after`: those there are, then those to come, until the log or the reader's `signal` ends. */
  async *after(after: number, signal: AbortSignal): AsyncGenerator<NumberedEvent, void, undefined> {
    const gone = Promise.withResolvers<void>()
    const leave = (): void => gone.resolve()
    signal.addEventListener('abort', leave, { once: true })
    try {
      for (let last = after; !signal.aborted;) {
        const change = this.#change.promise
        const ended = this.#ended
        const fresh = this.#events.filter(({ number }) => number > last)
        for (const entry of fresh) {
          yield entry
          if (signal.aborted) return
          last = entry.number
        }
        if (fresh.length > 0) continue
        if (ended) return
        await Promise.race([change, gone.promise])
      }
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  #wake(): void {
    this.#change.resolve()
    this.#change = Promise.withResolvers<void>()
  }
}
