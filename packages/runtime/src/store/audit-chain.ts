import { TuttiError } from '@tutti/analytics/errors'
import { canonicalJson, requireJson, sha256 } from '../hashing/index.ts'
import { requireName } from './require-run.ts'
import type { AuditEntry, AuditEvent, RunFinding } from './run-store.ts'

/** The end of a chain: how many entries it has and the hash of the last one. */
export interface AuditHead {
  readonly count: number
  readonly hash: string
}

/** The head of a chain without entries. */
export const emptyAudit: AuditHead = { count: 0, hash: '0'.repeat(64) }

/** Kinds of the entries that a store writes itself; `appendAudit` refuses them. */
export const storeEventKinds = [
  'run-created',
  'run-locked',
  'run-finished',
  'step-saved',
  'step-damaged',
  'step-differs',
  'artifact-saved',
] as const

/** The entry that continues a chain. */
export function nextAuditEntry(runId: string, head: AuditHead, event: AuditEvent, at: Date): AuditEntry {
  const entry = {
    seq: head.count + 1,
    runId,
    at: at.toISOString(),
    kind: event.kind,
    detail: event.detail ?? null,
    previous: head.hash,
  }
  return { ...entry, hash: sha256(canonicalJson(entry)) }
}

/** Throws `invalid-input` unless an event may be appended from outside the store. */
export function requireAuditEvent(event: AuditEvent): void {
  requireName(event.kind, 'the kind of the audit event')
  requireJson(event.detail ?? null, `the detail of audit event ${event.kind}`)
  if ((storeEventKinds as readonly string[]).includes(event.kind)) {
    throw new TuttiError(
      'invalid-input',
      `audit events of kind ${event.kind} are written by the store alone; name it otherwise`,
      {
        field: 'kind',
        got: event.kind,
      },
    )
  }
}

/**
 * What is wrong with a chain, entry by entry: an edited entry does not have its hash, a removed, added or moved one
 * breaks the numbers and the links, and a cut end does not reach the head that the run record keeps.
 */
export function auditFindings(entries: readonly AuditEntry[], head: AuditHead): RunFinding[] {
  const findings: RunFinding[] = []
  const report = (name: string, message: string): void => void findings.push({ part: 'audit', name, message })
  let previous = emptyAudit.hash
  entries.forEach((entry, position) => {
    const { hash, ...content } = entry
    if (entry.seq !== position + 1) report(`${position + 1}`, `expected entry ${position + 1}, found ${entry.seq}`)
    if (sha256(canonicalJson(content)) !== hash) report(`${entry.seq}`, `entry ${entry.seq} was changed`)
    if (entry.previous !== previous) report(`${entry.seq}`, `entry ${entry.seq} does not continue the entry before it`)
    previous = hash
  })
  if (entries.length !== head.count || previous !== head.hash) {
    report(
      'head',
      `the run record ends the chain at entry ${head.count} (${head.hash}), the chain ends at ${entries.length} (${previous})`,
    )
  }
  return findings
}
