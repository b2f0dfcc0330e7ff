import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SqliteRunStore } from '@tutti/runtime'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))

/** How a call of the command line ended. */
export interface CliEnd {
  /** Exit status, or the signal that killed it. */
  readonly status: number | string
  readonly out: string
  readonly err: string
}

/** A call of the command line under way. */
export interface CliProcess {
  readonly process: ChildProcess
  readonly ended: Promise<CliEnd>
}

/** Starts the real command line in `folder`, its store in `folder/.tutti`. */
export function startCli(folder: string, args: readonly string[], env: Record<string, string> = {}): CliProcess {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...cleanEnvironment(), ...env } })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<CliEnd>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ status: code ?? signal ?? 'unknown', out, err }))
  })
  return { process: child, ended }
}

/** Calls the command line and waits for its end. */
export function cli(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<CliEnd> {
  return startCli(folder, args, env).ended
}

/** The environment without what would change where runs are kept or how text looks. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const left = ['TUTTI_HOME', 'COLUMNS', 'FORCE_COLOR', 'NODE_OPTIONS', 'NODE_TEST_CONTEXT', 'npm_lifecycle_event']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !left.includes(name)))
}

/** Gives the store of `folder` to `work`. */
export function inStore<T>(folder: string, work: (store: SqliteRunStore) => T): T {
  const store = SqliteRunStore.open(join(folder, '.tutti'))
  try {
    return work(store)
  } finally {
    store.close()
  }
}

/** Waits until the newest run in the store of `folder` has saved so many steps, and returns its id. */
export async function stepsSaved(folder: string, count: number): Promise<string> {
  for (let waited = 0; waited < 30_000; waited += 10) {
    const found = inStore(folder, (store) => {
      const run = store.runs().at(-1)
      return run !== undefined && store.steps(run.id).length >= count ? run.id : undefined
    })
    if (found !== undefined) return found
    await sleep(10)
  }
  throw new Error(`no run saved ${count} steps within 30 s`)
}
