import type { Command } from 'commander'
import { TuttiError } from '@tutti/analytics/errors'
import type { Json } from '@tutti/runtime'
import { jsonOfText } from '../../errors/index.ts'
import type { ApprovalRequest } from '../../runs/run-service.ts'
import { addSessionOptions, type SessionOptions } from '../session-options.ts'
import { processTerminal } from '../terminal.ts'
import { withService } from './open-service.ts'

interface DecideOptions extends SessionOptions {
  readonly by: string
  readonly reason?: string
  readonly change?: string
  readonly seen?: string
}

const note = `
What is said is about the result as it is now; with --seen HASH (tutti runs
show) it is refused where the result has changed. The account of the operating
system is recorded beside the name: docs/approvals.md says what that proves.`

/** `tutti runs approve | reject | edit ID` */
export function addRunsDecide(runs: Command): void {
  decide(runs, 'approve', 'approved', 'approve a decision that waits')
  decide(runs, 'reject', 'rejected', 'reject a decision that waits, with a reason')
  decide(runs, 'edit', 'edited', 'change a decision that waits, within the mandate, and compute it anew')
}

function decide(runs: Command, name: string, verdict: ApprovalRequest['verdict'], description: string): void {
  const command = runs
    .command(name)
    .description(description)
    .argument('<id>', 'a run')
    .requiredOption('--by <name>', 'the person who decides')
  if (verdict === 'rejected') command.requiredOption('--reason <text>', 'why')
  else command.option('--reason <text>', 'why')
  if (verdict === 'edited') {
    command.requiredOption('--change <json>', 'such as {"kind": "…", "terms": {…}}; tutti workflows NAME lists them')
  }
  command.option('--seen <hash>', 'the result that was looked at: its SHA-256, or how it begins')
  addSessionOptions(command)
    .addHelpText('after', note)
    .action((id: string, options: DecideOptions) =>
      withService(async (opened) => {
        const { carryOut } = await import('../study-session.ts')
        const { reportPlace } = await import('../../runs/report-file.ts')
        const { service, store, account } = opened
        const { by, reason = null, seen, change } = options
        const request: ApprovalRequest = {
          by,
          account,
          verdict,
          reason,
          change: change === undefined ? null : changeOf(change),
          ...(seen === undefined ? {} : { resultHash: seen }),
        }
        const record = store().run(id)
        const run = record.id
        const begin: Parameters<typeof carryOut>[1] = async (onEvent, signal) => {
          const summary = await service.approve(run, request, onEvent, signal)
          return { run, ended: Promise.resolve(summary) }
        }
        const shown = { ...options, isApproval: verdict === 'approved' }
        await carryOut(opened, begin, options.report ?? reportPlace(record), shown, processTerminal())
      }, options.workers),
    )
}

function changeOf(text: string): { readonly kind: string; readonly terms: Json } {
  const value = jsonOfText(text, '--change', { field: '--change' })
  if (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'terms' in value
  ) {
    return { kind: value.kind, terms: value.terms as Json }
  }
  throw new TuttiError('invalid-input', '--change has a kind and terms', {
    field: '--change',
    got: text.slice(0, 80),
    expected: '{"kind": "…", "terms": {…}}',
  })
}
