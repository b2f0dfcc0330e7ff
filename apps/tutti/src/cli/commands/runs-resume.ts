import type { Command } from 'commander'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'
import { withService } from './open-service.ts'

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
      withService(async (opened) => {
        const { carryOut } = await import('../study-session.ts')
        const { reportPlace } = await import('../../runs/report-file.ts')
        const { service, store } = opened
        const place = options.report ?? reportPlace(store().run(id))
        const begin: Parameters<typeof carryOut>[1] = (onEvent, signal) => service.resume(id, onEvent, signal)
        await carryOut(opened, begin, place, options, processTerminal())
      }, options.workers),
    )
}
