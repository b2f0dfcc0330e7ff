import type { RunTelemetry } from './telemetry.ts'

/** The facts of a session that a report shows. */
export function reportTelemetry(telemetry: RunTelemetry) {
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
