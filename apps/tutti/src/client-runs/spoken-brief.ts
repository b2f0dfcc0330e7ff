import type { AgentsRecord, BriefRecord, CitedFigure } from '@tutti/workflows/agents-record'
import { partText } from '../runs/part-text.ts'

/** A brief as a client reads it: words with the figures filled in, and each figure with where it comes from. */
export interface SpokenBrief {
  readonly specialist: string
  readonly role: string
  readonly written_by: string
  /** Why the offline brief stands in for the model that was asked for; null where it does not. */
  readonly stood_in: string | null
  readonly text: string
  readonly figures: readonly CitedFigure[]
  readonly refused_drafts: number
}

/** The briefs of a run of agents, in the order in which they were accepted. */
export function spokenBriefs(record: AgentsRecord): SpokenBrief[] {
  return record.briefs.map(spokenBrief)
}

function spokenBrief({ specialist, role, writtenBy, stoodIn, paragraphs, refused }: BriefRecord): SpokenBrief {
  const parts = paragraphs.flat()
  return {
    specialist,
    role,
    written_by: writtenBy.kind === 'offline' ? 'offline' : `${writtenBy.kind}:${writtenBy.modelId}`,
    stood_in: stoodIn,
    text: paragraphs.map((paragraph) => paragraph.map(partText).join('')).join('\n\n'),
    figures: parts.flatMap((part) => (part.kind === 'figure' ? [part.figure] : [])),
    refused_drafts: refused.length,
  }
}
