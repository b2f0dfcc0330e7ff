import { requireInRange, TuttiError } from '../errors/index.ts'
import type { Rows } from '../math/index.ts'
import { solvedProgramme, type Programme, type ProgrammeRow } from '../programming/index.ts'
import { infeasiblePortfolio, type InfeasiblePortfolio } from './infeasible-portfolio.ts'
import { requireEach } from './optimisation-task.ts'
import { limitRows, requireLimits, type PortfolioLimits } from './portfolio-limits.ts'
import type { SolverReport } from './quadratic-optimum.ts'
import { riskMatrix } from './risk-matrix.ts'

/** A plan of trades over several periods. */
export interface RebalancingPlan {
  readonly status: 'solved'
  /** Weights after the trade of each period. */
  readonly weights: readonly Float64Array[]
  /** Trade of each period; the first is the one to do now, the others will be planned anew with new forecasts. */
  readonly trades: readonly Float64Array[]
  /** Discounted utility net of costs. */
  readonly objective: number
  /** Undiscounted cost of each period, in units of utility. */
  readonly costs: readonly number[]
  readonly solver: SolverReport
}

/** What a plan is made from: T periods, n assets. */
export interface RebalancingProblem {
  /** Forecast of the expected returns for each period: T rows of n. */
  readonly forecasts: readonly ArrayLike<number>[]
  /** Of one period's returns. */
  readonly covariance: Rows
  readonly currentWeights: ArrayLike<number>
  readonly riskTolerance: number
  /** Weight of a period's utility and costs relative to those of the period before, in (0, 1]. */
  readonly discount: number
  /** Per unit bought or sold. */
  readonly linearCosts: ArrayLike<number>
  /** Cost ½ trade' C trade: n rows of n, positive semidefinite; absent for none. */
  readonly quadraticCosts?: Rows | undefined
  /** Of the weights after each period's trade; a turnover limit is one of each period, whatever its current weights. */
  readonly limits: PortfolioLimits
}

/**
 * The trades of highest Σₜ discountᵗ [λ μₜ'wₜ - ½wₜ'Σwₜ - linear costs - ½(wₜ - wₜ₋₁)'C(wₜ - wₜ₋₁)] from the current
 * weights, as one quadratic programme over all periods: model predictive control, of which the first trade is done and the
 * plan is made anew when forecasts change.
 *
 * Throws `invalid-input` for figures that do not fit, `not-applicable` where nothing bounds the objective. Costs about
 * (nT)³. Source: Boyd et al. (2017), Multi-period trading via convex optimization; Gârleanu & Pedersen (2013), Dynamic
 * trading with predictable returns and transaction costs, whose closed form it meets as T grows.
 */
export function rebalancingPlan(problem: RebalancingProblem): RebalancingPlan | InfeasiblePortfolio {
  const { forecasts, currentWeights, linearCosts, discount, riskTolerance } = problem
  const risk = riskMatrix(problem.covariance)
  const n = risk.size
  const periods = forecasts.length
  requireInRange(periods, 1, 1000, 'number of forecasts')
  requireInRange(discount, Number.MIN_VALUE, 1, 'discount')
  requireInRange(riskTolerance, 0, Number.MAX_VALUE, 'riskTolerance')
  forecasts.forEach((row, t) => requireEach(row, n, `forecasts[${t}]`))
  requireEach(currentWeights, n, 'currentWeights')
  requireEach(linearCosts, n, 'linearCosts')
  for (let i = 0; i < n; i++) requireInRange(linearCosts[i], 0, Number.MAX_VALUE, `linearCosts[${i}]`)
  const quadratic = problem.quadraticCosts === undefined ? undefined : quadraticMatrix(problem.quadraticCosts, n)
  const limits = requireLimits(problem.limits, n)
  const withPurchases = limits.turnover !== undefined || Array.from(linearCosts).some((cost) => cost > 0)
  const programme = planProgramme(problem, limits, risk.covariance, quadratic, risk.scale, withPurchases)
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'infeasible') return infeasiblePortfolio(programme, n)
  if (outcome.status === 'unbounded') {
    throw new TuttiError('not-applicable', 'nothing bounds the utility of the plan; bound the weights', {
      field: 'limits',
    })
  }
  const { x, residuals, method, fallbackReason } = outcome.solution
  const weights = forecasts.map((_, t) => Float64Array.from(x.subarray(t * n, (t + 1) * n)))
  const trades = weights.map((now, t) =>
    now.map((weight, i) => weight - (t === 0 ? currentWeights[i] : weights[t - 1][i])),
  )
  const costs = trades.map((trade) => {
    let cost = 0
    for (let i = 0; i < n; i++) {
      cost += linearCosts[i] * Math.abs(trade[i])
      for (let j = 0; j < n; j++) cost += 0.5 * trade[i] * (quadratic?.[i * n + j] ?? 0) * trade[j]
    }
    return cost
  })
  let objective = 0
  weights.forEach((now, t) => {
    let utility = -costs[t]
    for (let i = 0; i < n; i++) {
      utility += riskTolerance * forecasts[t][i] * now[i]
      for (let j = 0; j < n; j++) utility -= 0.5 * now[i] * risk.covariance[i * n + j] * now[j]
    }
    objective += discount ** t * utility
  })
  return {
    status: 'solved',
    weights,
    trades,
    objective,
    costs,
    solver: { method, residuals, ...(fallbackReason === undefined ? {} : { fallbackReason }) },
  }
}

function quadraticMatrix(rows: Rows, n: number): Float64Array {
  if (rows.every((row) => Array.from(row).every((value) => value === 0))) return new Float64Array(n * n)
  const matrix = riskMatrix(rows, 'quadraticCosts')
  if (matrix.size !== n) requireEach(new Float64Array(matrix.size), n, 'quadraticCosts')
  return matrix.covariance
}

/** Weights of all periods first, then with linear costs or a turnover limit the purchases of all periods. */
function planProgramme(
  { forecasts, currentWeights, riskTolerance, discount, linearCosts }: RebalancingProblem,
  limits: PortfolioLimits,
  covariance: Float64Array,
  quadratic: Float64Array | undefined,
  scale: number,
  withPurchases: boolean,
): Programme {
  const n = currentWeights.length
  const periods = forecasts.length
  const wide = n * periods
  const count = withPurchases ? 2 * wide : wide
  const cost = new Float64Array(count)
  const hessian = Array.from({ length: count }, () => new Float64Array(count))
  const rows: ProgrammeRow[] = []
  const single = limitRows({ ...limits, turnover: undefined })
  const names: string[] = []
  for (let t = 0; t < periods; t++) {
    const share = discount ** t / scale
    const next = t + 1 < periods ? discount ** (t + 1) / scale : 0
    const at = t * n
    for (let i = 0; i < n; i++) {
      names.push(`${limits.assets?.[i] ?? `asset ${i + 1}`} in period ${t + 1}`)
      // Σ c|Δw| = Σ c(2b - Δw): the trade itself costs -c at t and gives +c back from t + 1.
      cost[at + i] -= share * (riskTolerance * forecasts[t][i] + linearCosts[i]) - next * linearCosts[i]
      if (withPurchases) cost[wide + at + i] = 2 * share * linearCosts[i]
      for (let j = 0; j < n; j++) {
        const c = quadratic?.[i * n + j] ?? 0
        hessian[at + i][at + j] = share * covariance[i * n + j] + (share + next) * c
        if (next > 0) {
          hessian[at + i][at + n + j] = -next * c
          hessian[at + n + j][at + i] = -next * c
        }
        if (t === 0) cost[i] -= share * c * currentWeights[j]
      }
    }
    for (const row of single) {
      rows.push({ ...row, name: `${row.name} in period ${t + 1}`, indices: Array.from(row.indices, (i) => at + i) })
    }
    if (withPurchases) rows.push(...purchases(limits, currentWeights, t, n, wide))
  }
  const repeated = (values: readonly number[], none: number): number[] => [
    ...Array.from({ length: wide }, (_, k) => values[k % n]),
    ...new Array<number>(count - wide).fill(none),
  ]
  return {
    cost,
    hessian,
    lower: repeated(limits.minWeights, 0),
    upper: repeated(limits.maxWeights, Infinity),
    rows,
    names: [...names, ...names.slice(0, count - wide).map((name) => `purchase of ${name}`)],
  }
}

/** b ≥ wₜ - wₜ₋₁ for each asset, and 2Σb - Σ(wₜ - wₜ₋₁) within the turnover limit. */
function purchases(
  { turnover, assets }: PortfolioLimits,
  currentWeights: ArrayLike<number>,
  t: number,
  n: number,
  wide: number,
): ProgrammeRow[] {
  const all = Array.from({ length: n }, (_, i) => i)
  const at = t * n
  const before = t === 0 ? [] : all.map((i) => at - n + i)
  const rows = all.map((i): ProgrammeRow => ({
    name: `purchase: ${assets?.[i] ?? `asset ${i + 1}`} in period ${t + 1}`,
    indices: [at + i, wide + at + i, ...(t === 0 ? [] : [at - n + i])],
    coefficients: [-1, 1, ...(t === 0 ? [] : [1])],
    lower: t === 0 ? -currentWeights[i] : 0,
    upper: Infinity,
  }))
  if (turnover === undefined) return rows
  const held = t === 0 ? all.reduce((sum, i) => sum + currentWeights[i], 0) : 0
  return [
    ...rows,
    {
      name: `turnover in period ${t + 1}`,
      indices: [...all.map((i) => at + i), ...before, ...all.map((i) => wide + at + i)],
      coefficients: [...all.map(() => -1), ...before.map(() => 1), ...all.map(() => 2)],
      lower: -Infinity,
      upper: turnover.maxTwoWay - held,
    },
  ]
}
