import type { ChangeEffect, Proposal } from '../changes/index.ts'
import type { Unit } from '../figures/index.ts'

/** Kinds of models that can write words. */
export const modelKinds = ['offline', 'bedrock', 'anthropic', 'openai', 'ollama'] as const
export type ModelKind = (typeof modelKinds)[number]

/** The model that wrote something. */
export interface ModelName {
  readonly kind: ModelKind
  /** Such as a Bedrock model id; `offline` for the offline one. */
  readonly modelId: string
}

/** A figure that a brief cites, as it was when the brief was accepted. */
export interface CitedFigure {
  /** Where it comes from: `fx-hedger#/currency/set/…`. */
  readonly source: string
  readonly value: number | null
  readonly standardError: number | null
  readonly unit: Unit
  readonly digits: number
}

/** A piece of a brief: words, words that a slot took from a result, or a figure. */
export type BriefPart =
  | { readonly kind: 'words'; readonly text: string; readonly source: string | null }
  | { readonly kind: 'figure'; readonly figure: CitedFigure }

/** What a specialist said. */
export interface BriefRecord {
  readonly specialist: string
  readonly role: string
  /** Who wrote it. */
  readonly writtenBy: ModelName
  /** Why the offline brief stands in for the model that was asked for; null where it does not. */
  readonly stoodIn: string | null
  /** Drafts that were sent back, each with the reasons; words of the checker, without the draft's own. */
  readonly refused: readonly { readonly reasons: readonly string[] }[]
  readonly template: string
  /** Paragraphs of parts. */
  readonly paragraphs: readonly (readonly BriefPart[])[]
  /** Tools it called, in order. */
  readonly tools: readonly { readonly tool: string; readonly ok: boolean }[]
}

/** A specialist of whom there is no result, and why. */
export interface MissingSpecialist {
  readonly specialist: string
  readonly role: string
  readonly status: 'failed' | 'not-run'
  /** The error's message, or the names of those whose results it lacked. */
  readonly because: string
}

/** A proposal with what it came to. */
export interface ProposalRecord {
  readonly proposal: Proposal
  /** Its reason with every figure filled in. */
  readonly why: readonly BriefPart[]
  /** Null where it could not be recomputed; `problem` says why. */
  readonly effect: ChangeEffect | null
  readonly problem: string | null
  /** By whom it was accepted: the mandate's measure, or a person by name; null: it was not. */
  readonly acceptedBy: string | null
}

/** A revision that the lead asked for. */
export interface RevisionRecord {
  readonly askedBy: string
  readonly specialist: string
  /** Its slots filled in. */
  readonly question: readonly BriefPart[]
  /** Ids of the proposals that came of it. */
  readonly proposals: readonly string[]
}

/** What a person said to a decision. */
export interface ApprovalRecord {
  readonly by: string
  /** The account at the machine or door through which it came. */
  readonly account: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly verdict: 'approved' | 'rejected' | 'edited'
  /** Why; required for a rejection. */
  readonly reason: string | null
  /** The change an edit made, as a proposal by the person. */
  readonly edit: Proposal | null
  /** SHA-256 of the decision that it is about: of the result that the person saw. */
  readonly resultHash: string
}

/** Where the approval of a decision stands. */
export type ApprovalStatus = 'not-required' | 'waiting' | 'approved' | 'rejected'

/** A decision of an earlier run that was recalled to the agents. */
export interface RecalledDecision {
  readonly runId: string
  readonly asOf: string | null
  readonly status: string
  readonly headline: string
  readonly approval: ApprovalStatus
}

/** Who said what on which evidence in a run: plain JSON, without times but those of approvals. */
export interface AgentsRecord {
  readonly schema: 'agents/1'
  readonly workflow: string
  readonly lead: string
  readonly models: readonly { readonly specialist: string; readonly model: ModelName }[]
  readonly budget: {
    readonly tokens: number
    readonly usd: number
    readonly seconds: number
    readonly steps: number
  }
  readonly spent: {
    readonly modelCalls: number
    readonly inputTokens: number
    readonly outputTokens: number
    /** Null where a model's price is not known. */
    readonly usd: number | null
  }
  readonly briefs: readonly BriefRecord[]
  readonly missing: readonly MissingSpecialist[]
  readonly proposals: readonly ProposalRecord[]
  readonly revisions: readonly RevisionRecord[]
  readonly recalled: readonly RecalledDecision[]
  readonly approval: {
    readonly status: ApprovalStatus
    readonly required: boolean
    readonly fourEyes: boolean
    readonly approvers: readonly string[]
    readonly records: readonly ApprovalRecord[]
  }
}
