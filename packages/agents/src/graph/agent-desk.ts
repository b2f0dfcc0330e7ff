import type { Change, ChangeKind, Proposal } from '@tutti/workflows/changes'
import type { BriefRecord, ProposalRecord, RevisionRecord } from '@tutti/workflows/agents-record'
import type { Governance } from '@tutti/workflows/governance'
import type { Specialist, SpecialistOutcome, SpecialistResults } from '@tutti/workflows/specialists'
import type { WorkflowContext } from '@tutti/workflows'
import type { Workflow, WorkflowFacts } from '@tutti/workflows/workflow'
import type { BudgetMeter, ConversationRecording } from '../models/index.ts'
import type { AgentRunOptions } from '../run/index.ts'

/** A workflow whose inputs and result this run alone knows. */
export type WorkflowOf<Case> = Workflow<never, Case, unknown>

/** What the nodes of one run share: what is given, and what has come of it so far. */
export interface AgentDesk<Case> {
  readonly workflow: WorkflowOf<Case>
  readonly study: Case
  readonly facts: WorkflowFacts
  readonly governance: Governance
  readonly context: WorkflowContext
  readonly options: AgentRunOptions
  readonly meter: BudgetMeter
  readonly recording: ConversationRecording
  readonly outcomes: Map<string, SpecialistOutcome>
  readonly briefs: Map<string, BriefRecord>
  readonly proposals: Map<string, ProposalRecord>
  readonly revisions: RevisionRecord[]
  /** Why models cannot be reached, by their names: no other conversation tries them again. */
  readonly outOfReach: Map<string, string>
  /** Errors of the store that records answers of models: they end the run. */
  readonly faults: unknown[]
  /** Proposals by which agents answered a consultation, by specialist and consultation: taken in by the analysis that asked. */
  readonly consultations: Map<string, readonly Proposal[]>
}

/** Results of all that are done so far. */
export function resultsSoFar<Case>({ outcomes }: AgentDesk<Case>): SpecialistResults {
  return Object.fromEntries(
    [...outcomes].flatMap(([name, outcome]) => (outcome.status === 'done' ? [[name, outcome.result]] : [])),
  )
}

/** Names of all that a specialist waits for, directly or through others. */
export function ancestorsOf<Case>({ workflow }: AgentDesk<Case>, { needs }: Specialist<Case>): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting = [...needs]
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue
    found.add(name)
    waiting.push(...(workflow.specialists.find((one) => one.name === name)?.needs ?? []))
  }
  return found
}

/**
 * Results of all that a specialist waited for. What others do side by side with it hangs on the clock, and may not be seen by
 * anything that it decides or says.
 */
export function resultsBefore<Case>(desk: AgentDesk<Case>, specialist: Specialist<Case>): SpecialistResults {
  const before = ancestorsOf(desk, specialist)
  return Object.fromEntries(Object.entries(resultsSoFar(desk)).filter(([name]) => before.has(name)))
}

/** The specialist of a name. */
export function specialistOf<Case>({ workflow }: AgentDesk<Case>, name: string): Specialist<Case> {
  return workflow.specialists.find((specialist) => specialist.name === name)!
}

/** The kinds of changes that a specialist may ask about and propose. */
export function kindsOf<Case>({ workflow }: AgentDesk<Case>, { script }: Specialist<Case>): ChangeKind<Case>[] {
  return workflow.changes.filter(({ kind }) => script.changes.includes(kind))
}

/** The kind of a change. */
export function kindOf<Case>({ workflow }: AgentDesk<Case>, { kind }: Change): ChangeKind<Case> | undefined {
  return workflow.changes.find((known) => known.kind === kind)
}

/** Changes that persons made to the decision and that a specialist's analysis takes in, oldest first. */
export function editsFor<Case>(desk: AgentDesk<Case>, specialist: string): Proposal[] {
  return desk.options.approvals.flatMap(({ edit }) =>
    edit !== null && kindOf(desk, edit)?.takenBy === specialist ? [edit] : [],
  )
}

/** Ids of the proposals that answered a consultation. */
export function consultedProposals<Case>({ consultations }: AgentDesk<Case>): ReadonlySet<string> {
  return new Set([...consultations.values()].flat().map(({ id }) => id))
}

/** The proposals of a run in the order of the specialists and their numbers, whatever the order in which they were made. */
export function proposalsInOrder<Case>({ workflow, proposals }: AgentDesk<Case>): ProposalRecord[] {
  const place = ({ proposal }: ProposalRecord): number =>
    workflow.specialists.findIndex(({ name }) => name === proposal.by)
  const number = ({ proposal }: ProposalRecord): number => Number(proposal.id.slice(proposal.id.lastIndexOf('-') + 1))
  return [...proposals.values()].toSorted((a, b) => place(a) - place(b) || number(a) - number(b))
}
