import { TuttiError } from '../errors/index.ts'
import { type PathJob, pathJob, type PathRequest, PATHS_PER_SHARD } from '../scenarios/path-job.ts'
import { type ConfigurationTable, configurationTable } from './configuration-table.ts'
import { type StrategyConfiguration, type StrategyRules, validConfiguration, validRules } from './strategy.ts'

export { PATHS_PER_SHARD, type PathSampling } from '../scenarios/path-job.ts'

/** Figures kept for each path and configuration, in this order. */
export const pathFigures = ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'turnover'] as const
export type PathFigure = (typeof pathFigures)[number]

/** What `evaluationJob` needs: the paths, and what to run on them. */
export interface EvaluationRequest extends PathRequest {
  readonly rules: StrategyRules
  readonly configurations: readonly StrategyConfiguration[]
}

/**
 * The evaluation kernels' job: cloneable to workers, results in shared memory. `figures[f]` holds figure f of every
 * (regime, shard, configuration row, path in shard); `annual` the yearly returns of the same, year fastest.
 */
export interface EvaluationJob extends PathJob {
  readonly years: number
  readonly rules: StrategyRules
  readonly table: ConfigurationTable
  readonly figures: readonly SharedArrayBuffer[]
  readonly annual: SharedArrayBuffer
  readonly summary: SharedArrayBuffer
}

/** Offset of (regime, shard, row) in `figures`, in doubles; times `years` in `annual`. */
export function blockOffset(job: EvaluationJob, regime: number, shard: number, row: number): number {
  return ((regime * job.shardsPerRegime + shard) * job.table.count + row) * PATHS_PER_SHARD
}

/** Figures of a summary row, in this order; see `summariseRow`. */
export const summaryFigures = [
  'annualReturn',
  'annualReturnError',
  'volatility',
  'volatilityError',
  'sharpe',
  'sharpeError',
  'maxDrawdown',
  'maxDrawdownError',
  'worstDrawdown',
  'worstDrawdownError',
  'valueAtRisk',
  'valueAtRiskError',
  'expectedShortfall',
  'expectedShortfallError',
  'turnover',
  'turnoverError',
] as const
export type SummaryFigure = (typeof summaryFigures)[number]

/**
 * Checks the request and lays out its shared memory. Throws `invalid-input` for impossible figures or a horizon that is
 * not a whole number of years; see also `pathJob`.
 */
export function evaluationJob(request: EvaluationRequest): EvaluationJob {
  const { configurations } = request
  const job = pathJob(request)
  if (configurations.length === 0)
    throw new TuttiError('invalid-input', 'no configuration to evaluate', { field: 'configurations' })
  configurations.forEach(validConfiguration)
  if (job.months % 12 !== 0) {
    throw new TuttiError('invalid-input', 'strategies are evaluated over a whole number of years', {
      field: 'months',
      got: String(job.months),
      expected: 'a multiple of 12',
    })
  }
  const count = configurations.length
  const cells = job.models.length * job.shardsPerRegime * count * PATHS_PER_SHARD
  return {
    ...job,
    years: job.months / 12,
    rules: validRules(request.rules),
    table: configurationTable(configurations),
    figures: pathFigures.map(() => new SharedArrayBuffer(8 * cells)),
    annual: new SharedArrayBuffer((8 * cells * job.months) / 12),
    summary: new SharedArrayBuffer(8 * job.models.length * count * summaryFigures.length),
  }
}
