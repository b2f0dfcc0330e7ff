import { TuttiError } from '@tutti/analytics/errors'
import { type RunRecord, type RunStore, sha256 } from '@tutti/runtime'
import type { Machine } from '../compose.ts'
import { artifactNames, keepArtifact, keptTelemetry, resultText, soundArtifact } from './artifacts.ts'
import { runContext, type RunMeasures, type Surroundings } from './run-context.ts'
import type { RunTelemetry } from './telemetry.ts'
import type { RunFile, WorkflowRunner } from './workflow-runner.ts'

/** A run that is over: its record, what it found, how it went, the report on it and its other files. */
export interface FinishedRun<Result> {
  readonly run: RunRecord
  readonly result: Result
  readonly telemetry: RunTelemetry
  /** HTML. */
  readonly report: string
  readonly files: readonly RunFile[]
}

/**
 * Runs or goes on with a run up to its result, and keeps result, report, telemetry and files. Marks it as completed,
 * interrupted (when the signal was aborted; its reason is thrown) or failed. Steps that the store has are not computed again.
 */
export async function executedRun<Inputs, Result>(
  runner: WorkflowRunner<Inputs, Result>,
  run: RunRecord,
  inputs: Inputs,
  surroundings: Surroundings,
  machine: Machine,
): Promise<FinishedRun<Result>> {
  const { store, signal } = surroundings
  const lock = store.lockRun(run.id)
  try {
    const { context, measures } = runContext(run.id, surroundings)
    const result = await runner.study(context, inputs, run.seed)
    const telemetry = sessionTelemetry(context.elapsedSeconds(), measures, machine)
    const finished = keepResult(runner, store, run, result, telemetry)
    store.finishRun(run.id, { status: 'completed' })
    return { ...finished, run: store.run(run.id) }
  } catch (error) {
    if (run.status !== 'completed') recordEnd(store, run.id, signal.aborted, error)
    throw error
  } finally {
    lock.release()
  }
}

/** Throws `conflict` unless the run was started by this version of the code. */
export function requireSameCode(run: RunRecord, codeVersion: string): void {
  if (run.codeVersion === codeVersion) return
  throw new TuttiError(
    'conflict',
    `run ${run.id} was started by another version of the code; go back to that version, or start a new run`,
    { field: 'codeVersion', got: codeVersion, expected: run.codeVersion },
  )
}

/** Keeps the files of a finished run; one that was completed before keeps its telemetry, and must give the same result. */
function keepResult<Inputs, Result>(
  runner: WorkflowRunner<Inputs, Result>,
  store: RunStore,
  run: RunRecord,
  result: Result,
  telemetry: RunTelemetry,
): Omit<FinishedRun<Result>, 'run'> {
  const text = resultText(result)
  const before = run.status === 'completed' ? soundArtifact(store, run.id, artifactNames.result) : undefined
  if (before !== undefined && before !== text) {
    throw new TuttiError(
      'calculation-failed',
      `run ${run.id} gives another result than the one it has kept, from the same inputs; see tutti runs verify ${run.id}`,
      { field: artifactNames.result, got: `SHA-256 ${sha256(text)}`, expected: `SHA-256 ${sha256(before)}` },
    )
  }
  const kept = (run.status === 'completed' ? keptTelemetry(store, run.id) : undefined) ?? telemetry
  const stored = JSON.parse(text) as Result
  keepArtifact(store, run.id, artifactNames.result, text)
  keepArtifact(store, run.id, artifactNames.telemetry, `${JSON.stringify(kept, undefined, 2)}\n`)
  const report = runner.report(run, stored, kept)
  keepArtifact(store, run.id, artifactNames.report, report)
  const files = runner.files(run, stored)
  for (const { name, content } of files) keepArtifact(store, run.id, name, content)
  return { result: stored, telemetry: kept, report, files }
}

/** Marks a run as interrupted or failed; where even that cannot be written, the error that ended the run is the one to see. */
function recordEnd(store: RunStore, runId: string, aborted: boolean, error: unknown): void {
  const code = error instanceof TuttiError ? error.code : 'unexpected'
  const message = error instanceof Error ? error.message : String(error)
  try {
    store.finishRun(runId, aborted ? { status: 'interrupted' } : { status: 'failed', error: { code, message } })
  } catch (second) {
    if (!(second instanceof TuttiError) || second.code !== 'conflict') throw second
  }
}

function sessionTelemetry(seconds: number, measures: RunMeasures, machine: Machine): RunTelemetry {
  const { pathSteps, simulationSeconds, revaluations, steps, stepsReused } = measures
  const round = (value: number, digits: number): number => Number(value.toFixed(digits))
  return {
    seconds: round(seconds, 3),
    pathSteps,
    pathStepsPerSecond: pathSteps > 0 ? Math.round(pathSteps / simulationSeconds) : null,
    revaluations,
    workers: machine.workers,
    machine,
    // maxRSS is in units of 1024 bytes
    peakMemoryMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    stepsReused,
    steps,
  }
}
