import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import { TuttiError } from '@tutti/analytics/errors'
import { diskFull, isDiskFull } from './disk-full.ts'

const usualBusyMs = 10_000

/** A kind of SQLite file of the project. */
export interface SqliteFileKind {
  /** What the file is, for messages: `run store`. */
  readonly noun: string
  /** Four bytes in the header that mark the file as one of this kind. */
  readonly applicationId: number
  readonly schemaVersion: number
  /** The statements that make its tables. */
  readonly tables: string
  /** By version: statements that bring its tables to those of the next version. None where there was but one version. */
  readonly migrations?: Readonly<Record<number, string>>
  /** Whether what is deleted or replaced is overwritten with zeros. */
  readonly secureDelete: boolean
}

type Parameter = string | number | null

/** A SQLite file of the project: its schema, transactions, and SQLite's errors in the words of the project. */
export class SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #file: string
  readonly #directory: string
  readonly #kind: SqliteFileKind
  readonly #busyMs: number
  readonly #statements = new Map<string, StatementSync>()

  /**
   * Opens or makes the file. Throws `unsupported` for the schema of a newer Tutti, `invalid-input` for a file that is
   * of another kind or is damaged, `conflict` for a full disk or a file that stays locked.
   * `busyMs`: how long to wait for another process to finish its transaction.
   */
  constructor(file: string, directory: string, kind: SqliteFileKind, busyMs = usualBusyMs) {
    this.#kind = kind
    this.#busyMs = busyMs
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

  /**
   * Rewrites the file so that it and its log hold no byte of what was deleted. Throws `conflict` while another process is
   * reading: what was deleted stays deleted, and its bytes go with the next call.
   */
  scrub(): void {
    this.#translated(() => {
      this.#database.exec('VACUUM')
      const { busy } = this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
      if (busy === 0) return
      throw new TuttiError(
        'conflict',
        `${this.#file} is being read by another process: what was deleted is gone from the ${this.#kind.noun}, but its bytes ` +
          'stay in the file until this is done again when that process has finished',
        { file: this.#file },
      )
    })
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
      if (this.#checkedVersion() === 0) this.#createTables()
      this.#database.exec('COMMIT')
    }
    this.#database.exec('PRAGMA synchronous = FULL')
    if (this.#kind.secureDelete) this.#database.exec('PRAGMA secure_delete = ON')
    if (this.#checkedVersion() < this.#kind.schemaVersion) this.#migrate()
  }

  /** Brings the tables of an older Tutti to the present ones: all of it in one transaction, or nothing. */
  #migrate(): void {
    const { noun, schemaVersion, migrations = {} } = this.#kind
    this.#database.exec('PRAGMA foreign_keys = OFF') // has no effect inside a transaction
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      // Another process may have done it while this one waited.
      for (let version = this.#checkedVersion(); version < schemaVersion; version++) {
        this.#database.exec(migrations[version])
      }
      this.#database.exec(`PRAGMA user_version = ${schemaVersion}`)
      const broken = this.#database.prepare('PRAGMA foreign_key_check').all().length
      if (broken > 0) {
        throw new TuttiError(
          'invalid-input',
          `${this.#file} is damaged: it has parts of runs that are not there; put back a copy, or move it away to start an empty ${noun}`,
          { file: this.#file, got: `${broken} parts without their run` },
        )
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    this.#database.exec('PRAGMA foreign_keys = ON')
  }

  #createTables(): void {
    const { tables, applicationId, schemaVersion } = this.#kind
    this.#database.exec(`${tables}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion};`)
  }

  /** The schema version of the file: 0 for an empty one. */
  #checkedVersion(): number {
    const { noun, applicationId, schemaVersion } = this.#kind
    const version = this.#pragma('user_version')
    const id = this.#pragma('application_id')
    const tables = this.#database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as { count: number }
    if (version === 0 && id === 0 && tables.count === 0) return 0
    if (id !== applicationId) {
      throw new TuttiError('invalid-input', `${this.#file} is a database of another program, not a ${noun}`, {
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
    if (code === 'ERR_INVALID_STATE')
      return new TuttiError('conflict', `the ${this.#kind.noun} was closed`, { cause: error })
    if (code !== 'ERR_SQLITE_ERROR' || typeof errcode !== 'number') return error
    const details = { file, cause: error }
    switch (errcode & 0xff) {
      case 5:
      case 6:
        return new TuttiError(
          'conflict',
          `${file} stayed locked by another process for ${this.#busyMs / 1000} s; try again when that has finished`,
          details,
        )
      case 11:
      case 26:
        return new TuttiError(
          'invalid-input',
          `${file} is damaged or no SQLite database (${message}); put back a copy, or move it away to start an empty ${this.#kind.noun}`,
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
        return new TuttiError('calculation-failed', `the ${this.#kind.noun} ${file} failed: ${message}`, details)
    }
  }
}
