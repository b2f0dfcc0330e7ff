import type { Command } from 'commander'
import { processTerminal } from '../terminal.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs report ID` */
export function addRunsReport(runs: Command): void {
  runs
    .command('report')
    .description('write the report of a run again')
    .argument('<id>', 'a run')
    .option('--report <file>', 'where it goes (default: reports/WORKFLOW.html)')
    .action((id: string, options: { readonly report?: string }) =>
      withExistingStore(async (store) => {
        const { keptResult, keptTelemetry, writeReport, writtenFiles } = await import('../../runs/index.ts')
        const { runnerOf } = await import('../../workflow-runners.ts')
        const run = store.run(id)
        const runner = await runnerOf(run)
        const result = keptResult(store, run.id)
        const file = options.report ?? runner.defaultReport
        writeReport(file, runner.report(run, result, keptTelemetry(store, run.id)), run.id)
        const files = writtenFiles(file, runner.files(run, result), run.id)
        processTerminal().out([`Report: ${file}`, ...files, ''].join('\n'))
      }),
    )
}
