import type { MemoryEntry } from './index.ts'

/** An entry with what matters to a test put in. */
export function memoryEntry(changes: Partial<MemoryEntry> = {}): MemoryEntry {
  return {
    subject: 'subject-a',
    runId: '20260131-120000-aaaa',
    runKey: 'key',
    asOf: '2026-01-31',
    recordedAt: '2026-02-01T12:00:00.000Z',
    expiresAt: '2026-05-02T12:00:00.000Z',
    content: { headline: 'Hedge 80 %', amounts: [1.5, -0.25, 1e21], ключ: null },
    ...changes,
  }
}
