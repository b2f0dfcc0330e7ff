import { requireFinite } from '../errors/index.ts'
import { requireBetween, requireWhole } from '../statistics/index.ts'

/**
 * One-day VaR scaled to `days` (1 to 1,000,000): the variance of a sum of AR(1) returns with the given `autocorrelation` in (-1, 1),
 * sqrt(h + 2 sum_k (h - k) rho^k). An autocorrelation of 0 is the square-root-of-time rule. Means are ignored.
 */
export function scaledValueAtRisk(dailyValueAtRisk: number, days: number, autocorrelation: number): number {
  requireFinite(dailyValueAtRisk, 'dailyValueAtRisk')
  requireWhole(days, 1, 1_000_000, 'days')
  requireBetween(autocorrelation, -1, 1, 'autocorrelation')
  let variance = days
  for (let k = 1; k < days; k++) variance += 2 * (days - k) * autocorrelation ** k
  return dailyValueAtRisk * Math.sqrt(variance)
}
