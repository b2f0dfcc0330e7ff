import type { Json } from '../hashing/index.ts'

/** An input of a run: the SHA-256 of its content, and where it came from. */
export interface RunInput {
  readonly hash: string
  readonly bytes?: number | undefined
  readonly path?: string | undefined
}

/** All that says what a run is; `arguments` holds everything that resuming it needs. */
export interface NewRun {
  readonly workflow: string
  readonly inputs: Readonly<Record<string, RunInput>>
  readonly arguments: Json
  /** A non-negative safe integer. */
  readonly seed: number
  readonly codeVersion: string
  /** What it ran on; not part of the run's key, since results do not depend on it. */
  readonly machine: Json
}

/** `waiting`: all is computed, and a person has yet to decide; `lockRun` makes it running again. */
export type RunStatus = 'running' | 'interrupted' | 'waiting' | 'completed' | 'failed'

export interface RunRecord extends NewRun {
  /** Time of creation (UTC) and a running number in hexadecimal: `20261121-084512-3f2a`. */
  readonly id: string
  /** Content hash of workflow, input hashes, arguments, seed and code version: equal keys give equal results. */
  readonly key: string
  /** `running` only while the process that created or locked the run is alive. */
  readonly status: RunStatus
  /** ISO 8601, UTC. For information: the order of runs is the order of their creation, whatever the clock did. */
  readonly createdAt: string
  /** When it last came to rest; null while it is running. */
  readonly finishedAt: string | null
  /** What `finishRun` was given for a failed run, else null. */
  readonly error: Json
}

export type RunOutcome =
  | { readonly status: 'completed' }
  | { readonly status: 'failed'; readonly error: Json }
  | { readonly status: 'interrupted' }
  | { readonly status: 'waiting' }

/** The right to write to a run; `release` gives it back, and marks the run as interrupted unless it was finished. */
export interface RunLock {
  readonly runId: string
  release(): void
}

/** What identifies a step in a run: its name, the key from `stepKey`, and its inputs (for people and `diffRuns`). */
export interface NewStep {
  readonly name: string
  readonly key: string
  readonly inputs: Json
}

export interface StepRecord extends NewStep {
  readonly runId: string
  /** SHA-256 of the canonical JSON of the value. */
  readonly hash: string
  readonly bytes: number
  /** True when the value had been computed before, by this or another run. */
  readonly reused: boolean
  readonly savedAt: string
}

export interface ArtifactRecord {
  readonly runId: string
  readonly name: string
  /** SHA-256 of the bytes. */
  readonly hash: string
  readonly bytes: number
  readonly savedAt: string
}

export interface AuditEvent {
  readonly kind: string
  readonly detail?: Json | undefined
}

/** A link of a run's audit chain: `hash` covers all other fields, `previous` is the hash of the entry before. */
export interface AuditEntry {
  /** 1, 2, 3 …: the order of events. */
  readonly seq: number
  readonly runId: string
  /** The clock's time, for information only: it may stand still or jump back. */
  readonly at: string
  readonly kind: string
  readonly detail: Json
  readonly previous: string
  readonly hash: string
}

export interface RunFinding {
  readonly part: 'manifest' | 'status' | 'audit' | 'step' | 'artifact'
  /** The step's or artifact's name, the audit entry's number, or the field. */
  readonly name: string
  readonly message: string
}

export interface RunVerification {
  readonly runId: string
  readonly ok: boolean
  readonly findings: readonly RunFinding[]
  readonly checked: { readonly audit: number; readonly steps: number; readonly artifacts: number }
  /** Hash of the last audit entry. Kept outside the store, it also proves that nobody rewrote the whole chain. */
  readonly auditHead: string
}

/**
 * Where runs, their steps' values, their artifacts and their audit chain are kept.
 *
 * Every write also adds an entry to the run's audit chain (kinds of `storeEventKinds`), in one transaction. Ids are
 * exact except in `run`. Errors: `missing-data` for a run, step or artifact that is not there or whose file is missing
 * or damaged; `invalid-input` for names, seeds and values that cannot be kept; `conflict` for a run that another
 * process writes to, a full disk, a store that stays busy.
 */
export interface RunStore {
  createRun(run: NewRun): RunRecord
  /** The run with this id, or the only one whose id starts with it. */
  run(idOrPrefix: string): RunRecord
  /** All runs in the order of their creation. */
  runs(): RunRecord[]
  /**
   * Takes the right to write to a run. The lock of a process that has died is taken over, and a run that had failed,
   * was interrupted or waits counts as running again. `takeOver` also takes the lock of a process on another host, of which this
   * one cannot see whether it lives. Throws `conflict`, naming the process, while another one holds it.
   */
  lockRun(id: string, options?: { readonly takeOver?: boolean | undefined }): RunLock
  finishRun(id: string, outcome: RunOutcome): void
  /**
   * The value saved under a step key by any run. A damaged or missing value counts as not found; it is moved aside and
   * noted in the audit of `askingRun`.
   */
  findStep(key: string, askingRun?: string): Json | undefined
  /** Records a step of a run with its value, which must be plain JSON. A step of the same name is replaced. */
  saveStep(runId: string, step: NewStep, value: Json): StepRecord
  /** The steps of a run in the order in which they were first saved. */
  steps(runId: string): StepRecord[]
  stepValue(runId: string, name: string): Json
  /** Keeps a file of a run (a report, a brief). One of the same name is replaced. */
  saveArtifact(runId: string, name: string, bytes: Uint8Array | string): ArtifactRecord
  artifact(runId: string, name: string): Buffer
  artifacts(runId: string): ArtifactRecord[]
  appendAudit(runId: string, event: AuditEvent): AuditEntry
  audit(runId: string): AuditEntry[]
  /** Hashes the manifest, each audit entry, each step's value and each artifact again, and lists all that does not agree. */
  verifyRun(runId: string): RunVerification
  /** Releases the locks held through this store and closes it. */
  close(): void
}
