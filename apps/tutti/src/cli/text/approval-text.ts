import type { RunSummary } from '../../runs/run-service.ts'
import { commandLine } from './command-text.ts'
import { printable } from './layout.ts'
import type { Paint } from './paint.ts'

/**
 * Where the approval of a run stands, and what to do next where a person has to decide; empty where none is asked for.
 * `approvedBy`: who has approved a decision that waits for a second person.
 */
export function approvalText(
  { id, approval, resultHash }: RunSummary,
  approvedBy: readonly string[],
  paint: Paint,
): string {
  if (approval === 'not-required') return ''
  if (approval === 'approved') return `${paint.good('✔ APPROVED')}\n`
  if (approval === 'rejected') return `${paint.bad('✘ REJECTED')}\n`
  const seen = resultHash === null ? '' : ` --seen ${resultHash.slice(0, 12)}`
  const stands =
    approvedBy.length === 0
      ? 'The decision waits for a person. To decide:'
      : `${approvedBy.length} of 2 approvals recorded (${printable(approvedBy.join(', '))}); another person has to:`
  return [
    `${paint.caution('! WAITING')} ${stands}`,
    `  ${commandLine(`runs approve ${id} --by NAME${seen}`)}`,
    `  ${commandLine(`runs reject ${id} --by NAME --reason TEXT${seen}`)}`,
    `  ${commandLine(`runs edit ${id} --by NAME --change JSON${seen}`)}`,
    '',
  ].join('\n')
}
