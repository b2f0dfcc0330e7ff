import type { Command } from 'commander'
import { exitStatus } from '../../errors/index.ts'
import { processTerminal } from '../terminal.ts'
import { counted, wrapped } from '../text/index.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs verify ID` */
export function addRunsVerify(runs: Command): void {
  runs
    .command('verify')
    .description('recompute every hash of a run: manifest, audit chain, steps, files')
    .argument('<id>', 'a run')
    .option('--json', 'print as JSON', false)
    .addHelpText('after', '\nExit status 1: something was changed, or is missing or damaged.')
    .action((id: string, { json }: { readonly json: boolean }) =>
      withExistingStore((store) => {
        const { paint, width, out } = processTerminal()
        const { id: run, status } = store.run(id)
        const verification = store.verifyRun(run)
        const { ok, runId, findings, checked, auditHead } = verification
        if (!ok) process.exitCode = exitStatus.checkFailed
        if (json) return out(`${JSON.stringify(verification)}\n`)
        const counts = `${checked.audit} audit ${checked.audit === 1 ? 'entry' : 'entries'}, ${counted(checked.steps, 'step')}, ${counted(checked.artifacts, 'file')}`
        const verdict = ok
          ? paint.good('✔ sound') +
            (status === 'completed' ? '' : paint.caution(`, but not completed: it is ${status}`))
          : paint.bad(`✘ ${counted(findings.length, 'finding')}`)
        const lines = findings.map(({ part, name, message }) => wrapped(`${part} ${name}: ${message}`, width, '  '))
        out([`Run ${runId}: ${verdict} (${counts})`, ...lines, `Audit head: ${auditHead}`, ''].join('\n'))
      }),
    )
}
