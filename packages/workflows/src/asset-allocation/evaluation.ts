import {
  blockOffset,
  type EvaluationJob,
  evaluationJob,
  PATHS_PER_SHARD,
  pathFigures,
  type StrategyConfiguration,
  type StrategyRules,
  summaryFigures,
} from '@tutti/analytics/allocation'
import { TuttiError } from '@tutti/analytics/errors'
import type { WorkflowContext } from '../workflow-context.ts'
import type { Estimate, RegimeFigures } from './result.ts'
import { streamOf, type streamPurposes, type Study } from './study.ts'

const kernels = import.meta.resolve('@tutti/analytics/allocation')
/** Memory that one call of the kernels may take for its results, bytes. */
const RESULT_MEMORY = 250e6

/** Means over paths that are kept by group of paths. */
export type GroupFigure = 'sharpe' | 'volatility' | 'maxDrawdown' | 'turnover'

/** One configuration's figures in every regime (same order), and some of their means by group of paths. */
export interface Evaluation {
  readonly configuration: StrategyConfiguration
  readonly regimes: readonly RegimeFigures[]
  /** groups[figure][regime][group]: for paired comparisons between configurations on the same paths. */
  readonly groups: Readonly<Record<GroupFigure, readonly (readonly number[])[]>>
}

/** Which paths: what for (another purpose is another set of paths), how many, under which rules if not the study's. */
export interface EvaluationPlan {
  readonly purpose: keyof typeof streamPurposes
  readonly paths: number
  readonly step: string
  readonly rules?: StrategyRules
}

/**
 * Evaluates configurations on the study's regimes. All of them see the same paths, whichever call they come in: a path is
 * a function of (seed, purpose and regime, number). Runs in parts when the results would not fit in memory.
 */
export async function evaluations(
  context: WorkflowContext,
  study: Study,
  configurations: readonly StrategyConfiguration[],
  plan: EvaluationPlan,
): Promise<Evaluation[]> {
  const bytesEach = study.models.length * plan.paths * 8 * (pathFigures.length + study.years)
  const most = Math.max(1, Math.floor(RESULT_MEMORY / bytesEach))
  const results: Evaluation[] = []
  for (let from = 0; from < configurations.length; from += most) {
    const part = configurations.slice(from, from + most)
    const job = evaluationJob({
      models: study.models,
      streams: study.models.map((_, g) => streamOf(plan.purpose, g)),
      seed: study.seed,
      paths: plan.paths,
      sampling: study.sampling,
      rules: plan.rules ?? study.rules,
      configurations: part,
    })
    await context.map(
      { module: kernels, name: 'evaluatePaths' },
      job,
      study.models.length * job.shardsPerRegime,
      plan.step,
    )
    await context.map({ module: kernels, name: 'summarisePaths' }, job, study.models.length * part.length, plan.step)
    results.push(...evaluationsOf(study, job, part))
  }
  return results
}

function evaluationsOf(
  study: Study,
  job: EvaluationJob,
  configurations: readonly StrategyConfiguration[],
): Evaluation[] {
  const summary = new Float64Array(job.summary)
  const byGroup = (name: GroupFigure, row: number) => {
    const values = new Float64Array(job.figures[pathFigures.indexOf(name)])
    return study.regimes.map((_, g) => groupMeans(job, values, g, row, study.groups))
  }
  const results = new Array<Evaluation>(configurations.length)
  job.table.order.forEach((place, row) => {
    const configuration = configurations[place]
    results[place] = {
      configuration,
      regimes: study.regimes.map((regime, g) => {
        const at = (g * job.table.count + row) * summaryFigures.length
        return regimeFigures(summary.subarray(at, at + summaryFigures.length), configuration, regime.id)
      }),
      groups: {
        sharpe: byGroup('sharpe', row),
        volatility: byGroup('volatility', row),
        maxDrawdown: byGroup('maxDrawdown', row),
        turnover: byGroup('turnover', row),
      },
    }
  })
  return results
}

function regimeFigures(row: Float64Array, configuration: StrategyConfiguration, regime: string): RegimeFigures {
  const estimate = (index: number): Estimate => {
    const value = row[index]
    const standardError = row[index + 1]
    if (!Number.isFinite(value) || !Number.isFinite(standardError)) {
      throw new TuttiError(
        'calculation-failed',
        `${summaryFigures[index]} of ${JSON.stringify(configuration)} in regime ${regime} is not a finite number; a rule that never holds anything risky has no Sharpe ratio: raise the minimum allocation or the target volatility`,
        { field: summaryFigures[index], got: String(value) },
      )
    }
    return { value, standardError }
  }
  const turnover = estimate(14)
  const unit = configuration.costBp * 1e-4
  return {
    annualReturn: estimate(0),
    volatility: estimate(2),
    sharpe: estimate(4),
    maxDrawdown: estimate(6),
    worstDrawdown: estimate(8),
    valueAtRisk: estimate(10),
    expectedShortfall: estimate(12),
    turnover,
    cost: { value: turnover.value * unit, standardError: (turnover.standardError ?? 0) * unit },
  }
}

/** Means of a configuration's path figures over `groups` consecutive groups of paths (sizes differ by at most one). */
function groupMeans(job: EvaluationJob, values: Float64Array, regime: number, row: number, groups: number): number[] {
  const means: number[] = []
  for (let group = 0; group < groups; group++) {
    const from = Math.floor((group * job.paths) / groups)
    const to = Math.floor(((group + 1) * job.paths) / groups)
    let sum = 0
    for (let p = from; p < to; p++) {
      const shard = Math.floor(p / PATHS_PER_SHARD)
      sum += values[blockOffset(job, regime, shard, row) + p - shard * PATHS_PER_SHARD]
    }
    means.push(sum / (to - from))
  }
  return means
}

const figureNames = [
  'annualReturn',
  'volatility',
  'sharpe',
  'maxDrawdown',
  'worstDrawdown',
  'valueAtRisk',
  'expectedShortfall',
  'turnover',
  'cost',
] as const satisfies readonly (keyof RegimeFigures)[]

/** Weighted average of figures over regimes; errors add in quadrature, since regimes have independent paths. */
export function averageFigures(regimes: readonly RegimeFigures[], weights: readonly number[]): RegimeFigures {
  const average = (name: keyof RegimeFigures): Estimate => {
    let value = 0
    let variance = 0
    regimes.forEach((figures, g) => {
      value += weights[g] * figures[name].value
      variance += (weights[g] * (figures[name].standardError ?? 0)) ** 2
    })
    return { value, standardError: Math.sqrt(variance) }
  }
  return Object.fromEntries(figureNames.map((name) => [name, average(name)])) as Record<keyof RegimeFigures, Estimate>
}

/** The figures by regime id, as results carry them. */
export function figuresById(study: Study, evaluation: Evaluation): Record<string, RegimeFigures> {
  return Object.fromEntries(study.regimes.map((regime, g) => [regime.id, evaluation.regimes[g]]))
}
