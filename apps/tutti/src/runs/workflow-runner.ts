import type { Json, RunInput, RunRecord } from '@tutti/runtime'
import type { AgentsRecord } from '@tutti/workflows/agents-record'
import type { Workflow } from '@tutti/workflows/workflow'
import type { Paint } from '../cli/text/index.ts'
import type { RunInputDescription, RunOverride, RunRequest } from './run-service.ts'
import type { RunTelemetry } from './telemetry.ts'

/** What a run found. */
export interface ShownResult<Result> {
  readonly run: RunRecord
  readonly result: Result
  /** Null where it was not kept. */
  readonly telemetry: RunTelemetry | null
}

/** A finished run as it is shown. */
export interface ShownRun<Result> extends ShownResult<Result> {
  /** Name of the mandate. */
  readonly mandate: string
  /** Who said what; null for a plain run. */
  readonly agents: AgentsRecord | null
}

/** A file that a run keeps or hands over. */
interface RunFile {
  readonly name: string
  readonly content: string
}

/** A file that stands beside a report; null where the run has none of that name, and one of an earlier state may not stay. */
export interface FileBesideReport {
  readonly name: string
  readonly content: string | null
  /** Why there is none although the result has it: nobody has approved the decision yet, or somebody rejected it. */
  readonly heldBack?: 'waiting' | 'rejected'
}

/** All that a request comes to once its files are read: nothing is recorded yet. */
export interface PreparedRun<Input> {
  readonly input: Input
  /** For the run's record: its files by name, and all that `inputOf` needs beside them. */
  readonly inputs: Readonly<Record<string, RunInput>>
  readonly arguments: Readonly<Record<string, Json>>
  /** Kept with the run: the text of the mandate, what the market was read from. */
  readonly files: readonly RunFile[]
  /** For people, before the run: what is odd about the files; what the run covers and may take. */
  readonly warnings: readonly string[]
  readonly notes: readonly string[]
}

/** What a workflow can be started with, known without loading it. */
export interface RunTerms {
  /** Name of the workflow, as runs carry it. */
  readonly name: string
  /** One line for help. */
  readonly description: string
  readonly inputs: readonly RunInputDescription[]
  readonly overrides: readonly RunOverride[]
  /** Examples and remarks for help, without figures of any run. */
  readonly remarks?: string
}

/**
 * What the application knows of a workflow beside the workflow itself: how its files are read, before a run and for going on with
 * one, and how it is shown. What is left out for showing is the same for every workflow.
 */
export interface WorkflowRunner<Input, Case, Result> extends RunTerms {
  readonly workflow: Workflow<Input, Case, Result>
  /** Reads what a request names. Throws everything that is wrong with it; a seed, overrides and names were checked before. */
  readonly prepare: (request: RunRequest) => Promise<PreparedRun<Input>>
  /** The input of a run, read again. Throws `conflict` when a file is no longer what the run was started with. */
  readonly inputOf: (run: RunRecord) => Promise<Input>
  /** HTML: the same bytes for the same run key, apart from its telemetry block. */
  readonly report?: (shown: ShownRun<Result>) => string
  /** Files beside the report: the orders of the decision. Nobody gets them while the decision waits for approval or once it is rejected. */
  readonly files?: (run: RunRecord, result: Result) => readonly FileBesideReport[]
  /** What a finished run says in a terminal, without what its agents said. */
  readonly text?: (shown: ShownResult<Result>, width: number, paint: Paint) => string
  /** Whether its own checks failed, so that no figure of it is a headline. */
  readonly isWithheld?: (result: Result) => boolean
}

/** A workflow whose input, case and result its own code alone knows. */
export type AnyRunner = WorkflowRunner<unknown, unknown, unknown>

/** A workflow that can be run: loaded when it is wanted. */
export interface WorkflowEntry {
  readonly terms: RunTerms
  readonly load: () => Promise<AnyRunner>
}
