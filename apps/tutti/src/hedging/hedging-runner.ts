import { hedgingReport } from '@tutti/reports'
import { fixMessages, type HedgingResult, hedgingStudy, ordersCsv } from '@tutti/workflows/hedging'
import { hedgingText } from '../cli/text/hedging-text.ts'
import { reportTelemetry, type WorkflowRunner } from '../runs/index.ts'
import type { HedgingInputs } from './hedging-files.ts'
import { hedgingWorkflow, resumedHedgingInputs } from './hedging-run.ts'

/** Multi-asset hedging, as the application runs it. */
export const hedgingRunner: WorkflowRunner<HedgingInputs, HedgingResult> = {
  workflow: hedgingWorkflow,
  defaultReport: 'reports/hedging.html',
  inputsOf: resumedHedgingInputs,
  study: (context, inputs, seed) => hedgingStudy(context, { ...inputs, seed }),
  report: (run, result, telemetry) =>
    hedgingReport(result, {
      runKey: run.key,
      codeVersion: run.codeVersion,
      producedBy: `tutti run hedging, run ${run.id}`,
      telemetry: telemetry === undefined ? null : reportTelemetry(telemetry),
    }),
  files: (run, { execution }) => [
    { name: 'orders.csv', content: ordersCsv(execution.plan, run.key) },
    { name: 'orders.fix', content: `${fixMessages(execution.plan, run.key).join('\n')}\n` },
  ],
  text: hedgingText,
  headline: ({ decision }) => decision.headline,
  isWithheld: () => false,
}
