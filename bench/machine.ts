import { cpus, loadavg, totalmem } from 'node:os'

/** What a result was measured on. */
export interface Machine {
  readonly cores: number
  readonly processor: string
  readonly memoryGiB: number
  readonly platform: string
  readonly node: string
  readonly v8: string
  readonly peers: string
}

/** This machine, with the versions of the peers. */
export function machine(peers: string): Machine {
  const processors = cpus()
  return {
    cores: processors.length,
    processor: processors[0].model.trim(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    v8: process.versions.v8,
    peers,
  }
}

/** Runnable programs a core over the last minute, 0 where the system does not tell: how busy the machine was. */
export function loadPerCore(): number {
  return loadavg()[0] / cpus().length
}
