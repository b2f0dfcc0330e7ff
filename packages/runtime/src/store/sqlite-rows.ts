import { TuttiError } from '@tutti/analytics/errors'
import type { Json } from '../hashing/index.ts'
import type { ArtifactRecord, AuditEntry, NewRun, RunRecord, RunStatus, StepRecord } from './run-store.ts'

export interface RunRow {
  readonly id: string
  readonly key: string
  readonly manifest: string
  readonly status: RunStatus
  readonly created_at: string
  readonly finished_at: string | null
  readonly error: string
  readonly audit_count: number
  readonly audit_head: string
  readonly creator: string
}

export interface LockRow {
  readonly token: string
  readonly holder: string
}

export interface StepRow {
  readonly run_id: string
  readonly name: string
  readonly key: string
  readonly inputs: string
  readonly hash: string
  readonly bytes: number
  readonly reused: number
  readonly saved_at: string
}

export interface ArtifactRow {
  readonly run_id: string
  readonly name: string
  readonly hash: string
  readonly bytes: number
  readonly saved_at: string
}

export interface AuditRow {
  readonly run_id: string
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly detail: string
  readonly previous: string
  readonly hash: string
}

/** The record of a run, with the status last written. Throws `missing-data` when its manifest is no JSON any more. */
export function runFromRow(row: RunRow): RunRecord {
  const manifest = parsed(row.manifest)
  if (unreadable in (manifest as object)) {
    throw new TuttiError('missing-data', `the record of run ${row.id} is damaged; put back a copy of the store`, {
      field: row.id,
    })
  }
  return {
    ...(manifest as unknown as NewRun),
    id: row.id,
    key: row.key,
    status: row.status,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    error: parsed(row.error),
  }
}

/** The record of a step. */
export function stepFromRow(row: StepRow): StepRecord {
  return {
    runId: row.run_id,
    name: row.name,
    key: row.key,
    inputs: parsed(row.inputs),
    hash: row.hash,
    bytes: row.bytes,
    reused: row.reused === 1,
    savedAt: row.saved_at,
  }
}

/** The record of an artifact. */
export function artifactFromRow(row: ArtifactRow): ArtifactRecord {
  return { runId: row.run_id, name: row.name, hash: row.hash, bytes: row.bytes, savedAt: row.saved_at }
}

/** An audit entry. */
export function auditFromRow(row: AuditRow): AuditEntry {
  const { seq, at, kind, previous, hash } = row
  return { seq, runId: row.run_id, at, kind, detail: parsed(row.detail), previous, hash }
}

const unreadable = 'unreadable text'

/** The JSON of a column. Text that was damaged becomes a value of its own, so that verifying finds it. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return { [unreadable]: text }
  }
}
