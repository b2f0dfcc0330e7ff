import type { Command } from 'commander'
import type { RunRecord, RunStore } from '@tutti/runtime'
import { storeExists, storeHome } from '../../compose.ts'
import { keptDecision } from '../../runs/artifacts.ts'
import { processTerminal } from '../terminal.ts'
import { plainTable, printable } from '../text/index.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs list` */
export function addRunsList(runs: Command): void {
  runs
    .command('list')
    .description('all runs, oldest first')
    .option('--json', 'print as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const terminal = processTerminal()
      const { records, rows } = storeExists()
        ? await withExistingStore((store) => {
            const runs = store.runs()
            return { records: runs, rows: json ? [] : runs.map((run) => row(store, run)) }
          })
        : { records: [], rows: [] }
      if (json) return terminal.out(`${JSON.stringify(records)}\n`)
      if (records.length === 0) return terminal.out(`No runs in ${storeHome()} yet; tutti start makes the first one.\n`)
      const columns = [
        { title: 'Run (UTC)' },
        { title: 'Workflow' },
        { title: 'Status' },
        { title: 'Seed', align: 'right' as const },
      ]
      const taken = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((cells) => cells[i].length)))
      const most = Math.max(leastDecision, terminal.width - taken.reduce((sum, width) => sum + width + 2, 1))
      terminal.out(`${plainTable([...columns, { title: 'Decision', most }], rows, terminal.paint)}\n`)
    })
}

/** Characters that the decision gets in a narrow terminal. */
const leastDecision = 20

function row(store: RunStore, { id, workflow, status, seed, error }: RunRecord): string[] {
  const { message } = (error ?? {}) as { readonly message?: string }
  return [id, workflow, status, String(seed), printable(keptDecision(store, id)?.headline ?? message ?? '')]
}
