import { definite, inverseTimes } from './frontier-analytics.ts'
import { requireEach } from './optimisation-task.ts'
import { inner, variance } from './risk-matrix.ts'
import { requirePositive } from '../errors/index.ts'
import type { Rows } from '../math/index.ts'

/** The growth-optimal portfolio of a lognormal market. */
export interface KellyPortfolio {
  /** Σ⁻¹(excess returns), as fractions of capital; what they do not add up to is lent or borrowed at the risk-free rate. */
  readonly weights: Float64Array
  readonly leverage: number
  readonly volatility: number
  /** Expected log growth above the risk-free rate: excess'w - ½w'Σw, here half the squared Sharpe ratio. */
  readonly growthRate: number
}

/**
 * The Kelly portfolio, times `fraction` (1 for full Kelly, 0.5 for half). Per period of the inputs, in continuous time.
 *
 * Throws `invalid-input` for a covariance that is none or is singular. Source: Merton (1969); Thorp (2006), The Kelly
 * criterion in blackjack, sports betting and the stock market.
 */
export function kellyPortfolio(excessReturns: ArrayLike<number>, covariance: Rows, fraction = 1): KellyPortfolio {
  const risk = definite(covariance)
  requireEach(excessReturns, risk.size, 'excessReturns')
  requirePositive(fraction, 'fraction')
  const weights = inverseTimes(risk, excessReturns).map((weight) => fraction * weight)
  const risky = variance(risk, weights)
  return {
    weights,
    leverage: weights.reduce((sum, weight) => sum + Math.abs(weight), 0),
    volatility: Math.sqrt(risky),
    growthRate: inner(excessReturns, weights) - 0.5 * risky,
  }
}

/** Weights scaled so that the portfolio has a volatility, and by what factor. Throws `invalid-input` for weights without risk. */
export function scaledToVolatility(
  weights: ArrayLike<number>,
  covariance: Rows,
  targetVolatility: number,
): { readonly weights: Float64Array; readonly scale: number } {
  const risk = definite(covariance)
  requireEach(weights, risk.size, 'weights')
  const scale =
    requirePositive(targetVolatility, 'targetVolatility') /
    requirePositive(Math.sqrt(variance(risk, weights)), 'volatility of the weights')
  return { weights: Float64Array.from(weights, (weight) => scale * weight), scale }
}
