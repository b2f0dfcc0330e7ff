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
        const { resumedInputs } = await import('../../allocation/index.ts')
        const { carryOut } = await import('../study-session.ts')
        const run = store.run(id)
        const version = codeVersion()
        const inputs = await resumedInputs(run, version)
        const here = machine(options.workers)
        await carryOut({ store, run, inputs, codeVersion: version, machine: here }, options, processTerminal())
      }),
    )
}
