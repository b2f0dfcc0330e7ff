import type { BriefPart } from '@tutti/workflows/agents-record'
import { type Citables, checkedBrief, reasonWithoutQuotes } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'

/** A draft that passed. */
interface AcceptedDraft {
  readonly template: string
  readonly paragraphs: readonly (readonly BriefPart[])[]
}

/** The drafts of one brief: checked as they come, the first that passes stands. */
export interface Drafts {
  readonly submit: (draft: string) => {
    readonly accepted: boolean
    readonly reasons: readonly string[]
    readonly last: boolean
  }
  readonly accepted: () => AcceptedDraft | undefined
  /** Reasons for which each refused draft was sent back, without the draft's own words. */
  readonly refused: () => readonly { readonly reasons: readonly string[] }[]
  /** Whether another draft may still come. */
  readonly open: () => boolean
}

const noEvidence = 'the brief cites nothing: say on which results it rests, with at least one slot'

/** Whether anything in it comes from a result. */
function citesResults(paragraphs: AcceptedDraft['paragraphs']): boolean {
  return paragraphs.flat().some((part) => part.kind === 'figure' || part.source !== null)
}

/**
 * Takes as many drafts of a specialist as the mandate allows. A second one after an accepted one is not looked at; with `mustCite`
 * words that rest on no result are sent back.
 */
export function draftsOf<Case>(
  desk: AgentDesk<Case>,
  specialist: string,
  citables: Citables,
  mustCite: boolean,
): Drafts {
  const most = desk.governance.agents.maximum_drafts
  let accepted: AcceptedDraft | undefined
  const refused: { reasons: readonly string[] }[] = []
  const open = (): boolean => accepted === undefined && refused.length < most
  return {
    submit(draft) {
      if (!open()) {
        return { accepted: accepted !== undefined, reasons: ['no further draft is taken'], last: true }
      }
      const checked = checkedBrief(draft, citables)
      const uncited = checked.ok && mustCite && !citesResults(checked.paragraphs)
      if (checked.ok && !uncited) {
        accepted = { template: checked.template, paragraphs: checked.paragraphs }
        return { accepted: true, reasons: [], last: true }
      }
      const reasons = checked.ok ? [noEvidence] : checked.reasons
      const kept = reasons.map(reasonWithoutQuotes)
      refused.push({ reasons: kept })
      desk.options.onEvent({ kind: 'draft-refused', specialist, reasons: kept })
      return { accepted: false, reasons, last: !open() }
    },
    accepted: () => accepted,
    refused: () => [...refused],
    open,
  }
}
