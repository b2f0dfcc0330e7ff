import { hedgingReport } from '@tutti/reports'
import {
  fixMessages,
  type HedgingCase,
  type HedgingInput,
  type HedgingResult,
  hedgingWorkflow,
  ordersCsv,
} from '@tutti/workflows/hedging'
import { hedgingText } from '../cli/text/hedging-text.ts'
import { reportContext } from '../runs/report-context.ts'
import type { WorkflowRunner } from '../runs/workflow-runner.ts'
import { hedgingTerms } from './hedging-terms.ts'
import { preparedHedging, resumedHedgingInput } from './prepared-hedging.ts'

/** Multi-asset hedging, as the application runs it. */
export const hedgingRunner: WorkflowRunner<HedgingInput, HedgingCase, HedgingResult> = {
  ...hedgingTerms,
  workflow: hedgingWorkflow,
  prepare: preparedHedging,
  inputOf: resumedHedgingInput,
  report: (shown) => hedgingReport(shown.result, reportContext(shown)),
  files: (run, { execution }) => [
    { name: 'orders.csv', content: execution && ordersCsv(execution.plan, run.key) },
    { name: 'orders.fix', content: execution && `${fixMessages(execution.plan, run.key).join('\n')}\n` },
  ],
  text: hedgingText,
}
