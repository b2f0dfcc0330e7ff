import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { operationNamed } from '@tutti/operations/by-area'
import { type Executor, type RunStore, sourceVersion, SqliteRunStore, ThreadExecutor } from '@tutti/runtime'
import { type DecisionMemory, SqliteDecisionMemory } from '@tutti/runtime/memory'
import { Calculator, type CalculatorOptions } from './calculation/index.ts'
import { projectRoot } from './project-root.ts'
import type { LocalRunService } from './runs/local-run-service.ts'
import { machine } from './runs/machine.ts'
import { workflowEntries } from './workflow-runners.ts'

export { projectRoot }

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
function openExecutor(workers: number): Executor {
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

let versions: { readonly code: string; readonly agents: string } | undefined

/** Hashes of the sources below, taken once. */
function sourceVersions(): NonNullable<typeof versions> {
  const of = (...packages: string[]): string =>
    sourceVersion(packages.map((name) => join(projectRoot, 'packages', name, 'src')))
  versions ??= { code: of('analytics', 'market', 'workflows', 'operations'), agents: of('agents') }
  return versions
}

/** Hash of the code that results depend on: analyses, their kernels, the reading of files. */
function codeVersion(): string {
  return sourceVersions().code
}

/**
 * Hash of the code that words depend on: prompts, tools, checks. It is no part of `codeVersion`: a figure comes from an analysis
 * alone, and a changed prompt must not throw away hours of simulation. What agents said is stored under both.
 */
function agentsVersion(): string {
  return sourceVersions().agents
}

/**
 * Opens what the decisions of mandates are remembered in: the DynamoDB table that `TUTTI_MEMORY_TABLE` names, else a file in the folder
 * of the run store. The AWS SDK is loaded only where that variable is set.
 */
export async function memoryOpener(): Promise<() => DecisionMemory> {
  const table = process.env.TUTTI_MEMORY_TABLE
  if (table === undefined || table === '') return () => SqliteDecisionMemory.open(storeHome())
  const { openDynamoMemory } = await import('@tutti/runtime/aws')
  return () => openDynamoMemory(table)
}

/** The account of this process. */
export function account(): string {
  return userInfo().username
}

/** A service of runs with all that it holds; `close` lets it go. */
export interface OpenRunService {
  readonly service: LocalRunService
  /** The store, opened when it is first needed. */
  readonly store: () => RunStore
  /** The account of this process. */
  readonly account: string
  readonly close: () => Promise<void>
}

/** Seconds after which an operation that an agent calls is ended. */
const operationSeconds = 120

/** Runs on this machine, on so many threads. Nothing is opened before it is needed. */
export async function openRunService(workers: number): Promise<OpenRunService> {
  const [{ LocalRunService }, { startedTelemetry }] = await Promise.all([
    import('./runs/local-run-service.ts'),
    import('@tutti/agents/observability'),
  ])
  const telemetry = await startedTelemetry(process.env)
  const opened: (() => unknown)[] = [() => telemetry.end()]
  const once = <T>(open: () => T, close: (open: T) => unknown): (() => T) => {
    let made: T | undefined
    return () => {
      if (made === undefined) {
        const value = open()
        made = value
        opened.unshift(() => close(value))
      }
      return made
    }
  }
  const store = once(openStore, (each) => each.close())
  const executor = once(
    () => openExecutor(workers),
    (each) => each.close(),
  )
  const memory = once(await memoryOpener(), (each) => each.close())
  const calculator = once(
    () => openCalculator({ workers: 1, limitSeconds: operationSeconds }),
    (each) => each.close(),
  )
  const service = new LocalRunService({
    workflows: workflowEntries,
    store,
    memory,
    executor,
    compute: (name, input) => calculator().run(name, input),
    // what scripts ask for is small: a thread of its own would take longer to load than it computes
    computeScripted: async (name, input) => (await operationNamed(name)).run(input),
    codeVersion,
    agentsVersion,
    machine: machine(workers),
    account: account(),
  })
  return {
    service,
    store,
    account: account(),
    close: async () => {
      for (const end of opened.splice(0)) await end()
    },
  }
}
