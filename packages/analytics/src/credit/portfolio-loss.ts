import { requireInRange, requirePositive, TuttiError } from '../errors/index.ts'
import { gaussLegendre, normalCdf, normalPdf, normalQuantile } from '../math/index.ts'

/** One credit of a portfolio. */
export interface CreditExposure {
  /** Money lost on default before recovery, positive. */
  readonly exposure: number
  /** Probability of default over the horizon, in [0, 1]. */
  readonly pd: number
  /** Loss given default, fraction, in [0, 1]. */
  readonly lgd: number
  /** Asset correlation with the common factor's other credits, in [0, 1): the square of the factor loading. */
  readonly assetCorrelation: number
}

/** Loss distribution of a portfolio on a grid of `unit`. */
export interface PortfolioLoss {
  /** Money between neighbouring losses of the grid. */
  readonly unit: number
  /** Probability of a loss of k units. */
  readonly probabilities: Float64Array
  /** Sum of exposure x pd x lgd. */
  readonly expectedLoss: number
  readonly deviation: number
}

/** Nodes of the common factor and their weights. */
function factorRule(): { readonly factors: readonly number[]; readonly weights: readonly number[] } {
  const { nodes, weights } = gaussLegendre(80)
  const half = 8.5
  const raw = Array.from(nodes, (x, i) => weights[i] * normalPdf(half * x))
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return { factors: Array.from(nodes, (x) => half * x), weights: raw.map((weight) => weight / total) }
}

function conditionalPd({ pd, assetCorrelation }: CreditExposure, factor: number): number {
  if (pd === 0 || pd === 1 || assetCorrelation === 0) return pd
  return normalCdf((normalQuantile(pd) - Math.sqrt(assetCorrelation) * factor) / Math.sqrt(1 - assetCorrelation))
}

/**
 * Loss distribution of a portfolio under a one-factor Gaussian copula, by recursion over the credits given the factor. A loss
 * that is no whole number of units is split between the two around it, so that each expected loss is kept.
 *
 * `units` is the number of grid steps up to the largest possible loss (at least 1). Throws `invalid-input`. Source: Andersen,
 * Sidenius & Basu, Risk (November 2003); Hull & White, J. Derivatives 12 (2004). Cost O(80 credits units).
 */
export function portfolioLoss(exposures: readonly CreditExposure[], units: number): PortfolioLoss {
  if (exposures.length === 0) {
    throw new TuttiError('invalid-input', 'a portfolio needs at least one credit', { field: 'exposures', got: 'none' })
  }
  if (!(Number.isInteger(units) && units >= 1)) {
    throw new TuttiError('invalid-input', `units must be a whole number of at least 1, got ${units}`, {
      field: 'units',
      got: String(units),
      expected: 'a whole number >= 1',
    })
  }
  const losses = exposures.map(({ exposure, pd, lgd, assetCorrelation }, i) => {
    requirePositive(exposure, `exposures[${i}].exposure`)
    requireInRange(pd, 0, 1, `exposures[${i}].pd`)
    requireInRange(lgd, 0, 1, `exposures[${i}].lgd`)
    requireInRange(assetCorrelation, 0, 0.9999, `exposures[${i}].assetCorrelation`)
    return exposure * lgd
  })
  const largest = losses.reduce((sum, loss) => sum + loss, 0)
  const steps = losses.map((loss) => (loss / largest) * units)
  const expectedLoss = exposures.reduce((sum, { pd }, i) => sum + pd * losses[i], 0)
  if (largest === 0) return { unit: 1, probabilities: Float64Array.of(1), expectedLoss: 0, deviation: 0 }
  const unit = largest / units
  const size = units + exposures.length + 1
  const probabilities = new Float64Array(size)
  const { factors, weights } = factorRule()
  factors.forEach((factor, node) => {
    const given = conditionalLoss(exposures, steps, size, factor)
    for (let k = 0; k < size; k++) probabilities[k] += weights[node] * given[k]
  })
  let second = 0
  probabilities.forEach((probability, k) => (second += probability * (k * unit - expectedLoss) ** 2))
  return { unit, probabilities, expectedLoss, deviation: Math.sqrt(second) }
}

/** Distribution given the factor: the credits are independent, and are added one by one. `steps` are losses in units. */
function conditionalLoss(
  exposures: readonly CreditExposure[],
  steps: readonly number[],
  size: number,
  factor: number,
): Float64Array {
  let current = new Float64Array(size)
  current[0] = 1
  let top = 0
  exposures.forEach((credit, i) => {
    const pd = conditionalPd(credit, factor)
    const low = Math.floor(steps[i] + 1e-9)
    const share = Math.max(0, steps[i] - low)
    const next = new Float64Array(size)
    for (let k = 0; k <= top; k++) {
      next[k] += current[k] * (1 - pd)
      next[k + low] += current[k] * pd * (1 - share)
      if (share > 0) next[k + low + 1] += current[k] * pd * share
    }
    top += low + (share > 0 ? 1 : 0)
    current = next
  })
  return current
}

/** Smallest loss of the grid that is not exceeded with probability `confidence`, and the mean loss of the worst rest. */
export function portfolioTail(
  { unit, probabilities }: PortfolioLoss,
  confidence: number,
): { readonly valueAtRisk: number; readonly expectedShortfall: number } {
  requireInRange(confidence, 0, 1 - 1e-12, 'confidence')
  const rest = 1 - confidence
  let beyond = 0
  let sum = 0
  for (let k = probabilities.length - 1; k >= 0; k--) {
    const probability = Math.min(probabilities[k], rest - beyond)
    sum += probability * k * unit
    beyond += probabilities[k]
    if (beyond >= rest * (1 - 1e-12)) return { valueAtRisk: k * unit, expectedShortfall: sum / rest }
  }
  return { valueAtRisk: 0, expectedShortfall: sum / rest }
}
