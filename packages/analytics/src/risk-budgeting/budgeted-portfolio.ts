import { rowProduct } from './barrier-newton.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** How a risk budget was solved. */
export interface BudgetSolver {
  readonly method: 'newton' | 'coordinate-descent' | 'quadratic-programmes' | 'direct'
  /** Products with the correlation matrix, sweeps or steps, as the method counts. */
  readonly iterations: number
}

/** A portfolio with its risk shared out among the assets. */
export interface BudgetedPortfolio {
  /** They add up to 1. */
  readonly weights: Float64Array
  /** In the unit of the covariance (annual if that is). */
  readonly volatility: number
  /** Derivative of the volatility by each weight. */
  readonly marginal: Float64Array
  /** weight x marginal; they add up to the volatility. */
  readonly contributions: Float64Array
  /** Contributions as shares of the volatility; they add up to 1. */
  readonly shares: Float64Array
  /** The shares that were asked for; they add up to 1. */
  readonly budgets: Float64Array
  /** Largest |share - budget|. */
  readonly largestGap: number
  /** Weighted mean of the assets' volatilities over the portfolio's. */
  readonly diversificationRatio: number
  /** 1 / Σ share². */
  readonly effectiveNumberOfBets: number
  readonly solver: BudgetSolver
}

/** The portfolio of weights proportional to `weights`, scaled to add up to 1, and its Euler contributions. */
export function budgetedPortfolio(
  { size, volatilities, correlation }: VolatilityCorrelation,
  proportions: Float64Array,
  budgets: Float64Array,
  solver: BudgetSolver,
): BudgetedPortfolio {
  let total = 0
  for (let i = 0; i < size; i++) total += proportions[i]
  const weights = proportions.map((value) => value / total)
  const y = weights.map((weight, i) => weight * volatilities[i])
  const product = new Float64Array(size)
  let variance = 0
  let ownVolatility = 0
  for (let i = 0; i < size; i++) {
    product[i] = rowProduct(correlation, i * size, y)
    variance += y[i] * product[i]
    ownVolatility += y[i]
  }
  const volatility = Math.sqrt(Math.max(0, variance))
  const marginal = product.map((value, i) => (volatility > 0 ? (value * volatilities[i]) / volatility : 0))
  const contributions = weights.map((weight, i) => weight * marginal[i])
  const shares = contributions.map((value) => (volatility > 0 ? value / volatility : 0))
  let largestGap = 0
  let squares = 0
  for (let i = 0; i < size; i++) {
    largestGap = Math.max(largestGap, Math.abs(shares[i] - budgets[i]))
    squares += shares[i] * shares[i]
  }
  return {
    weights,
    volatility,
    marginal,
    contributions,
    shares,
    budgets,
    largestGap,
    diversificationRatio: volatility > 0 ? ownVolatility / volatility : 0,
    effectiveNumberOfBets: squares > 0 ? 1 / squares : 0,
    solver,
  }
}
