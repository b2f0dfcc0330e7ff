import { type BudgetedPortfolio, budgetedPortfolio } from './budgeted-portfolio.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** Weights in inverse proportion to the volatilities: equal risk contributions where all correlations are the same. */
export const inverseVolatilityPortfolio = (model: VolatilityCorrelation): BudgetedPortfolio =>
  naive(
    model,
    model.volatilities.map((volatility) => 1 / volatility),
  )

/** Weights in inverse proportion to the variances: the minimum variance where all correlations are zero. */
export const inverseVariancePortfolio = (model: VolatilityCorrelation): BudgetedPortfolio =>
  naive(
    model,
    model.volatilities.map((volatility) => 1 / volatility ** 2),
  )

/** The same weight for each asset. */
export const equalWeightPortfolio = (model: VolatilityCorrelation): BudgetedPortfolio =>
  naive(model, new Float64Array(model.size).fill(1))

function naive(model: VolatilityCorrelation, proportions: Float64Array): BudgetedPortfolio {
  const largest = proportions.reduce((most, value) => Math.max(most, value), 0)
  const equal = new Float64Array(model.size).fill(1 / model.size)
  return budgetedPortfolio(
    model,
    proportions.map((value) => value / largest),
    equal,
    { method: 'direct', iterations: 0 },
  )
}
