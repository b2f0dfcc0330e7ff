import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, type Json, type RunStore } from '@tutti/runtime'
import type { RunTelemetry } from './telemetry.ts'

/** Names of the files that runs keep; a workflow may keep further ones. */
export const artifactNames = {
  mandate: 'mandate.yaml',
  market: 'market.json',
  result: 'result.json',
  telemetry: 'telemetry.json',
  report: 'report.html',
} as const

/** Keeps a file of a run, unless the run has it already. */
export function keepArtifact(store: RunStore, runId: string, name: string, content: string): void {
  if (soundArtifact(store, runId, name) !== content) store.saveArtifact(runId, name, content)
}

/** The text of a run's file, or undefined when there is none or it is damaged. */
export function soundArtifact(store: RunStore, runId: string, name: string): string | undefined {
  try {
    return store.artifact(runId, name).toString()
  } catch (error) {
    if (error instanceof TuttiError && error.code === 'missing-data') return undefined
    throw error
  }
}

/** The canonical JSON text of a result: the same bytes for the same study. */
export function resultText(result: unknown): string {
  return canonicalJson(result as Json)
}

/** The result that a run has kept. Throws `missing-data` when it has none yet or it is damaged. */
export function keptResult(store: RunStore, runId: string): unknown {
  return JSON.parse(store.artifact(runId, artifactNames.result).toString()) as unknown
}

/** The telemetry that a run has kept, or undefined. */
export function keptTelemetry(store: RunStore, runId: string): RunTelemetry | undefined {
  const text = soundArtifact(store, runId, artifactNames.telemetry)
  return text === undefined ? undefined : (JSON.parse(text) as RunTelemetry)
}
