import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { InlineExecutor, type RunStore, SqliteRunStore } from '@tutti/runtime'
import { SqliteDecisionMemory } from '@tutti/runtime/memory'
import { LocalRunService, type LocalRunServiceOptions } from '../runs/local-run-service.ts'
import { machine } from '../runs/machine.ts'
import type { RunRequest } from '../runs/run-service.ts'
import { madeUpEntry } from './made-up-runner.fixture.ts'
import type { MadeUpOptions } from './made-up-workflow.fixture.ts'

/** A new folder with `mandate.yaml` in it, removed when the test ends. */
export function madeUpFolder(t: Pick<TestContext, 'after'>, mandate = 'name: Made-up fund\n'): string {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-made-up-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'mandate.yaml'), mandate)
  return folder
}

/** A service as another process would open it on the same folder. */
export interface MadeUpService {
  readonly service: LocalRunService
  readonly store: RunStore
  readonly memory: SqliteDecisionMemory
  /** Specialists whose analyses this service computed, not found in the store. */
  readonly computed: readonly string[]
  readonly close: () => Promise<void>
}

/** Runs of the made-up workflow over the store in a folder. */
export function madeUpService(
  folder: string,
  options: Partial<LocalRunServiceOptions> & MadeUpOptions = {},
): MadeUpService {
  const store = SqliteRunStore.open(join(folder, '.tutti'))
  const memory = SqliteDecisionMemory.open(join(folder, '.tutti'))
  const computed: string[] = []
  const onCompute = (specialist: string): void => {
    computed.push(specialist)
    options.onCompute?.(specialist)
  }
  const entry = madeUpEntry({ ...options, onCompute })
  const service = new LocalRunService({
    workflows: [entry],
    store: () => store,
    memory: () => memory,
    executor: () => new InlineExecutor(),
    compute: () => Promise.reject(new Error('no operation is offered')),
    codeVersion: () => 'code',
    agentsVersion: () => 'agents',
    machine: machine(1),
    account: 'starter',
    ...options,
  })
  const close = async (): Promise<void> => {
    store.close()
    await memory.close()
  }
  return { service, store, memory, computed, close }
}

const offline = { kind: 'offline', modelId: 'offline' } as const

/** A run of the mandate in a folder, by offline agents where nothing else is said. */
export function madeUpRequest(folder: string, changes: Partial<RunRequest> = {}): RunRequest {
  return {
    workflow: 'made-up',
    files: { mandate: join(folder, 'mandate.yaml') },
    asOf: null,
    seed: 1,
    overrides: {},
    models: { lead: offline, others: offline, bySpecialist: {} },
    replay: null,
    ...changes,
  }
}
