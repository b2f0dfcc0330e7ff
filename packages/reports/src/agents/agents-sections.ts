import type { AgentsRecord } from '@tutti/workflows/agents-record'
import type { ReviewRecord } from '@tutti/workflows/review'
import type { ReportDocument } from '../document/document.ts'
import { resultReading } from '../document/result-reading.ts'
import { agentsReading } from './agents-reading.ts'
import { approvalBadge, approvalSection } from './approval-section.ts'
import { briefsSection } from './briefs-section.ts'
import { proposalsSection } from './proposals-section.ts'
import { recalledSection } from './recalled-section.ts'
import { reviewSection } from './review-section.ts'
import { writersText } from './writers-text.ts'

/**
 * A report with the sections on its agents: the approval before all others where one is asked for; who said what, what was
 * proposed, the reviewer's figures and what was recalled after them. `root` is what `resultWithAgents` gives; without a record
 * only the review is added.
 */
export function withAgentsSections(
  document: ReportDocument,
  root: object,
  record: AgentsRecord | null,
): ReportDocument {
  const review = 'review' in root ? (root.review as ReviewRecord | null) : undefined
  const reviewed = review === undefined ? [] : [reviewSection(review, resultReading(root))]
  if (record === null) return { ...document, sections: [...document.sections, ...reviewed] }
  const reading = agentsReading(root, record)
  const sections = [
    approvalSection(reading),
    ...document.sections,
    briefsSection(reading),
    proposalsSection(reading),
    ...reviewed,
    recalledSection(reading),
  ]
  const approval = approvalBadge(reading)
  return {
    ...document,
    header: approval === undefined ? document.header : `${document.header} – ${approval.short}`,
    approval,
    writers: writersText(reading),
    sections: sections.filter((section) => section !== undefined),
  }
}
