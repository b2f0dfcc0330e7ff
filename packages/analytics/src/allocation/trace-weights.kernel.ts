import { DAYS_PER_MONTH } from '../scenarios/path-model.ts'
import { PATHS_PER_SHARD, type PathJob, pathJob, type PathRequest } from '../scenarios/path-job.ts'
import { pathWalk, walkPath } from '../scenarios/walk-path.ts'
import { targetWeight, tradedWeight } from './equity-weight.ts'
import { windowedVolatility } from './realised-volatility.ts'
import { type StrategyConfiguration, type StrategyRules, validConfiguration, validRules } from './strategy.ts'

/** Job of `traceWeights`: `weights` holds the equity weight at [regime][month][path], path fastest. */
export interface WeightTraceJob extends PathJob {
  readonly configuration: StrategyConfiguration
  readonly rules: StrategyRules
  readonly weights: SharedArrayBuffer
}

/** The job that records one rule's equity weight through time on the paths of a request. Throws `invalid-input`. */
export function weightTraceJob(
  request: PathRequest & { readonly configuration: StrategyConfiguration; readonly rules: StrategyRules },
): WeightTraceJob {
  const job = pathJob(request)
  return {
    ...job,
    configuration: validConfiguration(request.configuration),
    rules: validRules(request.rules),
    weights: new SharedArrayBuffer(8 * job.models.length * job.months * job.paths),
  }
}

/** Kernel: the equity weight that a rule holds from the start of each month, on the very paths strategies are scored on. */
export function traceWeights(job: WeightTraceJob): (shard: number) => void {
  const { models, paths, months, shardsPerRegime, configuration, rules } = job
  const weights = new Float64Array(job.weights)
  const walk = pathWalk(job)
  const { path, warmup, sums, squares } = walk
  const last = DAYS_PER_MONTH - 1
  let regimeOfPath = 0
  let number = 0
  let drifted = 0

  function open(regime: number): void {
    regimeOfPath = regime
    drifted = 0
  }

  function trace(m: number): void {
    const start = Math.sqrt(models[regimeOfPath].v0)
    const volatility = windowedVolatility(sums, squares, warmup + m, configuration.windowMonths, start)
    const weight = tradedWeight(rules, m, targetWeight(configuration, rules, volatility), drifted)
    weights[(regimeOfPath * months + m) * paths + number] = weight
    const equity = path.equity[last]
    const grown =
      weight > 1
        ? weight * equity - (weight - 1) * (1 + path.cash[last] + (rules.financingSpread * DAYS_PER_MONTH) / 252)
        : path.bond[last] + weight * (equity - path.bond[last])
    drifted = grown > 0 ? (weight * equity) / grown : 0
  }

  return (shard) => {
    const regime = Math.floor(shard / shardsPerRegime)
    const first = (shard - regime * shardsPerRegime) * PATHS_PER_SHARD
    const end = Math.min(paths, first + PATHS_PER_SHARD)
    for (let p = first; p < end; p++) {
      number = p
      walkPath(walk, regime, p, open, trace)
    }
  }
}
