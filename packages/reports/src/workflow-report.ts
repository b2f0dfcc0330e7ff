import { requireFiniteResult } from '@tutti/workflows/figures'
import type { DecisionSummary } from '@tutti/workflows/workflow'
import { originWithAgents, resultWithAgents } from './agents/agents-reading.ts'
import { withAgentsSections } from './agents/agents-sections.ts'
import type { ReportDocument, Tone } from './document/document.ts'
import { resultReading } from './document/result-reading.ts'
import { htmlPage } from './html/html-page.ts'
import { telemetryHtml } from './html/telemetry-html.ts'
import type { ReportContext } from './report-context.ts'

/** What a report on a workflow says that has no report of its own. */
export interface WorkflowReportFacts {
  /** Title of the workflow. */
  readonly title: string
  /** Name of the mandate. */
  readonly mandate: string
  readonly decision: DecisionSummary
}

const tones: Readonly<Record<string, Tone>> = { recommended: 'good', 'best-compromise': 'caution', withheld: 'stop' }

/**
 * The report on a workflow that has none of its own: its decision, who said what, what was proposed, the review and the
 * approval. Its bytes are a function of the result, the record of the agents, `runKey` and `codeVersion`. Throws `invalid-input`
 * when a number of the result is not finite.
 */
export function workflowReport(facts: WorkflowReportFacts, result: object, context: ReportContext): string {
  requireFiniteResult(result)
  const { agents = null, runKey, codeVersion } = context
  const root = { ...resultWithAgents(result, agents), facts }
  const { slot } = resultReading(root)
  const document: ReportDocument = {
    overline: slot('text', 'facts', 'title'),
    title: slot('text', 'facts', 'mandate'),
    subtitle: slot('text', 'facts', 'title'),
    status: { tone: tones[facts.decision.status] ?? 'info', label: slot('words', 'facts', 'decision', 'status') },
    header: slot('text', 'facts', 'mandate'),
    footer: 'Tutti report. Not investment advice.',
    run: { key: runKey, codeVersion },
    sections: [
      {
        id: 'decision',
        title: 'Decision',
        blocks: [
          { kind: 'paragraph', tone: 'lead', text: slot('text', 'facts', 'decision', 'headline') },
          {
            kind: 'list',
            items: facts.decision.reasons.map((_, i) => slot('text', 'facts', 'decision', 'reasons', i)),
          },
          { kind: 'run-facts' },
        ],
      },
    ],
  }
  return htmlPage(withAgentsSections(document, root, agents), root, {
    origin: originWithAgents(agents, () => 'computed in the run'),
    telemetry: telemetryHtml(context.producedBy, context.telemetry),
  })
}
