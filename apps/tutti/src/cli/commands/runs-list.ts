import type { Command } from 'commander'
import type { RunRecord } from '@tutti/runtime'
import { storeExists, storeHome } from '../../compose.ts'
import { processTerminal } from '../terminal.ts'
import { plainTable } from '../text/index.ts'
import { withExistingStore } from './existing-store.ts'

/** `tutti runs list` */
export function addRunsList(runs: Command): void {
  runs
    .command('list')
    .description('all runs, oldest first')
    .option('--json', 'print as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const terminal = processTerminal()
      const records = storeExists() ? await withExistingStore((store) => store.runs()) : []
      if (json) return terminal.out(`${JSON.stringify(records)}\n`)
      if (records.length === 0) return terminal.out(`No runs in ${storeHome()} yet; tutti start makes the first one.\n`)
      const columns = [
        { title: 'Run' },
        { title: 'Workflow' },
        { title: 'Status' },
        { title: 'Created (UTC)' },
        { title: 'Seed', align: 'right' as const },
        { title: 'Key' },
      ]
      terminal.out(`${plainTable(columns, records.map(row), terminal.paint)}\n`)
    })
}

function row({ id, workflow, status, createdAt, seed, key }: RunRecord): string[] {
  return [id, workflow, status, createdAt.slice(0, 16).replace('T', ' '), String(seed), key.slice(0, 8)]
}
