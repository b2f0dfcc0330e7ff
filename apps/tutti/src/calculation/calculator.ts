import { Worker } from 'node:worker_threads'
import { TuttiError } from '@tutti/analytics/errors'
import { operationNamed } from '@tutti/operations/by-area'
import type { CalculationReply, CalculationRequest } from './operation-messages.ts'

/** How a server computes operations. */
export interface CalculatorOptions {
  /** Threads that compute. */
  readonly workers: number
  /** Seconds after which an operation is ended. */
  readonly limitSeconds: number
  /** Operations that may wait for a thread; more are refused. */
  readonly mostWaiting?: number
}

/** Heap of a thread, megabytes. */
const mostMemoryMb = 2048

/** Seconds that a new thread may take to load the library. */
const mostStartSeconds = 60

interface Waiting {
  readonly request: CalculationRequest
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Computes operations for a server on threads, each with a time limit and a limit of memory, so that no input keeps the
 * server from answering others, runs for ever, or brings it down.
 */
export class Calculator {
  readonly #options: Required<CalculatorOptions>
  readonly #idle: Worker[] = []
  readonly #busy = new Set<Worker>()
  readonly #queue: Waiting[] = []
  #requests = 0
  #closed = false

  constructor(options: CalculatorOptions) {
    this.#options = { mostWaiting: 1000, ...options }
  }

  /**
   * The output of an operation. Errors: those of the operation, `unsupported` for an unknown name, `calculation-failed`
   * past the time limit, `conflict` when too many wait.
   */
  async run(name: string, input: unknown): Promise<unknown> {
    await operationNamed(name)
    if (this.#closed) throw new TuttiError('conflict', 'the server is stopping')
    if (this.#queue.length >= this.#options.mostWaiting) {
      throw new TuttiError('conflict', `${this.#queue.length} calculations are waiting; try again later`)
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ request: { id: ++this.#requests, name, input }, resolve, reject })
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
      resourceLimits: { maxOldGenerationSizeMb: mostMemoryMb },
    })
    // a thread that dies while it is idle is not given work any more
    worker.once('exit', () => {
      const place = this.#idle.indexOf(worker)
      if (place >= 0) this.#idle.splice(place, 1)
    })
    worker.on('error', () => undefined)
    return worker
  }

  #compute(worker: Worker, { request, resolve, reject }: Waiting): void {
    const { limitSeconds } = this.#options
    let error: unknown
    const settle = (reusable: boolean, finish: () => void): void => {
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      this.#busy.delete(worker)
      if (reusable && !this.#closed) {
        worker.unref()
        this.#idle.push(worker)
      } else void worker.terminate()
      finish()
      this.#next()
    }
    const fail = (message: string, expected?: string): void =>
      settle(false, () => reject(new TuttiError('calculation-failed', message, { expected })))
    const onTimeout = (): void =>
      fail(
        `${request.name} took longer than ${limitSeconds} s and was ended`,
        'a smaller case, or a server with a longer limit (--limit)',
      )
    const onError = (thrown: unknown): void => {
      error = thrown
    }
    const onExit = (): void =>
      fail(
        `the thread of ${request.name} ended${error instanceof Error ? `: ${error.message}` : ''}`,
        `a case that needs less than ${mostMemoryMb} MB`,
      )
    const onMessage = (reply: CalculationReply): void => {
      if (reply.id !== request.id) {
        settle(false, () => reject(new Error(`a thread answered request ${reply.id} in the place of ${request.id}`)))
      } else if (reply.kind === 'begun') {
        clearTimeout(timer)
        timer = setTimeout(onTimeout, limitSeconds * 1000)
      } else if (reply.kind === 'done') {
        settle(true, () => resolve(reply.output))
      } else if (reply.kind === 'failed') {
        const { code, message, problems } = reply.error
        settle(true, () => reject(new TuttiError(code, message, { problems })))
      } else {
        settle(true, () => reject(new Error(reply.text)))
      }
    }
    // the time to load the library into a new thread is not the operation's; it has ample time of its own
    let timer = setTimeout(onTimeout, (limitSeconds + mostStartSeconds) * 1000)
    worker.on('error', onError)
    worker.once('exit', onExit)
    worker.on('message', onMessage)
    worker.ref()
    worker.postMessage(request)
  }
}
