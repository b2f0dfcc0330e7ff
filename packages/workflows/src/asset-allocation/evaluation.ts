import {
  blockOffset,
  type EvaluationJob,
  evaluationJob,
  PATHS_PER_SHARD,
  pathFigures,
  type StrategyConfiguration,
  type StrategyRules,
  summaryFigures,
  tailCount,
} from '@tutti/analytics/allocation'
import { TuttiError } from '@tutti/analytics/errors'
import type { WorkflowContext } from '../workflow-context.ts'
import type { Estimate, RegimeFigures } from './result.ts'
import { pathStepsOf, streamOf, type streamPurposes, type Study } from './study.ts'

const kernels = import.meta.resolve('@tutti/analytics/allocation')
/** Memory that one call of the kernels may take for its results, bytes. */
const RESULT_MEMORY = 250e6

/** Figures that are kept by group of paths: means, and tail measures to first order (see `tailGroups`). */
export type GroupFigure = 'sharpe' | 'volatility' | 'maxDrawdown' | 'turnover' | 'valueAtRisk' | 'expectedShortfall'

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
  /** Number of the study's first regime among those of the mandate, for a study of a part of them: its streams stay the same. */
  readonly firstRegime?: number
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
  const most = configurationsAtOnce(study, plan.paths)
  const results: Evaluation[] = []
  for (let from = 0; from < configurations.length; from += most) {
    const part = configurations.slice(from, from + most)
    const job = evaluationJob({
      models: study.models,
      streams: study.models.map((_, g) => streamOf(plan.purpose, (plan.firstRegime ?? 0) + g)),
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

function configurationsAtOnce(study: Study, paths: number): number {
  const bytesEach = study.models.length * paths * 8 * (pathFigures.length + study.years)
  return Math.max(1, Math.floor(RESULT_MEMORY / bytesEach))
}

/** Daily steps simulated and configuration-days evaluated. */
export interface Effort {
  readonly pathSteps: number
  readonly configurationDays: number
}

/** What evaluating so many configurations takes: paths are drawn once for all that fit in memory together. */
export function evaluationEffort(study: Study, configurations: number, paths: number): Effort {
  const parts = Math.ceil(configurations / configurationsAtOnce(study, paths))
  return {
    pathSteps: parts * pathStepsOf(study, paths),
    configurationDays: configurations * study.models.reduce((sum, model) => sum + paths * 21 * model.months, 0),
  }
}

function evaluationsOf(
  study: Study,
  job: EvaluationJob,
  configurations: readonly StrategyConfiguration[],
): Evaluation[] {
  const summary = new Float64Array(job.summary)
  const byGroup = (name: (typeof pathFigures)[number], row: number) => {
    const values = new Float64Array(job.figures[pathFigures.indexOf(name)])
    return study.regimes.map((_, g) => groupMeans(job, values, g, row, study.groups))
  }
  const annual = new Float64Array(job.annual)
  const results = new Array<Evaluation>(configurations.length)
  job.table.order.forEach((place, row) => {
    const configuration = configurations[place]
    const regimes = study.regimes.map((regime, g) => {
      const at = (g * job.table.count + row) * summaryFigures.length
      return regimeFigures(summary.subarray(at, at + summaryFigures.length), configuration, regime.id)
    })
    const tails = regimes.map((figures, g) => tailGroups(job, annual, g, row, study.groups, figures))
    results[place] = {
      configuration,
      regimes,
      groups: {
        sharpe: byGroup('sharpe', row),
        volatility: byGroup('volatility', row),
        maxDrawdown: byGroup('maxDrawdown', row),
        turnover: byGroup('turnover', row),
        valueAtRisk: tails.map((tail) => tail.valueAtRisk),
        expectedShortfall: tails.map((tail) => tail.expectedShortfall),
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

/**
 * Value at risk and expected shortfall by group of paths to first order: the group's mean of the influence function about
 * the figure of all paths, so that group values average to it and vary as its error does (also paired between rules).
 * ES: VaR + (L - VaR)+ / 5 %. VaR: VaR + (share of L > VaR, less that of all paths) / density, the density from a window
 * around VaR.
 * Source: van der Vaart (1998), sections 20.1 and 21.2.
 */
function tailGroups(
  job: EvaluationJob,
  annual: Float64Array,
  regime: number,
  row: number,
  groups: number,
  figures: RegimeFigures,
): { valueAtRisk: number[]; expectedShortfall: number[] } {
  const quantile = figures.valueAtRisk.value
  const half = Math.max(0.5 * (figures.expectedShortfall.value - quantile), 1e-6)
  const beyond = new Array<number>(groups).fill(0)
  const excess = new Array<number>(groups).fill(0)
  const counts = new Array<number>(groups).fill(0)
  let near = 0
  for (let p = 0, group = 0; p < job.paths; p++) {
    while (p >= Math.floor(((group + 1) * job.paths) / groups)) group++
    const shard = Math.floor(p / PATHS_PER_SHARD)
    const at = (blockOffset(job, regime, shard, row) + p - shard * PATHS_PER_SHARD) * job.years
    for (let y = 0; y < job.years; y++) {
      const over = -annual[at + y] - quantile
      if (over > 0) {
        beyond[group]++
        excess[group] += over
      }
      if (over > -half && over < half) near++
    }
    counts[group] += job.years
  }
  const all = job.paths * job.years
  const density = near / (2 * half * all)
  // the shares that the two figures really stand for: a sample has only so many outcomes in 5 %
  const shareBeyond = beyond.reduce((sum, n) => sum + n, 0) / all
  const shareInTail = tailCount(all) / all
  return {
    valueAtRisk: counts.map((n, g) => quantile + (density > 0 ? (beyond[g] / n - shareBeyond) / density : 0)),
    expectedShortfall: counts.map((n, g) => quantile + excess[g] / n / shareInTail),
  }
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
