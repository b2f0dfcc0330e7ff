import type { RunSummary } from '../../runs/run-service.ts'
import { commandLine } from './command-text.ts'
import type { Paint } from './paint.ts'

/** Where the approval of a run stands, and what to do next where a person has to decide; empty where none is asked for. */
export function approvalText({ id, approval, resultHash }: RunSummary, paint: Paint): string {
  if (approval === 'not-required') return ''
  if (approval === 'approved') return `${paint.good('✔ APPROVED')}\n`
  if (approval === 'rejected') return `${paint.bad('✘ REJECTED')}\n`
  const seen = resultHash === null ? '' : ` --seen ${resultHash.slice(0, 12)}`
  return [
    `${paint.caution('! WAITING')} The decision waits for a person. To decide:`,
    `  ${commandLine(`runs approve ${id} --by NAME${seen}`)}`,
    `  ${commandLine(`runs reject ${id} --by NAME --reason TEXT${seen}`)}`,
    `  ${commandLine(`runs edit ${id} --by NAME --change JSON${seen}`)}`,
    '',
  ].join('\n')
}
