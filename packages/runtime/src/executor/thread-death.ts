import { TuttiError } from '@tutti/analytics/errors'
import type { KernelRef } from './executor.ts'

/** How a worker thread ended without an answer: the shard it was in (-1 for none), its exit code and error if any. */
export interface ThreadDeath {
  readonly shard: number
  readonly exitCode: number
  readonly error: unknown
}

/** The error of a map that was given up because its threads kept dying. */
export function threadDeathFailure(kernel: KernelRef, deaths: readonly ThreadDeath[]): TuttiError {
  const last = deaths.at(-1)!
  const places = [...new Set(deaths.map((death) => (death.shard < 0 ? 'before a shard' : `shard ${death.shard}`)))]
  const reason = last.error instanceof Error ? last.error.message : `exit code ${last.exitCode}`
  return new TuttiError(
    'calculation-failed',
    `worker threads died ${deaths.length} times in kernel ${kernel.name} (${places.join(', ')}; last: ${reason}); ` +
      'look for a call that ends the process, or give each shard less to hold in memory',
    { file: kernel.module, field: kernel.name, got: `${deaths.length} deaths`, cause: last.error },
  )
}
