import { requireFinite, TuttiError } from '../errors/index.ts'
import type { Sample } from '../statistics/index.ts'
import { barrierMinimum } from './barrier-newton.ts'
import { moveToBoxedMinimum } from './boxed-barrier.ts'
import { type BudgetedPortfolio, budgetedPortfolio } from './budgeted-portfolio.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** Ratio of the assets' mean volatility to the portfolio's beyond which the portfolio has no risk to share. */
const MOST_DIVERSIFICATION = 1e6

/**
 * The long-only portfolio in which asset i carries the share `budgets[i]` of the volatility (its Euler contribution). It
 * exists and is unique where the covariance leaves no long-only portfolio without risk.
 *
 * `budgets` are at least zero, one for each asset, and are scaled to add up to 1. An asset with budget 0 carries no risk:
 * its weight is 0, or, where it hedges the others, the weight at which its marginal risk vanishes (the limit of small
 * budgets). Throws `invalid-input` for budgets that do not fit, `not-applicable` where a long-only portfolio without risk
 * exists. 1,000 assets cost about twenty products of the correlation matrix with a vector.
 *
 * Source: Spinu (2013); Griveau-Billion, Richard and Roncalli (2013); Bruder and Roncalli (2012), Managing risk
 * exposures using the risk budgeting approach.
 */
export function riskBudgetPortfolio(model: VolatilityCorrelation, budgets: Sample): BudgetedPortfolio {
  const b = requireBudgets(budgets, model.size)
  const { size, correlation, volatilities } = model
  const start = b.map((share) => Math.sqrt(share) * size ** -0.4)
  if (b.every((share) => share > 0)) {
    const minimum = barrierMinimum(correlation, b, start, 4)
    requireRisk(minimum.y)
    if (minimum.converged) {
      const weights = minimum.y.map((y, i) => y / volatilities[i])
      return budgetedPortfolio(model, weights, b, { method: 'newton', iterations: minimum.iterations })
    }
  }
  const barrier = {
    correlation,
    b,
    low: new Float64Array(size),
    high: new Float64Array(size).fill(MOST_DIVERSIFICATION),
  }
  const iterations = moveToBoxedMinimum(barrier, 1, start)
  requireRisk(start)
  const weights = start.map((y, i) => y / volatilities[i])
  return budgetedPortfolio(model, weights, b, { method: 'coordinate-descent', iterations })
}

/** {@link riskBudgetPortfolio} with the same budget for each asset (equal risk contribution). Source: Maillard, Roncalli and Teiletche (2010). */
export const equalRiskPortfolio = (model: VolatilityCorrelation): BudgetedPortfolio =>
  riskBudgetPortfolio(model, new Float64Array(model.size).fill(1))

/** The budgets scaled to add up to 1. Throws `invalid-input` naming the first that does not fit. */
export function requireBudgets(budgets: Sample, count: number): Float64Array {
  if (budgets.length !== count) {
    throw new TuttiError('invalid-input', `budgets must be ${count}, one for each asset, got ${budgets.length}`, {
      field: 'budgets',
      got: `${budgets.length} budgets`,
      expected: `${count} budgets`,
    })
  }
  let total = 0
  let largest = 0
  for (let i = 0; i < count; i++) {
    const field = `budgets[${i}]`
    requireFinite(budgets[i], field)
    if (budgets[i] < 0) {
      throw new TuttiError('invalid-input', `${field} must be at least 0, got ${budgets[i]}`, {
        field,
        got: String(budgets[i]),
        expected: 'a share of the risk, at least 0',
      })
    }
    largest = Math.max(largest, budgets[i])
  }
  for (let i = 0; i < count; i++) total += budgets[i] / largest
  if (!(largest > 0)) {
    throw new TuttiError('invalid-input', 'budgets are all 0', {
      field: 'budgets',
      got: 'zeros',
      expected: 'at least one above 0',
    })
  }
  return Float64Array.from(budgets, (share) => share / largest / total)
}

/** Throws `not-applicable` where the weights in units of volatility say that the risks cancel out. The variance is 1 there. */
function requireRisk(y: Float64Array): void {
  let sum = 0
  for (const value of y) sum += value
  if (sum < MOST_DIVERSIFICATION) return
  throw new TuttiError(
    'not-applicable',
    'some assets hedge each other completely, so that a long-only portfolio without risk exists and its risk cannot be shared out; leave one of them out',
    {
      field: 'covariance',
      got: `a portfolio whose volatility is ${1 / sum} of its assets' mean volatility`,
      expected: 'risk in every long-only portfolio',
    },
  )
}
