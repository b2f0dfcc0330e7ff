/** A kernel by address, so that another thread can load it: the `file:` URL of a `.ts` module and the name it exports. */
export interface KernelRef {
  readonly module: string
  readonly name: string
}

/**
 * What a kernel module exports. It is called once a thread and map with the job (a structured clone: SharedArrayBuffers
 * in it are shared, all else is a copy), allocates what it needs, and returns the function that computes one shard.
 * That function is synchronous, pure, allocates nothing, and writes only the places of its own shard in shared buffers;
 * then it may be run again after a thread died, and its results do not depend on which thread ran it.
 */
export type PrepareKernel<Job> = (job: Job) => (shard: number) => void

/** Abort and progress of one map. `onProgress` hears a rising count of finished shards, the last time `total` of `total`. */
export interface MapOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Runs a kernel over shards 0 … shards-1. Maps given to one executor at the same time run one after the other.
 *
 * `map` rejects with
 * - `invalid-input`: shards is not an integer from 0 to 16,777,216, the kernel cannot be loaded, or the job not be cloned;
 * - `calculation-failed`: the kernel threw (the message names kernel and shard, `cause` is the error; of several failing
 *   shards the lowest is reported, whatever the number of threads), or its threads died three times;
 * - the signal's reason, at once, when it is aborted (results are then incomplete);
 * - `conflict` when the executor was closed.
 * After each of these but the last the executor can be used again.
 */
export interface Executor {
  /** Number of threads that work at the same time. */
  readonly workers: number
  map<Job>(kernel: KernelRef, job: Job, shards: number, options?: MapOptions): Promise<void>
  /** Ends the threads; running and waiting maps reject with `conflict`. */
  close(): Promise<void>
}
