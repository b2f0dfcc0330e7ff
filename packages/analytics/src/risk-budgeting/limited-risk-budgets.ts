import { TuttiError } from '../errors/index.ts'
import {
  assetNames,
  type InfeasiblePortfolio,
  limitRows,
  type PortfolioLimits,
  requireLimits,
} from '../optimisation/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import type { Sample } from '../statistics/index.ts'
import { boundedBudgetPoint } from './bounded-risk-budgets.ts'
import { type BudgetedPortfolio, budgetedPortfolio } from './budgeted-portfolio.ts'
import { limitsConflict, limitsProgramme } from './limits-conflict.ts'
import { linearBudgetPoint } from './linear-risk-budgets.ts'
import { requireBudgets } from './risk-budgets.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

/** A limit that keeps a portfolio from its budgets. */
export interface HeldLimit {
  /** `weight of` an asset, or the name of the limit. */
  readonly limit: string
  readonly side: 'lower' | 'upper'
  readonly bound: number
}

/** Risk budgets within limits. */
export interface LimitedBudgetPortfolio extends BudgetedPortfolio {
  readonly status: 'solved'
  /** Limits that the weights touch. */
  readonly heldLimits: readonly HeldLimit[]
}

/**
 * Risk budgets within limits on the weights and on weighted sums of them: the portfolio that minimises volatility - λ Σ
 * budgetᵢ ln weightᵢ over the limits other than that on the sum of the weights, with the λ at which they add up to it.
 * Assets that no limit holds share their risk in proportion to their budgets; `largestGap` says how far the rest is off.
 *
 * The sum of the weights must be fixed and bounds be at least zero. Throws `invalid-input` for others and for an asset
 * that has a budget but no room, `unsupported` with a turnover limit, `not-applicable` where no λ brings the weights to
 * their sum. Source: Richard and Roncalli (2019), Constrained risk budgeting portfolios.
 */
export function limitedRiskBudgetPortfolio(
  model: VolatilityCorrelation,
  budgets: Sample,
  limits: PortfolioLimits,
): LimitedBudgetPortfolio | InfeasiblePortfolio {
  const { size } = model
  const b = requireBudgets(budgets, size)
  requireLimits(limits, size)
  const total = requireBudgetLimits(limits, b)
  const conflict = limitsConflict(limitsProgramme(limits), size)
  if (conflict !== undefined) return conflict
  const minWeights = Float64Array.from(limits.minWeights)
  // No weight of the answer can be above the sum of all, as none is below zero.
  const maxWeights = Float64Array.from(limits.maxWeights)
  const isBox = (limits.linear ?? []).length === 0
  const point = isBox
    ? boundedBudgetPoint(model, b, minWeights, maxWeights, total)
    : linearBudgetPoint(model, b, limits, maxWeights, interiorPoint(limits, b), total)
  const found = budgetedPortfolio(model, point.weights, b, {
    method: isBox ? 'coordinate-descent' : 'quadratic-programmes',
    iterations: point.iterations,
  })
  const portfolio = total === 1 ? found : scaledTo(found, total)
  return { ...portfolio, status: 'solved', heldLimits: heldLimits(limits, portfolio.weights) }
}

function requireBudgetLimits({ budget, minWeights, maxWeights, turnover }: PortfolioLimits, b: Float64Array): number {
  if (!(budget.lower === budget.upper && budget.lower > 0)) {
    throw invalid('budget', `[${budget.lower}, ${budget.upper}]`, 'a fixed sum of the weights above zero')
  }
  if (turnover !== undefined) {
    throw new TuttiError(
      'unsupported',
      'risk budgets take no turnover limit; move from the present portfolio towards them instead',
      { field: 'turnover' },
    )
  }
  minWeights.forEach((weight, i) => {
    if (!(weight >= 0))
      throw invalid(`minWeights[${i}]`, String(weight), 'at least 0: risk budgets are for long-only portfolios')
    if (b[i] > 0 && maxWeights[i] <= 0)
      throw invalid(`maxWeights[${i}]`, String(maxWeights[i]), 'above 0, as the asset has a budget')
  })
  return budget.lower
}

/** A portfolio within the limits in which every asset with a budget has some weight: the largest least share of room. */
function interiorPoint(limits: PortfolioLimits, b: Float64Array): Float64Array {
  const size = b.length
  const programme = limitsProgramme(limits)
  const share = size
  const outcome = solvedProgramme({
    cost: [...new Array<number>(size).fill(0), -1],
    lower: [...limits.minWeights, 0],
    upper: [...limits.maxWeights, 1],
    rows: [
      ...programme.rows,
      ...Array.from(b, (_, i) => i)
        .filter((i) => b[i] > 0)
        .map((i) => ({
          name: `room ${i}`,
          indices: [i, share],
          coefficients: [1, -Math.min(limits.maxWeights[i], limits.budget.upper)],
          lower: 0,
          upper: Infinity,
        })),
    ],
  })
  if (outcome.status === 'optimal' && outcome.solution.x[share] > 1e-12) return outcome.solution.x.slice(0, size)
  throw new TuttiError(
    'not-applicable',
    'the limits leave no weight to an asset that has a budget; give it none or relax the limits',
    {
      field: 'limits',
      got: 'a weight of 0 at most',
      expected: 'some weight for every asset with a budget',
    },
  )
}

function scaledTo(portfolio: BudgetedPortfolio, total: number): BudgetedPortfolio {
  return {
    ...portfolio,
    weights: portfolio.weights.map((weight) => weight * total),
    volatility: portfolio.volatility * total,
    contributions: portfolio.contributions.map((value) => value * total),
  }
}

function heldLimits(limits: PortfolioLimits, weights: Float64Array): HeldLimit[] {
  const names = assetNames(limits)
  const touches = (value: number, bound: number): boolean =>
    Number.isFinite(bound) && Math.abs(value - bound) <= 1e-9 * Math.max(1, Math.abs(bound))
  const sides = (limit: string, value: number, lower: number, upper: number): HeldLimit[] => [
    ...(touches(value, lower) ? [{ limit, side: 'lower' as const, bound: lower }] : []),
    ...(touches(value, upper) ? [{ limit, side: 'upper' as const, bound: upper }] : []),
  ]
  return [
    ...names.flatMap((name, i) => sides(`weight of ${name}`, weights[i], limits.minWeights[i], limits.maxWeights[i])),
    ...limitRows(limits)
      .filter(({ name }) => name !== 'budget')
      .flatMap(({ name, indices, coefficients, lower, upper }) => {
        let value = 0
        for (let k = 0; k < indices.length; k++) value += coefficients[k] * weights[indices[k]]
        return sides(name, value, lower, upper)
      }),
  ]
}

const invalid = (field: string, got: string, expected: string): TuttiError =>
  new TuttiError('invalid-input', `${field} must be ${expected}, got ${got}`, { field, got, expected })
