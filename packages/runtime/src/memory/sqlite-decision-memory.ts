import { join } from 'node:path'
import type { Json } from '../hashing/index.ts'
import { makeFolder } from '../store/make-folder.ts'
import { SqliteDatabase } from '../store/sqlite-database.ts'
import type { SqliteFileKind } from '../store/sqlite-database.ts'
import type { DecisionMemory, MemoryEntry, MemoryQuestion } from './decision-memory.ts'
import { entryContent, requireMemoryName, requireQuestion, requireTime } from './require-memory.ts'

const memoryFile: SqliteFileKind = {
  noun: 'decision memory',
  /** "TutM" in ASCII. */
  applicationId: 0x5475744d,
  schemaVersion: 1,
  secureDelete: true,
  tables: `
    CREATE TABLE entries (
      run_id TEXT PRIMARY KEY,
      subject TEXT NOT NULL,
      run_key TEXT NOT NULL,
      as_of TEXT,
      recorded_at TEXT NOT NULL,
      expires_at TEXT NOT NULL,
      content TEXT NOT NULL
    ) STRICT;
    CREATE INDEX entries_of_subject ON entries (subject, as_of, recorded_at, run_id);
    CREATE INDEX entries_by_expiry ON entries (expires_at);
  `,
}

interface EntryRow {
  readonly run_id: string
  readonly subject: string
  readonly run_key: string
  readonly as_of: string | null
  readonly recorded_at: string
  readonly expires_at: string
  readonly content: string
}

/**
 * A decision memory in `memory.sqlite` of a folder, which may be that of a run store. Several processes may use it at once.
 * What is forgotten or purged leaves no byte in the file or its log; a file system or disk may keep older copies of blocks.
 */
export class SqliteDecisionMemory implements DecisionMemory {
  readonly #database: SqliteDatabase

  /** Use `SqliteDecisionMemory.open`. */
  private constructor(directory: string, busyMs: number | undefined) {
    this.#database = new SqliteDatabase(join(directory, 'memory.sqlite'), directory, memoryFile, busyMs)
  }

  /**
   * Opens the memory in `directory`, making it if need be. Throws `unsupported` for one of a newer Tutti, `invalid-input`
   * for a damaged one, `unauthorised` where it may not write, `conflict` for a full disk.
   * `busyMs`: how long each call waits for another process to finish with the file; 10 s if left out.
   */
  static open(directory: string, options: { readonly busyMs?: number } = {}): SqliteDecisionMemory {
    makeFolder(directory, directory, 'decision memory')
    return new SqliteDecisionMemory(directory, options.busyMs)
  }

  async remember(entry: MemoryEntry): Promise<void> {
    const content = entryContent(entry)
    const { runId, subject, runKey, asOf, recordedAt, expiresAt } = entry
    this.#database.write(runId, content.length, () =>
      this.#database.run(
        `INSERT OR REPLACE INTO entries (run_id, subject, run_key, as_of, recorded_at, expires_at, content)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        runId,
        subject,
        runKey,
        asOf,
        recordedAt,
        expiresAt,
        content,
      ),
    )
  }

  async recall(question: MemoryQuestion): Promise<readonly MemoryEntry[]> {
    requireQuestion(question)
    const { subject, asOf, now, most } = question
    const dated = asOf === null ? 'as_of IS NULL' : 'as_of <= ?'
    const rows = this.#database.all<EntryRow>(
      `SELECT * FROM entries WHERE subject = ? AND expires_at > ? AND ${dated}
       ORDER BY as_of DESC, recorded_at DESC, run_id DESC LIMIT ?`,
      subject,
      now,
      ...(asOf === null ? [] : [asOf]),
      most,
    )
    return rows.map(entryFromRow)
  }

  async forget(subject: string): Promise<number> {
    requireMemoryName(subject, 'subject')
    const count = this.#deleted('subject = ?', subject)
    // Also where nothing was left to delete: an earlier call may have found the file in use.
    this.#database.scrub()
    return count
  }

  async forgetRun(runId: string): Promise<boolean> {
    requireMemoryName(runId, 'runId')
    const count = this.#deleted('run_id = ?', runId)
    this.#database.scrub()
    return count > 0
  }

  async purge(now: string): Promise<number> {
    requireTime(now, 'now')
    const count = this.#deleted('expires_at <= ?', now)
    if (count > 0) this.#database.scrub()
    return count
  }

  async close(): Promise<void> {
    this.#database.close()
  }

  #deleted(where: string, value: string): number {
    return this.#database.write(
      undefined,
      0,
      () => this.#database.all(`DELETE FROM entries WHERE ${where} RETURNING run_id`, value).length,
    )
  }
}

function entryFromRow(row: EntryRow): MemoryEntry {
  return {
    subject: row.subject,
    runId: row.run_id,
    runKey: row.run_key,
    asOf: row.as_of,
    recordedAt: row.recorded_at,
    expiresAt: row.expires_at,
    content: JSON.parse(row.content) as Json,
  }
}
