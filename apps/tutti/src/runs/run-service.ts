import type { AgentEvent } from '@tutti/agents/run'
import type { ModelPlan } from '@tutti/agents/models'
import type { Json, RunRecord } from '@tutti/runtime'
import type { FigureFacts } from './figure-facts.ts'
import type { AgentsRecord, ApprovalStatus } from '@tutti/workflows/agents-record'

/** What a run is asked for, the same at every door. */
export interface RunRequest {
  readonly workflow: string
  /** Files and folders by the names that the workflow gives them: `mandate`, `market`, `portfolio`, `liabilities`. */
  readonly files: Readonly<Record<string, string>>
  /** ISO date; the latest of the data where null. */
  readonly asOf: string | null
  readonly seed: number
  /** Settings of the mandate that are replaced, by the workflow's names: `paths`, `iterations`, `scenarios`. */
  readonly overrides: Readonly<Record<string, Json>>
  /** Models of the agents; null: a plain run without agents. */
  readonly models: ModelPlan | null
  /** Run whose recorded conversation is replayed. */
  readonly replay: string | null
  /** Who starts it; left out: the account of this process, without a name. */
  readonly startedBy?: RunStarter
  /** Absolute path that the report goes to, remembered with the run; left out: the standard one. */
  readonly report?: string
}

/** Who started a run, as far as that is known. */
export interface RunStarter {
  /** The account at the machine or door through which it came. */
  readonly account: string
  /** The name given. */
  readonly person: string | null
}

/** An input that a workflow takes, for help and for schemas of tools. */
export interface RunInputDescription {
  readonly name: string
  readonly kind: 'file' | 'folder'
  readonly required: boolean
  readonly description: string
}

/** A setting of the mandate that a run may replace by a number. */
export interface RunOverride {
  /** Kebab-case: an option of the command line, a key of `RunRequest.overrides`. */
  readonly name: string
  readonly description: string
  readonly integer: boolean
  /** The least number where `integer`; else numbers above it. */
  readonly from: number
  readonly to: number
}

/** What can be run. */
export interface WorkflowDescription {
  readonly name: string
  readonly title: string
  readonly inputs: readonly RunInputDescription[]
  readonly overrides: readonly RunOverride[]
  readonly specialists: readonly {
    readonly name: string
    readonly role: string
    readonly responsibility: string
    readonly needs: readonly string[]
    readonly operations: readonly string[]
    readonly changes: readonly string[]
  }[]
  readonly changes: readonly {
    readonly kind: string
    readonly description: string
    readonly terms: Json
    /** Whether a person's edit may be of this kind; left out for one that only shows something. */
    readonly editable?: true
  }[]
}

/** Progress of a run: of its computation, or of its agents. */
export type RunEvent =
  | {
      readonly kind: 'run-started'
      readonly run: string
      /** What is odd about the files, for people. */
      readonly warnings: readonly string[]
      /** What the run covers and may take, for people; one a line. */
      readonly notes: readonly string[]
      /** What its agents may spend; null for a plain run. */
      readonly budget: AgentsRecord['budget'] | null
    }
  | {
      readonly kind: 'progress'
      readonly step: string
      /** Of the step's shards or items; 0 of 0 where a step begins. */
      readonly done: number
      readonly total: number
      readonly of: 'step' | 'shards' | 'items'
      /** Daily steps of paths simulated in this session so far. */
      readonly pathSteps: number
    }
  | { readonly kind: 'run-ended'; readonly run: string; readonly status: RunRecord['status'] }
  | AgentEvent

/** Where a run stands, short enough for any door. */
export interface RunSummary {
  readonly id: string
  readonly key: string
  readonly workflow: string
  readonly status: RunRecord['status']
  readonly createdAt: string
  readonly finishedAt: string | null
  /** The decision's headline; null before there is one. */
  readonly headline: string | null
  readonly approval: ApprovalStatus
  readonly error: Json
  /** SHA-256 of the result: what an approval is about; null before there is one. */
  readonly resultHash: string | null
}

/** What a person says to a decision that waits. */
export interface ApprovalRequest {
  readonly by: string
  readonly account: string
  readonly verdict: 'approved' | 'rejected' | 'edited'
  readonly reason: string | null
  /** For an edit: the change, as `{kind, terms}`. */
  readonly change: { readonly kind: string; readonly terms: Json } | null
  /** SHA-256 of the result that the person saw, or its beginning; left out: the result as it is now. */
  readonly resultHash?: string
}

/** Runs at a door's service: started, followed, read, approved. The doors hold no logic of their own. */
export interface RunService {
  readonly workflows: () => Promise<readonly WorkflowDescription[]>
  /**
   * Starts a run. The promise comes back when it is recorded, with its id; `ended` settles when it is completed, waits for
   * approval or has failed (then it rejects with the error). Everything wrong with the request is thrown before anything is
   * recorded.
   */
  readonly start: (
    request: RunRequest,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ) => Promise<{ readonly run: string; readonly ended: Promise<RunSummary> }>
  readonly resume: (
    id: string,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ) => Promise<{ readonly run: string; readonly ended: Promise<RunSummary> }>
  readonly list: () => readonly RunSummary[]
  readonly summary: (id: string) => RunSummary
  /**
   * A part of the result by JSON pointer, or of a specialist's own as briefs cite it: `fx-hedger#/currency/set`. Throws
   * `missing-data` where there is none (yet).
   */
  readonly result: (id: string, pointer: string) => Json
  /** The value at a pointer, as `result` takes it, with all that it depends on. */
  readonly figure: (id: string, pointer: string) => Promise<FigureFacts>
  readonly agents: (id: string) => AgentsRecord | null
  /** Names and sizes of what the run keeps: report, result, orders. */
  readonly artifacts: (id: string) => readonly { readonly name: string; readonly bytes: number }[]
  readonly artifact: (id: string, name: string) => Buffer
  /** Records what a person says, and goes on with the run: to its approval, its rejection, or the edited result. */
  readonly approve: (
    id: string,
    request: ApprovalRequest,
    onEvent: (event: RunEvent) => void,
    signal: AbortSignal,
  ) => Promise<RunSummary>
}
