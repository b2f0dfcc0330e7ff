import { TuttiError } from '@tutti/analytics/errors'
import type { Json, RunInput, RunRecord, RunStore } from '@tutti/runtime'
import { contentHash, sha256 } from '@tutti/runtime'
import type { MarketSnapshot } from '@tutti/market'
import { allocationStudy, type AllocationResult, type Mandate, validMandate } from '@tutti/workflows/asset-allocation'
import { resolve } from 'node:path'
import type { Machine } from '../compose.ts'
import { artifactNames, keepArtifact, keptTelemetry, resultText, soundArtifact } from './artifacts.ts'
import type { MandateSource } from './mandate-source.ts'
import { marketInputs, sameSnapshot } from './market-source.ts'
import { reportOf } from './report-of.ts'
import { runContext, type RunMeasures, type Surroundings } from './run-context.ts'
import type { RunTelemetry } from './telemetry.ts'

const allocationWorkflow = 'asset-allocation'

/** What a run of the study is started with. */
export interface NewAllocationRun {
  readonly mandate: MandateSource
  readonly market: { readonly directory: string; readonly snapshot: MarketSnapshot } | null
  readonly seed: number
  readonly machine: Machine
}

/** A run that is over: its record, what it found, how it went, and the report on it. */
export interface FinishedRun {
  readonly run: RunRecord
  readonly result: AllocationResult
  readonly telemetry: RunTelemetry
  /** HTML. */
  readonly report: string
}

/** Records a new run with all that it depends on. */
export function createAllocationRun(store: RunStore, codeVersion: string, start: NewAllocationRun): RunRecord {
  const { mandate, market, seed, machine } = start
  const run = store.createRun({
    workflow: allocationWorkflow,
    inputs: {
      mandate: mandateInput(mandate),
      ...(market === null ? {} : marketInputs(market.directory, market.snapshot)),
    },
    arguments: {
      mandate: mandate.mandate as unknown as Json,
      overrides: definedOverrides(mandate),
      asOf: market?.snapshot.asOf ?? null,
    },
    seed,
    codeVersion,
    machine: { ...machine },
  })
  if (mandate.text !== null) store.saveArtifact(run.id, artifactNames.mandate, mandate.text)
  if (market !== null) store.saveArtifact(run.id, artifactNames.market, marketText(market.snapshot))
  return run
}

/**
 * The inputs of a run, read again: its mandate from the record, its market data from the same files. Throws `conflict` when
 * a file of the market folder, or the code, is not what the run was started with; `unsupported` for another workflow's run.
 */
export async function resumedInputs(
  run: RunRecord,
  codeVersion: string,
): Promise<{ readonly mandate: Mandate; readonly snapshot: MarketSnapshot | null }> {
  if (run.workflow !== allocationWorkflow) {
    throw new TuttiError('unsupported', `run ${run.id} is of workflow ${run.workflow}, which cannot be resumed here`, {
      field: 'workflow',
      got: run.workflow,
      expected: allocationWorkflow,
    })
  }
  if (run.codeVersion !== codeVersion) {
    throw new TuttiError(
      'conflict',
      `run ${run.id} was started by another version of the code; go back to that version, or start a new run`,
      { field: 'codeVersion', got: codeVersion, expected: run.codeVersion },
    )
  }
  const { mandate, asOf } = run.arguments as { mandate: unknown; asOf: string | null }
  const valid = validMandate(mandate, `the mandate of run ${run.id}`)
  return { mandate: valid, snapshot: asOf === null ? null : await sameSnapshot(run, valid, asOf) }
}

/**
 * Runs or goes on with a run up to its result, and keeps result, report and telemetry. Marks it as completed, interrupted
 * (when the signal was aborted; its reason is thrown) or failed. Steps that the store has are not computed again.
 */
export async function executeAllocationRun(
  run: RunRecord,
  inputs: { readonly mandate: Mandate; readonly snapshot: MarketSnapshot | null },
  surroundings: Surroundings,
  machine: Machine,
): Promise<FinishedRun> {
  const { store, signal } = surroundings
  const lock = store.lockRun(run.id)
  try {
    const { context, measures } = runContext(run.id, surroundings)
    const result = await allocationStudy(context, { ...inputs, seed: run.seed })
    const telemetry = sessionTelemetry(context.elapsedSeconds(), measures, machine)
    const finished = keepResult(store, run, result, telemetry)
    store.finishRun(run.id, { status: 'completed' })
    return { ...finished, run: store.run(run.id) }
  } catch (error) {
    if (run.status !== 'completed') recordEnd(store, run.id, signal.aborted, error)
    throw error
  } finally {
    lock.release()
  }
}

/** Keeps the files of a finished run; one that was completed before keeps its telemetry, and must give the same result. */
function keepResult(
  store: RunStore,
  run: RunRecord,
  result: AllocationResult,
  telemetry: RunTelemetry,
): Omit<FinishedRun, 'run'> {
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
  const stored = JSON.parse(text) as AllocationResult
  keepArtifact(store, run.id, artifactNames.result, text)
  keepArtifact(store, run.id, artifactNames.telemetry, `${JSON.stringify(kept, undefined, 2)}\n`)
  const report = reportOf(run, stored, kept)
  keepArtifact(store, run.id, artifactNames.report, report)
  return { result: stored, telemetry: kept, report }
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
  const { pathSteps, simulationSeconds, steps, stepsReused } = measures
  const round = (value: number, digits: number): number => Number(value.toFixed(digits))
  return {
    seconds: round(seconds, 3),
    pathSteps,
    pathStepsPerSecond: pathSteps > 0 ? Math.round(pathSteps / simulationSeconds) : null,
    workers: machine.workers,
    machine,
    // maxRSS is in units of 1024 bytes
    peakMemoryMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    stepsReused,
    steps,
  }
}

function mandateInput({ text, file, mandate }: MandateSource): RunInput {
  if (text === null || file === null) return { hash: contentHash(mandate as unknown as Json) }
  return { hash: sha256(text), bytes: Buffer.byteLength(text), path: resolve(file) }
}

function definedOverrides({ overrides }: MandateSource): Json {
  const { paths, iterations, timeLimitSeconds } = overrides
  return { paths: paths ?? null, iterations: iterations ?? null, timeLimitSeconds: timeLimitSeconds ?? null }
}

/** What the snapshot was read from, as a file of the run. */
function marketText({ asOf, origin, hash, sources, warnings }: MarketSnapshot): string {
  return `${JSON.stringify({ asOf, origin, hash, sources, warnings }, undefined, 2)}\n`
}
