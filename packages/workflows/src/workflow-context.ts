import type { Consult } from './changes/consultation.ts'
import type { Proposal } from './changes/proposal.ts'

/** Address of a kernel: the `file:` URL of its module and the name it exports there. */
export interface KernelAddress {
  readonly module: string
  readonly name: string
}

/** What a workflow says while it works, for a progress display. `total` 0: no measure. */
export interface WorkflowProgress {
  readonly step: string
  readonly done: number
  readonly total: number
}

/**
 * What a workflow may ask of its surroundings: heavy work on an executor, results remembered under a content address,
 * elapsed time for budgets, and cancellation. It has no clock, no disk and no network of its own.
 */
export interface WorkflowContext {
  readonly signal: AbortSignal
  /** Runs a kernel over shards 0..shards-1; results are in the job's shared memory. */
  map<Job>(kernel: KernelAddress, job: Job, shards: number, step: string): Promise<void>
  /**
   * The value of a step: found under the hash of (name, code version, inputs, seed) or computed and stored. Values and
   * inputs are plain JSON.
   */
  step<Value>(name: string, inputs: unknown, seed: number, compute: () => Promise<Value>): Promise<Value>
  /** Seconds since the run began or was resumed. */
  elapsedSeconds(): number
  progress(event: WorkflowProgress): void
  /** Proposals that were accepted and are for this specialist's analysis to take in; none in a plain run. */
  readonly proposals?: readonly Proposal[]
  /** Asks the specialist's agent in the middle of an analysis; absent in a plain run, where nobody answers. */
  readonly consult?: Consult
}
