import { TuttiError } from '../errors/index.ts'
import { normalQuantile } from '../math/index.ts'
import { requireBetween } from '../statistics/index.ts'
import { orderStatisticRanks, type OrderStatisticRanks } from './order-statistic-ranks.ts'

/** A simulated figure with its standard error and confidence interval. */
export interface SimulatedFigure {
  readonly estimate: number
  readonly standardError: number
  readonly lower: number
  readonly upper: number
}

/** VaR and expected shortfall at a confidence, losses positive. */
export interface SimulatedTail {
  readonly confidence: number
  /** Lower quantile; its interval lies between order statistics, its standard error is half the interval over z. */
  readonly valueAtRisk: SimulatedFigure
  /** Fractional; standard error by the influence function (Manistre & Hancock 2005). */
  readonly expectedShortfall: SimulatedFigure
}

/** An estimate with the interval of a normal error. */
export function normalFigure(estimate: number, standardError: number, level: number): SimulatedFigure {
  const half = normalQuantile((1 + level) / 2) * standardError
  return { estimate, standardError, lower: estimate - half, upper: estimate + half }
}

/** Ranks for each confidence; they depend on the number of scenarios alone. Throws where the tail is too thin for an interval. */
export function tailRanks(
  scenarios: number,
  confidences: readonly number[],
  level: number,
): readonly (OrderStatisticRanks & { readonly confidence: number })[] {
  return confidences.map((confidence) => {
    requireBetween(confidence, 0, 1, 'confidences')
    if (scenarios * (1 - confidence) >= 5) return { confidence, ...orderStatisticRanks(scenarios, confidence, level) }
    throw new TuttiError(
      'not-applicable',
      `fewer than five of ${scenarios} scenarios lie beyond a confidence of ${confidence}: take more scenarios or a lower confidence`,
      { field: 'scenarios', got: String(scenarios), expected: `at least ${Math.ceil(5 / (1 - confidence))}` },
    )
  })
}

/** VaR and expected shortfall from the largest losses, largest first, of independent scenarios. */
export function tailFigures(
  descending: Float64Array,
  scenarios: number,
  ranks: readonly (OrderStatisticRanks & { readonly confidence: number })[],
  level: number,
): SimulatedTail[] {
  const z = normalQuantile((1 + level) / 2)
  return ranks.map(({ confidence, rank, lowerRank, upperRank }) => {
    const valueOf = (r: number): number => descending[scenarios - r]
    const value = valueOf(rank)
    const mass = scenarios * (1 - confidence)
    const beyond = scenarios - rank
    let sum = 0
    let squares = 0
    for (let k = 0; k < beyond; k++) {
      const excess = descending[k] - value
      sum += excess
      squares += excess * excess
    }
    const meanExcess = sum / mass
    const variance = Math.max(0, squares / (mass * (1 - confidence)) - meanExcess * meanExcess) / scenarios
    const lower = valueOf(lowerRank)
    const upper = valueOf(upperRank)
    return {
      confidence,
      valueAtRisk: { estimate: value, standardError: (upper - lower) / (2 * z), lower, upper },
      expectedShortfall: normalFigure(value + meanExcess, Math.sqrt(variance), level),
    }
  })
}

/**
 * The same for antithetic pairs, from all losses in the order of the scenarios (a pair side by side): the variances are
 * those of the pairs' means.
 */
export function pairedTailFigures(
  losses: Float64Array,
  confidences: readonly number[],
  level: number,
): SimulatedTail[] {
  const n = losses.length
  const sorted = losses.slice().sort()
  const z = normalQuantile((1 + level) / 2)
  return confidences.map((confidence) => {
    const first = orderStatisticRanks(n, confidence, level).rank
    const value = sorted[first - 1]
    const share = 1 - confidence
    let meanExcess = 0
    for (let s = first; s < n; s++) meanExcess += (sorted[s] - value) / (n * share)
    let countVariance = 0
    let excessVariance = 0
    for (let s = 0; s < n; s += 2) {
      const a = losses[s] - value
      const b = losses[s + 1] - value
      countVariance += ((a > 0 ? 1 : 0) + (b > 0 ? 1 : 0) - 2 * share) ** 2 / n
      excessVariance += ((Math.max(0, a) + Math.max(0, b)) / share - 2 * meanExcess) ** 2 / n
    }
    const { lowerRank, upperRank } = orderStatisticRanks(n, confidence, level, countVariance)
    const lower = sorted[lowerRank - 1]
    const upper = sorted[upperRank - 1]
    return {
      confidence,
      valueAtRisk: { estimate: value, standardError: (upper - lower) / (2 * z), lower, upper },
      expectedShortfall: normalFigure(value + meanExcess, Math.sqrt(excessVariance / n), level),
    }
  })
}

/** Mean of values with its standard error; those of a pair (2k, 2k + 1) count as one draw where `paired`. */
export function meanFigure(values: Float64Array, paired: boolean, level: number): SimulatedFigure {
  const n = values.length
  let sum = 0
  for (let s = 0; s < n; s++) sum += values[s]
  const centre = sum / n
  let squares = 0
  const group = paired ? 2 : 1
  for (let s = 0; s < n; s += group) {
    const deviation = paired ? (values[s] + values[s + 1]) / 2 - centre : values[s] - centre
    squares += deviation * deviation
  }
  const draws = n / group
  return normalFigure(centre, Math.sqrt(squares / (draws - 1) / draws), level)
}

/** Share of the values that pass the test, with Wilson's interval (a normal one for pairs). */
export function probabilityFigure(
  values: Float64Array,
  test: (value: number) => boolean,
  paired: boolean,
  level: number,
): SimulatedFigure {
  const { estimate, standardError, lower, upper } = meanFigure(
    values.map((value) => (test(value) ? 1 : 0)),
    paired,
    level,
  )
  if (paired && standardError > 0)
    return { estimate, standardError, lower: Math.max(0, lower), upper: Math.min(1, upper) }
  // Pairs that never differ count as one draw each.
  const n = paired ? values.length / 2 : values.length
  const z = normalQuantile((1 + level) / 2)
  const centre = (estimate + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((estimate * (1 - estimate)) / n + (z * z) / (4 * n * n))
  return { estimate, standardError, lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) }
}
