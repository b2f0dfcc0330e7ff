import { availableParallelism, cpus, totalmem } from 'node:os'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Executor, type RunStore, sourceVersion, SqliteRunStore, ThreadExecutor } from '@tutti/runtime'
import { Calculator, type CalculatorOptions } from './calculation/index.ts'

/** The root of the project: where `examples`, `fixtures` and `packages` lie. */
export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/** The folder of the run store: `TUTTI_HOME`, or `.tutti` in the current folder. */
export function storeHome(): string {
  return resolve(process.env.TUTTI_HOME || '.tutti')
}

/** Opens the run store, making it if need be. Errors: those of `SqliteRunStore.open`. */
export function openStore(): RunStore {
  return SqliteRunStore.open(storeHome())
}

/** Whether there is a run store; commands that only read do not make one. */
export function storeExists(): boolean {
  return existsSync(join(storeHome(), 'runs.sqlite'))
}

/** Threads for the kernels. Throws `invalid-input` unless `workers` is an integer from 1 to 256. */
export function openExecutor(workers: number): Executor {
  return new ThreadExecutor({ workers })
}

/** Threads when nothing else is asked for: all that the machine offers, at most 8. */
export function defaultWorkers(): number {
  return Math.min(8, availableParallelism())
}

/** Computes operations for a server. */
export function openCalculator(options: CalculatorOptions): Calculator {
  return new Calculator(options)
}

/** The version of this program. */
export function productVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version
}

/** Hash of the code that results depend on. */
export function codeVersion(): string {
  const packages = ['analytics', 'market', 'workflows', 'operations']
  return sourceVersion(packages.map((name) => join(projectRoot, 'packages', name, 'src')))
}

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
