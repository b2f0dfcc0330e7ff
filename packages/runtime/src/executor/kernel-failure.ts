import { TuttiError } from '@tutti/analytics/errors'
import type { KernelRef } from './executor.ts'

/** The error of a kernel that threw `cause` in a shard, or while it was prepared (`shard` undefined). */
export function kernelFailure(kernel: KernelRef, shard: number | undefined, cause: unknown): TuttiError {
  const place = shard === undefined ? 'while it was prepared' : `in shard ${shard}`
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new TuttiError('calculation-failed', `kernel ${kernel.name} failed ${place}: ${reason}`, {
    file: kernel.module,
    field: shard === undefined ? kernel.name : `${kernel.name} shard ${shard}`,
    cause,
  })
}
