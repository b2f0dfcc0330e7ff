import { requireBetween, type Sample } from '../statistics/index.ts'
import { adjustedPValues, requirePValues } from './adjusted-p-values.ts'

/** q-values and the share of true null hypotheses that they rest on. */
export interface StoreyQValues {
  readonly qValues: Float64Array
  /** Estimated share of tests without any effect, in (0, 1]. */
  readonly nullShare: number
  /** For independent tests. */
  readonly nullShareStandardError: number
  /** p-values above lambda; with none the share is set as if there were one. */
  readonly above: number
}

/**
 * Storey's q-values: Benjamini-Hochberg times the share of true nulls, which is estimated from the p-values above
 * `lambda` in (0, 1), among which hardly any effect is left: #{p > lambda} / (m (1 - lambda)), at most 1.
 *
 * For tests that are independent or weakly dependent, many enough that the share is known (see its standard error).
 * Source: Storey, JRSS B 64 (2002).
 */
export function storeyQValues(pValues: Sample, lambda: number): StoreyQValues {
  const m = requirePValues(pValues)
  requireBetween(lambda, 0, 1, 'lambda')
  let above = 0
  for (let i = 0; i < m; i++) if (pValues[i] > lambda) above++
  const share = above / m
  const nullShare = Math.min(1, Math.max(above, 1) / (m * (1 - lambda)))
  return {
    qValues: adjustedPValues(pValues, 'benjamini-hochberg').map((value) => value * nullShare),
    nullShare,
    nullShareStandardError: Math.sqrt((share * (1 - share)) / m) / (1 - lambda),
    above,
  }
}
