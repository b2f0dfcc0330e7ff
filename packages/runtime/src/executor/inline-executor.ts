import { setImmediate as nextTurn } from 'node:timers/promises'
import { abortable } from './abortable.ts'
import type { Executor, KernelRef, MapOptions } from './executor.ts'
import { kernelFailure } from './kernel-failure.ts'
import { preparedKernel } from './load-kernel.ts'
import { MapQueue } from './map-queue.ts'
import { ProgressReport } from './progress-report.ts'
import { clonedJob, closedExecutor, requireMap } from './require-map.ts'

/** Longest time, in milliseconds, that shards run before timers, signals and input get a turn. */
const sliceMs = 20

/** Runs kernels on the calling thread, shard after shard: the reference for every other executor. */
export class InlineExecutor implements Executor {
  readonly workers = 1
  readonly #queue = new MapQueue()
  readonly #closing = new AbortController()

  async map<Job>(kernel: KernelRef, job: Job, shards: number, options: MapOptions = {}): Promise<void> {
    requireMap(kernel, shards)
    const copy = clonedJob(kernel, job)
    const ends = [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])]
    const signal = AbortSignal.any(ends)
    const progress = new ProgressReport(options.onProgress, shards)
    await abortable(
      signal,
      this.#queue.add(() => inlineMap(kernel, copy, shards, signal, progress)),
    )
  }

  async close(): Promise<void> {
    this.#closing.abort(closedExecutor())
    await this.#queue.settled()
  }
}

async function inlineMap(
  kernel: KernelRef,
  job: unknown,
  shards: number,
  signal: AbortSignal,
  progress: ProgressReport,
): Promise<void> {
  signal.throwIfAborted()
  const run = await preparedKernel(kernel, job)
  let sliceEnd = performance.now() + sliceMs
  for (let shard = 0; shard < shards; shard++) {
    signal.throwIfAborted()
    try {
      run(shard)
    } catch (cause) {
      throw kernelFailure(kernel, shard, cause)
    }
    if (performance.now() >= sliceEnd) {
      progress.update(shard + 1)
      await nextTurn()
      sliceEnd = performance.now() + sliceMs
    }
  }
  signal.throwIfAborted()
  progress.update(shards)
}
