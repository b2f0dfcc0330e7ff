import type { StrategyConfiguration, StrategyRules } from '@tutti/analytics/allocation'
import type { PathScheme, Regime } from '@tutti/analytics/scenarios'
import { chosenRule, type RobustnessAnalysis } from '../specialists/analyses.ts'
import { streamOf, type Study } from '../study.ts'

/** Paths of each regime that the reviewer simulates. */
export const REVIEW_PATHS = 240
/** Paths in a shard of the kernel. */
export const REVIEW_SHARD = 40
/** Figures of a path, in the order in which the job keeps them. */
export const reviewFigures = ['annualReturn', 'volatility', 'sharpe', 'maxDrawdown', 'turnover'] as const

/** The winner on paths of the reviewer's own: regimes and rules in plain words, nothing compiled by the study's engine. */
export interface ReviewJob {
  readonly regimes: readonly Regime[]
  readonly scheme: PathScheme
  readonly streams: readonly number[]
  readonly seed: number
  readonly years: number
  readonly warmupMonths: number
  readonly rules: StrategyRules
  readonly configuration: StrategyConfiguration
  /** figures[regime][path][figure], yearly returns [regime][path][year]. */
  readonly figures: SharedArrayBuffer
  readonly yearly: SharedArrayBuffer
}

/** The job of a study's winner. */
export function reviewJob(study: Study, robustness: RobustnessAnalysis): ReviewJob {
  const paths = study.regimes.length * REVIEW_PATHS
  return {
    regimes: study.regimes,
    scheme: study.scheme,
    streams: study.regimes.map((_, g) => streamOf('review', g)),
    seed: study.seed,
    years: study.years,
    warmupMonths: study.mandate.simulation.warmup_months,
    rules: study.rules,
    configuration: chosenRule(robustness),
    figures: new SharedArrayBuffer(8 * paths * reviewFigures.length),
    yearly: new SharedArrayBuffer(8 * paths * study.years),
  }
}
