import { requireInRange, TuttiError } from '../errors/index.ts'
import { brentRoot, type Rows } from '../math/index.ts'
import { solvedProgramme, type Programme } from '../programming/index.ts'
import { withOptimum, halfConstant } from './mean-variance.ts'
import { infeasiblePortfolio } from './infeasible-portfolio.ts'
import { optimisationTask, requireEach, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import { quadraticOptimum, quadraticProgramme, type QuadraticOutcome } from './quadratic-optimum.ts'
import { inner, product, riskMatrix, variance, type RiskMatrix } from './risk-matrix.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/**
 * The weights of highest worst-case utility λ min μ'w - ½w'Σw where each expected return may be off by up to its own
 * `halfWidths[i]` (box uncertainty): λ(μ'w - Σδᵢ|wᵢ|) - ½w'Σw.
 *
 * `objective` is the worst-case utility. Throws `unsupported` for trading costs together with short positions, and as
 * `minimumVariance`. Source: Tütüncü & Koenig (2004), Robust asset allocation, Annals of Operations Research 132.
 */
export function boxRobustPortfolio(
  input: OptimisationInput,
  riskTolerance: number,
  halfWidths: ArrayLike<number>,
): PortfolioOutcome {
  const task = optimisationTask(input)
  const { risk, limits, expectedReturns, relative } = task
  requireInRange(riskTolerance, 0, Number.MAX_VALUE, 'riskTolerance')
  requireEach(halfWidths, risk.size, 'halfWidths')
  for (let i = 0; i < risk.size; i++) requireInRange(halfWidths[i], 0, Number.MAX_VALUE, `halfWidths[${i}]`)
  const longOnly = limits.minWeights.every((low) => low >= 0)
  if (!longOnly && (task.costs !== undefined || limits.turnover !== undefined)) {
    throw new TuttiError(
      'unsupported',
      'box uncertainty with short positions and limits or costs of trading is not served',
      {
        field: 'limits',
      },
    )
  }
  const worst = (i: number): number => riskTolerance * (expectedReturns[i] - (longOnly ? halfWidths[i] : 0))
  const reward = expectedReturns.map((_, i) => worst(i) + (relative?.hedge[i] ?? 0))
  const charge = Float64Array.from(halfWidths, (width) => riskTolerance * width)
  const sides = { currentWeights: new Float64Array(risk.size), buy: charge, sell: charge }
  const outcome = quadraticOptimum({ hessian: risk, reward, limits, costs: longOnly ? task.costs : sides })
  return withOptimum(task, outcome, (optimum) =>
    solvedPortfolio(task, optimum, { factor: -1, constant: -halfConstant(task) }),
  )
}

/**
 * The weights of highest worst-case utility where the expected returns lie in an ellipsoid about μ of the shape of their
 * error covariance Ω: λ(μ'w - radius √(w'Ωw)) - ½w'Σw.
 *
 * The second-order cone is reduced to one number t = √(w'Ωw): at a given t the problem is quadratic with Σ + (λ radius/t)Ω,
 * and the t it was given is the root of √(w'Ωw) - t. `objective` is the worst-case utility. Errors as `minimumVariance`.
 * Source: Goldfarb & Iyengar (2003), Robust portfolio selection problems; Ceria & Stubbs (2006).
 */
export function ellipsoidRobustPortfolio(
  input: OptimisationInput,
  riskTolerance: number,
  errorCovariance: Rows,
  radius: number,
): PortfolioOutcome {
  const task = optimisationTask(input)
  const error = riskMatrix(errorCovariance, 'errorCovariance')
  requireInRange(riskTolerance, 0, Number.MAX_VALUE, 'riskTolerance')
  requireInRange(radius, 0, Number.MAX_VALUE, 'radius')
  if (error.size !== task.risk.size) requireEach(new Float64Array(error.size), task.risk.size, 'errorCovariance')
  const reward = task.expectedReturns.map((value, i) => riskTolerance * value + (task.relative?.hedge[i] ?? 0))
  const at = (hessian: RiskMatrix): QuadraticOutcome =>
    quadraticOptimum({ hessian, reward, limits: task.limits, costs: task.costs })
  const spread = (outcome: QuadraticOutcome): number =>
    outcome.status === 'optimal' ? Math.sqrt(variance(error, outcome.weights)) : Number.NaN
  const charge = riskTolerance * radius
  const free = at(task.risk)
  const most = spread(free)
  if (!(most > 0) || charge === 0) return withOptimum(task, free, (optimum) => robustReport(task, optimum, 0))
  const tilted = (t: number): RiskMatrix => riskMatrix(combined(task.risk, 1, error, charge / t))
  const gap = (t: number): number => spread(at(tilted(t))) / t - 1
  const floor = 1e-6 * most
  const t = gap(floor) <= 0 ? floor : gap(most) >= 0 ? most : brentRoot(gap, floor, most, { tolerance: 1e-12 })
  return withOptimum(task, at(tilted(t)), (optimum) => {
    const own = Math.sqrt(variance(error, optimum.weights))
    // The quadratic charge ½(charge/t) t² stands for charge · t.
    const correction = charge * own - (0.5 * charge * own * own) / t
    return robustReport(task, optimum, correction)
  })
}

function robustReport(
  task: OptimisationTask,
  optimum: Extract<QuadraticOutcome, { status: 'optimal' }>,
  correction: number,
): PortfolioOutcome {
  return solvedPortfolio(task, optimum, { factor: -1, constant: -halfConstant(task) - correction })
}

/** a·A + b·B as rows. */
function combined(first: RiskMatrix, a: number, second: RiskMatrix, b: number): Float64Array[] {
  const { size } = first
  return Array.from({ length: size }, (_, i) =>
    Float64Array.from(
      { length: size },
      (_item, j) => a * first.covariance[i * size + j] + b * second.covariance[i * size + j],
    ),
  )
}

/** A portfolio against the worst of several covariances. */
export interface WorstCaseReport {
  readonly outcome: PortfolioOutcome
  /** Weights of the covariances in the worst case: those that matter have a share; they add up to 1. */
  readonly shares: readonly number[]
  /** Volatility under each covariance. */
  readonly volatilities: readonly number[]
  /** Worst utility less the utility that no portfolio can exceed, relative: how far from the optimum at most. */
  readonly relativeGap: number
}

/**
 * The weights of highest λ μ'w - ½ max_k w'Σₖw over several covariances (regimes, estimates): sequential quadratic
 * programmes, each with the covariances in the shares of the last multipliers, until the gap to the dual bound is rounding.
 * `input.covariance` is the first of them and `others` the rest. `objective` is the worst-case utility, `volatility` the
 * worst. Throws `not-converged` where a gap above 1e-6 remains, and as `minimumVariance`.
 * Source: Lobo & Boyd (2000), The worst-case risk of a portfolio; Ye, Parpas & Rustem (2012).
 */
export function worstCovariancePortfolio(
  input: OptimisationInput,
  riskTolerance: number,
  others: readonly Rows[],
): WorstCaseReport {
  const task = optimisationTask({ ...input, costs: undefined, relative: undefined })
  requireInRange(riskTolerance, 0, Number.MAX_VALUE, 'riskTolerance')
  const { risk, limits, expectedReturns } = task
  const all = [risk, ...others.map((rows, k) => riskMatrix(rows, `covariances[${k + 1}]`))]
  all.forEach((item, k) => {
    if (item.size !== risk.size) requireEach(new Float64Array(item.size), risk.size, `covariances[${k}]`)
  })
  const reward = expectedReturns.map((value) => riskTolerance * value)
  const mixed = (shares: readonly number[]): RiskMatrix => {
    const rows = Array.from({ length: risk.size }, (_, i) =>
      Float64Array.from({ length: risk.size }, (_item, j) =>
        all.reduce((sum, item, k) => sum + shares[k] * item.covariance[i * risk.size + j], 0),
      ),
    )
    return riskMatrix(rows)
  }
  const worst = (weights: Float64Array): number =>
    Math.max(...all.map((item) => 0.5 * variance(item, weights))) - inner(reward, weights)
  let shares = all.map(() => 1 / all.length)
  let best = quadraticOptimum({ hessian: mixed(shares), reward, limits })
  let bound = best.status === 'optimal' ? best.objective : -Infinity
  if (best.status !== 'optimal') {
    return {
      outcome: withOptimum(task, best, () =>
        infeasiblePortfolio(quadraticProgramme({ hessian: risk, reward, limits }), risk.size),
      ),
      shares,
      volatilities: [],
      relativeGap: 0,
    }
  }
  let { weights } = best
  const gapOf = (): number => (worst(weights) - bound) / Math.max(Math.abs(bound), 1e-12 * risk.scale)
  let bestShares = shares
  for (let round = 0; round < 60 && gapOf() > 1e-11; round++) {
    const step = linearisedStep(all, mixed(shares), weights, reward, task)
    if (step === undefined) break
    shares = step.shares
    const dual = quadraticOptimum({ hessian: mixed(shares), reward, limits })
    if (dual.status === 'optimal' && dual.objective > bound) {
      bound = dual.objective
      best = dual
      bestShares = shares
    }
    const here = worst(weights)
    let length = 1
    const at = (s: number): Float64Array => weights.map((weight, i) => weight + s * (step.weights[i] - weight))
    while (length > 1e-10 && worst(at(length)) > here) length *= 0.5
    const moved = at(length)
    if (worst(moved) <= here) weights = moved
    if (dual.status === 'optimal' && worst(dual.weights) < worst(weights)) weights = dual.weights
  }
  const gap = gapOf()
  if (gap > 1e-6) {
    throw new TuttiError(
      'not-converged',
      `the worst case was found to a relative gap of ${gap} only; leave out covariances that are nearly the same`,
    )
  }
  const objective = worst(weights)
  const volatilities = all.map((item) => Math.sqrt(variance(item, weights)))
  const report = solvedPortfolio(task, { ...best, weights, objective }, { factor: -1, constant: 0 })
  return {
    outcome: { ...report, volatility: Math.max(...volatilities), riskContributions: null },
    shares: bestShares,
    volatilities,
    relativeGap: Math.max(0, gap),
  }
}

/** min t - reward'w + ½(w - v)'H(w - v) with t at least each variance linearised at v. */
function linearisedStep(
  all: readonly RiskMatrix[],
  hessian: RiskMatrix,
  at: Float64Array,
  reward: Float64Array,
  { limits, risk }: OptimisationTask,
): { weights: Float64Array; shares: number[] } | undefined {
  const centre = product(hessian, at)
  const base = quadraticProgramme({ hessian, reward: reward.map((value, i) => value + centre[i]), limits })
  const count = base.cost.length
  const { scale } = hessian
  const programme: Programme = {
    cost: [...Array.from(base.cost), 1],
    hessian: [...(base.hessian ?? []).map((row) => [...Array.from(row), 0]), new Float64Array(count + 1)],
    lower: [...Array.from(base.lower), -Infinity],
    upper: [...Array.from(base.upper), Infinity],
    rows: [
      ...base.rows,
      ...all.map((item, k) => {
        const slope = product(item, at)
        return {
          name: `worst case ${k + 1}`,
          indices: [...Array.from({ length: risk.size }, (_, i) => i), count],
          coefficients: [...Array.from(slope, (value) => -value / scale), 1],
          lower: (-0.5 * inner(at, slope)) / scale,
          upper: Infinity,
        }
      }),
    ],
  }
  const outcome = solvedProgramme(programme)
  if (outcome.status !== 'optimal') return undefined
  const duals = Array.from(outcome.solution.rowDuals.slice(base.rows.length), (value) => Math.max(0, value))
  const total = duals.reduce((sum, value) => sum + value, 0)
  if (!(total > 0)) return undefined
  return { weights: outcome.solution.x.slice(0, risk.size), shares: duals.map((value) => value / total) }
}
