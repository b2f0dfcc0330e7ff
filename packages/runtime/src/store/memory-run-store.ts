import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, sha256 } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import { emptyAudit, nextAuditEntry, requireAuditEvent } from './audit-chain.ts'
import type { AuditHead } from './audit-chain.ts'
import { foundRunId, unknownPart, unknownRun } from './find-run-id.ts'
import { requireName, requireNewRun, requireStep } from './require-run.ts'
import { newRunId } from './run-id.ts'
import { runKey, runManifest } from './run-key.ts'
import type {
  ArtifactRecord,
  AuditEntry,
  AuditEvent,
  NewRun,
  NewStep,
  RunLock,
  RunOutcome,
  RunRecord,
  RunStore,
  RunVerification,
  StepRecord,
} from './run-store.ts'
import { artifactDetail, finishDetail, manifestDetail, runVerification, stepDetail } from './run-verification.ts'

interface MemoryRun {
  record: RunRecord
  locked: boolean
  auditHead: AuditHead
  readonly steps: Map<string, StepRecord>
  readonly artifacts: Map<string, ArtifactRecord>
  readonly audit: AuditEntry[]
}

/** A run store in memory, for tests and for programs that keep nothing. */
export class MemoryRunStore implements RunStore {
  readonly #clock: () => Date
  readonly #runs = new Map<string, MemoryRun>()
  readonly #stepHashes = new Map<string, string>()
  readonly #objects = new Map<string, Buffer>()
  #closed = false

  constructor(options: { readonly clock?: (() => Date) | undefined } = {}) {
    this.#clock = options.clock ?? (() => new Date())
  }

  createRun(run: NewRun): RunRecord {
    this.#requireOpen()
    requireNewRun(run)
    const now = this.#clock()
    const id = newRunId(now, (stamp) =>
      [...this.#runs.keys()]
        .filter((known) => known.startsWith(`${stamp}-`))
        .sort()
        .at(-1),
    )
    const record: RunRecord = {
      ...(copy(runManifest(run)) as unknown as NewRun),
      id,
      key: runKey(run),
      status: 'running',
      createdAt: now.toISOString(),
      finishedAt: null,
      error: null,
    }
    const created: MemoryRun = {
      record,
      locked: false,
      auditHead: emptyAudit,
      steps: new Map(),
      artifacts: new Map(),
      audit: [],
    }
    this.#runs.set(id, created)
    this.#append(created, { kind: 'run-created', detail: manifestDetail(record) })
    return structuredClone(record)
  }

  run(idOrPrefix: string): RunRecord {
    return structuredClone(this.#run(foundRunId(idOrPrefix, [...this.#runs.keys()])).record)
  }

  runs(): RunRecord[] {
    this.#requireOpen()
    return [...this.#runs.values()].map((run) => structuredClone(run.record))
  }

  lockRun(id: string): RunLock {
    const run = this.#run(id)
    if (run.locked) {
      throw new TuttiError('conflict', `run ${id} is being written by process ${process.pid}, this one; wait for it`, {
        field: 'run',
      })
    }
    run.locked = true
    if (run.record.status !== 'completed')
      run.record = { ...run.record, status: 'running', finishedAt: null, error: null }
    this.#append(run, { kind: 'run-locked', detail: null })
    let held = true
    const release = (): void => {
      if (!held) return
      held = false
      run.locked = false
      if (run.record.status === 'running') this.#finish(run, { status: 'interrupted', error: null })
    }
    return { runId: id, release }
  }

  finishRun(id: string, outcome: RunOutcome): void {
    const run = this.#run(id)
    const error = outcome.status === 'failed' ? copy(outcome.error) : null
    if (run.record.status === 'completed') {
      if (outcome.status === 'completed') return
      throw new TuttiError('conflict', `run ${id} is completed and cannot become ${outcome.status}`, {
        field: 'status',
      })
    }
    this.#finish(run, { status: outcome.status, error })
  }

  findStep(key: string): Json | undefined {
    this.#requireOpen()
    const hash = this.#stepHashes.get(key)
    return hash === undefined ? undefined : (JSON.parse(this.#objects.get(hash)!.toString()) as Json)
  }

  saveStep(runId: string, step: NewStep, value: Json): StepRecord {
    const run = this.#run(runId)
    requireStep(step, value)
    const bytes = Buffer.from(canonicalJson(value))
    const hash = this.#keep(bytes)
    const existing = run.steps.get(step.name)
    const known = this.#stepHashes.get(step.key)
    if (known !== undefined && known !== hash) {
      const detail = { name: step.name, key: step.key, before: known, after: hash }
      this.#append(run, { kind: 'step-differs', detail })
    }
    this.#stepHashes.set(step.key, hash)
    if (existing !== undefined && existing.key === step.key && existing.hash === hash) return structuredClone(existing)
    const record: StepRecord = {
      runId,
      name: step.name,
      key: step.key,
      inputs: copy(step.inputs),
      hash,
      bytes: bytes.length,
      reused: known === hash,
      savedAt: this.#clock().toISOString(),
    }
    run.steps.set(step.name, record)
    this.#append(run, { kind: 'step-saved', detail: stepDetail(record) })
    return structuredClone(record)
  }

  steps(runId: string): StepRecord[] {
    return structuredClone([...this.#run(runId).steps.values()])
  }

  stepValue(runId: string, name: string): Json {
    const { steps } = this.#run(runId)
    const step = steps.get(name)
    if (step === undefined) throw unknownPart('step', runId, name, [...steps.keys()])
    return JSON.parse(this.#objects.get(step.hash)!.toString()) as Json
  }

  saveArtifact(runId: string, name: string, bytes: Uint8Array | string): ArtifactRecord {
    const run = this.#run(runId)
    requireName(name, 'the name of the artifact')
    const content = Buffer.from(bytes as Uint8Array)
    const record = {
      runId,
      name,
      hash: this.#keep(content),
      bytes: content.length,
      savedAt: this.#clock().toISOString(),
    }
    run.artifacts.set(name, record)
    this.#append(run, { kind: 'artifact-saved', detail: artifactDetail(record) })
    return { ...record }
  }

  artifact(runId: string, name: string): Buffer {
    const { artifacts } = this.#run(runId)
    const artifact = artifacts.get(name)
    if (artifact === undefined) throw unknownPart('artifact', runId, name, [...artifacts.keys()])
    return Buffer.from(this.#objects.get(artifact.hash)!)
  }

  artifacts(runId: string): ArtifactRecord[] {
    return structuredClone([...this.#run(runId).artifacts.values()])
  }

  appendAudit(runId: string, event: AuditEvent): AuditEntry {
    const run = this.#run(runId)
    requireAuditEvent(event)
    return structuredClone(this.#append(run, { kind: event.kind, detail: copy(event.detail ?? null) }))
  }

  audit(runId: string): AuditEntry[] {
    return structuredClone(this.#run(runId).audit)
  }

  verifyRun(runId: string): RunVerification {
    const { record, steps, artifacts, audit, auditHead } = this.#run(runId)
    const stored = { record, steps: [...steps.values()], artifacts: [...artifacts.values()], audit, auditHead }
    return runVerification(stored, (_, hash) => {
      const bytes = this.#objects.get(hash)
      return bytes !== undefined && sha256(bytes) === hash ? undefined : `the object ${hash} is damaged or missing`
    })
  }

  close(): void {
    this.#closed = true
  }

  #run(id: string): MemoryRun {
    this.#requireOpen()
    const run = this.#runs.get(id)
    if (run === undefined) throw unknownRun(id)
    return run
  }

  #requireOpen(): void {
    if (this.#closed) throw new TuttiError('conflict', 'the run store was closed')
  }

  #keep(bytes: Buffer): string {
    const hash = sha256(bytes)
    if (!this.#objects.has(hash)) this.#objects.set(hash, bytes)
    return hash
  }

  #append(run: MemoryRun, event: AuditEvent): AuditEntry {
    const entry = nextAuditEntry(run.record.id, run.auditHead, event, this.#clock())
    run.audit.push(entry)
    run.auditHead = { count: entry.seq, hash: entry.hash }
    return entry
  }

  #finish(run: MemoryRun, outcome: Pick<RunRecord, 'status' | 'error'>): void {
    run.record = { ...run.record, ...outcome, finishedAt: this.#clock().toISOString() }
    this.#append(run, { kind: 'run-finished', detail: finishDetail(run.record) })
  }
}

/** An own copy of a JSON value, as storing and reading it gives. */
function copy(value: Json): Json {
  return JSON.parse(canonicalJson(value)) as Json
}
