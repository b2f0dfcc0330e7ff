import type { Machine } from './machine.ts'

/** How a run went on its machine: kept beside the result, never in it. */
export interface RunTelemetry {
  /** Seconds from start to result, of the session that finished the run. */
  readonly seconds: number
  /** Daily steps of simulated paths in that session; less than the study's when steps were found in the store. */
  readonly pathSteps: number
  /** Path-steps a second while paths were simulated, over all workers; null when none were. */
  readonly pathStepsPerSecond: number | null
  /** Instruments times scenarios that were valued anew in that session. */
  readonly revaluations: number
  readonly workers: number
  readonly machine: Machine
  /** Most memory that the process held, in units of 10^6 bytes. */
  readonly peakMemoryMb: number
  /** Steps of the run that were found in the store, and all of them. */
  readonly stepsReused: number
  readonly steps: number
}
