import {
  type AllocationCase,
  type AllocationResult,
  allocationWorkflow,
  type StudyInput,
} from '@tutti/workflows/asset-allocation'
import { allocationText } from '../cli/text/allocation-text.ts'
import type { WorkflowRunner } from '../runs/workflow-runner.ts'
import { allocationTerms } from './allocation-terms.ts'
import { allocationInputOf, preparedAllocation } from './prepared-allocation.ts'
import { reportOf } from './report-of.ts'

/** Dynamic asset allocation, as the application runs it. */
export const allocationRunner: WorkflowRunner<StudyInput, AllocationCase, AllocationResult> = {
  ...allocationTerms,
  workflow: allocationWorkflow,
  prepare: preparedAllocation,
  inputOf: allocationInputOf,
  report: reportOf,
  text: allocationText,
  isWithheld: ({ decision }) => decision.status === 'withheld',
}
