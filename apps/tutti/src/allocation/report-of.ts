import type { RunRecord } from '@tutti/runtime'
import { allocationReport } from '@tutti/reports'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import { type RunTelemetry, reportTelemetry } from '../runs/index.ts'

/** The report on a run's result: the same bytes for the same run key, apart from its telemetry block. */
export function reportOf(run: RunRecord, result: AllocationResult, telemetry: RunTelemetry | undefined): string {
  return allocationReport(result, {
    runKey: run.key,
    codeVersion: run.codeVersion,
    producedBy: `tutti run asset-allocation, run ${run.id}`,
    telemetry: telemetry === undefined ? null : reportTelemetry(telemetry),
  })
}
