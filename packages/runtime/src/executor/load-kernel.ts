import { TuttiError } from '@tutti/analytics/errors'
import type { KernelRef } from './executor.ts'
import { kernelFailure } from './kernel-failure.ts'

/**
 * The shard function of a kernel: its module loaded, its export called with the job.
 * Throws `invalid-input` when the module cannot be loaded or exports no such kernel, `calculation-failed` when
 * preparation throws.
 */
export async function preparedKernel(kernel: KernelRef, job: unknown): Promise<(shard: number) => void> {
  const prepare = await loadedKernel(kernel)
  let shardFunction: unknown
  try {
    shardFunction = prepare(job)
  } catch (cause) {
    throw kernelFailure(kernel, undefined, cause)
  }
  if (typeof shardFunction !== 'function') {
    throw unusableKernel(kernel, `preparing it must return a function of the shard, got ${typeof shardFunction}`)
  }
  return shardFunction as (shard: number) => void
}

async function loadedKernel(kernel: KernelRef): Promise<(job: unknown) => unknown> {
  let module: Record<string, unknown>
  try {
    module = (await import(kernel.module)) as Record<string, unknown>
  } catch (cause) {
    throw unusableKernel(
      kernel,
      `its module cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    )
  }
  const found = module[kernel.name]
  if (typeof found !== 'function') {
    throw unusableKernel(kernel, `its module exports ${Object.keys(module).sort().join(', ') || 'nothing'}`)
  }
  return found as (job: unknown) => unknown
}

function unusableKernel(kernel: KernelRef, reason: string, cause?: unknown): TuttiError {
  return new TuttiError('invalid-input', `kernel ${kernel.name} of ${kernel.module} cannot be used: ${reason}`, {
    file: kernel.module,
    field: kernel.name,
    cause,
  })
}
