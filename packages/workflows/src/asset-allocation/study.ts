import { type PathSampling, type StrategyRules, validRules } from '@tutti/analytics/allocation'
import { type PathModel, pathModel, type PathScheme, type Regime } from '@tutti/analytics/scenarios'
import { mandateRegimes, studyMandate, type StudyMandate } from './mandate.ts'

/** What random streams are for: the high half of a stream's number; regimes count in the low half. */
export const streamPurposes = {
  search: 0,
  fresh: 1,
  sensitivity: 2,
  review: 3,
  design: 16,
  surrogate: 17,
  bootstrap: 18,
} as const

/** Number of the random stream of a purpose and a regime (or any other small index). */
export function streamOf(purpose: keyof typeof streamPurposes, index: number): number {
  return streamPurposes[purpose] * 65536 + index
}

/** A mandate resolved for the engine: regimes, compiled models, rules and simulation settings. */
export interface Study {
  readonly mandate: StudyMandate
  readonly seed: number
  readonly regimes: readonly Regime[]
  /** Weights of the regimes in averages, summing to one. */
  readonly weights: readonly number[]
  readonly models: readonly PathModel[]
  readonly rules: StrategyRules
  readonly paths: number
  readonly years: number
  readonly sampling: PathSampling
  readonly scheme: PathScheme
  /** Groups of paths from which paired errors are read: 20, or the Sobol randomisations. */
  readonly groups: number
}

const monthsBetween = { monthly: 1, quarterly: 3, 'semi-annual': 6, annual: 12 } as const

/** The study of a mandate. Throws `invalid-input` for regimes or rules that cannot be. */
export function studyOf(mandate: StudyMandate, seed: number): Study {
  const { simulation, operational_constraints: operational, search_space: space } = mandate
  const regimes = mandateRegimes(mandate)
  const total = regimes.reduce((sum, regime) => sum + regime.weight, 0)
  const grid = { months: 12 * simulation.years, warmupMonths: simulation.warmup_months }
  return {
    mandate: studyMandate(mandate),
    seed,
    regimes,
    weights: regimes.map((regime) => regime.weight / total),
    models: regimes.map((regime) => pathModel(regime, grid, simulation.scheme)),
    rules: validRules({
      linearSlope: space.linear_slope,
      sigmoidSlope: space.sigmoid_slope,
      equityPremium: space.equity_premium,
      minimumWeight: operational.minimum_allocation,
      maximumWeight: Math.min(operational.maximum_allocation, operational.leverage_limit),
      financingSpread: operational.financing_spread_bps * 1e-4,
      rebalanceMonths: monthsBetween[operational.rebalancing_frequency],
      band: operational.rebalancing_band,
      noTradeZone: operational.no_trade_zone,
    }),
    paths: simulation.paths,
    years: simulation.years,
    sampling:
      simulation.sampling === 'sobol'
        ? { kind: 'sobol', randomisations: simulation.randomisations }
        : { kind: 'pseudo-random' },
    scheme: simulation.scheme,
    groups: simulation.sampling === 'sobol' ? simulation.randomisations : 20,
  }
}

/** Path-steps (daily steps of one path) that one evaluation of a study simulates, warm-up included. */
export function pathStepsOf(study: Study, paths: number): number {
  return study.models.reduce((sum, model) => sum + paths * 21 * (model.months + model.warmupMonths), 0)
}
