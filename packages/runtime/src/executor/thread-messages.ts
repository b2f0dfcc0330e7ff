import type { ErrorMessage } from './error-message.ts'
import type { KernelRef } from './executor.ts'
import type { MapControl } from './map-control.ts'

/** What a thread is asked: to take part, as number `thread`, in one pass over the shards of a map. */
export interface PassRequest {
  readonly kernel: KernelRef
  readonly job: unknown
  readonly control: MapControl
  readonly thread: number
}

/** What a thread answers once no shard is left for it, or one failed (`shard` undefined: loading or preparing did). */
export type PassReply =
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly shard: number | undefined; readonly error: ErrorMessage }
