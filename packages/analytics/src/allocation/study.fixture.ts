import { type PathModel, pathModel, type PathScheme } from '../scenarios/path-model.ts'
import type { PathSampling } from '../scenarios/path-job.ts'
import { specRegimes } from '../scenarios/spec-regimes.ts'
import { evaluatePaths } from './evaluate-paths.kernel.ts'
import { blockOffset, type EvaluationJob, evaluationJob, PATHS_PER_SHARD } from './evaluation-job.ts'
import { standardRules, type StrategyConfiguration, type StrategyRules, weightFunctions } from './strategy.ts'
import { summarisePaths } from './summarise-paths.kernel.ts'

/** `count` configurations spread over the whole search space, no two alike. */
export function spreadConfigurations(count: number): StrategyConfiguration[] {
  return Array.from({ length: count }, (_, i) => ({
    targetVolatility: 0.05 + 0.15 * ((i * 0.618) % 1),
    weightFunction: weightFunctions[i % 4],
    windowMonths: 6 + ((i * 5) % 19),
    riskAversion: 0.5 + 4.5 * ((i * 0.414) % 1),
    costBp: (i * 7) % 21,
  }))
}

export interface StudyPlan {
  readonly configurations: readonly StrategyConfiguration[]
  readonly regimes?: readonly number[]
  readonly months?: number
  readonly warmupMonths?: number
  readonly paths?: number
  readonly seed?: number
  readonly scheme?: PathScheme
  readonly sampling?: PathSampling
  readonly rules?: Partial<StrategyRules>
  /** Shards in this order instead of ascending. */
  readonly order?: (shards: number[]) => number[]
}

/** A job of the study and its kernels, run to the end on this thread. */
export function studied(plan: StudyPlan): EvaluationJob {
  const { months = 24, warmupMonths = 0, paths = 60, seed = 1, scheme = 'qe-m', order = (shards) => shards } = plan
  const regimes = plan.regimes ?? [0, 2]
  const models: PathModel[] = regimes.map((g) => pathModel(specRegimes[g], { months, warmupMonths }, scheme))
  const job = evaluationJob({
    models,
    streams: regimes.map((g) => g + 1),
    seed,
    paths,
    sampling: plan.sampling ?? { kind: 'pseudo-random' },
    rules: { ...standardRules, ...plan.rules },
    configurations: plan.configurations,
  })
  const evaluate = evaluatePaths(job)
  const numbers = (count: number): number[] => order(Array.from({ length: count }, (_, i) => i))
  numbers(regimes.length * job.shardsPerRegime).forEach(evaluate)
  numbers(regimes.length * job.table.count).forEach(summarisePaths(job))
  return job
}

/** Row of the configuration at `place` in the caller's list. */
export function rowOf(job: EvaluationJob, place: number): number {
  return job.table.order.indexOf(place)
}

/** A figure of all paths of a configuration (its place in the caller's list) and regime; `perPath` values for each path. */
export function figureOf(
  job: EvaluationJob,
  buffer: SharedArrayBuffer,
  regime: number,
  place: number,
  perPath = 1,
): Float64Array {
  const values = new Float64Array(buffer)
  const out = new Float64Array(job.paths * perPath)
  for (let p = 0; p < job.paths; p++) {
    const block = blockOffset(job, regime, Math.floor(p / PATHS_PER_SHARD), rowOf(job, place)) + (p % PATHS_PER_SHARD)
    for (let k = 0; k < perPath; k++) out[p * perPath + k] = values[block * perPath + k]
  }
  return out
}
