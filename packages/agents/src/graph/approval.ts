import type { ApprovalRecord, ApprovalStatus } from '@tutti/workflows/agents-record'
import { type Governance, personCount } from '@tutti/workflows/governance'

/**
 * Where the approval of a result stands: only what was said of this very result counts. One rejection ends it; two different
 * persons must approve where four eyes are asked for.
 */
export function approvalStatus(
  { approval }: Governance,
  records: readonly ApprovalRecord[],
  resultHash: string,
): ApprovalStatus {
  if (!approval.required) return 'not-required'
  const said = records.filter((record) => record.resultHash === resultHash)
  if (said.some(({ verdict }) => verdict === 'rejected')) return 'rejected'
  const approvers = said.filter(({ verdict }) => verdict === 'approved').map(({ by }) => by)
  return personCount(approvers) >= (approval.four_eyes ? 2 : 1) ? 'approved' : 'waiting'
}
