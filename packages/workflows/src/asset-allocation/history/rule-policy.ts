import { type StrategyConfiguration, type StrategyRules, targetWeight, tradedWeight } from '@tutti/analytics/allocation'
import type { ScoredHistory } from './scored-history.ts'
import type { WalkPolicy } from './strategy-walk.ts'

/** The policy of a configuration under a study's rules: target from realised volatility, then the trading rule. */
export function rulePolicy(
  history: ScoredHistory,
  configuration: StrategyConfiguration,
  rules: StrategyRules,
  costRate: number,
): WalkPolicy {
  return {
    costRate,
    financingSpread: rules.financingSpread,
    weight: (month, drifted) => {
      const volatility = history.volatility(month, configuration.windowMonths)
      return tradedWeight(rules, month, targetWeight(configuration, rules, volatility), drifted)
    },
  }
}
