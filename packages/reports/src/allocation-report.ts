import { originWithAgents, resultWithAgents } from './agents/agents-reading.ts'
import { withAgentsSections } from './agents/agents-sections.ts'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { allocationDocument } from './asset-allocation/allocation-document.ts'
import { htmlPage } from './html/html-page.ts'
import { telemetryHtml } from './html/telemetry-html.ts'
import type { ReportContext } from './report-context.ts'
import { fixedText } from '@tutti/workflows/figures'

/**
 * The report on a study of dynamic asset allocation: one HTML page that opens from disk without network, with its charts
 * drawn into it. Its bytes are a function of the result, the record of the agents, `runKey` and `codeVersion`; what else the context says stands
 * between the marks `<!--telemetry-->` and `<!--/telemetry-->`.
 *
 * Throws `invalid-input` when a number of the result or of the telemetry is not finite, and `missing-data` when the result
 * names a trial or a regime that it does not have.
 */
export function allocationReport(result: AllocationResult, context: ReportContext): string {
  const { agents = null, runKey, codeVersion } = context
  const root = resultWithAgents(result, agents)
  const missing = agents?.missing.map(({ specialist }) => specialist)
  const document = withAgentsSections(allocationDocument(result, { key: runKey, codeVersion }, missing), root, agents)
  const { paths, seed } = result.study
  const simulated = `${fixedText(paths, 0)} paths a regime; seed ${seed}`
  return htmlPage(document, root, {
    origin: originWithAgents(agents, (pointer) => {
      if (pointer.startsWith('/study/')) return 'input of the study'
      if (pointer.startsWith('/history/') || pointer.startsWith('/luck/historical/'))
        return result.history?.origin === 'real' ? 'from the history' : 'from a simulated history'
      return simulated
    }),
    telemetry: telemetryHtml(context.producedBy, context.telemetry),
  })
}
