import { TuttiError } from '../errors/index.ts'
import { solvedProgramme } from '../programming/index.ts'
import { atReturn, boxFrontier, riskOf, type FrontierCorner } from './box-frontier.ts'
import { infeasiblePortfolio, type InfeasiblePortfolio } from './infeasible-portfolio.ts'
import { atTolerance, boxOf, requireTarget, withReturnLimit } from './mean-variance.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import { bindingLimits, quadraticProgramme, type BindingLimit } from './quadratic-optimum.ts'
import { inner } from './risk-matrix.ts'

/** One portfolio of the frontier. */
export interface FrontierPoint {
  /** λ at which it maximises λ μ'w - ½ w'Σw; null at the highest return of a grid, which is the limit of large λ. */
  readonly riskTolerance: number | null
  readonly weights: Float64Array
  readonly expectedReturn: number
  readonly volatility: number
}

/** The efficient frontier within limits. */
export interface EfficientFrontier {
  readonly status: 'solved'
  /** All corners, exactly, or a grid by return. */
  readonly method: 'critical-line' | 'grid'
  /** Why a grid. */
  readonly reason?: string | undefined
  /** By rising return; the first has the least variance. */
  readonly points: readonly FrontierPoint[]
  /** Whether returns rise without end beyond the last point. */
  readonly unbounded: boolean
  /** The efficient portfolio at each target return; null where none has it. */
  readonly targets: readonly (FrontierPoint | null)[]
}

/** What is wanted of a frontier. */
export interface FrontierWish {
  readonly targetReturns: readonly number[]
  /** Number of portfolios of a grid, 2 at least. */
  readonly gridPoints: number
}

/**
 * The efficient frontier: every corner by the critical line where limits are bounds and a budget, else a grid of least
 * variances at equally spaced returns from that of the minimum variance portfolio to the highest.
 *
 * Throws `not-applicable` for a grid whose returns rise without end, and as `minimumVariance`. Source: Markowitz (1959).
 */
export function efficientFrontier(
  input: OptimisationInput,
  wish: FrontierWish,
): EfficientFrontier | InfeasiblePortfolio {
  const task = optimisationTask({ ...input, costs: undefined })
  wish.targetReturns.forEach((target, k) => requireTarget(target, `targetReturns[${k}]`))
  const box = boxOf(task)
  if (box === undefined) return gridFrontier(task, wish, reasonForGrid(task))
  const { expectedReturns, relative } = task
  const traced = boxFrontier(box, expectedReturns, { relative })
  if (traced.status !== 'traced') {
    return gridFrontier(task, wish, traced.status === 'failed' ? `critical line: ${traced.reason}` : undefined)
  }
  const { frontier } = traced
  return {
    status: 'solved',
    method: 'critical-line',
    points: frontier.corners.map(pointOf),
    unbounded: frontier.ray !== undefined && inner(expectedReturns, frontier.ray) > 0,
    targets: wish.targetReturns.map((target) => {
      const found = atReturn(box, frontier, expectedReturns, target, relative)
      return found === undefined ? null : pointOf(found)
    }),
  }
}

const pointOf = ({ riskTolerance, weights, expectedReturn, variance }: FrontierCorner): FrontierPoint => ({
  riskTolerance,
  weights,
  expectedReturn,
  volatility: Math.sqrt(variance),
})

const reasonForGrid = ({ risk }: OptimisationTask): string =>
  risk.factor === undefined ? 'the covariance is singular' : 'there are limits beyond bounds and a fixed budget'

function gridFrontier(
  task: OptimisationTask,
  { targetReturns, gridPoints }: FrontierWish,
  reason?: string,
): EfficientFrontier | InfeasiblePortfolio {
  const least = atTolerance(task, 0)
  if (least.status === 'infeasible') return infeasiblePortfolio(least.programme, task.risk.size)
  if (least.status === 'unbounded') throw new TuttiError('calculation-failed', 'the least variance was found unbounded')
  const { expectedReturns } = task
  const highest = highestReturn(task)
  const at = (target: number): FrontierPoint | null => {
    const outcome = atTolerance(task, 0, withReturnLimit(task, target, Infinity))
    if (outcome.status !== 'optimal') return null
    const price = outcome.binding.find(({ limit, kind }) => limit === 'target return' && kind === 'linear')?.shadowPrice
    return ofWeights(task, outcome.weights, price ?? 0)
  }
  // At the least variance the return may not be unique: the efficient portfolio there has the highest of them.
  const first = ofWeights(task, least.weights, 0)
  const span = highest - first.expectedReturn
  const steps = span > 1e-12 * (1 + Math.abs(highest)) ? gridPoints - 1 : 0
  const points = [first]
  for (let k = 1; k <= steps; k++) {
    const point = at(k === steps ? highest - 1e-13 * Math.abs(highest) : first.expectedReturn + (span * k) / steps)
    if (point !== null) points.push(k === steps ? { ...point, riskTolerance: null } : point)
  }
  return {
    status: 'solved',
    method: 'grid',
    reason,
    points,
    unbounded: false,
    targets: targetReturns.map((target) =>
      target < first.expectedReturn || target > highest + 1e-12 * (1 + Math.abs(highest))
        ? null
        : at(Math.min(target, highest)),
    ),
  }

  function ofWeights(
    { risk, relative }: OptimisationTask,
    weights: Float64Array,
    riskTolerance: number,
  ): FrontierPoint {
    const volatility = Math.sqrt(riskOf(risk, weights, relative))
    return { riskTolerance, weights, expectedReturn: inner(expectedReturns, weights), volatility }
  }
}

/** The highest expected return within the limits. Throws `not-applicable` where it rises without end. */
const highestReturn = (task: OptimisationTask): number => highestReturnVertex(task).expectedReturn

/** A portfolio of highest expected return. */
export interface HighestReturn {
  readonly expectedReturn: number
  readonly weights: Float64Array
  /** The limits it rests at, with the derivative of the return by their bounds. */
  readonly binding: readonly BindingLimit[]
}

/** A portfolio of highest expected return at a vertex of the limits. Throws as {@link highestReturn}. */
export function highestReturnVertex(task: OptimisationTask): HighestReturn {
  const { risk, limits, expectedReturns } = task
  const { hessian: _, ...linear } = quadraticProgramme({ hessian: risk, reward: expectedReturns, limits })
  const size = Math.max(...Array.from(expectedReturns, Math.abs))
  const cost = Float64Array.from(linear.cost, (_value, i) =>
    i < risk.size && size > 0 ? -expectedReturns[i] / size : 0,
  )
  const programme = { ...linear, cost }
  const outcome = solvedProgramme(programme)
  if (outcome.status === 'optimal') {
    const weights = limits.minWeights.map((low, i) =>
      Math.min(Math.max(outcome.solution.x[i], low), limits.maxWeights[i]),
    )
    return {
      expectedReturn: inner(expectedReturns, weights),
      weights: Float64Array.from(weights),
      binding: bindingLimits(task, programme, outcome.solution, size).map((limit) => ({
        ...limit,
        shadowPrice: 0 - limit.shadowPrice,
      })),
    }
  }
  throw new TuttiError('not-applicable', 'expected returns rise without end within the limits; bound the weights', {
    field: 'limits',
  })
}
