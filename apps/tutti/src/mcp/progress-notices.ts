import { eventText } from '../client-runs/index.ts'
import type { RunEvent } from '../runs/run-service.ts'

/** How far a call is: `progress` grows with every notice, out of `total` where that is known. */
export interface ProgressNotice {
  readonly progress: number
  readonly total?: number
  readonly message: string
}

/**
 * How far a run is after each of its events: specialists that are done of `all`, and the end of the run as one more. Between these
 * it grows towards the next whole number without coming to it. A run without agents does not tell of specialists: its notices have
 * no total.
 */
export async function* runProgress(
  events: AsyncIterable<{ readonly event: RunEvent }>,
  all: number | undefined,
): AsyncGenerator<ProgressNotice, void, undefined> {
  const ended = new Set<string>()
  let hasSpecialists = false
  let since = 0
  for await (const { event } of events) {
    if (event.kind === 'node-started') hasSpecialists = true
    if (event.kind === 'node-ended' && !ended.has(event.specialist)) {
      ended.add(event.specialist)
      since = 0
    } else since++
    const total = hasSpecialists && all !== undefined ? Math.max(all, ended.size) + 1 : undefined
    const isOver = event.kind === 'run-ended' && (event.status === 'completed' || event.status === 'waiting')
    const progress = isOver && total !== undefined ? total : ended.size + since / (since + 100)
    yield { progress, ...(total === undefined ? {} : { total }), message: eventText(event) }
  }
}

/** Between two notices at the least, milliseconds. */
const interval = 250

/** Tells the first notice at once, then the newest ones, one every `every` milliseconds at most, and always the last. */
export async function tellProgress(
  notices: AsyncIterable<ProgressNotice>,
  tell: (notice: ProgressNotice) => Promise<void>,
  every = interval,
): Promise<void> {
  let waiting: ProgressNotice | undefined
  let timer: NodeJS.Timeout | undefined
  let telling = Promise.resolve()
  const tellWaiting = (): void => {
    timer = undefined
    if (waiting === undefined) return
    const notice = waiting
    waiting = undefined
    timer = setTimeout(tellWaiting, every)
    telling = telling.then(() => tell(notice))
  }
  try {
    for await (const notice of notices) {
      waiting = notice
      if (timer === undefined) tellWaiting()
    }
  } finally {
    clearTimeout(timer)
  }
  if (waiting !== undefined) telling = telling.then(() => tell(waiting as ProgressNotice))
  await telling
}
