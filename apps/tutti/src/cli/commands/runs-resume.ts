import type { Command } from 'commander'
import { codeVersion, machine } from '../../compose.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'
import { withExistingStore } from './existing-store.ts'

const note = `
A run that was interrupted, killed or failed goes on at the step it was in and
ends with the same bytes. A complete run is checked: every step is read again,
damaged ones are computed again. The market files must be as they were.`

/** `tutti runs resume ID` */
export function addRunsResume(runs: Command): void {
  const resume = runs.command('resume').description('go on with a run to its end').argument('<id>', 'a run')
  addSessionOptions(resume)
    .addHelpText('after', note)
    .action((id: string, options: SessionOptions) =>
      withExistingStore(async (store) => {
        const { requireSameCode } = await import('../../runs/index.ts')
        const { runnerOf } = await import('../../workflow-runners.ts')
        const { carryOut } = await import('../study-session.ts')
        const run = store.run(id)
        const runner = await runnerOf(run)
        const version = codeVersion()
        requireSameCode(run, version)
        const inputs = await runner.inputsOf(run)
        const here = machine(options.workers)
        const session = { runner, store, run, inputs, codeVersion: version, machine: here }
        await carryOut(session, options, processTerminal())
      }),
    )
}
