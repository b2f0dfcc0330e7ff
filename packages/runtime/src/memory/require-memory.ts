import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson } from '../hashing/index.ts'
import type { MemoryEntry, MemoryQuestion } from './decision-memory.ts'

/** The canonical JSON of an entry's content. Throws `invalid-input` naming the first part of the entry that is not well formed. */
export function entryContent(entry: MemoryEntry): string {
  requireMemoryName(entry.subject, 'subject')
  requireMemoryName(entry.runId, 'runId')
  requireMemoryName(entry.runKey, 'runKey')
  requireAsOf(entry.asOf)
  requireTime(entry.recordedAt, 'recordedAt')
  requireTime(entry.expiresAt, 'expiresAt')
  if (entry.expiresAt <= entry.recordedAt) {
    throw problem('expiresAt', entry.expiresAt, `a time after recordedAt (${entry.recordedAt})`)
  }
  return canonicalJson(entry.content)
}

/** Throws `invalid-input` naming the first part of a question that is not well formed. */
export function requireQuestion(question: MemoryQuestion): void {
  requireMemoryName(question.subject, 'subject')
  requireAsOf(question.asOf)
  requireTime(question.now, 'now')
  if (!Number.isInteger(question.most) || question.most < 1) {
    throw problem('most', String(question.most), 'a whole number of at least 1')
  }
}

/** Throws `invalid-input` unless a subject, run id or run key is 1 to 256 printable ASCII characters without space. */
export function requireMemoryName(name: string, field: string): void {
  if (!/^[\x21-\x7e]{1,256}$/.test(name)) {
    throw problem(field, JSON.stringify(name), '1 to 256 printable ASCII characters without space')
  }
}

/** Throws `invalid-input` unless a time is UTC in the form of `Date.toISOString`, of a year with four digits. */
export function requireTime(time: string, field: string): void {
  const date = new Date(time)
  if (time.length !== 24 || Number.isNaN(date.getTime()) || date.toISOString() !== time) {
    throw problem(field, JSON.stringify(time), 'a time such as 2026-01-31T12:00:00.000Z')
  }
}

function requireAsOf(asOf: string | null): void {
  if (asOf === null) return
  const date = new Date(`${asOf}T00:00:00.000Z`)
  if (asOf.length !== 10 || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== asOf) {
    throw problem('asOf', JSON.stringify(asOf), 'a date such as 2026-01-31, or null')
  }
}

function problem(field: string, got: string, expected: string): TuttiError {
  return new TuttiError('invalid-input', `${field} of a decision memory must be ${expected}, got ${got}`, {
    field,
    got,
    expected,
  })
}
