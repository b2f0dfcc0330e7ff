import type { Command } from 'commander'
import { processTerminal } from '../terminal.ts'
import { withService } from './open-service.ts'

const note = `
A pointer leads into the result (/decision/status), or into what a specialist
found, as briefs cite it (fx-hedger#/currency/set/recommended).`

/** `tutti runs figure ID POINTER` */
export function addRunsFigure(runs: Command): void {
  runs
    .command('figure')
    .description('a figure of a run at full precision, and where it comes from')
    .argument('<id>', 'a run')
    .argument('<pointer>', 'JSON pointer into the result, or specialist#/pointer')
    .addHelpText('after', note)
    .action((id: string, pointer: string) =>
      withService(async ({ service }) => {
        processTerminal().out(`${JSON.stringify(await service.figure(id, pointer), undefined, 2)}\n`)
      }, 1),
    )
}
