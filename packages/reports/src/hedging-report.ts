import type { HedgingResult } from '@tutti/workflows/hedging'
import { hedgingDocument } from './hedging/hedging-document.ts'
import { figureOrigin } from './hedging/figure-origin.ts'
import { htmlPage } from './html/html-page.ts'
import { telemetryHtml } from './html/telemetry-html.ts'
import type { ReportContext } from './report-context.ts'

/**
 * The report on a study of multi-asset hedging: one HTML page that opens from disk without network, with its charts drawn
 * into it. Its bytes are a function of the result, `runKey` and `codeVersion`; what else the context says stands between the
 * marks `<!--telemetry-->` and `<!--/telemetry-->`.
 *
 * Throws `invalid-input` when a number of the result or of the telemetry is not finite, and `missing-data` when the result
 * names a package that it does not have.
 */
export function hedgingReport(result: HedgingResult, context: ReportContext): string {
  const document = hedgingDocument(result, { key: context.runKey, codeVersion: context.codeVersion })
  return htmlPage(document, result, {
    origin: figureOrigin(result),
    telemetry: telemetryHtml(context.producedBy, context.telemetry),
  })
}
