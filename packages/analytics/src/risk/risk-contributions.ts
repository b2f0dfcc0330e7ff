import { requireSample, TuttiError } from '../errors/index.ts'
import { requireSemidefinite } from '../math/index.ts'
import { requireSameLength, type Sample } from '../statistics/index.ts'

/** Euler decomposition of a portfolio's volatility. */
export interface RiskContributions {
  /** sqrt(w' C w), in the unit of the covariance (annual if that is). */
  readonly volatility: number
  /** Derivative of the volatility by each weight. */
  readonly marginal: readonly number[]
  /** weight x marginal; they add up to the volatility. */
  readonly contributions: readonly number[]
  /** Contributions as shares of the volatility (decimals); they add up to 1. */
  readonly shares: readonly number[]
  /** Weighted mean of the assets' own volatilities over the portfolio's. */
  readonly diversificationRatio: number
  /** 1 / sum of squared shares. */
  readonly effectiveNumberOfBets: number
}

/**
 * Contributions of each position to the volatility of the portfolio. `covariance` is square, symmetric and
 * positive semidefinite, else `invalid-input`, and gives a positive portfolio variance, else `not-applicable`.
 *
 * Source: Tasche (1999), Risk contributions and performance measurement; Choueifaty and Coignard (2008).
 */
export function riskContributions(weights: Sample, covariance: readonly Sample[]): RiskContributions {
  requireCovariance(weights, covariance)
  requireSemidefinite(covariance, 'covariance')
  const product = covariance.map((row) => dot(row, weights))
  const portfolioVariance = dot(product, weights)
  if (!(portfolioVariance > 0)) {
    throw new TuttiError('not-applicable', 'risk contributions need a portfolio with positive variance', {
      got: `variance ${portfolioVariance}`,
      expected: 'a number > 0',
    })
  }
  const volatility = Math.sqrt(portfolioVariance)
  const marginal = product.map((value) => value / volatility)
  const contributions = marginal.map((value, i) => value * weights[i])
  const shares = contributions.map((value) => value / volatility)
  const ownVolatility = covariance.reduce((sum, row, i) => sum + weights[i] * Math.sqrt(row[i]), 0)
  return {
    volatility,
    marginal,
    contributions,
    shares,
    diversificationRatio: ownVolatility / volatility,
    effectiveNumberOfBets: 1 / shares.reduce((sum, share) => sum + share * share, 0),
  }
}

/** Scalar product of two vectors of the same length. */
export function dot(a: Sample, b: Sample): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Throws `invalid-input` unless `covariance` (called `field` in messages) is square, symmetric (to 1e-10) and fits the weights. */
export function requireCovariance(weights: Sample, covariance: readonly Sample[], field = 'covariance'): void {
  requireSample(weights, 1, 'weights')
  requireSameLength(weights, { length: covariance.length }, 'weights', field)
  covariance.forEach((row, i) => {
    requireSameLength(weights, row, 'weights', `${field}[${i}]`)
    requireSample(row, 1, `${field}[${i}]`)
    for (let j = 0; j < i; j++) {
      if (
        Math.abs(row[j] - covariance[j][i]) <=
        1e-10 * Math.max(Math.abs(row[j]), Math.sqrt(row[i] * covariance[j][j]))
      )
        continue
      throw new TuttiError('invalid-input', `${field} is not symmetric at [${i}][${j}]`, {
        field: `${field}[${i}][${j}]`,
        got: String(row[j]),
        expected: `${covariance[j][i]}, as in [${j}][${i}]`,
      })
    }
  })
}
