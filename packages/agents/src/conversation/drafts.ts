import type { BriefPart } from '@tutti/workflows/agents-record'
import { type Citables, checkedBrief, reasonWithoutQuotes } from '../briefs/index.ts'
import type { AgentDesk } from '../graph/agent-desk.ts'

/** A draft that passed. */
interface AcceptedDraft {
  readonly template: string
  readonly paragraphs: readonly (readonly BriefPart[])[]
}

/** What is answered to a draft. */
interface Verdict {
  readonly accepted: boolean
  readonly reasons: readonly string[]
  /** Whether no other is taken after it. */
  readonly last: boolean
}

/** The drafts of one brief: checked as they come, the first that passes stands. */
export interface Drafts {
  readonly submit: (draft: string) => Verdict
  /**
   * The words with which a model ends its turn: a draft where they cite a result; else null, none was handed in, which counts as
   * one of the drafts that are taken, so that a model cannot end its turns without end.
   */
  readonly close: (closing: string) => Verdict | null
  readonly accepted: () => AcceptedDraft | undefined
  /** Reasons for which each refused draft was sent back, without the draft's own words. */
  readonly refused: () => readonly { readonly reasons: readonly string[] }[]
  /** Whether another draft may still come. */
  readonly open: () => boolean
  /** Why there is no brief, once no draft comes any more. */
  readonly failure: () => string
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
  let endedWithout = 0
  const open = (): boolean => accepted === undefined && refused.length + endedWithout < most
  const submit = (draft: string): Verdict => {
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
  }
  return {
    submit,
    close(closing) {
      if (closing.includes('{{')) return submit(closing)
      endedWithout++
      return null
    },
    accepted: () => accepted,
    refused: () => [...refused],
    open,
    failure() {
      if (refused.length === 0) {
        return open()
          ? 'The model came to the end of its turns without handing in a draft.'
          : 'The model ended its turns without handing in a draft.'
      }
      if (open()) return 'The model came to the end of its turns before a draft of its passed the check.'
      return endedWithout === 0
        ? 'No draft of the model passed the check.'
        : 'No draft of the model passed the check, and it ended its turns without handing in another.'
    },
  }
}
