import type { Command } from 'commander'
import { processTerminal } from '../terminal.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs report ID` */
export function addRunsReport(runs: Command): void {
  runs
    .command('report')
    .description('write the report of a run again')
    .argument('<id>', 'a run')
    .option('--report <file>', 'where it goes (default: where it went when the run was started)')
    .action((id: string, options: { readonly report?: string }) =>
      withExistingStore(async (store) => {
        const { reportPlace, viewOf, writeReport, writtenFiles } = await import('../../runs/index.ts')
        const { shownRun } = await import('../study-session.ts')
        const { filesText } = await import('../text/files-text.ts')
        const { runnerOf } = await import('../../workflow-runners.ts')
        const shown = shownRun(store, id)
        const { run, result, approval } = shown
        const view = viewOf(await runnerOf(run))
        const file = options.report ?? reportPlace(run)
        writeReport(file, view.report(shown), run.id)
        const beside = view.files(run, result, approval)
        const files = writtenFiles(file, beside, run.id)
        processTerminal().out(`Report: ${file}\n${filesText(files, beside)}`)
      }),
    )
}
