import { inSpan } from '@tutti/agents/observability'
import { type Executor, type Json, runStep, type RunStore } from '@tutti/runtime'
import type { WorkflowContext } from '@tutti/workflows'
import type { RunEvent } from './run-service.ts'
import { revaluationCount, simulatedSteps } from './simulated-steps.ts'

/** Beginning of the names of steps that hold what agents said and were told. */
export const agentSteps = 'agents/'

/** What a session of a run works with. */
export interface Surroundings {
  readonly store: RunStore
  readonly executor: Executor
  readonly onEvent: (event: RunEvent) => void
  readonly signal: AbortSignal
  /** Versions of the code of analyses, and of that of agents. */
  readonly codeVersion: string
  readonly agentsVersion: string
}

/** What happened in a run so far, for its telemetry. */
export interface RunMeasures {
  pathSteps: number
  /** Seconds spent in maps that simulate paths. */
  simulationSeconds: number
  /** Instruments times scenarios that were valued anew. */
  revaluations: number
  /** Steps of analyses; what agents said is not counted. */
  steps: number
  stepsReused: number
}

/**
 * A workflow's context for one session of a run: threads, the run store, progress, the clock. An analysis depends on the code of
 * analyses alone, so that a changed prompt computes no figure anew; what agents said depends on the code of agents too.
 */
export function runContext(
  runId: string,
  surroundings: Surroundings,
): { readonly context: WorkflowContext; readonly measures: RunMeasures } {
  const { store, executor, onEvent, signal, codeVersion, agentsVersion } = surroundings
  const began = performance.now()
  const measures: RunMeasures = { pathSteps: 0, simulationSeconds: 0, revaluations: 0, steps: 0, stepsReused: 0 }
  const say = (of: 'step' | 'shards' | 'items', step: string, done = 0, total = 0, pathSteps = measures.pathSteps) =>
    onEvent({ kind: 'progress', step, done, total, of, pathSteps })
  const context: WorkflowContext = {
    signal,
    async map(kernel, job, shards, step) {
      const pathSteps = simulatedSteps(kernel, job)
      const started = performance.now()
      say('step', step)
      await executor.map(kernel, job, shards, {
        signal,
        onProgress: (done, total) => say('shards', step, done, total, measures.pathSteps + (pathSteps * done) / total),
      })
      measures.pathSteps += pathSteps
      measures.revaluations += revaluationCount(kernel, job)
      if (pathSteps > 0) measures.simulationSeconds += (performance.now() - started) / 1000
    },
    async step(name, inputs, seed, compute) {
      signal.throwIfAborted()
      say('step', name)
      const version = name.startsWith(agentSteps) ? `${codeVersion} ${agentsVersion}` : codeVersion
      const step = { name, inputs: inputs as Json, seed, codeVersion: version }
      const { value, reused } = await inSpan('tutti.step', { 'tutti.step.name': name }, () =>
        runStep(store, runId, step, compute),
      )
      if (!name.startsWith(agentSteps)) {
        measures.steps++
        if (reused) measures.stepsReused++
      }
      return value
    },
    elapsedSeconds: () => (performance.now() - began) / 1000,
    progress: ({ step, done, total }) => say('items', step, done, total),
  }
  return { context, measures }
}
