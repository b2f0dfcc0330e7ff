import type { RunRecord } from '@tutti/runtime'
import type { WorkflowContext } from '@tutti/workflows'
import type { Paint } from '../cli/text/index.ts'
import type { RunTelemetry } from './telemetry.ts'

/** A finished run as it is shown; telemetry is null where it was not kept. */
export interface ShownRun<Result> {
  readonly run: RunRecord
  readonly result: Result
  readonly telemetry: RunTelemetry | null
}

/** A file that a run hands over beside its report. */
export interface RunFile {
  readonly name: string
  readonly content: string
}

/** What the application knows of a workflow: how to run it, to go on with it, and to show what it found. */
export interface WorkflowRunner<Inputs, Result> {
  /** Name of the workflow, as runs carry it. */
  readonly workflow: string
  /** Where the report goes when nothing else is asked for. */
  readonly defaultReport: string
  /**
   * The inputs of a run, read again. Throws `conflict` when a file is no longer what the run was started with.
   */
  readonly inputsOf: (run: RunRecord) => Promise<Inputs>
  readonly study: (context: WorkflowContext, inputs: Inputs, seed: number) => Promise<Result>
  /** HTML: the same bytes for the same run key, apart from its telemetry block. */
  readonly report: (run: RunRecord, result: Result, telemetry: RunTelemetry | undefined) => string
  readonly files: (run: RunRecord, result: Result) => readonly RunFile[]
  /** What a finished run says in a terminal. */
  readonly text: (shown: ShownRun<Result>, width: number, paint: Paint) => string
  readonly headline: (result: Result) => string
  /** Whether its own checks failed, so that no figure of it is a headline. */
  readonly isWithheld: (result: Result) => boolean
}
