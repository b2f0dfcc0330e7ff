import type { ApprovalStatus } from '@tutti/workflows/agents-record'
import type { Section, Tone } from '../document/document.ts'
import { textCell } from '../document/result-reading.ts'
import type { Text } from '../document/text.ts'
import type { AgentsReading } from './agents-reading.ts'

const statuses: Readonly<
  Record<Exclude<ApprovalStatus, 'not-required'>, { readonly tone: Tone; readonly title: Text; readonly short: Text }>
> = {
  waiting: { tone: 'caution', title: 'This decision waits for approval', short: 'Waits for approval' },
  approved: { tone: 'good', title: 'This decision was approved', short: 'Approved' },
  rejected: { tone: 'stop', title: 'This decision was rejected', short: 'Rejected' },
}

/** The records that made the status what it is: the approvals of the result last approved, or the last rejection. */
function decisive({ record }: AgentsReading): number[] {
  const { status, records } = record.approval
  const last = records.findLastIndex(({ verdict }) => verdict === status)
  if (last < 0) return []
  if (status !== 'approved') return [last]
  const { resultHash } = records[last]
  return records.flatMap((each, i) => (each.verdict === 'approved' && each.resultHash === resultHash ? [i] : []))
}

/** Where the approval stands, in few words, for the head of the report; undefined where the mandate asks for none. */
export function approvalBadge(
  reading: AgentsReading,
): { readonly tone: Tone; readonly label: Text; readonly short: Text } | undefined {
  const { status } = reading.record.approval
  if (status === 'not-required') return undefined
  const by = decisive(reading).map((i) => reading.slot('text', 'agents', 'approval', 'records', i, 'by'))
  const { tone, short } = statuses[status]
  return { tone, short, label: by.length === 0 ? short : `${short} by ${by.join(' and ')}` }
}

/** Where the approval stands and what was said; undefined where the mandate asks for none. */
export function approvalSection(reading: AgentsReading): Section | undefined {
  const { record, slot } = reading
  const { status, approvers, fourEyes, records } = record.approval
  if (status === 'not-required') return undefined
  const { tone, title } = statuses[status]
  const said = decisive(reading).map((i) => {
    const of = (format: string, key: string) => slot(format, 'agents', 'approval', 'records', i, key)
    const why = records[i].reason === null ? '' : `: ${of('text', 'reason')}`
    return `${status === 'approved' ? 'Approved' : 'Rejected'} by ${of('text', 'by')} on ${of('date', 'at')}${why}`
  })
  return {
    id: 'approval',
    title: 'Approval',
    flows: true,
    blocks: [
      {
        kind: 'callout',
        tone,
        title,
        items: [
          ...said,
          fourEyes ? 'The mandate asks for two different persons.' : 'The mandate asks for one named person.',
          approvers.length === 0
            ? 'It names nobody: anybody who gives a name may answer.'
            : `It names: ${slot('list', 'agents', 'approval', 'approvers')}.`,
        ],
      },
      {
        kind: 'table',
        id: 'approval-records',
        caption: 'What persons said',
        columns: ['Who', 'Account', 'When (UTC)', 'Verdict', 'Why', 'Of the result'],
        rows: records.map(({ reason, edit }, i) => {
          const of = (format: string, ...keys: readonly string[]) =>
            slot(format, 'agents', 'approval', 'records', i, ...keys)
          return {
            cells: [
              textCell(of('text', 'by')),
              textCell(of('text', 'account')),
              textCell(of('text', 'at')),
              textCell(
                edit === null
                  ? of('text', 'verdict')
                  : `${of('text', 'verdict')}: ${of('text', 'edit', 'kind')} (${of('text', 'edit', 'id')})`,
              ),
              textCell(reason === null ? 'n/a' : of('text', 'reason')),
              textCell(of('short', 'resultHash')),
            ],
          }
        }),
        note: 'An approval is of the very result whose hash it names. Names are as they were given; the account is that of the machine or door.',
        empty: 'Nobody has answered yet.',
      },
    ],
  }
}
