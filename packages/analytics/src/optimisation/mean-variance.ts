import { TuttiError } from '../errors/index.ts'
import { atReturn, boxFrontier, riskOf, type FrontierCorner } from './box-frontier.ts'
import type { BoxProblem } from './critical-line.ts'
import { infeasiblePortfolio } from './infeasible-portfolio.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import type { PortfolioLimits } from './portfolio-limits.ts'
import { quadraticOptimum, type QuadraticOptimum, type QuadraticOutcome } from './quadratic-optimum.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/** The minimum of ½ risk - λ return + costs at a risk tolerance. */
export function atTolerance(task: OptimisationTask, riskTolerance: number, limits = task.limits): QuadraticOutcome {
  const { risk, relative, expectedReturns, costs } = task
  const reward = Float64Array.from(expectedReturns, (value, i) => riskTolerance * value + (relative?.hedge[i] ?? 0))
  return quadraticOptimum({ hessian: risk, reward, limits, costs })
}

/** Half the constant part of the risk: what the minimised objective leaves out. */
export const halfConstant = (task: OptimisationTask): number => 0.5 * (task.relative?.constant ?? 0)

/** The optimum, unless there is none: the report of that instead, or the error that no bound stops the objective. */
export function withOptimum(
  task: OptimisationTask,
  outcome: QuadraticOutcome,
  then: (optimum: QuadraticOptimum) => PortfolioOutcome,
): PortfolioOutcome {
  if (outcome.status === 'optimal') return then(outcome)
  if (outcome.status === 'infeasible') return infeasiblePortfolio(outcome.programme, task.risk.size)
  throw new TuttiError(
    'not-applicable',
    'the objective has no optimum within the limits: some combination of assets adds return without risk and without end; bound the weights',
    { field: 'limits', expected: 'finite bounds on the weights' },
  )
}

/**
 * The weights of least variance within the limits (of least variance against `relative`, where given).
 *
 * `objective` is the variance. Throws `invalid-input` for a covariance that is none and `not-applicable` where no bound
 * stops the objective. Source: Markowitz (1952), Portfolio Selection, Journal of Finance 7.
 */
export function minimumVariance(input: OptimisationInput): PortfolioOutcome {
  const task = optimisationTask(input)
  return withOptimum(task, atTolerance(task, 0), (optimum) =>
    solvedPortfolio(task, optimum, { factor: 2, constant: 2 * halfConstant(task) }),
  )
}

/**
 * The weights of highest utility riskTolerance·μ'w - ½w'Σw - costs within the limits, costs in units of utility.
 *
 * `objective` is the utility. A risk tolerance of 0 gives the least variance; errors as {@link minimumVariance}.
 */
export function highestUtility(input: OptimisationInput, riskTolerance: number): PortfolioOutcome {
  const task = optimisationTask(input)
  if (!(riskTolerance >= 0 && riskTolerance < Infinity)) {
    throw new TuttiError('invalid-input', `riskTolerance must be at least 0, got ${riskTolerance}`, {
      field: 'riskTolerance',
      got: String(riskTolerance),
      expected: 'a number of at least 0',
    })
  }
  return withOptimum(task, atTolerance(task, riskTolerance), (optimum) =>
    solvedPortfolio(task, optimum, { factor: -1, constant: -halfConstant(task) }),
  )
}

/** The task as a box with a budget, where it is no more than that. */
export function boxOf({ risk, limits, costs }: OptimisationTask): BoxProblem | undefined {
  const { budget, linear = [], turnover, minWeights: lower, maxWeights: upper } = limits
  if (costs !== undefined || linear.length > 0 || turnover !== undefined || budget.lower !== budget.upper)
    return undefined
  return risk.factor === undefined ? undefined : { risk, lower, upper, budget: budget.lower }
}

/**
 * The weights of least variance with a given expected return: exactly it, or at least it.
 *
 * `objective` is the variance; the shadow price of `target return` is its derivative by the target. Costs are no part of
 * this objective. Errors as {@link minimumVariance}.
 */
export function leastVarianceAtReturn(
  input: OptimisationInput,
  target: number,
  sense: 'exactly' | 'at-least',
): PortfolioOutcome {
  const task = optimisationTask(input)
  requireTarget(target, 'targetReturn')
  const scale = { factor: 2, constant: 2 * halfConstant(task) }
  const onLine = targetOnFrontier(task, target, sense)
  if (onLine !== undefined) {
    const priced = atTolerance(task, onLine.riskTolerance)
    if (priced.status === 'optimal' && closeWeights(priced.weights, onLine.weights)) {
      const bound = {
        limit: 'target return',
        kind: 'linear' as const,
        bound: target,
        shadowPrice: onLine.riskTolerance,
      }
      const side = sense === 'exactly' ? ('equal' as const) : ('lower' as const)
      const binding = [...priced.binding, ...(onLine.slack ? [] : [{ ...bound, side }])]
      const objective = 0.5 * (riskOf(task.risk, onLine.weights, task.relative) - 2 * halfConstant(task))
      return solvedPortfolio(task, { ...priced, weights: onLine.weights, objective, binding }, scale)
    }
  }
  const limits = withReturnLimit(task, target, sense === 'exactly' ? target : Infinity)
  return withOptimum(task, atTolerance(task, 0, limits), (optimum) => solvedPortfolio(task, optimum, scale))
}

/** The frontier's point with the target return: on the efficient side, or for an exact target below it on the other. */
function targetOnFrontier(
  task: OptimisationTask,
  target: number,
  sense: 'exactly' | 'at-least',
): (FrontierCorner & { slack: boolean }) | undefined {
  const box = boxOf(task)
  if (box === undefined) return undefined
  const { expectedReturns, relative } = task
  for (const upwards of sense === 'exactly' ? [true, false] : [true]) {
    const until = ({ expectedReturn }: FrontierCorner): boolean =>
      upwards ? expectedReturn >= target : expectedReturn <= target
    const traced = boxFrontier(box, expectedReturns, { upwards, relative, until })
    if (traced.status !== 'traced') return undefined
    const first = traced.frontier.corners[0]
    if (sense === 'at-least' && first.expectedReturn >= target) return { ...first, slack: true }
    const found = atReturn(box, traced.frontier, expectedReturns, target, relative)
    if (found !== undefined) return { ...found, slack: false }
  }
  return undefined
}

/** Whether two lists of weights are the same to 1e-7. */
export const closeWeights = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  Array.from(a).every((weight, i) => Math.abs(weight - b[i]) <= 1e-7 * (1 + Math.abs(weight)))

/** The limits with one more on the expected return. */
export function withReturnLimit(
  { limits, expectedReturns }: OptimisationTask,
  lower: number,
  upper: number,
): PortfolioLimits {
  const limit = { name: 'target return', coefficients: Array.from(expectedReturns), lower, upper }
  return { ...limits, linear: [...(limits.linear ?? []), limit] }
}

/** Throws `invalid-input` unless the target is a finite number. */
export function requireTarget(target: number, field: string): void {
  if (Number.isFinite(target)) return
  throw new TuttiError('invalid-input', `${field} must be a finite number, got ${target}`, {
    field,
    got: String(target),
  })
}
