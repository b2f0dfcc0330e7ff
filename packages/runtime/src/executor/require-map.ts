import { TuttiError } from '@tutti/analytics/errors'
import type { KernelRef } from './executor.ts'

/** Most shards of one map: a byte of bookkeeping each. */
const maxShards = 2 ** 24

/** Throws `invalid-input` unless kernel and shards can be mapped. */
export function requireMap(kernel: KernelRef, shards: number): void {
  if (!kernel.module.startsWith('file:')) {
    throw new TuttiError(
      'invalid-input',
      `kernel ${kernel.name} needs the file: URL of its module, got ${kernel.module}`,
      {
        field: 'kernel.module',
        got: kernel.module,
        expected: 'a file: URL, as new URL("./kernel.ts", import.meta.url).href gives',
      },
    )
  }
  if (!Number.isInteger(shards) || shards < 0 || shards > maxShards) {
    throw new TuttiError('invalid-input', `shards must be an integer from 0 to ${maxShards}, got ${shards}`, {
      field: 'shards',
      got: String(shards),
      expected: `an integer from 0 to ${maxShards}; put more work in each shard`,
    })
  }
}

/** The job as another thread would get it. Throws `invalid-input` when it holds what cannot be cloned. */
export function clonedJob<Job>(kernel: KernelRef, job: Job): Job {
  try {
    return structuredClone(job)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TuttiError(
      'invalid-input',
      `the job of kernel ${kernel.name} cannot be sent to a thread: ${reason}; use numbers, strings, arrays, typed arrays and plain objects`,
      { field: 'job', cause },
    )
  }
}

/** The error for a map on an executor that was closed. */
export function closedExecutor(): TuttiError {
  return new TuttiError('conflict', 'the executor was closed; make a new one for further maps')
}
