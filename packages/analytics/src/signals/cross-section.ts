import { requireInRange, requirePositive, requireSample, TuttiError } from '../errors/index.ts'
import { mean, median, requireSameLength, requireWhole, type Sample, standardDeviation } from '../statistics/index.ts'

/** How values of many assets at one time become scores. */
export interface CrossSectionRule {
  /** `z-score`: mean and sample deviation; `robust`: median and 1.4826 times the median absolute deviation; `rank`. */
  readonly method: 'z-score' | 'robust' | 'rank'
  /** Scores are cut at this size; for `rank` without effect. */
  readonly limit: number
  /** Scores are taken within groups of the same number where given, so that no group is favoured. */
  readonly groups?: readonly number[] | undefined
}

/**
 * Scores of carry, value, momentum or any figure over the assets of one day: higher values, higher scores, about 0 in each
 * group. `rank` gives ranks (ties share their mean) spread evenly over [-1, 1].
 *
 * Throws `not-applicable` where a group has fewer than two assets or no spread.
 * Source: Asness, Moskowitz & Pedersen (2013), Value and Momentum Everywhere, Journal of Finance 68.
 */
export function crossSectionScores(values: Sample, { method, limit, groups }: CrossSectionRule): Float64Array {
  requireSample(values, 2, 'values')
  requirePositive(limit, 'limit')
  if (groups !== undefined) requireSameLength(values, groups, 'values', 'groups')
  const out = new Float64Array(values.length)
  for (const group of new Set(groups ?? [0])) {
    const places = Array.from(values, (_, i) => i).filter((i) => groups === undefined || groups[i] === group)
    const own = places.map((i) => values[i])
    const scores = method === 'rank' ? rankScores(own, group) : distanceScores(own, method, limit, group)
    places.forEach((i, k) => (out[i] = scores[k]))
  }
  return out
}

function distanceScores(values: number[], method: 'z-score' | 'robust', limit: number, group: number): number[] {
  if (values.length < 2) throw noSpread(group, `${values.length} asset`)
  const centre = method === 'robust' ? median(values) : mean(values)
  const size =
    method === 'robust'
      ? 1.482602218505602 * median(values.map((value) => Math.abs(value - centre)))
      : standardDeviation(values, 'sample')
  if (!(size > 1e-14 * Math.abs(centre))) throw noSpread(group, 'a spread of 0')
  return values.map((value) => Math.max(-limit, Math.min(limit, (value - centre) / size)))
}

function rankScores(values: number[], group: number): number[] {
  if (values.length < 2) throw noSpread(group, `${values.length} asset`)
  return values.map((value) => {
    let below = 0
    let equal = 0
    for (const other of values) {
      if (other < value) below++
      else if (other === value) equal++
    }
    return (2 * (below + (equal - 1) / 2)) / (values.length - 1) - 1
  })
}

function noSpread(group: number, got: string): TuttiError {
  return new TuttiError('not-applicable', `group ${group} cannot be scored: its assets do not differ`, {
    field: 'values',
    got,
    expected: 'two or more assets with different values in each group; rank takes ties',
  })
}

/**
 * Weights of a long and a short side of 1 each from scores: in proportion to the positive and the negative scores, or equal
 * weights in the best and the worst `fraction` (at least one asset a side, ties by place). All 0 where no score differs from 0.
 */
export function longShortWeights(scores: Sample, fraction: number | null): Float64Array {
  requireSample(scores, 2, 'scores')
  const n = scores.length
  const out = new Float64Array(n)
  if (fraction === null) {
    let long = 0
    let short = 0
    for (let i = 0; i < n; i++) {
      if (scores[i] > 0) long += scores[i]
      else short -= scores[i]
    }
    if (long === 0 || short === 0) return out
    return out.map((_, i) => (scores[i] > 0 ? scores[i] / long : scores[i] / short))
  }
  requireInRange(fraction, 1e-6, 0.5, 'fraction')
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b])
  if (scores[order[0]] === scores[order[n - 1]]) return out
  const count = Math.max(1, Math.floor(fraction * n + 1e-9))
  order.slice(0, count).forEach((i) => (out[i] = -1 / count))
  order.slice(-count).forEach((i) => (out[i] = 1 / count))
  return out
}

/** What a cross-sectional momentum portfolio held and earned. */
export interface CrossSectionalMomentum {
  /** Observation of the first weights. */
  readonly firstIndex: number
  /** A row each observation: held over the next period. */
  readonly weights: readonly Float64Array[]
  /** Return of the period after each row; one shorter. */
  readonly strategyReturns: Float64Array
}

/**
 * Long the assets with the highest past return, short those with the lowest, set anew at every observation. `prices` are
 * rows of one positive price an asset. The weights at t use prices up to t - `skip` alone.
 *
 * Source: Jegadeesh & Titman (1993), Journal of Finance 48.
 */
export function crossSectionalMomentum(
  prices: readonly Sample[],
  rule: { readonly lookback: number; readonly skip: number; readonly fraction: number | null },
): CrossSectionalMomentum {
  const { lookback, skip, fraction } = rule
  requireWhole(lookback, 1, Infinity, 'lookback')
  requireWhole(skip, 0, Infinity, 'skip')
  const first = lookback + skip
  if (prices.length < first + 1) {
    throw new TuttiError('invalid-input', `prices needs at least ${first + 1} rows`, {
      field: 'prices',
      got: `${prices.length} rows`,
      expected: `at least ${first + 1} rows`,
    })
  }
  prices.forEach((row, t) => {
    requireSameLength(prices[0], row, 'prices[0]', `prices[${t}]`)
    requireSample(row, 2, `prices[${t}]`)
    for (let i = 0; i < row.length; i++) requirePositive(row[i], `prices[${t}][${i}]`)
  })
  const weights = Array.from({ length: prices.length - first }, (_, k) => {
    const end = prices[k + lookback]
    const past = Float64Array.from(end, (price, i) => price / prices[k][i] - 1)
    return longShortWeights(fraction === null ? crossSectionScores(past, { method: 'rank', limit: 1 }) : past, fraction)
  })
  const strategyReturns = Float64Array.from({ length: weights.length - 1 }, (_, k) =>
    weights[k].reduce((sum, w, i) => sum + w * (prices[first + k + 1][i] / prices[first + k][i] - 1), 0),
  )
  return { firstIndex: first, weights, strategyReturns }
}
