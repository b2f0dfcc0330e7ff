import type { Evaluation, GroupFigure } from './evaluation.ts'
import { limitChecks, tightestChecks } from './limits.ts'
import type { Estimate, LimitCheck } from './result.ts'
import type { Study } from './study.ts'

/** Sharpe points lost for breaking a limit by its whole size; twice that for limits on losses under tail focus. */
const PENALTY_RATE = 0.5
/** Weight of the worst regime in the score where the mandate asks for adaptability to regimes. */
const WORST_WEIGHT = 0.25

/** The score of a configuration and its parts, in units of the Sharpe ratio. */
export interface Score {
  readonly total: Estimate
  readonly weightedSharpe: number
  readonly worstSharpe: number
  /** Index of the regime with the lowest Sharpe ratio among those that count. */
  readonly worst: number
  readonly penalty: number
  /** Score in each group of paths, for paired comparisons. */
  readonly groups: readonly number[]
}

/** Mean and standard error of independent, equally weighted group values. */
export function groupEstimate(groups: readonly number[]): Estimate {
  const n = groups.length
  const value = groups.reduce((sum, x) => sum + x, 0) / n
  const squares = groups.reduce((sum, x) => sum + (x - value) ** 2, 0)
  return { value, standardError: Math.sqrt(squares / (n * (n - 1))) }
}

const lossLimits = new Set(['maximum-drawdown', 'value-at-risk', 'expected-shortfall'])

/** The figure by group of paths behind each limit. */
const groupFigureOf: Readonly<Record<string, GroupFigure>> = {
  'volatility-floor': 'volatility',
  'volatility-ceiling': 'volatility',
  'maximum-drawdown': 'maxDrawdown',
  'cost-budget': 'turnover',
  'value-at-risk': 'valueAtRisk',
  'expected-shortfall': 'expectedShortfall',
}

function penaltyRate(study: Study, limit: LimitCheck): number {
  return lossLimits.has(limit.id) && study.mandate.risk_constraints.tail_risk_focus ? 2 * PENALTY_RATE : PENALTY_RATE
}

/** Weights with which the regimes' Sharpe ratios enter the score: (1 - omega) p_r, and omega more for the worst. */
export function sharpeWeights(study: Study, worst: number): number[] {
  const omega = worstWeight(study)
  return study.weights.map((weight, g) => (1 - omega) * weight + (g === worst ? omega : 0))
}

function worstWeight(study: Study): number {
  return study.mandate.robustness_requirements.regime_adaptability ? WORST_WEIGHT : 0
}

/**
 * The score that the search maximises. With omega = 0.25 for a mandate that asks for regime adaptability (else 0), and
 * violation_l the relative violation of limit l in the scope where it is worst (the Sharpe floor apart, which the first
 * two terms reward already):
 *
 *     score = (1 - omega) sum_r p_r Sharpe_r + omega min_r Sharpe_r - sum_l rate_l violation_l
 *
 * rate_l is 0.5, or 1 for limits on losses under tail focus. The standard error is by groups of paths to first order:
 * the worst regime and the binding scopes are those of all paths.
 */
export function scoreOf(study: Study, evaluation: Evaluation): Score {
  const counted = study.weights.flatMap((weight, g) => (weight > 0 ? [g] : []))
  const sharpe = (g: number) => evaluation.regimes[g].sharpe.value
  const worst = counted.reduce((lowest, g) => (sharpe(g) < sharpe(lowest) ? g : lowest))
  const weights = sharpeWeights(study, worst)
  const sharpePart = counted.reduce((sum, g) => sum + weights[g] * sharpe(g), 0)
  const broken = tightestChecks(limitChecks(study, evaluation)).filter(
    (limit) => limit.id !== 'minimum-sharpe' && limit.relativeSlack < 0,
  )
  const penalty = broken.reduce((sum, limit) => sum - penaltyRate(study, limit) * limit.relativeSlack, 0)
  const value = sharpePart - penalty
  const groups = evaluation.groups.sharpe[0].map((_, group) => {
    let total = value
    for (const g of counted) total += weights[g] * (evaluation.groups.sharpe[g][group] - sharpe(g))
    for (const limit of broken) total -= penaltyRate(study, limit) * groupShift(study, evaluation, limit, group)
    return total
  })
  return {
    total: { value, standardError: groupEstimate(groups).standardError },
    weightedSharpe: study.weights.reduce((sum, weight, g) => sum + weight * sharpe(g), 0),
    worstSharpe: sharpe(worst),
    worst,
    penalty,
    groups,
  }
}

/** Change of a limit's relative violation when a group's mean stands in for the mean of all paths. */
function groupShift(study: Study, evaluation: Evaluation, limit: LimitCheck, group: number): number {
  const name = groupFigureOf[limit.id]
  const scale = limit.slack / limit.relativeSlack
  const sign = limit.sense === 'at-most' ? 1 : -1
  const unit = limit.id === 'cost-budget' ? evaluation.configuration.costBp * 1e-4 : 1
  let shift = 0
  study.regimes.forEach((regime, g) => {
    const weight = limit.scope === 'average' ? study.weights[g] : Number(limit.scope === regime.id)
    shift += weight * unit * (evaluation.groups[name][g][group] - evaluation.regimes[g][name].value)
  })
  return (sign * shift) / scale
}

/**
 * Difference of two scores on the same paths (first minus second), with the paired standard error. For rules so alike that
 * their quantiles are a few outcomes apart the error is on the safe side where value at risk is in the score: up to half more.
 */
export function pairedDifference(first: readonly number[], second: readonly number[]): Estimate {
  return groupEstimate(first.map((x, i) => x - second[i]))
}

/** True when a paired difference is within twice its standard error of zero: a tie. */
export function isTie(difference: Estimate): boolean {
  return Math.abs(difference.value) <= 2 * (difference.standardError ?? 0)
}
