import type { Command } from 'commander'
import type { RunRecord, RunStore } from '@tutti/runtime'
import { artifactNames, keptDecision, keptResult, soundArtifact } from '../../runs/artifacts.ts'
import { runnerOf } from '../../workflow-runners.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { bytesText, plainTable, wrapped } from '../text/index.ts'
import { withExistingStore } from './existing-store.ts'

interface ShowOptions {
  readonly artifact?: string
  readonly result: boolean
  readonly json: boolean
}

/** `tutti runs show ID` */
export function addRunsShow(runs: Command): void {
  runs
    .command('show')
    .description('what a run was started with, its steps and its files')
    .argument('<id>', 'a run')
    .option('--result', 'the tables of its result', false)
    .option('--artifact <name>', 'write one of its files to standard output, as it is')
    .option('--json', 'print as JSON', false)
    .action((id: string, options: ShowOptions) =>
      withExistingStore(async (store) => {
        const run = store.run(id)
        const terminal = processTerminal()
        if (options.artifact !== undefined) process.stdout.write(store.artifact(run.id, options.artifact))
        else if (options.json) terminal.out(`${JSON.stringify(everything(store, run))}\n`)
        else if (options.result) terminal.out(await resultTables(store, run, terminal))
        else terminal.out(`${await runText(store, run, terminal)}\n`)
      }),
    )
}

function everything(store: RunStore, run: RunRecord) {
  return { ...run, steps: store.steps(run.id), artifacts: store.artifacts(run.id), audit: store.audit(run.id) }
}

async function resultTables(store: RunStore, run: RunRecord, { width, paint }: Terminal): Promise<string> {
  const { viewOf } = await import('../../runs/index.ts')
  const { shownRun } = await import('../study-session.ts')
  return viewOf(await runnerOf(run)).text(shownRun(store, run.id), width, paint)
}

async function runText(store: RunStore, run: RunRecord, { paint, width }: Terminal): Promise<string> {
  const steps = store.steps(run.id)
  const artifacts = store.artifacts(run.id)
  const facts: [string, string][] = [
    ['Workflow', run.workflow],
    ['Status', run.status],
    ['Created', run.createdAt],
    ['Finished', run.finishedAt ?? '-'],
    ['Seed', String(run.seed)],
    ['Key', run.key],
    ['Code version', run.codeVersion],
    ...(run.error === null ? [] : [['Error', errorText(run.error)] as [string, string]]),
    ...(await decisionFacts(store, run)),
  ]
  return [
    paint.bold(`Run ${run.id}`),
    ...facts.map(([name, text]) => wrapped(text, width, `  ${name.padEnd(13)}`)),
    '',
    plainTable(
      [{ title: 'Input', most: 40 }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }],
      Object.entries(run.inputs).map(([name, { hash, bytes }]) => [
        name,
        bytes === undefined ? '' : bytesText(bytes),
        hash.slice(0, 16),
      ]),
      paint,
    ),
    '',
    plainTable(
      [{ title: 'Step' }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }, { title: '' }],
      steps.map(({ name, bytes, hash, reused }) => [name, bytesText(bytes), hash.slice(0, 16), reused ? 'reused' : '']),
      paint,
    ),
    '',
    plainTable(
      [{ title: 'File' }, { title: 'Size', align: 'right' }, { title: 'SHA-256' }],
      artifacts.map(({ name, bytes, hash }) => [name, bytesText(bytes), hash.slice(0, 16)]),
      paint,
    ),
  ].join('\n')
}

function errorText(error: RunRecord['error']): string {
  const { code, message } = (error ?? {}) as { code?: string; message?: string }
  return `${code ?? 'unknown'}: ${message ?? JSON.stringify(error)}`
}

async function decisionFacts(store: RunStore, run: RunRecord): Promise<[string, string][]> {
  const kept = keptDecision(store, run.id)
  if (kept !== null) {
    return [
      ['Decision', kept.headline],
      ['Approval', kept.approval.replaceAll('-', ' ')],
      ['Result', kept.resultHash],
    ]
  }
  // a run of an older Tutti
  if (soundArtifact(store, run.id, artifactNames.result) === undefined) return []
  const { workflow } = await runnerOf(run)
  return [['Decision', workflow.decision(keptResult(store, run.id)).headline]]
}
