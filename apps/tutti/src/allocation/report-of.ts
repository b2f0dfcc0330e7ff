import { allocationReport } from '@tutti/reports'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { reportContext } from '../runs/report-context.ts'
import type { ShownRun } from '../runs/workflow-runner.ts'

/** The report on a run's result: the same bytes for the same run key, apart from its telemetry block. */
export function reportOf(shown: ShownRun<AllocationResult>): string {
  return allocationReport(shown.result, reportContext(shown))
}
