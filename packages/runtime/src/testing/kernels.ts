/** Kernels that the executor tests map: each writes only the places of its own shard. */
import { TuttiError } from '@tutti/analytics/errors'
import type { KernelRef } from '../executor/index.ts'

/** The address of a kernel of this module. */
export function testKernel(name: string): KernelRef {
  return { module: import.meta.url, name }
}

export interface SineJob {
  readonly out: Float64Array<SharedArrayBuffer>
  readonly perShard: number
  readonly scale: number
}

/** Fills each shard with an iterated sine: unequal work, bits that show any mix-up of places. */
export function sines(job: SineJob): (shard: number) => void {
  const scratch = new Float64Array(job.perShard)
  return (shard) => {
    for (let i = 0; i < job.perShard; i++) {
      let x = job.scale * (shard * job.perShard + i + 1)
      for (let n = 0; n < (shard % 7) * 20; n++) x = Math.sin(x) * 1.5 + 0.1
      scratch[i] = x
    }
    job.out.set(scratch, shard * job.perShard)
  }
}

export interface CountJob {
  /** One cell a shard: how often it was run. */
  readonly runs: Int32Array<SharedArrayBuffer>
  /** One cell, set to 1 when some thread has been made to die. */
  readonly flag: Int32Array<SharedArrayBuffer>
  readonly shardMs: number
  readonly badShards: readonly number[]
}

function spend(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Counts the runs of each shard; takes shardMs for each. */
export function counts(job: CountJob): (shard: number) => void {
  return (shard) => {
    spend(job.shardMs)
    Atomics.add(job.runs, shard, 1)
  }
}

/** Counts, and throws in the bad shards. */
export function throwsInBadShards(job: CountJob): (shard: number) => void {
  return (shard) => {
    spend(job.shardMs)
    if (job.badShards.includes(shard)) {
      throw new TuttiError('not-converged', `no root in shard ${shard}`, { field: 'x', got: '1' })
    }
    Atomics.add(job.runs, shard, 1)
  }
}

/** Throws a value that is no Error. */
export function throwsText(): (shard: number) => void {
  return () => {
    // oxlint-disable-next-line typescript/only-throw-error -- what a careless kernel may do
    throw 'just text'
  }
}

export function failsToPrepare(): (shard: number) => void {
  throw new RangeError('no room')
}

export function preparesNothing(): undefined {
  return undefined
}

/** Ends its thread in the bad shards, the first time that any thread comes to one. */
export function diesOnce(job: CountJob): (shard: number) => void {
  return (shard) => {
    spend(job.shardMs)
    if (job.badShards.includes(shard) && Atomics.compareExchange(job.flag, 0, 0, 1) === 0) process.exit(7)
    Atomics.add(job.runs, shard, 1)
  }
}

/** Ends its thread in the bad shards, each time. */
export function diesAlways(job: CountJob): (shard: number) => void {
  return (shard) => {
    if (job.badShards.includes(shard)) process.exit(7)
    Atomics.add(job.runs, shard, 1)
  }
}

/** Throws outside any shard, after the shard has returned, the first time. */
export function throwsLater(job: CountJob): (shard: number) => void {
  return (shard) => {
    if (Atomics.compareExchange(job.flag, 0, 0, 1) === 0) {
      queueMicrotask(() => {
        throw new Error('thrown later')
      })
    }
    Atomics.add(job.runs, shard, 1)
  }
}

/** Fills the heap of its thread in the bad shards, the first time. */
export function exhaustsMemoryOnce(job: CountJob): (shard: number) => void {
  return (shard) => {
    if (job.badShards.includes(shard) && Atomics.compareExchange(job.flag, 0, 0, 1) === 0) {
      const held: number[][] = []
      for (;;) held.push(Array.from({ length: 10_000 }, (_, i) => i + held.length + 0.5))
    }
    Atomics.add(job.runs, shard, 1)
  }
}

/** Never returns from the bad shards. */
export function hangs(job: CountJob): (shard: number) => void {
  return (shard) => {
    while (job.badShards.includes(shard)) spend(10)
    Atomics.add(job.runs, shard, 1)
  }
}
