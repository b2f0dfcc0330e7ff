import { riskOf } from './box-frontier.ts'
import type { OptimisationTask } from './optimisation-task.ts'
import type { BindingLimit, QuadraticOptimum, SolverReport } from './quadratic-optimum.ts'
import { inner, product } from './risk-matrix.ts'
import type { InfeasiblePortfolio } from './infeasible-portfolio.ts'

/** An optimal portfolio, and why it is what it is. */
export interface SolvedPortfolio {
  readonly status: 'solved'
  /** Fractions of capital, by asset. */
  readonly weights: Float64Array
  /** What was minimised or maximised, as the function that returns this says. */
  readonly objective: number
  /** Of the weights, per period of the inputs; null without expected returns. */
  readonly expectedReturn: number | null
  /** Of the weights, or of the weights against the benchmark or liability; per period of the inputs. */
  readonly volatility: number
  /** Parts of the volatility by asset (Euler): they add up to it. Null for risk against a liability. */
  readonly riskContributions: Float64Array | null
  /** Limits that bind, with the change of `objective` per unit of their bounds. */
  readonly binding: readonly BindingLimit[]
  readonly solver: SolverReport
  /** What to know before relying on the weights. */
  readonly cautions: readonly string[]
}

/** An optimisation's result: a portfolio, or why no portfolio meets the limits. Never an exception for the latter. */
export type PortfolioOutcome = SolvedPortfolio | InfeasiblePortfolio

/** How a minimised objective turns into the one that is reported: factor × minimised + constant. */
export interface ObjectiveScale {
  readonly factor: number
  readonly constant: number
}

/** The report on an optimum, with its limits priced in the units of the reported objective. */
export function solvedPortfolio(
  task: OptimisationTask,
  optimum: QuadraticOptimum,
  { factor, constant }: ObjectiveScale,
  cautions: readonly string[] = [],
): SolvedPortfolio {
  const { weights } = optimum
  const volatility = Math.sqrt(riskOf(task.risk, weights, task.relative))
  return {
    status: 'solved',
    weights,
    objective: factor * optimum.objective + constant,
    expectedReturn: task.withReturns ? inner(task.expectedReturns, weights) : null,
    volatility,
    riskContributions: contributions(task, weights, volatility),
    binding: optimum.binding.map((limit) => ({ ...limit, shadowPrice: factor * limit.shadowPrice || 0 })),
    solver: optimum.solver,
    cautions: [...cautions, ...uniquenessCautions(task)],
  }
}

/** xᵢ(Σx)ᵢ/σ of the weights x, or of the active weights against a benchmark; null against a liability. */
function contributions(task: OptimisationTask, weights: Float64Array, volatility: number): Float64Array | null {
  const { relative, risk } = task
  if (relative !== undefined && relative.benchmark === undefined) return null
  const active = weights.map((weight, i) => weight - (relative?.benchmark?.[i] ?? 0))
  const risky = product(risk, active)
  return active.map((weight, i) => (volatility > 0 ? (weight * risky[i]) / volatility : 0))
}

function uniquenessCautions({ risk }: OptimisationTask): string[] {
  if (risk.factor !== undefined) return []
  return [
    'singular-covariance: some combination of assets has no risk in this covariance, so other weights may do as well and small changes of the inputs may move these far; use more observations than assets, or a shrunk covariance',
  ]
}
