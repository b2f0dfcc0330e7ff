import { normalQuantile, regularizedBeta } from '../math/index.ts'

/** Ranks (1 = smallest) of the order statistics that stand for a quantile and for the ends of its interval. */
export interface OrderStatisticRanks {
  readonly rank: number
  readonly lowerRank: number
  readonly upperRank: number
}

/**
 * Ranks among `n` draws for the quantile at `probability`, with the narrowest symmetric interval that covers it with
 * probability `level`, by the binomial distribution of the number of draws below it. `variancePerDraw` other than that of
 * independent draws, p (1 - p), (antithetic pairs) takes the normal approximation.
 *
 * Source: Conover, Practical Nonparametric Statistics (1999), 3.2.
 */
export function orderStatisticRanks(
  n: number,
  probability: number,
  level: number,
  variancePerDraw?: number,
): OrderStatisticRanks {
  const rank = Math.min(n, Math.max(1, Math.ceil(n * probability - 1e-9)))
  const within = (r: number): number => Math.min(n, Math.max(1, r))
  if (variancePerDraw !== undefined) {
    const half = normalQuantile((1 + level) / 2) * Math.sqrt(n * variancePerDraw)
    return {
      rank,
      lowerRank: within(Math.floor(n * probability - half)),
      upperRank: within(Math.ceil(n * probability + half) + 1),
    }
  }
  const tail = (1 - level) / 2
  const cdf = (k: number): number =>
    k < 0 ? 0 : k >= n ? 1 : regularizedBeta(1 - probability, n - k, k + 1, probability)
  // The largest k with P(Bin <= k - 1) <= tail, and the smallest with P(Bin >= k) <= tail.
  let low = 0
  let high = n
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (cdf(middle - 1) <= tail) low = middle
    else high = middle - 1
  }
  const lowerRank = within(low)
  low = 1
  high = n + 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (1 - cdf(middle - 1) <= tail) high = middle
    else low = middle + 1
  }
  return { rank, lowerRank, upperRank: within(low) }
}
