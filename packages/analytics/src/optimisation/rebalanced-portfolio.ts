import { TuttiError } from '../errors/index.ts'
import { atTolerance, withOptimum } from './mean-variance.ts'
import type { InfeasiblePortfolio } from './infeasible-portfolio.ts'
import { optimisationTask, requireEach, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import type { LinearCosts } from './quadratic-optimum.ts'
import { quadraticOptimum } from './quadratic-optimum.ts'
import { riskMatrix } from './risk-matrix.ts'
import { solvedPortfolio, type SolvedPortfolio } from './solved-portfolio.ts'

/** A portfolio reached by trading from another. */
export interface RebalancedPortfolio extends SolvedPortfolio {
  /** New less current weights; exactly 0 where an asset is not traded. */
  readonly trades: Float64Array
  /** Σ|trade|. */
  readonly turnoverTwoWay: number
  /** Linear and quadratic, in the units of the utility. */
  readonly tradingCost: number
  /** Assets in their no-trade region: no trade gains more than it costs. */
  readonly untraded: readonly boolean[]
}

/** What trading from the current weights costs. */
export interface CostedInput extends OptimisationInput {
  readonly costs: LinearCosts
}

/**
 * The weights of highest riskTolerance·μ'w - ½w'Σw - linear costs - ½Σ quadraticᵢ(wᵢ - currentᵢ)², within limits; all costs
 * in units of this utility, which is `objective`. Linear costs leave assets untraded whose marginal utility lies within
 * the costs of buying and selling: the no-trade region.
 *
 * Throws `invalid-input` for costs at which a round trip earns money or a negative quadratic cost, and as `highestUtility`.
 * Source: Davis & Norman (1990); Lobo, Fazel & Boyd (2007).
 */
export function rebalancedPortfolio(
  input: CostedInput,
  riskTolerance: number,
  quadraticCosts: ArrayLike<number>,
): RebalancedPortfolio | InfeasiblePortfolio {
  const task = optimisationTask(input)
  const { costs } = input
  requireEach(quadraticCosts, task.risk.size, 'quadraticCosts')
  for (let i = 0; i < task.risk.size; i++) {
    if (quadraticCosts[i] >= 0) continue
    throw new TuttiError('invalid-input', `quadraticCosts[${i}] must be at least 0, got ${quadraticCosts[i]}`, {
      field: `quadraticCosts[${i}]`,
      got: String(quadraticCosts[i]),
      expected: 'a number of at least 0',
    })
  }
  const { outcome, constant } = costedOptimum(task, costs, riskTolerance, quadraticCosts)
  const report = withOptimum(task, outcome, (optimum) =>
    solvedPortfolio(task, optimum, { factor: -1, constant: -constant }),
  )
  if (report.status === 'infeasible') return report
  const weights = report.weights.map((weight, i) => {
    const current = costs.currentWeights[i]
    return Math.abs(weight - current) <= 1e-9 * (1 + Math.abs(current)) ? current : weight
  })
  const trades = weights.map((weight, i) => weight - costs.currentWeights[i])
  let tradingCost = 0
  let turnoverTwoWay = 0
  trades.forEach((trade, i) => {
    tradingCost += trade > 0 ? costs.buy[i] * trade : -costs.sell[i] * trade
    tradingCost += 0.5 * quadraticCosts[i] * trade * trade
    turnoverTwoWay += Math.abs(trade)
  })
  const untraded = Array.from(trades, (trade) => trade === 0)
  return { ...report, weights, trades, turnoverTwoWay, tradingCost, untraded }
}

/** The quadratic costs enter the matrix and the reward: ½q(w - c)² = ½qw² - qcw + ½qc². */
function costedOptimum(
  task: OptimisationTask,
  costs: LinearCosts,
  riskTolerance: number,
  quadratic: ArrayLike<number>,
) {
  if (Array.from(quadratic).every((value) => value === 0)) {
    return { outcome: atTolerance(task, riskTolerance), constant: 0 }
  }
  const { size, covariance } = task.risk
  const rows = Array.from({ length: size }, (_, i) => {
    const row = covariance.slice(i * size, (i + 1) * size)
    row[i] += quadratic[i]
    return row
  })
  const reward = task.expectedReturns.map((value, i) => riskTolerance * value + quadratic[i] * costs.currentWeights[i])
  const constant = reward.reduce((sum, _, i) => sum + 0.5 * quadratic[i] * costs.currentWeights[i] ** 2, 0)
  return { outcome: quadraticOptimum({ hessian: riskMatrix(rows), reward, limits: task.limits, costs }), constant }
}
