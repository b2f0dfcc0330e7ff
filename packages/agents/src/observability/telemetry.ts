import type { Telemetry } from './running-telemetry.ts'
import { telemetryRequest } from './telemetry-request.ts'
import type { Environment } from '../models/environment.ts'

/**
 * Starts OpenTelemetry for this process as its standard variables say (`docs/observability.md`). Does nothing, and loads nothing of
 * its SDK, where they ask for nothing. Whatever is wrong with the variables or the collector is a warning (`warn`, the standard error
 * output if left out) and no failure. One at a time in a process.
 */
export async function startedTelemetry(
  environment: Environment,
  warn: (text: string) => void = (text) => void process.stderr.write(`${text}\n`),
): Promise<Telemetry> {
  const request = telemetryRequest(environment)
  for (const problem of request.problems) warn(`warning: telemetry: ${problem}`)
  if (request.traces.exporter === 'none' && request.metrics.exporter === 'none') {
    return { active: false, end: async () => undefined }
  }
  const { openTelemetry } = await import('./open-telemetry.ts')
  return openTelemetry(request, environment, warn)
}
