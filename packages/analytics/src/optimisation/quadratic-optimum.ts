import {
  solvedProgramme,
  type OptimalityResiduals,
  type Programme,
  type ProgrammeSolution,
} from '../programming/index.ts'
import { boxOptimum } from './box-optimum.ts'
import type { BoxProblem, BoxState } from './critical-line.ts'
import { assetNames, limitRows, purchaseCount, type PortfolioLimits } from './portfolio-limits.ts'
import type { RiskMatrix } from './risk-matrix.ts'
import { inner, product } from './risk-matrix.ts'
import { turnoverOptimum } from './trading-optimum.ts'

/** What each unit of trading costs, as a fraction of capital: of buying and of selling an asset. */
export interface LinearCosts {
  readonly currentWeights: ArrayLike<number>
  readonly buy: ArrayLike<number>
  readonly sell: ArrayLike<number>
}

/** Minimise ½w'Hw - reward'w + linear costs of trading, within limits. */
export interface QuadraticProblem {
  readonly hessian: RiskMatrix
  readonly reward: ArrayLike<number>
  readonly limits: PortfolioLimits
  readonly costs?: LinearCosts | undefined
}

/** A limit that binds, and the change of the objective per unit of its bound. */
export interface BindingLimit {
  /** An asset (its own bound), `budget`, `turnover` or the name of a linear limit. */
  readonly limit: string
  readonly kind: 'weight' | 'budget' | 'linear' | 'turnover' | 'risk'
  readonly side: 'lower' | 'upper' | 'equal'
  readonly bound: number
  /** Derivative of the objective, as stated by the problem, by the bound. */
  readonly shadowPrice: number
}

/** How an optimum was found, and how well it satisfies the optimality conditions. */
export interface SolverReport {
  readonly method: 'critical-line' | 'highs' | 'active-set' | 'interior-point' | 'branch-and-bound'
  readonly residuals: OptimalityResiduals
  /** Why the first method did not serve, where another had to. */
  readonly fallbackReason?: string | undefined
}

/** The optimum of a quadratic problem. */
export interface QuadraticOptimum {
  readonly status: 'optimal'
  readonly weights: Float64Array
  /** Of the minimisation. */
  readonly objective: number
  readonly binding: readonly BindingLimit[]
  readonly solver: SolverReport
}

/** The optimum, or that no weights meet the limits, or that the objective has no minimum within them. */
export type QuadraticOutcome =
  QuadraticOptimum | { readonly status: 'infeasible'; readonly programme: Programme } | { readonly status: 'unbounded' }

/**
 * The minimum of a quadratic problem: by the critical line where the limits are bounds and a budget and the matrix is
 * definite, else as a programme for the solver, scaled to figures of size one.
 */
export function quadraticOptimum(problem: QuadraticProblem): QuadraticOutcome {
  const { hessian, limits, costs } = problem
  const { budget, linear = [], turnover } = limits
  if (linear.length > 0 || budget.lower !== budget.upper || hessian.factor === undefined) return byProgramme(problem)
  const box: BoxProblem = {
    risk: hessian,
    lower: limits.minWeights,
    upper: limits.maxWeights,
    budget: limits.budget.lower,
  }
  if (costs !== undefined || turnover !== undefined) return byTrades(problem, box) ?? byProgramme(problem)
  const outcome = boxOptimum(box, problem.reward)
  if (outcome.status === 'optimal') return ofState(problem, outcome.state)
  return byProgramme(problem, outcome.status === 'failed' ? `critical line: ${outcome.reason}` : undefined)
}

/** With linear costs or a turnover limit beside bounds and a budget; undefined where there is no such optimum. */
function byTrades(problem: QuadraticProblem, box: BoxProblem): QuadraticOptimum | undefined {
  const { costs, limits, reward, hessian } = problem
  const currentWeights = costs?.currentWeights ?? limits.turnover?.currentWeights
  if (currentWeights === undefined) return undefined
  const none = new Float64Array(hessian.size)
  const charges = { currentWeights, buy: costs?.buy ?? none, sell: costs?.sell ?? none }
  const maxTwoWay = limits.turnover?.maxTwoWay ?? Infinity
  const found = turnoverOptimum(box, reward, charges, maxTwoWay)
  if (found === undefined) return undefined
  const { state, price } = found
  // What the sides of trades cost at the margin belongs to the reward that the state is an optimum for.
  const side = (i: number): number => {
    const trade = state.weights[i] - currentWeights[i]
    return trade > 0 ? charges.buy[i] + price : trade < 0 ? -charges.sell[i] - price : 0
  }
  const net = Float64Array.from(reward, (value, i) => value - side(i))
  const optimum = ofState({ ...problem, reward: net }, state, currentWeights)
  const traded = Array.from(currentWeights, (now, i) => state.weights[i] - now)
  const charge = traded.reduce(
    (sum, trade, i) => sum + (trade > 0 ? charges.buy[i] * trade : -charges.sell[i] * trade),
    0,
  )
  const objective = 0.5 * inner(state.weights, product(hessian, state.weights)) - inner(reward, state.weights) + charge
  const turnover: BindingLimit[] =
    price > 0 ? [{ limit: 'turnover', kind: 'turnover', side: 'upper', bound: maxTwoWay, shadowPrice: -price }] : []
  return { ...optimum, objective, binding: [...turnover, ...optimum.binding] }
}

function ofState(
  { hessian, reward, limits }: QuadraticProblem,
  state: BoxState,
  currentWeights?: ArrayLike<number>,
): QuadraticOptimum {
  const { weights, gradient, side, budgetPrice } = state
  const names = assetNames(limits)
  const binding: BindingLimit[] = [
    { limit: 'budget', kind: 'budget', side: 'equal', bound: limits.budget.lower, shadowPrice: budgetPrice },
  ]
  const risky = product(hessian, weights)
  let dual = 0
  let size = Number.MIN_VALUE
  let held = 0
  for (let i = 0; i < side.length; i++) {
    held += weights[i]
    size = Math.max(size, Math.abs(risky[i]), Math.abs(reward[i]))
    // An asset that rests at its current weight within its costs is at no limit.
    if (weights[i] === currentWeights?.[i] && weights[i] > limits.minWeights[i] && weights[i] < limits.maxWeights[i])
      continue
    if (side[i] === 0) dual = Math.max(dual, Math.abs(risky[i] - reward[i] - budgetPrice))
    else if (side[i] !== 2) dual = Math.max(dual, gradient[i] * side[i])
    if (side[i] === 0) continue
    const at = side[i] === 1 ? 'upper' : side[i] === 2 ? 'equal' : 'lower'
    binding.push({ limit: names[i], kind: 'weight', side: at, bound: weights[i], shadowPrice: gradient[i] })
  }
  const residuals: OptimalityResiduals = {
    primal: Math.abs(held - limits.budget.lower) / (1 + Math.abs(limits.budget.lower)),
    dual: dual / size,
    complementarity: 0,
    mipGap: null,
  }
  return {
    status: 'optimal',
    weights: Float64Array.from(weights),
    objective: 0.5 * inner(weights, risky) - inner(reward, weights),
    binding,
    solver: { method: 'critical-line', residuals },
  }
}

/** The problem as a programme over the weights and, with costs or a turnover limit, the purchases. */
export function quadraticProgramme({ hessian, reward, limits, costs }: QuadraticProblem): Programme {
  const { size, covariance, scale } = hessian
  const withTrades =
    limits.turnover === undefined && costs !== undefined
      ? { ...limits, turnover: { currentWeights: Array.from(costs.currentWeights), maxTwoWay: Infinity } }
      : limits
  const trades = purchaseCount(withTrades)
  const count = size + trades
  const cost = new Float64Array(count)
  for (let i = 0; i < size; i++) {
    cost[i] = -(reward[i] + (costs?.sell[i] ?? 0)) / scale
    if (costs !== undefined) cost[size + i] = (costs.buy[i] + costs.sell[i]) / scale
  }
  const rows = Array.from({ length: count }, (_, i) => {
    const row = new Float64Array(count)
    return i < size ? row.map((_, j) => (j < size ? covariance[i * size + j] / scale : 0)) : row
  })
  const names = assetNames(limits)
  return {
    cost,
    hessian: rows,
    lower: [...limits.minWeights, ...new Array<number>(trades).fill(0)],
    upper: [...limits.maxWeights, ...new Array<number>(trades).fill(Infinity)],
    rows: limitRows(withTrades),
    names: [...names, ...names.slice(0, trades).map((name) => `purchase of ${name}`)],
  }
}

function byProgramme(problem: QuadraticProblem, fallbackReason?: string): QuadraticOutcome {
  const { hessian, limits, costs, reward } = problem
  const programme = quadraticProgramme(problem)
  if (limits.minWeights.some((low, i) => low > limits.maxWeights[i])) return { status: 'infeasible', programme }
  if (programme.rows.some((row) => row.lower > row.upper)) return { status: 'infeasible', programme }
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'unbounded') return outcome
  if (outcome.status === 'infeasible') return { status: 'infeasible', programme }
  const { x, residuals, method, fallbackReason: later } = outcome.solution
  const weights = Float64Array.from(limits.minWeights, (low, i) => Math.min(Math.max(x[i], low), limits.maxWeights[i]))
  let objective = 0.5 * inner(weights, product(hessian, weights)) - inner(reward, weights)
  if (costs !== undefined) {
    weights.forEach((weight, i) => {
      const trade = weight - costs.currentWeights[i]
      objective += trade > 0 ? costs.buy[i] * trade : -costs.sell[i] * trade
    })
  }
  const reasons = [fallbackReason, later].filter((reason) => reason !== undefined)
  return {
    status: 'optimal',
    weights,
    objective,
    binding: bindingLimits(problem, programme, outcome.solution, hessian.scale),
    solver: { method, residuals, ...(reasons.length > 0 ? { fallbackReason: reasons.join('; ') } : {}) },
  }
}

/** The limits that a solution of the programme rests at, its multipliers times `scale`. */
export function bindingLimits(
  { limits }: Pick<QuadraticProblem, 'limits'>,
  programme: Programme,
  { x, boundDuals, rowDuals }: Pick<ProgrammeSolution, 'x' | 'boundDuals' | 'rowDuals'>,
  scale: number,
): BindingLimit[] {
  const names = assetNames(limits)
  const near = (value: number, bound: number): boolean =>
    Number.isFinite(bound) && Math.abs(value - bound) <= 1e-8 * (1 + Math.abs(bound))
  const sideOf = (value: number, lower: number, upper: number): BindingLimit['side'] | undefined => {
    if (lower === upper) return 'equal'
    return near(value, lower) ? 'lower' : near(value, upper) ? 'upper' : undefined
  }
  const weights = names.flatMap((limit, i): BindingLimit[] => {
    const side = sideOf(x[i], limits.minWeights[i], limits.maxWeights[i])
    if (side === undefined) return []
    const bound = side === 'upper' ? limits.maxWeights[i] : limits.minWeights[i]
    return [{ limit, kind: 'weight', side, bound, shadowPrice: boundDuals[i] * scale }]
  })
  const rows = programme.rows.slice(0, 1 + (limits.linear ?? []).length + (limits.turnover === undefined ? 0 : 1))
  const others = rows.flatMap((row, k): BindingLimit[] => {
    let value = 0
    for (let j = 0; j < row.indices.length; j++) value += row.coefficients[j] * x[row.indices[j]]
    const side = sideOf(value, row.lower, row.upper)
    if (side === undefined) return []
    const kind = k === 0 ? 'budget' : row.name === 'turnover' && k === rows.length - 1 ? 'turnover' : 'linear'
    const own = side === 'upper' ? row.upper : row.lower
    const bound = kind === 'turnover' ? (limits.turnover?.maxTwoWay ?? own) : own
    return [{ limit: row.name, kind, side, bound, shadowPrice: rowDuals[k] * scale }]
  })
  return [...others, ...weights]
}
