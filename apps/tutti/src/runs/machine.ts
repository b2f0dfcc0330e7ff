import { availableParallelism, cpus, totalmem } from 'node:os'

/** What a run ran on. Results do not depend on it. */
export interface Machine {
  readonly platform: string
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  readonly node: string
  readonly workers: number
}

/** This machine, with the threads in use. */
export function machine(workers: number): Machine {
  return {
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    workers,
  }
}
