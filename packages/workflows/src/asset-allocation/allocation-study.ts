import { plainResult } from '../workflow/index.ts'
import type { WorkflowContext } from '../workflow-context.ts'
import type { StudyInput } from './allocation-case.ts'
import { allocationWorkflow } from './allocation-workflow.ts'
import type { AllocationResult } from './result.ts'

/**
 * The study of dynamic asset allocation, from mandate to decision, without agents. Every part is a step of the run, found again
 * under its content address when the run is resumed. The result is plain JSON and a function of (mandate, seed, snapshot, code)
 * alone: the number of workers, interruptions and the clock leave no trace in it (but for a time limit that the mandate sets).
 */
export function allocationStudy(context: WorkflowContext, input: StudyInput): Promise<AllocationResult> {
  return plainResult(allocationWorkflow, input, context)
}
