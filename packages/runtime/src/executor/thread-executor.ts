import { Worker } from 'node:worker_threads'
import { TuttiError } from '@tutti/analytics/errors'
import { abortable } from './abortable.ts'
import { errorFromMessage } from './error-message.ts'
import type { Executor, KernelRef, MapOptions } from './executor.ts'
import { kernelFailure } from './kernel-failure.ts'
import { isStopped, mapControl, repeatPass, shardOfThread, shardsDone, stopMap } from './map-control.ts'
import type { MapControl } from './map-control.ts'
import { MapQueue } from './map-queue.ts'
import { ProgressReport } from './progress-report.ts'
import { clonedJob, closedExecutor, requireMap } from './require-map.ts'
import { threadDeathFailure } from './thread-death.ts'
import type { ThreadDeath } from './thread-death.ts'
import type { PassReply, PassRequest } from './thread-messages.ts'

const maxWorkers = 256
/** Deaths of threads in one map after which it is given up. */
const maxDeaths = 3
/** Milliseconds between two looks at the progress counter. */
const progressMs = 50
/** Milliseconds that threads get to finish their shards after an abort before they are ended. */
const graceMs = 1000

/** Number of threads (1 to 256), and the most megabytes of heap for each (default: Node's own limit). */
export interface ThreadExecutorOptions {
  readonly workers: number
  readonly heapMb?: number | undefined
}

/**
 * Runs kernels on worker threads, started when first needed and kept for later maps. Shards are pulled from one shared
 * counter, so threads stay busy however unequal the shards are. A thread that dies is replaced and its shard run again.
 * Idle threads do not keep the program alive.
 */
export class ThreadExecutor implements Executor {
  readonly workers: number
  readonly #heapMb: number | undefined
  readonly #threads: (Worker | undefined)[] = []
  readonly #queue = new MapQueue()
  readonly #closing = new AbortController()

  /** Throws `invalid-input` unless workers is an integer from 1 to 256 and heapMb, if given, at least 4. */
  constructor(options: ThreadExecutorOptions) {
    this.workers = requireInteger(options.workers, 1, maxWorkers, 'workers')
    this.#heapMb = options.heapMb === undefined ? undefined : requireInteger(options.heapMb, 4, 2 ** 20, 'heapMb')
  }

  async map<Job>(kernel: KernelRef, job: Job, shards: number, options: MapOptions = {}): Promise<void> {
    requireMap(kernel, shards)
    const copy = clonedJob(kernel, job)
    const ends = [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]
    const signal = AbortSignal.any(ends)
    const progress = options.onProgress === undefined ? undefined : new ProgressReport(options.onProgress, shards)
    await abortable(
      signal,
      this.#queue.add(() => this.#run(kernel, copy, shards, signal, progress)),
    )
  }

  async close(): Promise<void> {
    this.#closing.abort(closedExecutor())
    await this.#terminate()
    await this.#queue.settled()
  }

  async #run(
    kernel: KernelRef,
    job: unknown,
    shards: number,
    signal: AbortSignal,
    progress: ProgressReport | undefined,
  ): Promise<void> {
    signal.throwIfAborted()
    const threads = Math.max(1, Math.min(this.workers, shards))
    const control = mapControl(shards, threads)
    const watch = watchedMap(control, signal, progress, () => void this.#terminate())
    try {
      const deaths: ThreadDeath[] = []
      for (let pass: MapControl | undefined = control; pass !== undefined; pass = repeatPass(pass)) {
        const parts = Array.from({ length: threads }, (_, thread) => ({ kernel, job, control: pass, thread }))
        const replies = await Promise.all(parts.map((part) => this.#takePart(part, deaths)))
        signal.throwIfAborted()
        watch.throwListenerError()
        throwLowestFailure(kernel, replies)
        if (deaths.length >= maxDeaths) throw threadDeathFailure(kernel, deaths)
      }
      progress?.update(shards)
    } finally {
      watch.end()
    }
  }

  /** Has one thread take part in a pass; replaces it when it dies. */
  async #takePart(request: PassRequest, deaths: ThreadDeath[]): Promise<PassReply> {
    const { control, thread } = request
    for (;;) {
      const worker = (this.#threads[thread] ??= this.#start(thread))
      const answer = await answered(worker, request)
      if (answer.kind !== 'died') return answer
      if (isStopped(control)) return { kind: 'finished' }
      deaths.push({ shard: shardOfThread(control, thread), exitCode: answer.exitCode, error: answer.error })
      if (deaths.length >= maxDeaths) {
        stopMap(control)
        return { kind: 'finished' }
      }
    }
  }

  #start(thread: number): Worker {
    const worker = new Worker(new URL('./thread-worker.ts', import.meta.url), {
      name: `tutti-${thread}`,
      // Options of the program, such as --input-type or --test, are not for its threads.
      execArgv: [],
      ...(this.#heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: this.#heapMb } }),
    })
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      if (this.#threads[thread] === worker) this.#threads[thread] = undefined
    })
    return worker
  }

  async #terminate(): Promise<void> {
    await Promise.all(this.#threads.map(async (worker) => worker?.terminate()))
  }
}

type Answer = PassReply | { readonly kind: 'died'; readonly exitCode: number; readonly error: unknown }

/** The thread's reply to a request, or how it died. Until then the thread keeps the program alive. */
function answered(worker: Worker, request: PassRequest): Promise<Answer> {
  return new Promise((resolve) => {
    let error: unknown
    const onError = (thrown: unknown): void => {
      error = thrown
    }
    const settle = (answer: Answer): void => {
      worker.off('message', settle)
      worker.off('error', onError)
      worker.off('exit', onExit)
      worker.unref()
      resolve(answer)
    }
    const onExit = (exitCode: number): void => settle({ kind: 'died', exitCode, error })
    worker.on('message', settle)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.ref()
    worker.postMessage(request)
  })
}

/** Reports progress while a map runs, and stops it on abort; threads that then go on beyond the grace time are ended. */
function watchedMap(
  control: MapControl,
  signal: AbortSignal,
  progress: ProgressReport | undefined,
  terminate: () => void,
): { throwListenerError: () => void; end: () => void } {
  let listenerError: { thrown: unknown } | undefined
  let grace: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    stopMap(control)
    grace = setTimeout(terminate, graceMs)
  }
  const report = (): void => {
    try {
      if (listenerError === undefined && !signal.aborted) progress?.update(shardsDone(control))
    } catch (thrown) {
      listenerError = { thrown }
      stopMap(control)
    }
  }
  const interval = progress === undefined ? undefined : setInterval(report, progressMs)
  signal.addEventListener('abort', onAbort, { once: true })
  return {
    throwListenerError() {
      if (listenerError !== undefined) throw listenerError.thrown
    },
    end() {
      clearInterval(interval)
      clearTimeout(grace)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

/**
 * Throws the failure of the lowest shard, if any. All shards below a failed one were taken before it and are finished
 * by the threads that took them, so this is the same shard for any number of threads.
 */
function throwLowestFailure(kernel: KernelRef, replies: readonly PassReply[]): void {
  const failures = replies.filter((reply) => reply.kind === 'failed')
  if (failures.length === 0) return
  const lowest = failures.reduce((low, failure) => ((failure.shard ?? -1) < (low.shard ?? -1) ? failure : low))
  const thrown = errorFromMessage(lowest.error)
  throw lowest.shard === undefined ? thrown : kernelFailure(kernel, lowest.shard, thrown)
}

function requireInteger(value: number, low: number, high: number, field: string): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new TuttiError('invalid-input', `${field} must be an integer from ${low} to ${high}, got ${value}`, {
      field,
      got: String(value),
      expected: `an integer from ${low} to ${high}`,
    })
  }
  return value
}
