import { requireSample } from '../errors/index.ts'
import { normalPdf, normalQuantile } from '../math/index.ts'
import { requireBetween, requireSameLength, requireWhole, type Sample } from '../statistics/index.ts'
import { dot, riskContributions } from './risk-contributions.ts'
import { lowerQuantileIndex, type TailRisk } from './value-at-risk.ts'

/** A portfolio of jointly normal returns over the horizon. */
export interface NormalPortfolio {
  readonly weights: Sample
  readonly covariance: readonly Sample[]
  readonly expectedReturns: Sample
}

/** Normal VaR and expected shortfall with their Euler components, which add up to them. Losses positive. */
export interface ComponentTailRisk extends TailRisk {
  readonly componentValueAtRisk: readonly number[]
  readonly componentExpectedShortfall: readonly number[]
  /** Components of the VaR as shares of it (decimals). */
  readonly shares: readonly number[]
}

/**
 * Euler decomposition of normal VaR and expected shortfall: position i contributes -w mu + z (volatility contribution).
 *
 * Source: Garman (1997), Taking VaR to pieces, Risk 10; Tasche (1999).
 */
export function componentTailRisk(portfolio: NormalPortfolio, confidence: number): ComponentTailRisk {
  const { weights, covariance, expectedReturns } = portfolio
  requireSample(expectedReturns, 1, 'expectedReturns')
  requireSameLength(weights, expectedReturns, 'weights', 'expectedReturns')
  requireBetween(confidence, 0, 1, 'confidence')
  const { contributions } = riskContributions(weights, covariance)
  const z = normalQuantile(confidence)
  const tail = normalPdf(z) / (1 - confidence)
  const componentValueAtRisk = contributions.map((c, i) => z * c - weights[i] * expectedReturns[i])
  const componentExpectedShortfall = contributions.map((c, i) => tail * c - weights[i] * expectedReturns[i])
  const valueAtRisk = componentValueAtRisk.reduce((sum, c) => sum + c, 0)
  return {
    valueAtRisk,
    componentValueAtRisk,
    expectedShortfall: componentExpectedShortfall.reduce((sum, c) => sum + c, 0),
    componentExpectedShortfall,
    shares: componentValueAtRisk.map((c) => c / valueAtRisk),
  }
}

/**
 * Normal VaR of the portfolio less its VaR without position `asset` (0-based), the other weights scaled to the same
 * sum. Negative when the position diversifies. Null where that is not defined: the weights of the portfolio or of the
 * rest add up to zero, so that nothing scales the one to the other, or nothing is left.
 */
export function incrementalValueAtRisk(portfolio: NormalPortfolio, confidence: number, asset: number): number | null {
  requireWhole(asset, 0, portfolio.weights.length - 1, 'asset')
  return incrementalOfPosition(portfolio, confidence, asset, componentTailRisk(portfolio, confidence).valueAtRisk)
}

/** `incrementalValueAtRisk` of every position. */
export function incrementalValuesAtRisk(portfolio: NormalPortfolio, confidence: number): (number | null)[] {
  const whole = componentTailRisk(portfolio, confidence).valueAtRisk
  return Array.from(portfolio.weights, (_, asset) => incrementalOfPosition(portfolio, confidence, asset, whole))
}

function incrementalOfPosition(
  portfolio: NormalPortfolio,
  confidence: number,
  asset: number,
  whole: number,
): number | null {
  const { covariance, expectedReturns } = portfolio
  const weights = Array.from(portfolio.weights)
  const rest = weights.map((w, i) => (i === asset ? 0 : w))
  const total = weightSum(weights)
  const remaining = weightSum(rest)
  if (total === 0 || remaining === 0) return null
  const scaled = rest.map((w) => (w * total) / remaining)
  const variance = Math.max(
    0,
    dot(
      covariance.map((row) => dot(row, scaled)),
      scaled,
    ),
  ) // below zero by rounding only
  return whole - (normalQuantile(confidence) * Math.sqrt(variance) - dot(scaled, expectedReturns))
}

/** Sum of weights, 0 where it vanishes to rounding. */
function weightSum(weights: readonly number[]): number {
  const sum = weights.reduce((total, w) => total + w, 0)
  const gross = weights.reduce((total, w) => total + Math.abs(w), 0)
  return Math.abs(sum) <= 1e-12 * gross ? 0 : sum
}

/** Historical expected shortfall of a portfolio and what each position adds to it; losses positive. */
export interface ExpectedShortfallContributions {
  readonly expectedShortfall: number
  /** They add up to the expected shortfall. */
  readonly contributions: readonly number[]
  /** Indices (0-based, ascending) of the scenarios in the tail. */
  readonly tailScenarios: readonly number[]
}

/**
 * Contributions to the historical expected shortfall: each position's mean loss over the worst (1 - c) of equally
 * likely scenarios, the scenario on the edge counted for the fraction that it covers. `returns` is scenarios x positions.
 */
export function expectedShortfallContributions(
  returns: readonly Sample[],
  weights: Sample,
  confidence: number,
): ExpectedShortfallContributions {
  requireSample(weights, 1, 'weights')
  requireBetween(confidence, 0, 1, 'confidence')
  requireWhole(returns.length, 1, Infinity, 'number of scenarios')
  returns.forEach((row, s) => {
    requireSameLength(weights, row, 'weights', `returns[${s}]`)
    requireSample(row, 1, `returns[${s}]`)
  })
  const n = returns.length
  const losses = returns.map((row) => -dot(row, weights))
  const worstFirst = losses.map((_, s) => s).sort((a, b) => losses[b] - losses[a])
  const tail = n * (1 - confidence)
  // All scenarios beyond the lower quantile count in full, the one on it for the rest.
  const whole = n - 1 - lowerQuantileIndex(n, confidence)
  const edge = tail - whole
  const counted = worstFirst.slice(0, edge > 1e-9 ? whole + 1 : whole)
  const contributions = Array.from(weights, (w, i) =>
    counted.reduce((sum, s, rank) => sum - ((rank < whole ? 1 : edge) * w * returns[s][i]) / tail, 0),
  )
  return {
    expectedShortfall: contributions.reduce((sum, c) => sum + c, 0),
    contributions,
    tailScenarios: counted.toSorted((a, b) => a - b),
  }
}
