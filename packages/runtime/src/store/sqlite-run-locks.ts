import { randomUUID } from 'node:crypto'
import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson } from '../hashing/index.ts'
import { holderLife, thisHolder } from './holder.ts'
import type { Holder } from './holder.ts'
import type { RunLock, RunRecord } from './run-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { SqliteRunRecords } from './sqlite-run-records.ts'
import { runFromRow } from './sqlite-rows.ts'
import type { LockRow, RunRow } from './sqlite-rows.ts'

/** Tokens of locks that stores of this process released but whose row they could not delete (a full disk). */
const releasedTokens = new Set<string>()

/** The write locks of runs: rows that name the process that holds them, so that the lock of a dead one can be taken. */
export class SqliteRunLocks {
  readonly #database: SqliteDatabase
  readonly #records: SqliteRunRecords
  /** Tokens of the locks held through this store, by run. */
  readonly #held = new Map<string, string>()

  constructor(database: SqliteDatabase, records: SqliteRunRecords) {
    this.#database = database
    this.#records = records
  }

  /** Takes the lock of a run; see `RunStore.lockRun`. */
  take(id: string, takeOver: boolean): RunLock {
    const token = randomUUID()
    this.#database.write(id, 0, () => {
      const { status } = this.#records.row(id)
      const before = this.#lockRow(id)
      if (before !== undefined) this.#requireFree(id, before, takeOver)
      const holder = thisHolder()
      this.#database.run(
        'INSERT OR REPLACE INTO locks (run_id, token, holder) VALUES (?, ?, ?)',
        id,
        token,
        canonicalJson({ ...holder }),
      )
      if (status !== 'completed') this.#records.restart(id)
      const takenOverFrom = before === undefined ? null : { ...holderOf(before) }
      this.#records.append(id, { kind: 'run-locked', detail: { holder: { ...holder }, takenOverFrom } })
    })
    this.#held.set(id, token)
    return { runId: id, release: () => this.#release(id, token) }
  }

  /** Throws `conflict` when another live process, or another store of this one, holds the lock of a run. */
  requireWritable(id: string): void {
    const lock = this.#lockRow(id)
    if (lock === undefined || lock.token === this.#held.get(id)) return
    this.#requireFree(id, lock, false)
  }

  /** The record of a run as it is shown: one whose process has died is interrupted, not running. */
  shownRun(row: RunRow): RunRecord {
    const record = runFromRow(row)
    if (record.status !== 'running') return record
    const lock = this.#lockRow(row.id)
    const holder = lock === undefined ? (JSON.parse(row.creator) as Holder) : holderOf(lock)
    const gone = (lock !== undefined && releasedTokens.has(lock.token)) || holderLife(holder) === 'dead'
    return gone ? { ...record, status: 'interrupted' } : record
  }

  /** Releases all locks held through this store. */
  releaseAll(): void {
    for (const [id, token] of this.#held) this.#release(id, token)
  }

  #release(id: string, token: string): void {
    if (this.#held.get(id) !== token) return
    this.#held.delete(id)
    try {
      this.#database.write(id, 0, () => {
        if (this.#lockRow(id)?.token !== token) return
        if (this.#records.row(id).status === 'running') this.#records.finish(id, { status: 'interrupted', error: null })
        this.#database.run('DELETE FROM locks WHERE run_id = ? AND token = ?', id, token)
      })
    } catch (error) {
      // Releasing is often the end of a run that failed for the same reason (a full disk); its error is the one to see.
      // The row that stays is known to be free here, and to others once this process has ended.
      if (!(error instanceof TuttiError) || error.code !== 'conflict') throw error
      releasedTokens.add(token)
    }
  }

  #requireFree(id: string, lock: LockRow, takeOver: boolean): void {
    if (releasedTokens.has(lock.token)) return
    const holder = holderOf(lock)
    const life = holderLife(holder)
    if (life === 'dead' || (life === 'unknown' && takeOver)) return
    const advice =
      life === 'alive'
        ? 'wait for it, or stop it'
        : 'if that process no longer runs, take the lock over (lockRun with takeOver)'
    throw new TuttiError(
      'conflict',
      `run ${id} is being written by process ${holder.pid} on ${holder.host}; ${advice}`,
      {
        field: 'run',
        got: `locked by process ${holder.pid} on ${holder.host}`,
        expected: 'a run that no other process writes to',
      },
    )
  }

  #lockRow(id: string): LockRow | undefined {
    return this.#database.get<LockRow>('SELECT token, holder FROM locks WHERE run_id = ?', id)
  }
}

function holderOf(lock: LockRow): Holder {
  return JSON.parse(lock.holder) as Holder
}
