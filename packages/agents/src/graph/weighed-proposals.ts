import { TuttiError } from '@tutti/analytics/errors'
import type { ProposalRecord } from '@tutti/workflows/agents-record'
import type { Proposal } from '@tutti/workflows/changes'
import type { SpecialistResults } from '@tutti/workflows/specialists'
import {
  type AgentDesk,
  consultedProposals,
  kindOf,
  proposalsInOrder,
  resultsBefore,
  specialistOf,
} from './agent-desk.ts'

/**
 * Recomputes what proposals come to and records it. Those that help by the mandate's own measure are returned: the analysis of
 * `takenBy` takes them in. `results` has the analysis that is to be changed.
 */
export async function acceptedProposals<Case>(
  desk: AgentDesk<Case>,
  takenBy: string,
  pending: readonly ProposalRecord[],
  own: unknown,
): Promise<Proposal[]> {
  const accepted: Proposal[] = []
  for (const one of pending) {
    const results = { ...resultsBefore(desk, specialistOf(desk, takenBy)), [takenBy]: own }
    const record = await weighedProposal(desk, one, results, true)
    if (record.acceptedBy !== null) accepted.push(one.proposal)
  }
  return accepted
}

/** Recomputes one proposal and records it; only one that can still be taken in is accepted. */
export async function weighedProposal<Case>(
  desk: AgentDesk<Case>,
  pending: ProposalRecord,
  results: SpecialistResults,
  inTime: boolean,
): Promise<ProposalRecord> {
  const record = { ...pending, ...(await recomputed(desk, pending.proposal, results, inTime)) }
  desk.proposals.set(record.proposal.id, record)
  desk.options.onEvent({ kind: 'proposal', record })
  return record
}

async function recomputed<Case>(
  desk: AgentDesk<Case>,
  proposal: Proposal,
  results: SpecialistResults,
  inTime: boolean,
): Promise<Pick<ProposalRecord, 'effect' | 'problem' | 'acceptedBy'>> {
  const kind = kindOf(desk, proposal)!
  try {
    const effect = await kind.effect(desk.study, results, proposal.terms, desk.context)
    const helps = effect.verdict === 'helps' && kind.takenBy !== null
    const problem =
      helps && !inTime ? 'It came after the analysis that would have taken it in; a person may accept it.' : null
    return { effect, problem, acceptedBy: helps && inTime ? 'the mandate’s measure' : null }
  } catch (error) {
    desk.context.signal.throwIfAborted()
    if (!(error instanceof TuttiError)) throw error
    return { effect: null, problem: error.message, acceptedBy: null }
  }
}

/** Records of accepted proposals that the analysis failed with: it stands without them. */
export function notTakenIn<Case>(desk: AgentDesk<Case>, accepted: readonly Proposal[], problem: string): void {
  for (const { id } of accepted) {
    const record = { ...desk.proposals.get(id)!, problem, acceptedBy: null }
    desk.proposals.set(id, record)
    desk.options.onEvent({ kind: 'proposal', record })
  }
}

/** Proposals that nobody has recomputed yet and that a specialist's analysis takes in. */
export function pendingFor<Case>(desk: AgentDesk<Case>, specialist: string): ProposalRecord[] {
  const consulted = consultedProposals(desk)
  return proposalsInOrder(desk).filter(
    (record) =>
      isPending(record) && !consulted.has(record.proposal.id) && kindOf(desk, record.proposal)?.takenBy === specialist,
  )
}

/** Whether a proposal waits to be recomputed. */
export function isPending({ effect, problem }: ProposalRecord): boolean {
  return effect === null && problem === null
}
