import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import { TuttiError } from '@tutti/analytics/errors'
import { diskFull, isDiskFull } from './disk-full.ts'

const schemaVersion = 1
/** "Tutt" in ASCII: marks the file as a run store. */
const applicationId = 0x54757474
/** How long a writer waits for another process to finish its transaction. */
const busyMs = 10_000

const schema = `
  CREATE TABLE runs (
    position INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    manifest TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'interrupted', 'completed', 'failed')),
    created_at TEXT NOT NULL,
    finished_at TEXT,
    error TEXT NOT NULL,
    audit_count INTEGER NOT NULL,
    audit_head TEXT NOT NULL,
    creator TEXT NOT NULL
  ) STRICT;
  CREATE TABLE locks (
    run_id TEXT PRIMARY KEY REFERENCES runs (id),
    token TEXT NOT NULL,
    holder TEXT NOT NULL
  ) STRICT;
  CREATE TABLE step_values (key TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;
  CREATE TABLE steps (
    position INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    inputs TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    reused INTEGER NOT NULL CHECK (reused IN (0, 1)),
    saved_at TEXT NOT NULL,
    UNIQUE (run_id, name)
  ) STRICT;
  CREATE TABLE artifacts (
    position INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES runs (id),
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    UNIQUE (run_id, name)
  ) STRICT;
  CREATE TABLE audit (
    run_id TEXT NOT NULL REFERENCES runs (id),
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (run_id, seq)
  ) STRICT, WITHOUT ROWID;
  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`

type Parameter = string | number | null

/** The SQLite file of a run store: its schema, transactions, and SQLite's errors in the words of the project. */
export class SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #file: string
  readonly #directory: string
  readonly #statements = new Map<string, StatementSync>()

  /**
   * Opens or makes the file. Throws `unsupported` for the schema of a newer Tutti, `invalid-input` for a file that is no
   * run store or is damaged, `conflict` for a full disk or a file that stays locked.
   */
  constructor(file: string, directory: string) {
    this.#file = file
    this.#directory = directory
    this.#database = this.#translated(() => new DatabaseSync(file, { timeout: busyMs }))
    try {
      this.#translated(() => this.#prepareSchema())
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  /** The rows of a query. */
  all<Row>(sql: string, ...parameters: Parameter[]): Row[] {
    return this.#translated(() => this.#statement(sql).all(...parameters) as Row[])
  }

  /** The first row of a query, or undefined. */
  get<Row>(sql: string, ...parameters: Parameter[]): Row | undefined {
    return this.#translated(() => this.#statement(sql).get(...parameters) as Row | undefined)
  }

  /** Runs a statement that changes rows. Only inside `write`. */
  run(sql: string, ...parameters: Parameter[]): void {
    this.#statement(sql).run(...parameters)
  }

  /** Runs `work` on one state of the database, whatever other processes write meanwhile. */
  read<T>(work: () => T): T {
    return this.#transaction('BEGIN', work, undefined, 0)
  }

  /**
   * Runs `work` as one transaction: all of it is saved, or nothing. `runId` and `bytes` (about what is written) are for
   * the error of a full disk.
   */
  write<T>(runId: string | undefined, bytes: number, work: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', work, runId, bytes)
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }

  #transaction<T>(begin: string, work: () => T, runId: string | undefined, bytes: number): T {
    return this.#translated(
      () => {
        this.#database.exec(begin)
        try {
          const result = work()
          this.#database.exec('COMMIT')
          return result
        } catch (error) {
          if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
          throw error
        }
      },
      runId,
      bytes,
    )
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #prepareSchema(): void {
    if (this.#checkedVersion() === 0) {
      this.#database.exec('PRAGMA journal_mode = WAL')
      this.#database.exec('BEGIN IMMEDIATE')
      // Another process may have made the tables while this one waited.
      if (this.#checkedVersion() === 0) this.#database.exec(schema)
      this.#database.exec('COMMIT')
    }
    this.#database.exec('PRAGMA synchronous = FULL')
  }

  /** The schema version of the file: 0 for an empty one. */
  #checkedVersion(): number {
    const version = this.#pragma('user_version')
    const id = this.#pragma('application_id')
    const tables = this.#database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number }
    if (version === 0 && id === 0 && tables.count === 0) return 0
    if (id !== applicationId) {
      throw new TuttiError('invalid-input', `${this.#file} is a database of another program, not a run store`, {
        file: this.#file,
      })
    }
    if (version > schemaVersion) {
      throw new TuttiError(
        'unsupported',
        `${this.#file} was written by a newer Tutti (schema ${version}, this one knows ${schemaVersion}); update Tutti`,
        { file: this.#file, got: `schema ${version}`, expected: `schema ${schemaVersion}` },
      )
    }
    return version
  }

  #pragma(name: 'user_version' | 'application_id'): number {
    return (this.#database.prepare(`PRAGMA ${name}`).get() as Record<string, number>)[name]
  }

  #translated<T>(work: () => T, runId?: string, bytes = 0): T {
    try {
      return work()
    } catch (error) {
      throw this.#translation(error, runId, bytes)
    }
  }

  #translation(error: unknown, runId: string | undefined, bytes: number): unknown {
    const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: string }
    const file = this.#file
    if (isDiskFull(error, this.#directory)) return diskFull(this.#directory, Math.max(bytes, 4096), runId, error)
    if (code === 'ERR_INVALID_STATE') return new TuttiError('conflict', 'the run store was closed', { cause: error })
    if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return error
    const details = { file, cause: error }
    switch (errcode & 0xff) {
      case 5:
      case 6:
        return new TuttiError(
          'conflict',
          `${file} stayed locked by another process for ${busyMs / 1000} s; try again when that has finished`,
          details,
        )
      case 11:
      case 26:
        return new TuttiError(
          'invalid-input',
          `${file} is damaged or no SQLite database (${message}); put back a copy, or move it away to start an empty store`,
          details,
        )
      case 3:
      case 8:
      case 14:
      case 23:
        return new TuttiError(
          'unauthorised',
          `${file} cannot be opened for writing (${message}); check its permissions`,
          details,
        )
      default:
        return new TuttiError('calculation-failed', `the run store ${file} failed: ${message}`, details)
    }
  }
}
