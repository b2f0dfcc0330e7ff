import { TuttiError } from '@tutti/analytics/errors'
import type { ApprovalRecord } from '@tutti/workflows/agents-record'
import { type Governance, personCount, samePerson } from '@tutti/workflows/governance'
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
const mostName = 100

/**
 * What a person says to the decision, the name as the mandate spells it. Throws unless the person may say it: `invalid-input` for a
 * name, a reason or the beginning of a hash that cannot be, and for a rejection without a reason; `unauthorised`, naming who
 * may, for a person who may not; `conflict` for one who has seen another result.
 */
export function approvalAsMandated(waiting: WaitingDecision, asked: ApprovalRequest): ApprovalRequest {
  const given = asked.by.trim()
  requireName(given)
  const { approvers } = waiting.governance.approval
  const request = { ...asked, by: approvers.find((name) => samePerson(name, given)) ?? given }
  requireReason(request)
  requireAllowed(waiting, request)
  requireSeen(waiting, request)
  return request
}

/**
 * Throws `invalid-input` where four eyes are asked for and the name of who starts the run cannot be one, or the mandate names fewer
 * than two persons beside.
 */
export function requireEnoughApprovers({ approval }: Governance, { person }: RunStarter): void {
  const { approvers, four_eyes: fourEyes } = approval
  if (!fourEyes || person === null) return
  requireName(person.trim())
  if (approvers.length === 0) return
  const others = approvers.filter((name) => !samePerson(name, person))
  if (personCount(others) >= 2) return
  throw new TuttiError(
    'invalid-input',
    `no decision of this run could be approved: four eyes are asked for, and without ${person}, who starts it, the mandate names ` +
      `${others.length === 0 ? 'nobody' : `${others.join(', ')} alone`}; let another person start it, or name more approvers`,
    {
      field: 'governance.approval.approvers',
      got: approvers.join(' | '),
      expected: 'two persons who do not start the run',
    },
  )
}

/** The persons who have approved a result, as their names were recorded. */
export function approvedBy(approvals: readonly ApprovalRecord[], resultHash: string | null): string[] {
  return approvals.flatMap(({ by, verdict, resultHash: about }) =>
    verdict === 'approved' && about === resultHash ? [by] : [],
  )
}

/** Who started a run, as its record has it; one of an older Tutti does not say. */
export function starterOf(machine: unknown): RunStarter {
  const { startedBy } = (machine ?? {}) as { readonly startedBy?: RunStarter }
  return startedBy ?? { account: '', person: null }
}

/** Characters of a hash that tell one result from another. */
const leastSeen = 8

function requireSeen({ run, decision }: WaitingDecision, { resultHash: seen }: ApprovalRequest): void {
  if (seen === undefined) return
  if (seen.length < leastSeen) {
    throw new TuttiError(
      'invalid-input',
      `the hash of the result that was seen needs at least ${leastSeen} characters`,
      {
        field: 'resultHash',
        got: JSON.stringify(seen),
        expected: `at least ${leastSeen} characters`,
      },
    )
  }
  if (decision.resultHash.startsWith(seen)) return
  // the right hash is not given back: who has it has looked at the result
  throw new TuttiError(
    'conflict',
    `the result of run ${run} is not the one that was seen; look at it again before you decide`,
    { field: 'resultHash', got: seen.slice(0, 64) },
  )
}

function requireName(by: string): void {
  const problem = nameProblem(by)
  if (problem === null) return
  const message = `a person who starts a run or decides on one has a name; ${JSON.stringify(by.slice(0, mostName))} ${problem}`
  throw new TuttiError('invalid-input', message, {
    field: 'by',
    got: JSON.stringify(by.slice(0, mostName)),
    expected: `1 to ${mostName} characters, letters of one alphabet among them, none invisible`,
  })
}

function nameProblem(by: string): string | null {
  if (by === '') return 'is empty'
  if (by.length > mostName) return `is longer than ${mostName} characters`
  const isInvisible = /\p{Cc}|\p{Default_Ignorable_Code_Point}|\p{Cf}/u.test(by)
  if (isInvisible || !by.isWellFormed()) return 'has invisible characters'
  if (!/\p{L}/u.test(by)) return 'has no letter'
  return mixesAlphabets(by) ? 'mixes letters of several alphabets that look alike' : null
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
  if (approvers.length > 0 && !approvers.some((name) => samePerson(name, by))) {
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
  if (approvedBy(approvals, decision.resultHash).some((name) => samePerson(name, by))) {
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
