import { requireSample, TuttiError } from '../errors/index.ts'
import {
  compensatedSum,
  quantileOfSorted,
  requireBetween,
  requireSameLength,
  type Sample,
} from '../statistics/index.ts'

/**
 * Which order statistic is the VaR of n losses at confidence c:
 * - `lower-quantile`: the smallest loss x with F_n(x) >= c, the coherent partner of the expected shortfall
 * - `linear`: interpolated between order statistics (Hyndman-Fan type 7, the default of numpy and Excel)
 * - `upper-quantile`: the smallest loss x with F_n(x) > c, the largest one where F_n reaches c only there
 * - `higher`: the order statistic at or above the type-7 position (`higher` of numpy), which is not always the upper
 *   quantile
 */
export type ValueAtRiskDefinition = 'lower-quantile' | 'linear' | 'upper-quantile' | 'higher'

/**
 * How the mean of the tail is taken:
 * - `fractional`: mean of the worst (1 - c) of the probability mass, splitting the scenario on its edge. This is the
 *   minimum of Rockafellar and Uryasev's function, the coherent one, never below the lower-quantile VaR
 * - `at-or-above`: mean of the losses at or above the lower-quantile VaR
 * - `above`: mean of the losses strictly above it, and the VaR itself when there are none
 */
export type ExpectedShortfallDefinition = 'fractional' | 'at-or-above' | 'above'

/**
 * Historical value at risk of equally likely `losses` (positive = loss), in their unit. `confidence` in (0, 1), such
 * as 0.95. Cost O(n log n).
 *
 * Source: Acerbi and Tasche (2002), On the coherence of expected shortfall, J. of Banking and Finance 26.
 */
export function valueAtRisk(
  losses: Sample,
  confidence: number,
  options: { readonly definition: ValueAtRiskDefinition },
): number {
  const sorted = sortedLosses(losses, confidence)
  const n = sorted.length
  if (options.definition === 'linear') return quantileOfSorted(sorted, confidence, 7)
  if (options.definition === 'lower-quantile') return sorted[lowerQuantileIndex(n, confidence)]
  if (options.definition === 'upper-quantile') return sorted[upperQuantileIndex(n, confidence)]
  return sorted[Math.ceil((n - 1) * confidence - ROUNDING)]
}

/**
 * Historical expected shortfall (CVaR) of equally likely `losses` (positive = loss), in their unit.
 *
 * With the `fractional` definition it is coherent and at least the `lower-quantile` VaR.
 * Source: Rockafellar and Uryasev (2002), Conditional value-at-risk for general loss distributions, J. of Banking and
 * Finance 26; Acerbi and Tasche (2002).
 */
export function expectedShortfall(
  losses: Sample,
  confidence: number,
  options: { readonly definition: ExpectedShortfallDefinition },
): number {
  const sorted = sortedLosses(losses, confidence)
  const n = sorted.length
  const edge = lowerQuantileIndex(n, confidence)
  const var_ = sorted[edge]
  if (options.definition === 'fractional') {
    // E = VaR + mean of the excesses over it / (1 - c).
    const excesses = sorted.subarray(edge).map((loss) => loss - var_)
    return var_ + compensatedSum(excesses) / (n * (1 - confidence))
  }
  const tail = sorted.filter((loss) => (options.definition === 'above' ? loss > var_ : loss >= var_))
  return tail.length === 0 ? var_ : compensatedSum(tail) / tail.length
}

/** VaR and expected shortfall of one loss distribution, losses positive. */
export interface TailRisk {
  readonly valueAtRisk: number
  readonly expectedShortfall: number
}

/**
 * VaR (lower quantile) and expected shortfall (with a fractional atom) of `losses` that have different
 * `probabilities` (>= 0, summing to 1 within 1e-9).
 */
export function weightedTailRisk(losses: Sample, probabilities: Sample, confidence: number): TailRisk {
  requireSample(losses, 1, 'losses')
  requireSameLength(losses, probabilities, 'losses', 'probabilities')
  requireProbabilities(probabilities)
  requireBetween(confidence, 0, 1, 'confidence')
  const order = Array.from(losses, (_, i) => i).sort((a, b) => losses[b] - losses[a])
  const tail = 1 - confidence
  let mass = 0
  let weighted = 0
  for (const i of order) {
    const share = Math.min(probabilities[i], tail - mass)
    weighted += share * losses[i]
    mass += share
    // The next worse mass would reach below 1 - c only by rounding.
    if (tail - mass <= ROUNDING)
      return { valueAtRisk: lowerWeighted(losses, probabilities, order, tail), expectedShortfall: weighted / tail }
  }
  throw new TuttiError('calculation-failed', 'the probabilities do not reach the confidence level')
}

/** Absorbs the rounding of n times a confidence such as 0.95, so that 0.95 of 100 is 95 scenarios, not 96. */
const ROUNDING = 1e-9

/** The smallest loss x with P(L <= x) >= c, that is P(L > x) <= 1 - c. */
function lowerWeighted(losses: Sample, probabilities: Sample, order: readonly number[], tail: number): number {
  let above = 0
  let answer = losses[order[0]]
  for (const i of order) {
    if (above > tail + ROUNDING) break
    answer = losses[i]
    above += probabilities[i]
  }
  return answer
}

/** 0-based index of the lower quantile among n ascending values: ceil(n c) - 1. */
export function lowerQuantileIndex(n: number, confidence: number): number {
  return Math.max(0, Math.ceil(n * confidence - ROUNDING) - 1)
}

/** 0-based index of the upper quantile among n ascending values: floor(n c), within the sample. */
function upperQuantileIndex(n: number, confidence: number): number {
  return Math.min(n - 1, Math.floor(n * confidence + ROUNDING))
}

function sortedLosses(losses: Sample, confidence: number): Float64Array {
  requireSample(losses, 1, 'losses')
  requireBetween(confidence, 0, 1, 'confidence')
  return Float64Array.from(losses).sort()
}

function requireProbabilities(probabilities: Sample): void {
  for (let i = 0; i < probabilities.length; i++) {
    if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
      throw new TuttiError('invalid-input', `probabilities[${i}] must lie in [0, 1], got ${probabilities[i]}`, {
        field: `probabilities[${i}]`,
        got: String(probabilities[i]),
        expected: 'a number in [0, 1]',
      })
    }
  }
  const total = compensatedSum(probabilities)
  if (Math.abs(total - 1) > 1e-9) {
    throw new TuttiError('invalid-input', `probabilities must sum to 1, got ${total}`, {
      field: 'probabilities',
      got: String(total),
      expected: '1 within 1e-9',
    })
  }
}
