import { constants } from 'node:os'

export type StopSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

const stopSignals: readonly StopSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** npm hands one Ctrl-C on as two signals; within this time they count as one. */
const sameRequestMs = 500

/** Listens for signals that ask to stop. */
export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** The signal that came, if any. */
  received(): StopSignal | undefined
  /** Stops listening: signals have their usual effect again. */
  end(): void
}

/** Exit status of a program that a signal stopped. */
export function signalStatus(signal: StopSignal): number {
  return 128 + constants.signals[signal]
}

/** The first signal aborts; a further one, half a second later or more, ends the process at once after `onSecond`. */
export function interruption(onSecond: () => void): Interruption {
  const controller = new AbortController()
  let first: { readonly signal: StopSignal; readonly at: number } | undefined
  const onSignal = (signal: StopSignal): void => {
    if (first === undefined) {
      first = { signal, at: performance.now() }
      controller.abort()
    } else if (performance.now() - first.at >= sameRequestMs) {
      onSecond()
      process.exit(signalStatus(signal))
    }
  }
  for (const signal of stopSignals) process.on(signal, onSignal)
  return {
    signal: controller.signal,
    received: () => first?.signal,
    end() {
      for (const signal of stopSignals) process.off(signal, onSignal)
    },
  }
}
