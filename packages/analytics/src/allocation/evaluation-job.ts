import { requireInRange, TuttiError } from '../errors/index.ts'
import { type MonthlySobol, monthlySobol } from '../scenarios/monthly-sobol.ts'
import type { PathModel } from '../scenarios/path-model.ts'
import { type ConfigurationTable, configurationTable } from './configuration-table.ts'
import { type StrategyConfiguration, type StrategyRules, validConfiguration, validRules } from './strategy.ts'

/** Paths in a shard: fixed, so that results do not depend on the number of workers. */
export const PATHS_PER_SHARD = 50

/** Figures kept for each path and configuration, in this order. */
export const pathFigures = ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'turnover'] as const
export type PathFigure = (typeof pathFigures)[number]

/** How paths are drawn: independent, or randomised Sobol points at month level with pseudo-random days between. */
export type PathSampling =
  { readonly kind: 'pseudo-random' } | { readonly kind: 'sobol'; readonly randomisations: number }

/** What `evaluationJob` needs. `streams[g]` is the random stream of regime g; `paths` counts for each regime. */
export interface EvaluationRequest {
  readonly models: readonly PathModel[]
  readonly streams: readonly number[]
  readonly seed: number
  readonly paths: number
  readonly sampling: PathSampling
  readonly rules: StrategyRules
  readonly configurations: readonly StrategyConfiguration[]
}

/**
 * The evaluation kernels' job: cloneable to workers, results in shared memory. `figures[f]` holds figure f of every
 * (regime, shard, configuration row, path in shard); `annual` the yearly returns of the same, year fastest.
 */
export interface EvaluationJob {
  readonly models: readonly PathModel[]
  readonly streams: readonly number[]
  readonly seed: number
  readonly paths: number
  readonly years: number
  readonly shardsPerRegime: number
  readonly sobol: readonly MonthlySobol[] | null
  /** Paths that share one independent randomisation: 1, or the points of a Sobol randomisation. */
  readonly pathsPerDraw: number
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
 * Checks the request and lays out its shared memory. Throws `invalid-input` for impossible figures; Sobol sampling needs
 * `paths` = randomisations x a power of two and at least two randomisations.
 */
export function evaluationJob(request: EvaluationRequest): EvaluationJob {
  const { models, streams, seed, paths, sampling, configurations } = request
  requireInRange(paths, 20, 1e7, 'paths')
  if (!Number.isInteger(paths))
    throw new TuttiError('invalid-input', `paths must be a whole number, got ${paths}`, { field: 'paths' })
  if (models.length === 0 || models.length !== streams.length) {
    throw new TuttiError('invalid-input', 'one random stream is needed for each regime, and at least one regime', {
      field: 'streams',
    })
  }
  if (configurations.length === 0)
    throw new TuttiError('invalid-input', 'no configuration to evaluate', { field: 'configurations' })
  configurations.forEach(validConfiguration)
  const months = models[0]!.months
  if (months % 12 !== 0 || models.some((model) => model.months !== months)) {
    throw new TuttiError('invalid-input', 'all regimes must run the same whole number of years', {
      field: 'months',
      got: String(months),
    })
  }
  let pathsPerDraw = 1
  let sobol: MonthlySobol[] | null = null
  if (sampling.kind === 'sobol') {
    requireInRange(sampling.randomisations, 2, 64, 'randomisations')
    pathsPerDraw = paths / sampling.randomisations
    sobol = models.map((_, g) => monthlySobol(months, pathsPerDraw, sampling.randomisations, seed, streams[g]!))
  }
  const count = configurations.length
  const shardsPerRegime = Math.ceil(paths / PATHS_PER_SHARD)
  const cells = models.length * shardsPerRegime * count * PATHS_PER_SHARD
  return {
    models,
    streams,
    seed,
    paths,
    years: months / 12,
    shardsPerRegime,
    sobol,
    pathsPerDraw,
    rules: validRules(request.rules),
    table: configurationTable(configurations),
    figures: pathFigures.map(() => new SharedArrayBuffer(8 * cells)),
    annual: new SharedArrayBuffer((8 * cells * months) / 12),
    summary: new SharedArrayBuffer(8 * models.length * count * summaryFigures.length),
  }
}
