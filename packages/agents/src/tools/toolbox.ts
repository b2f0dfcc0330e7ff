import type { Operation } from '@tutti/operations'
import type { RecalledDecision } from '@tutti/workflows/agents-record'
import type { ChangeEffect } from '@tutti/workflows/changes'
import type { Specialist, SpecialistResults } from '@tutti/workflows/specialists'
import type { z } from 'zod'
import type { Citables } from '../briefs/index.ts'

/** A kind of change that may be asked about, without what recomputes it. */
export interface OfferedKind {
  readonly kind: string
  readonly description: string
  readonly terms: z.ZodType
}

/** What came of a revision that was asked for. */
export interface RevisionAnswer {
  /** Ids of the proposals that were made. */
  readonly proposals: readonly string[]
  readonly answer: string
}

/** The lead's way to ask others for a revision. */
export interface RevisionDesk {
  /** Names of those that may be asked. */
  readonly specialists: readonly string[]
  readonly left: () => number
  readonly ask: (specialist: string, question: string) => Promise<RevisionAnswer>
}

/** What became of a draft. */
export interface SubmittedDraft {
  readonly accepted: boolean
  readonly reasons: readonly string[]
  /** Whether no further draft is taken. */
  readonly last: boolean
}

/** All that the tools of one conversation can reach. There is nothing else behind them: no file, no network, no clock. */
export interface Toolbox {
  readonly specialist: Pick<Specialist<never>, 'name' | 'script'>
  /** Its own result and those it needs: all that may be read. */
  readonly results: SpecialistResults
  readonly citables: Citables
  /** Kinds of changes that its script allows. */
  readonly kinds: readonly OfferedKind[]
  readonly whatIf: (kind: string, terms: unknown) => Promise<ChangeEffect>
  readonly propose: (kind: string, terms: unknown, reason: string) => Promise<{ readonly id: string }>
  readonly proposalsLeft: () => number
  readonly recalled: readonly RecalledDecision[]
  /** Null for all but the lead. */
  readonly revise: RevisionDesk | null
  /** Null where no words are asked for. */
  readonly submit: ((brief: string) => SubmittedDraft) | null
  /** Operations that its script allows, as `allowedOperations` gives them. */
  readonly operations: readonly Operation[]
  /** Computes one of them; it is never asked for another. */
  readonly compute: (name: string, input: unknown) => Promise<unknown>
  /** Told of every call of a tool and whether it succeeded. */
  readonly onCall: (tool: string, ok: boolean) => void
}
