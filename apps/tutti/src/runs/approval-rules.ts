import { TuttiError } from '@tutti/analytics/errors'
import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import { type Governance, samePerson } from '@tutti/workflows/governance'
import type { KeptDecision } from './artifacts.ts'
import type { ApprovalRequest, RunStarter } from './run-service.ts'

/** What a decision that waits is about and who has had a hand in it. */
export interface WaitingDecision {
  readonly run: string
  readonly governance: Governance
  readonly decision: KeptDecision
  readonly approvals: readonly ApprovalRecord[]
  readonly startedBy: RunStarter
}

const mostReason = 2000

/**
 * Throws unless a person may say this to the decision: `invalid-input` for a name or a reason that cannot be, and for a rejection
 * without a reason; `unauthorised`, naming who may, for a person who may not; `conflict` for one who has seen another result.
 */
export function requireApproval(waiting: WaitingDecision, request: ApprovalRequest): void {
  requireName(request.by)
  requireReason(request)
  requireAllowed(waiting, request)
  const { run, decision } = waiting
  const { resultHash = decision.resultHash } = request
  if (resultHash.length < 8 || !decision.resultHash.startsWith(resultHash)) {
    throw new TuttiError(
      'conflict',
      `the result of run ${run} is not the one that was seen; look at it again before you decide`,
      { field: 'resultHash', got: resultHash, expected: decision.resultHash },
    )
  }
}

/** Who started a run, as its record has it; one of an older Tutti does not say. */
export function starterOf(machine: unknown): RunStarter {
  const { startedBy } = (machine ?? {}) as { readonly startedBy?: RunStarter }
  return startedBy ?? { account: '', person: null }
}

function requireName(by: string): void {
  const isPlain =
    !/\p{Cc}|\p{Default_Ignorable_Code_Point}|\p{Cf}/u.test(by) && /\p{L}/u.test(by) && !mixesAlphabets(by)
  if (by.trim() === by && by.length >= 1 && by.length <= 100 && isPlain && by.isWellFormed()) return
  throw new TuttiError('invalid-input', 'a decision is approved, rejected or edited by a person with a name', {
    field: 'by',
    got: JSON.stringify(by),
    expected: '1 to 100 characters, letters of one alphabet among them, none invisible, no spaces at the ends',
  })
}

function requireReason({ verdict, reason, change }: ApprovalRequest): void {
  if (verdict === 'rejected' && (reason ?? '').trim() === '') {
    throw new TuttiError('invalid-input', 'a rejection needs a reason', { field: 'reason', expected: 'why' })
  }
  if (reason !== null && (reason.length > mostReason || !reason.isWellFormed())) {
    throw new TuttiError('invalid-input', 'the reason is too long', {
      field: 'reason',
      got: `${reason.length} characters`,
      expected: `at most ${mostReason} characters`,
    })
  }
  if ((verdict === 'edited') === (change !== null)) return
  const message = change === null ? 'an edit needs a change' : `only an edit comes with a change`
  throw new TuttiError('invalid-input', message, { field: 'change', expected: '{"kind": …, "terms": …}' })
}

function requireAllowed(
  { run, governance, decision, approvals, startedBy }: WaitingDecision,
  request: ApprovalRequest,
) {
  const { by, account, verdict } = request
  const { approvers, four_eyes: fourEyes } = governance.approval
  if (approvers.length > 0 && !approvers.includes(by)) {
    throw new TuttiError(
      'unauthorised',
      `${by} may not decide on run ${run}; the mandate names ${approvers.join(', ')}`,
      {
        field: 'by',
        got: by,
        expected: approvers.join(' | '),
      },
    )
  }
  if (!fourEyes || verdict !== 'approved') return
  const { person } = startedBy
  if (person === null ? account === startedBy.account : samePerson(by, person)) {
    const who = person ?? `the account ${startedBy.account}, which gave no name`
    throw new TuttiError(
      'unauthorised',
      `run ${run} was started by ${who}; four eyes are asked for, none of them of who started it`,
      {
        field: 'by',
        got: person === null ? `${by} from the account ${account}` : by,
        expected: othersText(approvers, [person ?? '']),
      },
    )
  }
  const before = approvals.filter((said) => said.verdict === 'approved' && said.resultHash === decision.resultHash)
  if (before.some((said) => samePerson(said.by, by))) {
    throw new TuttiError('unauthorised', `${by} has approved run ${run} already; another person has to`, {
      field: 'by',
      got: by,
      expected: othersText(approvers, [by, person ?? '']),
    })
  }
}

/** Whether letters of several alphabets that have look-alikes stand in a name. */
function mixesAlphabets(name: string): boolean {
  return [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u].filter((one) => one.test(name)).length > 1
}

function othersText(approvers: readonly string[], without: readonly string[]): string {
  const others = approvers.filter((name) => !without.some((other) => samePerson(name, other)))
  return others.length === 0 ? 'another person' : others.join(' | ')
}
