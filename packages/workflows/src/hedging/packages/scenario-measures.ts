import { TuttiError } from '@tutti/analytics/errors'
import { valueAtRiskInterval } from '@tutti/analytics/risk'
import type { SimulatedFigure } from './hedge-package.ts'

/** Ranks (0-based, ascending losses) of a value at risk and of the ends of its interval: they depend on the count alone. */
export interface TailPlan {
  readonly scenarios: number
  readonly confidence: number
  readonly edge: number
  readonly lower: number
  readonly upper: number
}

/** Value at risk and expected shortfall of one set of losses. */
export interface TailMeasure {
  readonly valueAtRisk: SimulatedFigure
  readonly expectedShortfall: SimulatedFigure
}

/** Coverage of the order-statistic interval that the slope of the quantile function is read from. */
const slopeCoverage = 0.95

/** Throws `not-applicable` where fewer than five scenarios lie beyond the confidence. */
export function tailPlan(scenarios: number, confidence: number): TailPlan {
  if (scenarios * (1 - confidence) < 5 - 1e-9) {
    throw new TuttiError(
      'not-applicable',
      `fewer than five of ${scenarios} scenarios lie beyond a confidence of ${confidence}: take more scenarios or a lower confidence`,
      {
        field: 'scenarios.count',
        got: String(scenarios),
        expected: `at least ${Math.ceil(5 / (1 - confidence) - 1e-9)}`,
      },
    )
  }
  const ranked = Float64Array.from({ length: scenarios }, (_, i) => i)
  const { estimate, lowerRank, upperRank } = valueAtRiskInterval(ranked, confidence, slopeCoverage)
  return { scenarios, confidence, edge: estimate, lower: lowerRank - 1, upper: upperRank - 1 }
}

/**
 * Value at risk (lower quantile) and expected shortfall (fractional) of losses, which are put into another order. Errors by influence
 * functions of independent scenarios: of a quantile the slope of the quantile function, read between the ends of its 95 %
 * interval, times sqrt(c (1 - c) / n); of the shortfall the spread of the excesses over it. Source: van der Vaart, Asymptotic
 * Statistics (1998), chapter 21; Manistre & Hancock, North American Actuarial J. 9 (2005).
 */
export function tailMeasure(losses: Float64Array, plan: TailPlan): TailMeasure {
  const { scenarios: n, confidence, edge, lower, upper } = plan
  sortFrom(losses, lower)
  const value = losses[edge]
  const slope = ((losses[upper] - losses[lower]) / (upper - lower)) * n
  const share = 1 - confidence
  let sum = 0
  let squares = 0
  for (let s = edge + 1; s < n; s++) {
    const excess = losses[s] - value
    sum += excess
    squares += excess * excess
  }
  const meanExcess = sum / (n * share)
  const variance = Math.max(0, squares / (n * share * share) - meanExcess * meanExcess) / n
  return {
    valueAtRisk: { value, standardError: slope * Math.sqrt((confidence * share) / n), count: n },
    expectedShortfall: { value: value + meanExcess, standardError: Math.sqrt(variance), count: n },
  }
}

/**
 * Puts the values from `rank` on into the places that they have in ascending order, and the smaller ones before them in any:
 * selection, then a sort of the tail alone. Source: Hoare, Comm. ACM 4 (1961), algorithm 65.
 */
function sortFrom(values: Float64Array, rank: number): void {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const [a, b, c] = [values[low], values[(low + high) >> 1], values[high]]
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b
    let i = low
    let j = high
    while (i <= j) {
      while (values[i] < pivot) i++
      while (values[j] > pivot) j--
      if (i > j) break
      const swapped = values[i]
      values[i++] = values[j]
      values[j--] = swapped
    }
    if (rank <= j) high = j
    else if (rank >= i) low = i
    else break
  }
  values.subarray(rank).sort()
}

/** Standard deviation of profits with its error by the delta method. */
export function volatilityMeasure(profits: Float64Array): SimulatedFigure {
  const n = profits.length
  const centre = meanOf(profits)
  let second = 0
  let fourth = 0
  for (let s = 0; s < n; s++) {
    const square = (profits[s] - centre) ** 2
    second += square
    fourth += square * square
  }
  const variance = second / n
  if (variance === 0) return { value: 0, standardError: 0, count: n }
  const ofVariance = Math.sqrt(Math.max(0, fourth / n - variance * variance) / n)
  const value = Math.sqrt(second / (n - 1))
  return { value, standardError: ofVariance / (2 * value), count: n }
}

/**
 * 1 - Var(hedged) / Var(unhedged) on the same scenarios, with its error by the delta method: the spread over scenarios of
 * ((h - mean)² - R (u - mean)²) / Var(u), R the ratio of variances. The unhedged must vary.
 */
export function effectivenessMeasure(hedged: Float64Array, unhedged: Float64Array): SimulatedFigure {
  const n = hedged.length
  const meanHedged = meanOf(hedged)
  const meanUnhedged = meanOf(unhedged)
  let hh = 0
  let uu = 0
  for (let s = 0; s < n; s++) {
    hh += (hedged[s] - meanHedged) ** 2
    uu += (unhedged[s] - meanUnhedged) ** 2
  }
  const ratio = hh / uu
  let spread = 0
  for (let s = 0; s < n; s++) {
    spread += ((hedged[s] - meanHedged) ** 2 - ratio * (unhedged[s] - meanUnhedged) ** 2) ** 2
  }
  return { value: 1 - ratio, standardError: Math.sqrt(spread) / uu, count: n }
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let s = 0; s < values.length; s++) sum += values[s]
  return sum / values.length
}
