import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import {
  deflatedSharpeRatio,
  kurtosis,
  mean,
  probabilityOfBacktestOverfitting,
  skewness,
  standardDeviation,
  variance,
} from '@tutti/analytics/statistics'
import type { LuckRecord } from '../result.ts'
import type { Study } from '../study.ts'
import { rulePolicy } from './rule-policy.ts'
import type { ScoredHistory } from './scored-history.ts'
import { monthlyCashReturns, strategyWalk } from './strategy-walk.ts'

/** Blocks of the combinatorially symmetric cross-validation; history has at least two months for each. */
const blocks = 16

/**
 * How much of the winner's record on this history the search could owe to luck: the deflated Sharpe ratio over all trials
 * and the probability of backtest overfitting by CSCV, from monthly excess returns after the planning cost. Every trial
 * counts as independent, which deflates more rather than less. Null with fewer than two trials.
 */
export function historicalLuck(
  study: Study,
  history: ScoredHistory,
  winner: Float64Array,
  trials: readonly StrategyConfiguration[],
): LuckRecord['historical'] {
  if (trials.length < 2) return null
  const costRate = study.mandate.operational_constraints.planning_cost_bps * 1e-4
  const cash = monthlyCashReturns(history)
  const excess = (net: Float64Array): Float64Array => net.map((r, t) => r - cash[t])
  const columns = trials.map((trial) =>
    excess(strategyWalk(history, rulePolicy(history, trial, study.rules, costRate)).returns),
  )
  const rows = Array.from({ length: history.months }, (_, t) => columns.map((column) => column[t]))
  const overfitting = probabilityOfBacktestOverfitting(rows, { blocks, statistic: 'sharpe' })
  const record = excess(winner)
  const sharpe = monthlySharpe(record)
  const deflated = deflatedSharpeRatio({
    sharpe,
    observations: record.length,
    skewness: skewness(record, 'population'),
    kurtosis: kurtosis(record, 'population'),
    trials: trials.length,
    varianceOfTrialSharpes: variance(columns.map(monthlySharpe), 'sample'),
  })
  const annual = Math.sqrt(12)
  return {
    sharpeAnnual: sharpe * annual,
    deflatedSharpeProbability: deflated.deflatedSharpeRatio,
    expectedMaximumSharpeAnnual: deflated.expectedMaximumSharpe * annual,
    overfittingProbability: overfitting.probabilityOfBacktestOverfitting,
    probabilityOfLoss: overfitting.probabilityOfLoss,
    observations: record.length,
  }
}

function monthlySharpe(excess: Float64Array): number {
  return mean(excess) / standardDeviation(excess, 'sample')
}
