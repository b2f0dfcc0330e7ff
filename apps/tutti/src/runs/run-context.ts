import { type Executor, type Json, runStep, type RunStore } from '@tutti/runtime'
import type { WorkflowContext } from '@tutti/workflows'
import type { ProgressDisplay } from '../cli/progress/index.ts'
import { revaluationCount, simulatedSteps } from './simulated-steps.ts'

/** What a run works with. */
export interface Surroundings {
  readonly store: RunStore
  readonly executor: Executor
  readonly display: ProgressDisplay
  readonly signal: AbortSignal
  readonly codeVersion: string
}

/** What happened in a run so far, for its telemetry. */
export interface RunMeasures {
  pathSteps: number
  /** Seconds spent in maps that simulate paths. */
  simulationSeconds: number
  /** Instruments times scenarios that were valued anew. */
  revaluations: number
  steps: number
  stepsReused: number
}

/** A workflow's context for one session of a run: threads, the run store, the display, the clock. */
export function runContext(
  runId: string,
  surroundings: Surroundings,
): { readonly context: WorkflowContext; readonly measures: RunMeasures } {
  const { store, executor, display, signal, codeVersion } = surroundings
  const began = performance.now()
  const measures: RunMeasures = { pathSteps: 0, simulationSeconds: 0, revaluations: 0, steps: 0, stepsReused: 0 }
  const context: WorkflowContext = {
    signal,
    async map(kernel, job, shards, step) {
      const pathSteps = simulatedSteps(kernel, job)
      const started = performance.now()
      display.phase(step)
      await executor.map(kernel, job, shards, {
        signal,
        onProgress: (done, total) => display.shards(done, total, measures.pathSteps + (pathSteps * done) / total),
      })
      measures.pathSteps += pathSteps
      measures.revaluations += revaluationCount(kernel, job)
      if (pathSteps > 0) measures.simulationSeconds += (performance.now() - started) / 1000
    },
    async step(name, inputs, seed, compute) {
      signal.throwIfAborted()
      display.phase(name)
      const step = { name, inputs: inputs as Json, seed, codeVersion }
      const { value, reused } = await runStep(store, runId, step, compute)
      measures.steps++
      if (reused) measures.stepsReused++
      return value
    },
    elapsedSeconds: () => (performance.now() - began) / 1000,
    progress: ({ step, done, total }) => display.progress(step, done, total),
  }
  return { context, measures }
}
