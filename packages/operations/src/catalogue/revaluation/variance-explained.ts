import { variance } from '@tutti/analytics/statistics'

/** A share of variance with its error. */
export interface VarianceExplained {
  readonly value: number
  readonly standardError: number
}

/**
 * 1 - Var(hedged) / Var(unhedged) of profits in the same independent scenarios, with its error by the delta method: the
 * spread over scenarios of (h - mean)² - R (u - mean)², R the ratio of variances, over n Var(u). Null where the unhedged
 * never varies. Source: Ederington, J. of Finance 34 (1979); van der Vaart, Asymptotic Statistics (1998), chapter 3.
 */
export function varianceExplained(unhedged: Float64Array, hedged: Float64Array): VarianceExplained | null {
  const n = unhedged.length
  const own = variance(unhedged, 'population')
  if (own === 0) return null
  const ratio = variance(hedged, 'population') / own
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / n
  const [meanUnhedged, meanHedged] = [mean(unhedged), mean(hedged)]
  let spread = 0
  for (let s = 0; s < n; s++) {
    spread += ((hedged[s] - meanHedged) ** 2 - ratio * (unhedged[s] - meanUnhedged) ** 2) ** 2
  }
  return { value: 1 - ratio, standardError: Math.sqrt(spread) / (n * own) }
}
