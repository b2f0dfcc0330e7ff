import type { StrategyConfiguration } from '@tutti/analytics/allocation'

/**
 * Rules whose errors are compared with their spread over seeds: a bold one and a careful one, and one much like the
 * careful one for paired differences. All break limits on losses in the bear regime, so that value at risk, expected
 * shortfall and drawdown enter their scores.
 */
export const calibrationRules: readonly StrategyConfiguration[] = [
  { targetVolatility: 0.08, weightFunction: 'sigmoid', windowMonths: 6, riskAversion: 4, costBp: 10 },
  { targetVolatility: 0.085, weightFunction: 'sigmoid', windowMonths: 7, riskAversion: 4, costBp: 10 },
  { targetVolatility: 0.1, weightFunction: 'inverse-vol', windowMonths: 12, riskAversion: 2, costBp: 10 },
]
