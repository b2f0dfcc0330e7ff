import type { Command } from 'commander'
import { defaultReport } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs report ID` */
export function addRunsReport(runs: Command): void {
  runs
    .command('report')
    .description('write the report of a run again')
    .argument('<id>', 'a run')
    .option('--report <file>', 'where it goes', defaultReport)
    .action((id: string, { report }: { readonly report: string }) =>
      withExistingStore(async (store) => {
        const { keptResult, keptTelemetry, reportOf, writeReport } = await import('../../allocation/index.ts')
        const run = store.run(id)
        writeReport(report, reportOf(run, keptResult(store, run.id), keptTelemetry(store, run.id)), run.id)
        processTerminal().out(`Report: ${report}\n`)
      }),
    )
}
