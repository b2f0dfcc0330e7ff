import type { ReportContext } from '@tutti/reports'
import type { RunTelemetry } from './telemetry.ts'
import type { ShownRun } from './workflow-runner.ts'

/** What a report says about the run that made it. */
export function reportContext({ run, telemetry, agents }: ShownRun<unknown>): ReportContext {
  return {
    runKey: run.key,
    codeVersion: run.codeVersion,
    producedBy: `tutti run ${run.workflow}, run ${run.id}`,
    agents,
    telemetry: telemetry === null ? null : reportTelemetry(telemetry),
  }
}

/** The facts of a session that a report shows. */
function reportTelemetry(telemetry: RunTelemetry) {
  const { machine, pathSteps, seconds, pathStepsPerSecond, revaluations, workers, peakMemoryMb } = telemetry
  return {
    pathSteps,
    seconds,
    pathStepsPerSecond: pathStepsPerSecond ?? 0,
    revaluations,
    workers,
    machine: `${machine.processor}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`,
    peakMemoryMb,
  }
}
