import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, type Json, type RunStore } from '@tutti/runtime'
import type { AgentsRecord, ApprovalRecord, ApprovalStatus } from '@tutti/workflows/agents-record'
import type { DecisionSummary } from '@tutti/workflows/workflow'
import type { RunTelemetry } from './telemetry.ts'

/** Names of the files that runs keep; a workflow may keep further ones. */
export const artifactNames = {
  mandate: 'mandate.yaml',
  market: 'market.json',
  result: 'result.json',
  /** What is decided, in words: `KeptDecision`. */
  decision: 'decision.json',
  /** Who said what on which evidence: `AgentsRecord`. */
  agents: 'agents.json',
  /** The results of the specialists by name, which the figures of briefs lead into. */
  specialists: 'specialists.json',
  /** What persons said to the decision: `ApprovalRecord[]`. */
  approvals: 'approvals.json',
  telemetry: 'telemetry.json',
  report: 'report.html',
} as const

/** The decision of a run and where its approval stands. */
export interface KeptDecision extends DecisionSummary {
  /** SHA-256 of the result: what an approval is about. */
  readonly resultHash: string
  readonly approval: ApprovalStatus
  /** Name of the mandate: what the decision is remembered under. */
  readonly mandate: string
}

/** Keeps a file of a run, unless the run has it already. */
export function keepArtifact(store: RunStore, runId: string, name: string, content: string): void {
  if (soundArtifact(store, runId, name) !== content) store.saveArtifact(runId, name, content)
}

/** Keeps plain JSON as a file of a run that people can read. */
export function keepJson(store: RunStore, runId: string, name: string, value: unknown): void {
  keepArtifact(store, runId, name, `${JSON.stringify(value, undefined, 2)}\n`)
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

/** The results of the specialists that a run has kept. Throws `missing-data` where there are none: a plain run keeps none. */
export function keptSpecialists(store: RunStore, runId: string): Readonly<Record<string, unknown>> {
  return JSON.parse(store.artifact(runId, artifactNames.specialists).toString()) as Readonly<Record<string, unknown>>
}

/** The telemetry that a run has kept, or undefined. */
export function keptTelemetry(store: RunStore, runId: string): RunTelemetry | undefined {
  return keptJson<RunTelemetry>(store, runId, artifactNames.telemetry)
}

/** What the agents of a run said; null for a plain run, and where it is not kept yet. */
export function keptAgents(store: RunStore, runId: string): AgentsRecord | null {
  return keptJson<AgentsRecord>(store, runId, artifactNames.agents) ?? null
}

/** The decision that a run has come to so far; null before there is one. */
export function keptDecision(store: RunStore, runId: string): KeptDecision | null {
  return keptJson<KeptDecision>(store, runId, artifactNames.decision) ?? null
}

/**
 * What persons said to the decision of a run, in order. Throws `conflict` where the file or the audit is not what was written, as
 * an approval that nobody gave would be, or where the file is damaged: an approval that cannot be read is not the same as none.
 */
export function keptApprovals(store: RunStore, runId: string): readonly ApprovalRecord[] {
  const isKept = store.artifacts(runId).some(({ name }) => name === artifactNames.approvals)
  // a rejection that was taken away is not one that nobody gave
  if (!isKept && !store.audit(runId).some(({ kind }) => kind.startsWith('decision-'))) return []
  const forged = store
    .verifyRun(runId)
    .findings.find(({ part, name }) => part === 'audit' || (part === 'artifact' && name === artifactNames.approvals))
  if (forged !== undefined) {
    throw new TuttiError('conflict', `what persons said of run ${runId} is not what was recorded: ${forged.message}`, {
      field: artifactNames.approvals,
      expected: `an approval as it was given; see tutti runs verify ${runId}`,
    })
  }
  return JSON.parse(store.artifact(runId, artifactNames.approvals).toString()) as readonly ApprovalRecord[]
}

function keptJson<Value>(store: RunStore, runId: string, name: string): Value | undefined {
  const text = soundArtifact(store, runId, name)
  return text === undefined ? undefined : (JSON.parse(text) as Value)
}
