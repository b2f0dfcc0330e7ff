import type { Command } from 'commander'
import { keptAgents } from '../../runs/artifacts.ts'
import { processTerminal } from '../terminal.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs briefs ID` */
export function addRunsBriefs(runs: Command): void {
  runs
    .command('briefs')
    .description('who said what: briefs, proposals, revisions, approvals')
    .argument('<id>', 'a run')
    .option('--json', 'print as JSON', false)
    .action((id: string, { json }: { readonly json: boolean }) =>
      withExistingStore(async (store) => {
        const { out, width, paint } = processTerminal()
        const run = store.run(id)
        const agents = keptAgents(store, run.id)
        if (json) return out(`${JSON.stringify(agents)}\n`)
        if (agents === null)
          return out(`Run ${run.id} has no briefs: it was run without agents, or has not come to them.\n`)
        const { briefsText } = await import('../text/briefs-text.ts')
        out(briefsText(agents, width, paint))
      }),
    )
}
