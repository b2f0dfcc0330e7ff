import type { AgentsRecord } from '@tutti/workflows/agents-record'
import type { ReviewRecord } from '@tutti/workflows/review'
import { type ResultReading, resultReading } from '../document/result-reading.ts'

/** What the sections on agents read: the result with the record of its agents under `/agents`. */
export interface AgentsReading extends ResultReading {
  readonly record: AgentsRecord
  readonly review: ReviewRecord | null
  /** The network as the result lists it; empty where it lists none. */
  readonly specialists: readonly ListedSpecialist[]
}

/** A specialist as results list it. */
export interface ListedSpecialist {
  readonly name: string
  readonly role: string
  readonly responsibility: string
  readonly needs: readonly string[]
}

/** The result as pages show it: with the record of its agents, where there were any. */
export function resultWithAgents(result: object, record: AgentsRecord | null): object {
  return record === null ? result : { ...result, agents: record }
}

/** Reads a result that was joined with its record by `resultWithAgents`. */
export function agentsReading(root: object, record: AgentsRecord): AgentsReading {
  const review = 'review' in root ? (root.review as ReviewRecord | null) : null
  const specialists = 'specialists' in root ? (root.specialists as readonly ListedSpecialist[]) : []
  return { ...resultReading(root), record, review, specialists }
}

/** Where the figures of briefs, proposals and the review come from; those of the result are left to `own`. */
export function originWithAgents(
  record: AgentsRecord | null,
  own: (pointer: string) => string,
): (pointer: string) => string {
  return (pointer) => {
    if (pointer.startsWith('/review/')) return 'recomputed by the reviewer'
    if (!pointer.startsWith('/agents/')) return own(pointer)
    const match = /^\/agents\/briefs\/(\d+)\/paragraphs\/(\d+)\/(\d+)\//.exec(pointer)
    if (match === null) return 'from the record of the agents'
    const [brief, paragraph, part] = match.slice(1).map(Number)
    const found = record?.briefs[brief]?.paragraphs[paragraph]?.[part]
    return found?.kind === 'figure' ? `cited from ${found.figure.source}` : 'from the record of the agents'
  }
}
