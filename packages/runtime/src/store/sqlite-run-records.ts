import { nextAuditEntry } from './audit-chain.ts'
import { unknownRun } from './find-run-id.ts'
import type { AuditEntry, AuditEvent, RunRecord } from './run-store.ts'
import { finishDetail } from './run-verification.ts'
import { canonicalJson } from '../hashing/index.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { RunRow } from './sqlite-rows.ts'

/** The rows of runs and their audit chains; what changes them is called inside a write transaction. */
export class SqliteRunRecords {
  readonly #database: SqliteDatabase
  readonly #clock: () => Date

  constructor(database: SqliteDatabase, clock: () => Date) {
    this.#database = database
    this.#clock = clock
  }

  /** The row of a run. Throws `missing-data` if there is none. */
  row(id: string): RunRow {
    const row = this.#database.get<RunRow>('SELECT * FROM runs WHERE id = ?', id)
    if (row === undefined) throw unknownRun(id)
    return row
  }

  /** The greatest run id that starts with a time stamp. */
  lastIdOfStamp(stamp: string): string | undefined {
    // "." follows "-" in ASCII, so the range holds just the ids of this second.
    const sql = 'SELECT max(id) AS id FROM runs WHERE id > ? AND id < ?'
    return this.#database.get<{ id: string | null }>(sql, `${stamp}-`, `${stamp}.`)?.id ?? undefined
  }

  /** Adds an entry to a run's audit chain. */
  append(id: string, event: AuditEvent): AuditEntry {
    const { audit_count: count, audit_head: hash } = this.row(id)
    const entry = nextAuditEntry(id, { count, hash }, event, this.#clock())
    this.#database.run(
      'INSERT INTO audit (run_id, seq, at, kind, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      entry.seq,
      entry.at,
      entry.kind,
      canonicalJson(entry.detail),
      entry.previous,
      entry.hash,
    )
    this.#database.run('UPDATE runs SET audit_count = ?, audit_head = ? WHERE id = ?', entry.seq, entry.hash, id)
    return entry
  }

  /** Marks a run as running again. */
  restart(id: string): void {
    this.#database.run("UPDATE runs SET status = 'running', finished_at = NULL, error = 'null' WHERE id = ?", id)
  }

  /** Marks a run as finished, now, and says so in its audit. */
  finish(id: string, outcome: Pick<RunRecord, 'status' | 'error'>): void {
    const state = { ...outcome, finishedAt: this.#clock().toISOString() }
    this.#database.run(
      'UPDATE runs SET status = ?, finished_at = ?, error = ? WHERE id = ?',
      state.status,
      state.finishedAt,
      canonicalJson(state.error),
      id,
    )
    this.append(id, { kind: 'run-finished', detail: finishDetail(state) })
  }
}
