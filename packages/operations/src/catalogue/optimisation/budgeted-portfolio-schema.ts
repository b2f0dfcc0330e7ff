import type { BudgetedPortfolio } from '@tutti/analytics/risk-budgeting'
import { z } from 'zod'
import { plainNumbers } from '../plain-numbers.ts'
import { nonNegative, number, series } from '../value-schemas.ts'

/** A covariance as input of the risk budgets. */
export const budgetCovariance = z
  .array(z.array(z.number()).min(1).max(1500))
  .min(1)
  .max(1500)
  .describe('covariance of the returns: square, symmetric, positive semidefinite, no asset without variance')

/** A portfolio with its risk shared out among the assets, as output. */
export const budgetedPortfolioShape = {
  weights: series.describe('fractions of capital; they add up to the budget of the limits, 1 without'),
  volatility: nonNegative.describe('of the portfolio, in the unit of the covariance'),
  marginal: series.describe('derivative of the volatility by each weight'),
  contributions: series.describe('weight x marginal; they add up to the volatility'),
  shares: series.describe('contributions as shares of the volatility; they add up to 1'),
  diversificationRatio: number.describe('weighted mean of the volatilities over that of the portfolio'),
  effectiveNumberOfBets: number.describe('1 / sum of squared shares'),
}

/** The figures of {@link budgetedPortfolioShape} as plain JSON. */
export const plainBudgetedPortfolio = (portfolio: BudgetedPortfolio) => ({
  weights: plainNumbers(portfolio.weights),
  volatility: portfolio.volatility,
  marginal: plainNumbers(portfolio.marginal),
  contributions: plainNumbers(portfolio.contributions),
  shares: plainNumbers(portfolio.shares),
  diversificationRatio: portfolio.diversificationRatio,
  effectiveNumberOfBets: portfolio.effectiveNumberOfBets,
})
