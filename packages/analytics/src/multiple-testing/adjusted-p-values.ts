import { requireInRange, requireSample } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'

/**
 * How p-values are adjusted. Family-wise error (one false discovery at all): `bonferroni`, `sidak` (independent tests),
 * `holm`, `hochberg` (independent or positively dependent tests). False-discovery rate: `benjamini-hochberg`
 * (independent or positively dependent tests), `benjamini-yekutieli` (any dependence).
 */
export type PValueAdjustment = (typeof pValueAdjustments)[number]

/** Every adjustment, in the order of the documentation. */
export const pValueAdjustments = [
  'bonferroni',
  'sidak',
  'holm',
  'hochberg',
  'benjamini-hochberg',
  'benjamini-yekutieli',
] as const

/**
 * p-values (in [0, 1], one a test, any order) adjusted for their number: reject where the adjusted one is at most the
 * error rate wanted. Ties get equal values.
 *
 * Sources: Holm, Scandinavian J. of Statistics 6 (1979); Hochberg, Biometrika 75 (1988); Benjamini & Hochberg, JRSS B 57
 * (1995); Benjamini & Yekutieli, Annals of Statistics 29 (2001).
 */
export function adjustedPValues(pValues: Sample, method: PValueAdjustment): Float64Array {
  const m = requirePValues(pValues)
  const order = Array.from(pValues, (_, i) => i).sort((a, b) => pValues[a] - pValues[b])
  const adjusted = new Float64Array(m)
  if (method === 'bonferroni' || method === 'sidak') {
    return adjusted.map((_, i) =>
      method === 'bonferroni' ? Math.min(1, m * pValues[i]) : -Math.expm1(m * Math.log1p(-pValues[i])),
    )
  }
  if (method === 'holm') {
    let running = 0
    order.forEach((index, rank) => {
      running = Math.max(running, Math.min(1, (m - rank) * pValues[index]))
      adjusted[index] = running
    })
    return adjusted
  }
  let harmonic = 0
  for (let k = 1; k <= m; k++) harmonic += 1 / k
  let running = 1
  for (let rank = m; rank >= 1; rank--) {
    const p = pValues[order[rank - 1]]
    const factor = method === 'hochberg' ? m - rank + 1 : (method === 'benjamini-hochberg' ? 1 : harmonic) * (m / rank)
    running = Math.min(running, factor * p)
    adjusted[order[rank - 1]] = running
  }
  return adjusted
}

/** Throws `invalid-input` unless there is at least one number and all lie in [0, 1]; returns how many. */
export function requirePValues(pValues: Sample): number {
  requireSample(pValues, 1, 'pValues')
  for (let i = 0; i < pValues.length; i++) requireInRange(pValues[i], 0, 1, `pValues[${i}]`)
  return pValues.length
}
