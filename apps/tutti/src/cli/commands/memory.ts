import type { Command } from 'commander'
import { TuttiError } from '@tutti/analytics/errors'
import type { DecisionMemory } from '@tutti/runtime/memory'
import { memoryOpener } from '../../compose.ts'
import type { RememberedDecision } from '../../runs/remembered-decisions.ts'
import { processTerminal, type Terminal } from '../terminal.ts'
import { heading, printable, wrapped } from '../text/index.ts'
import { withService } from './open-service.ts'

interface ForgetOptions {
  readonly mandate?: string
  readonly workflow?: string
}

const note = `
Decisions are recalled to the agents of later runs of the same mandate, as of the
date of their data, for as long as its section governance.memory says. A run that
recalled a decision keeps what it saw.`

/** `tutti memory …` */
export function addMemory(program: Command): void {
  const memory = program
    .command('memory')
    .description('decisions that are recalled to agents')
    .helpGroup('Studies:')
    .addHelpText('after', note)
  memory
    .command('list')
    .description('what is remembered')
    .option('--json', 'print as JSON', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      const { rememberedDecisions } = await import('../../runs/remembered-decisions.ts')
      const terminal = processTerminal()
      const { out } = terminal
      await withService(async ({ store }) => {
        const found = await withMemory((open) => rememberedDecisions(store(), open, new Date()))
        if (json) return out(`${JSON.stringify(found)}\n`)
        if (found.length === 0) return out('No decision is remembered.\n')
        out(found.map((each) => `${rememberedText(each, terminal)}\n`).join('\n'))
      })
    })
  memory
    .command('forget')
    .description('forget the decision of a run, or all of a mandate')
    .argument('[run]', 'a run')
    .option('--mandate <name>', 'a mandate, with --workflow')
    .option('--workflow <name>', 'the workflow of the mandate')
    .action(async (run: string | undefined, { mandate, workflow }: ForgetOptions) => {
      const { forgetMandate, forgetRun } = await import('../../runs/remembered-decisions.ts')
      const { out } = processTerminal()
      await withService(async ({ store, account }) => {
        if (run !== undefined && mandate === undefined && workflow === undefined) {
          const id = await withMemory((open) => forgetRun(store(), open, run, account))
          return out(`Forgotten: the decision of run ${id}\n`)
        }
        if (run === undefined && mandate !== undefined && workflow !== undefined) {
          const count = await withMemory((open) => forgetMandate(store(), open, { workflow, mandate }, account))
          return out(`Forgotten: ${count} ${count === 1 ? 'decision' : 'decisions'}\n`)
        }
        throw new TuttiError('invalid-input', 'forget takes a run, or --mandate with --workflow', { field: 'run' })
      })
    })
}

function rememberedText({ workflow, mandate, entry }: RememberedDecision, { width, paint }: Terminal): string {
  const { headline, approval } = entry.content as { headline: string; approval: string }
  const { runId, asOf, expiresAt } = entry
  const facts = [
    ...(asOf === null ? [] : [`as of ${asOf}`]),
    `approval: ${approval.replaceAll('-', ' ')}`,
    `until ${expiresAt.slice(0, 10)}`,
  ]
  return [
    heading(runId, printable(`${workflow}  ${mandate}`), width, paint),
    wrapped(printable(headline), width, '  '),
    paint.faint(wrapped(printable(facts.join(' · ')), width, '  ')),
  ].join('\n')
}

async function withMemory<T>(work: (memory: DecisionMemory) => Promise<T>): Promise<T> {
  const memory = (await memoryOpener())()
  try {
    return await work(memory)
  } finally {
    await memory.close()
  }
}
