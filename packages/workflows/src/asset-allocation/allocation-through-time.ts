import { type StrategyConfiguration, weightTraceJob } from '@tutti/analytics/allocation'
import { quantileOfSorted } from '@tutti/analytics/statistics'
import type { WorkflowContext } from '../workflow-context.ts'
import type { AllocationThroughTime } from './result.ts'
import { streamOf, type Study } from './study.ts'

const kernels = import.meta.resolve('@tutti/analytics/allocation')

/** How a rule's equity weight moves through time in each regime: mean and quantiles over fresh paths, month by month. */
export async function allocationThroughTime(
  context: WorkflowContext,
  study: Study,
  inputs: unknown,
  configuration: StrategyConfiguration,
): Promise<readonly AllocationThroughTime[]> {
  return context.step('allocation-through-time', { inputs, configuration }, study.seed, async () => {
    const job = weightTraceJob({
      models: study.models,
      streams: study.models.map((_, g) => streamOf('fresh', g)),
      seed: study.seed,
      paths: study.paths,
      sampling: study.sampling,
      configuration,
      rules: study.rules,
    })
    const shards = study.models.length * job.shardsPerRegime
    await context.map({ module: kernels, name: 'traceWeights' }, job, shards, 'allocation-through-time')
    const weights = new Float64Array(job.weights)
    return study.regimes.map((regime, g) => {
      const rows = Array.from({ length: job.months }, (_, m) => {
        const at = (g * job.months + m) * job.paths
        return weights.slice(at, at + job.paths)
      })
      const sorted = rows.map((row) => row.toSorted())
      const level = (p: number) => sorted.map((row) => quantileOfSorted(row, p, 7))
      return {
        regime: regime.id,
        months: rows.map((_, m) => m + 1),
        mean: rows.map((row) => row.reduce((sum, w) => sum + w, 0) / row.length),
        p05: level(0.05),
        p25: level(0.25),
        p50: level(0.5),
        p75: level(0.75),
        p95: level(0.95),
        example: rows.map((row) => row[0]),
      }
    })
  })
}
