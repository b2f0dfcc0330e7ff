import { canonicalJson, contentHash } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import { auditFindings } from './audit-chain.ts'
import type { AuditHead } from './audit-chain.ts'
import { runKey, runManifest } from './run-key.ts'
import type {
  ArtifactRecord,
  AuditEntry,
  RunFinding,
  RunRecord,
  RunStatus,
  RunVerification,
  StepRecord,
} from './run-store.ts'

/** All that a store keeps of one run; `status` of the record is the one last written. */
export interface StoredRun {
  readonly record: RunRecord
  readonly steps: readonly StepRecord[]
  readonly artifacts: readonly ArtifactRecord[]
  readonly audit: readonly AuditEntry[]
  readonly auditHead: AuditHead
}

/**
 * Checks a stored run: the audit chain in itself, the records against what the chain says was written, and every object
 * against its hash. `objectProblem` says what is wrong with a stored object, or undefined.
 */
export function runVerification(
  run: StoredRun,
  objectProblem: (kind: 'step' | 'artifact', hash: string) => string | undefined,
): RunVerification {
  const findings = [...auditFindings(run.audit, run.auditHead), ...recordFindings(run)]
  const checkObject = (part: 'step' | 'artifact', name: string, hash: string): void => {
    const problem = objectProblem(part, hash)
    if (problem !== undefined) findings.push({ part, name, message: problem })
  }
  for (const step of run.steps) checkObject('step', step.name, step.hash)
  for (const artifact of run.artifacts) checkObject('artifact', artifact.name, artifact.hash)
  return {
    runId: run.record.id,
    ok: findings.length === 0,
    findings,
    checked: { audit: run.audit.length, steps: run.steps.length, artifacts: run.artifacts.length },
    auditHead: run.auditHead.hash,
  }
}

/** What the audit entry of a created run says of it. */
export function manifestDetail(record: RunRecord): Json {
  return { key: record.key, manifest: contentHash(runManifest(record)), createdAt: record.createdAt }
}

/** What the audit entry of a saved step says of it. */
export function stepDetail(step: StepRecord): Json {
  const { name, key, hash, bytes, reused, savedAt } = step
  return { name, key, inputs: contentHash(step.inputs), hash, bytes, reused, savedAt }
}

/** What the audit entry of a saved artifact says of it. */
export function artifactDetail(artifact: ArtifactRecord): Json {
  const { name, hash, bytes, savedAt } = artifact
  return { name, hash, bytes, savedAt }
}

/** What the audit entry of a finished run says of it. */
export function finishDetail(record: Pick<RunRecord, 'status' | 'finishedAt' | 'error'>): Json {
  return { status: record.status, finishedAt: record.finishedAt, error: record.error }
}

function recordFindings(run: StoredRun): RunFinding[] {
  const { record } = run
  const findings: RunFinding[] = []
  const created: Json[] = []
  const steps = new Map<string, Json>()
  const artifacts = new Map<string, Json>()
  let state: { status: RunStatus; finishedAt: string | null; error: Json } = {
    status: 'running',
    finishedAt: null,
    error: null,
  }
  for (const { kind, detail } of run.audit) {
    if (kind === 'run-created') created.push(detail)
    else if (kind === 'step-saved') steps.set(nameOf(detail), detail)
    else if (kind === 'artifact-saved') artifacts.set(nameOf(detail), detail)
    else if (kind === 'run-finished') state = finishedState(detail)
    else if (kind === 'run-locked' && state.status !== 'completed')
      state = { status: 'running', finishedAt: null, error: null }
  }
  if (created.length !== 1 || !isManifestOf(created[0], record)) {
    findings.push({
      part: 'manifest',
      name: 'manifest',
      message: 'the manifest is not the one that the run was created with',
    })
  }
  if (!equal(finishDetail(state), finishDetail(record))) {
    findings.push({
      part: 'status',
      name: 'status',
      message: `the run is recorded as ${record.status}, its audit says ${state.status}, or times or error differ`,
    })
  }
  findings.push(...partFindings('step', steps, new Map(run.steps.map((step) => [step.name, stepDetail(step)]))))
  findings.push(
    ...partFindings('artifact', artifacts, new Map(run.artifacts.map((item) => [item.name, artifactDetail(item)]))),
  )
  return findings
}

/** The state that a run-finished entry gives; one whose detail was changed gives a state that no run has. */
function finishedState(detail: Json): Pick<RunRecord, 'status' | 'finishedAt' | 'error'> {
  const state = detail as { status?: RunStatus; finishedAt?: string; error?: Json } | null
  return { status: state?.status ?? 'failed', finishedAt: state?.finishedAt ?? '', error: state?.error ?? null }
}

function isManifestOf(detail: Json, record: RunRecord): boolean {
  try {
    return equal(detail, manifestDetail(record)) && runKey(record) === record.key
  } catch {
    return false // fields of the manifest were removed
  }
}

function partFindings(part: 'step' | 'artifact', audited: Map<string, Json>, stored: Map<string, Json>): RunFinding[] {
  const findings: RunFinding[] = []
  for (const [name, detail] of stored) {
    const expected = audited.get(name)
    if (expected === undefined) findings.push({ part, name, message: `the ${part} is not in the audit` })
    else if (!equal(expected, detail)) findings.push({ part, name, message: `the record of the ${part} was changed` })
  }
  for (const name of audited.keys()) {
    if (!stored.has(name)) findings.push({ part, name, message: `the record of the ${part} was removed` })
  }
  return findings
}

function nameOf(detail: Json): string {
  const name = (detail as { readonly name?: Json } | null)?.name
  return typeof name === 'string' ? name : canonicalJson(name ?? null)
}

function equal(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b)
}
