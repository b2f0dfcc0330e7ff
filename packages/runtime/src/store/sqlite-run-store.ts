import { join } from 'node:path'
import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson } from '../hashing/index.ts'
import type { Json } from '../hashing/index.ts'
import { emptyAudit, requireAuditEvent } from './audit-chain.ts'
import { diskFull, isDiskFull } from './disk-full.ts'
import { FileObjects } from './file-objects.ts'
import type { ObjectKind, WriteBytes } from './file-objects.ts'
import { foundRunId, unknownPart } from './find-run-id.ts'
import { thisHolder } from './holder.ts'
import { makeFolder } from './make-folder.ts'
import { requireName, requireNewRun, requireStep } from './require-run.ts'
import { newRunId } from './run-id.ts'
import { runKey, runManifest } from './run-key.ts'
import { runStoreFile } from './run-store-file.ts'
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
import { artifactDetail, manifestDetail, runVerification, stepDetail } from './run-verification.ts'
import { SqliteDatabase } from './sqlite-database.ts'
import { artifactFromRow, auditFromRow, runFromRow, stepFromRow } from './sqlite-rows.ts'
import type { ArtifactRow, AuditRow, RunRow, StepRow } from './sqlite-rows.ts'
import { SqliteRunLocks } from './sqlite-run-locks.ts'
import { SqliteRunRecords } from './sqlite-run-records.ts'

/** The clock (for `createdAt` and the like; order never depends on it) and the file-writing function (for tests). */
export interface SqliteRunStoreOptions {
  readonly clock?: (() => Date) | undefined
  readonly writeBytes?: WriteBytes | undefined
}

/**
 * A run store in a folder: records and audit in `runs.sqlite`, values and artifacts in `objects/ab/<sha256>.json|.bin`.
 * Several processes may use the folder; each run is written by one of them at a time, reading always works.
 */
export class SqliteRunStore implements RunStore {
  readonly #database: SqliteDatabase
  readonly #records: SqliteRunRecords
  readonly #locks: SqliteRunLocks
  readonly #objects: FileObjects
  readonly #directory: string
  readonly #clock: () => Date

  /** Use `SqliteRunStore.open`. */
  private constructor(directory: string, options: SqliteRunStoreOptions) {
    this.#directory = directory
    this.#clock = options.clock ?? (() => new Date())
    this.#objects = new FileObjects(join(directory, 'objects'), options.writeBytes)
    this.#objects.removeLitter()
    this.#database = new SqliteDatabase(join(directory, 'runs.sqlite'), directory, runStoreFile)
    this.#records = new SqliteRunRecords(this.#database, this.#clock)
    this.#locks = new SqliteRunLocks(this.#database, this.#records)
  }

  /**
   * Opens the store in `directory`, making it if need be. Throws `unsupported` for a store of a newer Tutti,
   * `invalid-input` for a damaged one, `unauthorised` where it may not write, `conflict` for a full disk.
   */
  static open(directory: string, options: SqliteRunStoreOptions = {}): SqliteRunStore {
    makeFolder(join(directory, 'objects'), directory, 'run store')
    return new SqliteRunStore(directory, options)
  }

  createRun(run: NewRun): RunRecord {
    requireNewRun(run)
    const manifest = canonicalJson(runManifest(run))
    return this.#database.write(undefined, manifest.length, () => {
      const now = this.#clock()
      const id = newRunId(now, (stamp) => this.#records.lastIdOfStamp(stamp))
      this.#database.run(
        `INSERT INTO runs (id, key, manifest, status, created_at, finished_at, error, audit_count, audit_head, creator)
         VALUES (?, ?, ?, 'running', ?, NULL, 'null', ?, ?, ?)`,
        id,
        runKey(run),
        manifest,
        now.toISOString(),
        emptyAudit.count,
        emptyAudit.hash,
        canonicalJson({ ...thisHolder() }),
      )
      const record = runFromRow(this.#records.row(id))
      this.#records.append(id, { kind: 'run-created', detail: manifestDetail(record) })
      return record
    })
  }

  run(idOrPrefix: string): RunRecord {
    return this.#database.read(() => {
      const ids = this.#database.all<{ id: string }>('SELECT id FROM runs').map((row) => row.id)
      return this.#locks.shownRun(this.#records.row(foundRunId(idOrPrefix, ids)))
    })
  }

  runs(): RunRecord[] {
    return this.#database.read(() => {
      const rows = this.#database.all<RunRow>('SELECT * FROM runs ORDER BY position')
      return rows.map((row) => this.#locks.shownRun(row))
    })
  }

  lockRun(id: string, options: { readonly takeOver?: boolean | undefined } = {}): RunLock {
    return this.#locks.take(id, options.takeOver ?? false)
  }

  finishRun(id: string, outcome: RunOutcome): void {
    const error = outcome.status === 'failed' ? outcome.error : null
    const bytes = canonicalJson(error).length
    this.#writeRun(id, bytes, () => {
      if (this.#records.row(id).status === 'completed') {
        if (outcome.status === 'completed') return
        throw new TuttiError('conflict', `run ${id} is completed and cannot become ${outcome.status}`, {
          field: 'status',
        })
      }
      this.#records.finish(id, { status: outcome.status, error })
    })
  }

  findStep(key: string, askingRun?: string): Json | undefined {
    const row = this.#database.get<{ hash: string }>('SELECT hash FROM step_values WHERE key = ?', key)
    if (row === undefined) return undefined
    const object = this.#objects.read('step', row.hash)
    if ('bytes' in object) return JSON.parse(object.bytes.toString()) as Json
    const movedTo = this.#objects.moveAside('step', row.hash) ?? null
    this.#database.write(askingRun, 0, () => {
      this.#database.run('DELETE FROM step_values WHERE key = ? AND hash = ?', key, row.hash)
      if (askingRun === undefined) return
      this.#locks.requireWritable(askingRun)
      this.#records.append(askingRun, { kind: 'step-damaged', detail: { key, problem: object.problem, movedTo } })
    })
    return undefined
  }

  saveStep(runId: string, step: NewStep, value: Json): StepRecord {
    requireStep(step, value)
    const bytes = Buffer.from(canonicalJson(value))
    const inputs = canonicalJson(step.inputs)
    const hash = this.#saveObject('step', bytes, runId)
    return this.#writeRun(runId, inputs.length, () => {
      const existing = this.#stepRow(runId, step.name)
      const known = this.#database.get<{ hash: string }>('SELECT hash FROM step_values WHERE key = ?', step.key)?.hash
      if (known !== undefined && known !== hash) {
        const detail = { name: step.name, key: step.key, before: known, after: hash }
        this.#records.append(runId, { kind: 'step-differs', detail })
      }
      this.#database.run('INSERT OR REPLACE INTO step_values (key, hash) VALUES (?, ?)', step.key, hash)
      if (existing !== undefined && existing.key === step.key && existing.hash === hash) return stepFromRow(existing)
      this.#database.run(
        `INSERT INTO steps (run_id, name, key, inputs, hash, bytes, reused, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (run_id, name) DO UPDATE SET key = excluded.key, inputs = excluded.inputs, hash = excluded.hash,
           bytes = excluded.bytes, reused = excluded.reused, saved_at = excluded.saved_at`,
        runId,
        step.name,
        step.key,
        inputs,
        hash,
        bytes.length,
        known === hash ? 1 : 0,
        this.#clock().toISOString(),
      )
      const record = stepFromRow(this.#stepRow(runId, step.name)!)
      this.#records.append(runId, { kind: 'step-saved', detail: stepDetail(record) })
      return record
    })
  }

  steps(runId: string): StepRecord[] {
    this.#records.row(runId)
    return this.#database.all<StepRow>('SELECT * FROM steps WHERE run_id = ? ORDER BY position', runId).map(stepFromRow)
  }

  stepValue(runId: string, name: string): Json {
    const row = this.#stepRow(runId, name)
    if (row === undefined)
      throw unknownPart(
        'step',
        runId,
        name,
        this.steps(runId).map((step) => step.name),
      )
    const advice = `run: tutti runs resume ${runId}, which computes it again`
    return JSON.parse(this.#readObject('step', row.hash, `step ${name} of run ${runId}`, advice).toString()) as Json
  }

  saveArtifact(runId: string, name: string, bytes: Uint8Array | string): ArtifactRecord {
    requireName(name, 'the name of the artifact')
    const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
    const hash = this.#saveObject('artifact', content, runId)
    return this.#writeRun(runId, 0, () => {
      this.#database.run(
        `INSERT INTO artifacts (run_id, name, hash, bytes, saved_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (run_id, name) DO UPDATE SET hash = excluded.hash, bytes = excluded.bytes, saved_at = excluded.saved_at`,
        runId,
        name,
        hash,
        content.length,
        this.#clock().toISOString(),
      )
      const record = artifactFromRow(this.#artifactRow(runId, name)!)
      this.#records.append(runId, { kind: 'artifact-saved', detail: artifactDetail(record) })
      return record
    })
  }

  artifact(runId: string, name: string): Buffer {
    const row = this.#artifactRow(runId, name)
    if (row === undefined)
      throw unknownPart(
        'artifact',
        runId,
        name,
        this.artifacts(runId).map((item) => item.name),
      )
    const advice = `write it again with: tutti runs resume ${runId}`
    return this.#readObject('artifact', row.hash, `artifact ${name} of run ${runId}`, advice)
  }

  artifacts(runId: string): ArtifactRecord[] {
    this.#records.row(runId)
    const rows = this.#database.all<ArtifactRow>('SELECT * FROM artifacts WHERE run_id = ? ORDER BY position', runId)
    return rows.map(artifactFromRow)
  }

  appendAudit(runId: string, event: AuditEvent): AuditEntry {
    requireAuditEvent(event)
    return this.#writeRun(runId, canonicalJson(event.detail ?? null).length, () => this.#records.append(runId, event))
  }

  audit(runId: string): AuditEntry[] {
    this.#records.row(runId)
    return this.#database.all<AuditRow>('SELECT * FROM audit WHERE run_id = ? ORDER BY seq', runId).map(auditFromRow)
  }

  verifyRun(runId: string): RunVerification {
    const stored = this.#database.read(() => {
      const row = this.#records.row(runId)
      return {
        record: runFromRow(row),
        steps: this.steps(runId),
        artifacts: this.artifacts(runId),
        audit: this.audit(runId),
        auditHead: { count: row.audit_count, hash: row.audit_head },
      }
    })
    return runVerification(stored, (kind, hash) => {
      const object = this.#objects.read(kind, hash)
      return 'problem' in object ? object.problem : undefined
    })
  }

  close(): void {
    this.#locks.releaseAll()
    this.#database.close()
  }

  /** A transaction that writes to a run, unless another process holds its lock. */
  #writeRun<T>(runId: string, bytes: number, work: () => T): T {
    return this.#database.write(runId, bytes, () => {
      this.#locks.requireWritable(runId)
      return work()
    })
  }

  #stepRow(runId: string, name: string): StepRow | undefined {
    return this.#database.get<StepRow>('SELECT * FROM steps WHERE run_id = ? AND name = ?', runId, name)
  }

  #artifactRow(runId: string, name: string): ArtifactRow | undefined {
    return this.#database.get<ArtifactRow>('SELECT * FROM artifacts WHERE run_id = ? AND name = ?', runId, name)
  }

  #saveObject(kind: ObjectKind, bytes: Uint8Array, runId: string): string {
    this.#records.row(runId)
    this.#locks.requireWritable(runId)
    try {
      return this.#objects.save(kind, bytes)
    } catch (error) {
      if (isDiskFull(error, this.#directory)) throw diskFull(this.#directory, bytes.length, runId, error)
      throw error
    }
  }

  #readObject(kind: ObjectKind, hash: string, what: string, advice: string): Buffer {
    const object = this.#objects.read(kind, hash)
    if ('bytes' in object) return object.bytes
    const details = {
      file: this.#objects.file(kind, hash),
      got: object.problem,
      expected: `content with SHA-256 ${hash}`,
    }
    throw new TuttiError('missing-data', `${what} cannot be read: ${object.problem}; ${advice}`, details)
  }
}
