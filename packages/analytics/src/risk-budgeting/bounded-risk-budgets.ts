import { TuttiError } from '../errors/index.ts'
import { brentRoot } from '../math/index.ts'
import { moveToBoxedMinimum } from './boxed-barrier.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** Weights found for a λ, and the work it took. */
export interface BudgetPoint {
  readonly weights: Float64Array
  readonly lambda: number
  readonly iterations: number
}

/** How far λ is sought on either side of its value without bounds. */
const WIDEST_SEARCH = 1e10

/**
 * Minimiser of the volatility less λ Σ bᵢ ln wᵢ over the bounds, with the λ at which the weights add up to `total`. Assets
 * between their bounds share their risk in proportion to their budgets. Bounds are at least zero and can be met with
 * that sum; `budgets` add up to 1.
 *
 * The variance stands in the programme instead of the volatility: that changes λ by the factor volatility and no weight.
 * Source: Richard and Roncalli (2019), Constrained risk budgeting portfolios.
 */
export function boundedBudgetPoint(
  { size, volatilities, correlation }: VolatilityCorrelation,
  budgets: Float64Array,
  minWeights: Float64Array,
  maxWeights: Float64Array,
  total: number,
): BudgetPoint {
  const low = volatilities.map((volatility, i) => volatility * minWeights[i])
  const high = volatilities.map((volatility, i) => volatility * Math.min(maxWeights[i], 1e3 * total))
  const barrier = { correlation, b: budgets, low, high }
  const y = volatilities.map((_, i) => Math.min(high[i], Math.max(low[i], 1e-3 * high[i])))
  let iterations = 0
  const excess = (lambda: number): number => {
    iterations += moveToBoxedMinimum(barrier, lambda, y)
    let sum = 0
    for (let i = 0; i < size; i++) sum += y[i] / volatilities[i]
    return Math.abs(sum - total) <= 1e-14 * total ? 0 : sum - total
  }
  let mean = 0
  for (let i = 0; i < size; i++) mean += (volatilities[i] * total) / size
  return searchedLambda(mean * mean, excess, (lambda) => {
    excess(lambda)
    return { weights: y.map((value, i) => value / volatilities[i]), lambda, iterations }
  })
}

/** The point at the root of `excess`, sought on either side of `start`; `at` gives the point of a λ. */
export function searchedLambda(
  start: number,
  excess: (lambda: number) => number,
  at: (lambda: number) => BudgetPoint,
): BudgetPoint {
  const atStart = excess(start)
  if (atStart === 0) return at(start)
  const factor = atStart > 0 ? 0.25 : 4
  let previous = start
  for (
    let lambda = start * factor;
    lambda < start * WIDEST_SEARCH && lambda > start / WIDEST_SEARCH;
    lambda *= factor
  ) {
    const value = excess(lambda)
    if (value === 0 || value > 0 !== atStart > 0) {
      const root =
        value === 0 ? lambda : Math.exp(brentRoot((log) => excess(Math.exp(log)), Math.log(previous), Math.log(lambda)))
      return at(root)
    }
    previous = lambda
  }
  throw new TuttiError(
    'not-applicable',
    `with these limits the weights of least ${atStart > 0 ? 'risk add up to more' : 'distance from the budgets add up to less'} than the sum that is asked for, however little the budgets count; relax the limits of the assets that hedge each other`,
    {
      field: 'limits',
      got: `weights that miss their sum by ${atStart}`,
      expected: 'limits under which the weights can take their sum',
    },
  )
}
