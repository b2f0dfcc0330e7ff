import type { CountJob } from './kernels.ts'

/** A job for the counting kernels. */
export function countJob(shards: number, options: { shardMs?: number; badShards?: readonly number[] } = {}): CountJob {
  return {
    runs: new Int32Array(new SharedArrayBuffer(4 * shards)),
    flag: new Int32Array(new SharedArrayBuffer(4)),
    shardMs: options.shardMs ?? 0,
    badShards: options.badShards ?? [],
  }
}
