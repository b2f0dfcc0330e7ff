import type { StrategyConfiguration } from '@tutti/analytics/allocation'
import type { Study } from '../study.ts'
import { rulePolicy } from './rule-policy.ts'
import type { ScoredHistory } from './scored-history.ts'
import { type StrategyWalk, strategyWalk, type WalkPolicy } from './strategy-walk.ts'

/** Months of volatility in the naive volatility target. */
export const naiveWindowMonths = 12

/** A strategy walked through the history. */
export interface WalkedStrategy {
  readonly id: string
  readonly name: string
  readonly walk: StrategyWalk
}

/**
 * The winner and its rivals, walked at the planning cost: constant weights 60/40, 30/70 and 100/0 (monthly), 60/40 bought
 * and held, a naive volatility target (inverse volatility over twelve months, no risk aversion), and cash.
 */
export function historicalStrategies(
  study: Study,
  history: ScoredHistory,
  winner: StrategyConfiguration,
): WalkedStrategy[] {
  const costRate = study.mandate.operational_constraints.planning_cost_bps * 1e-4
  const plain = { costRate, financingSpread: study.rules.financingSpread }
  const constant = (weight: number): WalkPolicy => ({ ...plain, weight: () => weight })
  const naive: StrategyConfiguration = {
    targetVolatility: study.mandate.performance_targets.target_volatility,
    weightFunction: 'inverse-vol',
    windowMonths: naiveWindowMonths,
    // so little risk aversion that the Merton cap never binds
    riskAversion: 0.01,
    costBp: study.mandate.operational_constraints.planning_cost_bps,
  }
  const naiveRules = { ...study.rules, rebalanceMonths: 1, band: 0, noTradeZone: 0 }
  const walked = (id: string, name: string, policy: WalkPolicy): WalkedStrategy => ({
    id,
    name,
    walk: strategyWalk(history, policy),
  })
  return [
    walked('winner', 'Chosen rule', rulePolicy(history, winner, study.rules, costRate)),
    walked('sixty-forty', '60 % equity, 40 % bonds', constant(0.6)),
    walked('thirty-seventy', '30 % equity, 70 % bonds', constant(0.3)),
    walked('all-equity', 'Equity only', constant(1)),
    walked('buy-and-hold', '60/40 bought and held', {
      ...plain,
      weight: (month, drifted) => (month === 0 ? 0.6 : drifted),
    }),
    walked('naive-vol-target', 'Naive volatility target', rulePolicy(history, naive, naiveRules, costRate)),
    { id: 'cash', name: 'Cash', walk: cashWalk(history) },
  ]
}

/** Cash held throughout: no equity, no bonds, no trades. */
function cashWalk(history: ScoredHistory): StrategyWalk {
  const { daily, calendar, base, end, first, months } = history
  const count = end - base + 1
  const wealth = Float64Array.from({ length: count }, (_, i) => daily.cash[base + i] / daily.cash[base])
  const at = (month: number): number => wealth[calendar.last[month] - base]
  return {
    wealth,
    dailyWeights: new Float64Array(count),
    weights: new Float64Array(months),
    traded: new Float64Array(months),
    costs: new Float64Array(months),
    returns: Float64Array.from({ length: months }, (_, k) => at(first + k) / at(first + k - 1) - 1),
  }
}
