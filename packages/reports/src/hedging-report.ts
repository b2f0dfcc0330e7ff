import { originWithAgents, resultWithAgents } from './agents/agents-reading.ts'
import { withAgentsSections } from './agents/agents-sections.ts'
import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingDocument } from './hedging/hedging-document.ts'
import { figureOrigin } from './hedging/figure-origin.ts'
import { htmlPage } from './html/html-page.ts'
import { telemetryHtml } from './html/telemetry-html.ts'
import type { ReportContext } from './report-context.ts'

/**
 * The report on a study of multi-asset hedging: one HTML page that opens from disk without network, with its charts drawn
 * into it. Its bytes are a function of the result, the record of the agents, `runKey` and `codeVersion`; what else the context says stands between the
 * marks `<!--telemetry-->` and `<!--/telemetry-->`.
 *
 * Throws `invalid-input` when a number of the result or of the telemetry is not finite, and `missing-data` when the result
 * names a package that it does not have.
 */
export function hedgingReport(result: HedgingResult, context: ReportContext): string {
  const { agents = null, runKey, codeVersion } = context
  const root = resultWithAgents(result, agents)
  const document = withAgentsSections(hedgingDocument(result, { key: runKey, codeVersion }), root, agents)
  return htmlPage(document, root, {
    origin: originWithAgents(agents, figureOrigin(result)),
    telemetry: telemetryHtml(context.producedBy, context.telemetry),
  })
}
