import { Worker } from 'node:worker_threads'
import { TuttiError } from '@tutti/analytics/errors'
import { operation } from '@tutti/operations'
import type { CalculationReply, CalculationRequest } from './operation-messages.ts'

/** How a server computes operations. */
export interface CalculatorOptions {
  /** Threads for operations that are not light. */
  readonly workers: number
  /** Seconds after which an operation is ended. */
  readonly limitSeconds: number
  /** Operations that may wait for a thread; more are refused. */
  readonly mostWaiting?: number
}

/** Seconds that a new thread may take to load the library. */
const mostStartSeconds = 60

interface Waiting {
  readonly request: CalculationRequest
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Computes operations for a server: light ones at once, all others on threads, each with a time limit, so that one long
 * calculation neither keeps others from being answered nor runs for ever.
 */
export class Calculator {
  readonly #options: Required<CalculatorOptions>
  readonly #idle: Worker[] = []
  readonly #busy = new Set<Worker>()
  readonly #queue: Waiting[] = []
  #closed = false

  constructor(options: CalculatorOptions) {
    this.#options = { mostWaiting: 64, ...options }
  }

  /**
   * The output of an operation. Errors: those of the operation, `unsupported` for an unknown name, `calculation-failed`
   * past the time limit, `conflict` when too many wait.
   */
  async run(name: string, input: unknown): Promise<unknown> {
    const found = operation(name)
    if (found.cost === 'light') return found.run(input)
    if (this.#closed) throw new TuttiError('conflict', 'the server is stopping')
    if (this.#queue.length >= this.#options.mostWaiting) {
      throw new TuttiError('conflict', `${this.#queue.length} calculations are waiting; try again later`)
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ request: { name, input }, resolve, reject })
      this.#next()
    })
  }

  /** Ends the threads; what waits or runs is refused. */
  async close(): Promise<void> {
    this.#closed = true
    for (const { reject } of this.#queue.splice(0)) reject(new TuttiError('conflict', 'the server is stopping'))
    await Promise.all([...this.#idle, ...this.#busy].map((worker) => worker.terminate()))
  }

  #next(): void {
    if (this.#queue.length === 0 || this.#busy.size >= this.#options.workers) return
    const waiting = this.#queue.shift() as Waiting
    const worker = this.#idle.pop() ?? this.#start()
    this.#busy.add(worker)
    this.#compute(worker, waiting)
  }

  #start(): Worker {
    const worker = new Worker(new URL('./operation.worker.ts', import.meta.url), {
      name: 'tutti-operation',
      execArgv: [],
    })
    worker.on('error', () => undefined)
    return worker
  }

  #compute(worker: Worker, { request, resolve, reject }: Waiting): void {
    const { limitSeconds } = this.#options
    let error: unknown
    const settle = (reusable: boolean, finish: () => void): void => {
      clearTimeout(timer)
      worker.removeAllListeners('message')
      worker.removeAllListeners('exit')
      this.#busy.delete(worker)
      if (reusable && !this.#closed) {
        worker.unref()
        this.#idle.push(worker)
      }
      finish()
      this.#next()
    }
    const onTimeout = (): void => {
      settle(false, () => {
        reject(
          new TuttiError('calculation-failed', `${request.name} took longer than ${limitSeconds} s and was ended`, {
            expected: 'a smaller case, or a server with a longer limit (--limit)',
          }),
        )
      })
      void worker.terminate()
    }
    // the time to load the library into a new thread is not the operation's; it has ample time of its own
    let timer = setTimeout(onTimeout, (limitSeconds + mostStartSeconds) * 1000)
    worker.on('error', (thrown) => (error = thrown))
    worker.once('exit', () => {
      const why = error instanceof Error ? `: ${error.message}` : ''
      settle(false, () => reject(new TuttiError('calculation-failed', `the thread of ${request.name} ended${why}`)))
    })
    worker.on('message', (reply: CalculationReply) => {
      if (reply.kind === 'begun') {
        clearTimeout(timer)
        timer = setTimeout(onTimeout, limitSeconds * 1000)
        return
      }
      settle(true, () => {
        if (reply.kind === 'done') resolve(reply.output)
        else if (reply.kind === 'failed') {
          reject(new TuttiError(reply.error.code, reply.error.message, { problems: reply.error.problems }))
        } else reject(new Error(reply.text))
      })
    })
    worker.ref()
    worker.postMessage(request)
  }
}
