import { workflowReport } from '@tutti/reports'
import type { RunRecord } from '@tutti/runtime'
import type { ApprovalStatus } from '@tutti/workflows/agents-record'
import type { Paint } from '../cli/text/index.ts'
import { genericText } from './generic-text.ts'
import { reportContext } from './report-context.ts'
import type { AnyRunner, FileBesideReport, ShownResult, ShownRun } from './workflow-runner.ts'

/** How the runs of a workflow are shown: as its runner says, and as any workflow is where that says nothing. */
export interface WorkflowView {
  readonly report: (shown: ShownRun<unknown>) => string
  /** Files beside the report, without their content while the decision waits for approval and once it is rejected. */
  readonly files: (run: RunRecord, result: unknown, approval: ApprovalStatus) => readonly FileBesideReport[]
  readonly text: (shown: ShownResult<unknown>, width: number, paint: Paint) => string
  readonly isWithheld: (result: unknown) => boolean
}

/** The view of a workflow. */
export function viewOf(runner: AnyRunner): WorkflowView {
  return {
    report: runner.report ?? ((shown) => reportOf(runner, shown)),
    files: (run, result, approval) => filesAsApproved(runner.files?.(run, result) ?? [], approval),
    text: runner.text ?? ((shown, width, paint) => genericText(runner.workflow, shown, width, paint)),
    isWithheld: runner.isWithheld ?? (() => false),
  }
}

/** Orders are for other systems to take up: there are none of a decision that a mandate wants approved and nobody has approved. */
function filesAsApproved(files: readonly FileBesideReport[], approval: ApprovalStatus): readonly FileBesideReport[] {
  if (approval !== 'waiting' && approval !== 'rejected') return files
  return files.map((file) => (file.content === null ? file : { ...file, content: null, heldBack: approval }))
}

/** The report on a run of any workflow: its decision, and what its agents said. */
function reportOf({ workflow }: AnyRunner, shown: ShownRun<unknown>): string {
  const { title, decision } = workflow
  const { result, mandate } = shown
  return workflowReport({ title, mandate, decision: decision(result) }, result as object, reportContext(shown))
}
