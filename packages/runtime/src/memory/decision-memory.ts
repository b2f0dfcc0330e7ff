import type { Json } from '../hashing/index.ts'

/** What is remembered of a run. */
export interface MemoryEntry {
  /** What it is about, such as the hash of a workflow and a mandate's name: 1 to 256 printable ASCII characters, no space. */
  readonly subject: string
  /** One entry a run: the same run remembered again replaces what was there. Characters as in `subject`. */
  readonly runId: string
  readonly runKey: string
  /** The date that its data was known at, `YYYY-MM-DD`; null where the data has none. */
  readonly asOf: string | null
  /** When it was recorded and from when on it is not recalled: UTC as `Date.toISOString` writes it. */
  readonly recordedAt: string
  readonly expiresAt: string
  readonly content: Json
}

/** What is asked of a memory. */
export interface MemoryQuestion {
  readonly subject: string
  /** The date of the data of who asks, `YYYY-MM-DD`; null where it has none. */
  readonly asOf: string | null
  /** The time of the question: UTC as `Date.toISOString` writes it. */
  readonly now: string
  /** At most so many entries, at least 1. */
  readonly most: number
}

/**
 * Remembers decisions for a while. There is no clock inside: every time is an argument.
 * Methods throw `invalid-input` for what is not well formed or a damaged memory, `conflict` for one that is full, closed, locked
 * or overloaded, `unauthorised` where access is refused.
 */
export interface DecisionMemory {
  /** Keeps an entry; an earlier one of the same run is replaced. */
  remember(entry: MemoryEntry): Promise<void>
  /**
   * Entries of the subject that have not expired, the newest first: by `asOf`, then `recordedAt`, then run id. None looks
   * ahead: a question with a date gets entries whose own date is not later; a question without gets those without.
   */
  recall(question: MemoryQuestion): Promise<readonly MemoryEntry[]>
  /** Forgets all entries of a subject, expired or not, and says how many there were. */
  forget(subject: string): Promise<number>
  /** Forgets the entry of a run and says whether there was one. */
  forgetRun(runId: string): Promise<boolean>
  /** Removes what has expired at `now` and says how many entries that were. */
  purge(now: string): Promise<number>
  /** Ends the work with the memory; what is remembered stays. */
  close(): Promise<void>
}
