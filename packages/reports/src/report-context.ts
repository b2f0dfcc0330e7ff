import type { AgentsRecord } from '@tutti/workflows/agents-record'

/** How a study ran on one machine: facts about the run, not about the result. */
export interface RunTelemetry {
  readonly pathSteps: number
  readonly seconds: number
  readonly pathStepsPerSecond: number
  /** Instruments times scenarios that were valued anew. */
  readonly revaluations?: number
  readonly workers: number
  readonly machine: string
  readonly peakMemoryMb?: number
}

/** What a report says about the run that made it. */
export interface ReportContext {
  readonly runKey: string
  readonly codeVersion: string
  /** Who or what made the report; stands with the telemetry. */
  readonly producedBy: string
  readonly telemetry: RunTelemetry | null
  /** Who said what in the run; left out or null for a run without agents. */
  readonly agents?: AgentsRecord | null
}
