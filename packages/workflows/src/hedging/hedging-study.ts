import { plainResult } from '../workflow/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { HedgingInput } from './hedging-case.ts'
import { hedgingWorkflow } from './hedging-workflow.ts'
import type { HedgingResult } from './result.ts'

/**
 * The study of multi-asset hedging without agents, from a fund's files to a decision and its execution plan. The parts of each
 * specialist are steps of the run, found again under their content address when it is resumed. The result is plain JSON and a
 * function of the input and the code alone: the number of workers, interruptions and the clock leave no trace in it.
 */
export function hedgingStudy(context: WorkflowContext, input: HedgingInput): Promise<HedgingResult> {
  return plainResult(hedgingWorkflow, input, context)
}
