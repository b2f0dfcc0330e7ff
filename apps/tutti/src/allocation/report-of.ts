import type { RunRecord } from '@tutti/runtime'
import { allocationReport } from '@tutti/reports'
import type { AllocationResult } from '@tutti/workflows/asset-allocation'
import type { RunTelemetry } from './telemetry.ts'

/** The report on a run's result: the same bytes for the same run key, apart from its telemetry block. */
export function reportOf(run: RunRecord, result: AllocationResult, telemetry: RunTelemetry | undefined): string {
  return allocationReport(result, {
    runKey: run.key,
    codeVersion: run.codeVersion,
    producedBy: `tutti run asset-allocation, run ${run.id}`,
    telemetry: telemetry === undefined ? null : reportTelemetry(telemetry),
  })
}

function reportTelemetry(telemetry: RunTelemetry) {
  const { machine, pathSteps, seconds, pathStepsPerSecond, workers, peakMemoryMb } = telemetry
  return {
    pathSteps,
    seconds,
    pathStepsPerSecond: pathStepsPerSecond ?? 0,
    workers,
    machine: `${machine.processor}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`,
    peakMemoryMb,
  }
}
