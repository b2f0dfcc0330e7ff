import type { Model } from '@strands-agents/sdk'
import type { AgentsRecord, ApprovalRecord, RecalledDecision } from '@tutti/workflows/agents-record'
import type { SpecialistResults } from '@tutti/workflows/specialists'
import type { ModelChoice, ModelPlan } from '../models/model-choice.ts'
import type { AgentEvent } from './agent-event.ts'

/** How the agents of a run work; no figure depends on it but through proposals that are accepted. */
export interface AgentRunOptions {
  readonly models: ModelPlan
  /**
   * What the answers of language models are recorded under: the id of the run, or of an earlier one whose conversation is to be
   * replayed.
   */
  readonly conversation: string
  /** Earlier decisions of the mandate, as of the date of the data or before. */
  readonly recalled: readonly RecalledDecision[]
  /** What persons said so far, in order. */
  readonly approvals: readonly ApprovalRecord[]
  /** Computes an operation of the catalogue. */
  readonly compute: (name: string, input: unknown) => Promise<unknown>
  readonly onEvent: (event: AgentEvent) => void
  /** Given the results of all specialists that are done, by name: what the figures of briefs lead into. */
  readonly keepResults?: (results: SpecialistResults) => void
  /** Given what was said, at the end and also where the run fails. */
  readonly keepRecord?: (record: AgentsRecord) => void
  /** Makes a model; tests put theirs in. Left out: the real ones. */
  readonly makeModel?: (choice: ModelChoice, specialist: string) => Model
}

/** What a run of agents came to. While `waiting` the result is complete and the decision is not approved. */
export interface AgentRunOutcome<Result> {
  readonly result: Result
  readonly record: AgentsRecord
  /** SHA-256 of the canonical JSON of the result: what an approval is about. */
  readonly resultHash: string
  readonly waiting: boolean
}
