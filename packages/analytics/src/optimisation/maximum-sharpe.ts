import { TuttiError } from '../errors/index.ts'
import { solvedProgramme, type Programme } from '../programming/index.ts'
import { atHighestSharpe, boxFrontier, riskOf, type FrontierCorner } from './box-frontier.ts'
import { atTolerance, boxOf, closeWeights, requireTarget, withOptimum } from './mean-variance.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import type { QuadraticOptimum } from './quadratic-optimum.ts'
import { quadraticProgramme } from './quadratic-optimum.ts'
import { inner } from './risk-matrix.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/**
 * The weights of highest Sharpe ratio (μ'w - riskFree Σw) / volatility: weights that do not add up to 1 are financed at the
 * risk-free rate. `objective` is the ratio, per period of the inputs.
 *
 * Throws `not-applicable` where no portfolio within the limits earns more than the risk-free rate (then the highest ratio
 * is no sensible aim), or where the ratio grows without end; else as {@link minimumVariance}.
 * Source: Sharpe (1966); the homogenised programme of Cornuejols & Tütüncü (2007), Optimization Methods in Finance, 8.2.
 */
export function highestSharpe(input: OptimisationInput, riskFree: number): PortfolioOutcome {
  requireTarget(riskFree, 'riskFree')
  const task = optimisationTask(input)
  const excess = task.expectedReturns.map((value) => value - riskFree)
  const excessTask: OptimisationTask = { ...task, expectedReturns: excess, costs: undefined }
  const found = sharpeOnFrontier(excessTask)
  if (found === undefined) return highestSharpeByProgramme(task, excessTask)
  const earned = inner(excess, found.weights)
  const tolerance = found.variance / earned
  const priced = atTolerance(excessTask, tolerance)
  if (priced.status !== 'optimal' || !closeWeights(priced.weights, found.weights)) {
    return highestSharpeByProgramme(task, excessTask)
  }
  return sharpeReport(task, priced, found.weights, earned, found.variance)
}

function sharpeOnFrontier(task: OptimisationTask): FrontierCorner | undefined {
  const box = boxOf(task)
  if (box === undefined) return undefined
  const traced = boxFrontier(box, task.expectedReturns, { relative: task.relative })
  if (traced.status !== 'traced') return undefined
  const found = atHighestSharpe(box, traced.frontier, task.expectedReturns, 0, task.relative)
  if (found === undefined) throw noSharpe('the ratio grows without end as the weights do; bound them')
  if (found.expectedReturn <= 0) throw noSharpe(nothingEarned)
  if (found.variance === 0) throw noSharpe('a portfolio without risk earns more than the risk-free rate')
  return found
}

const noSharpe = (why: string): TuttiError =>
  new TuttiError('not-applicable', `there is no highest Sharpe ratio: ${why}`, { field: 'expectedReturns' })

/** The portfolio found, with the limits priced at the risk tolerance at which utility has the same optimum. */
function sharpeReport(
  task: OptimisationTask,
  priced: QuadraticOptimum,
  weights: Float64Array,
  earned: number,
  variance: number,
): PortfolioOutcome {
  const volatility = Math.sqrt(variance)
  // dS = (λ dE - ½ dV) E / σ³ with λ = σ²/E.
  const factor = -earned / (variance * volatility)
  const report = solvedPortfolio(task, { ...priced, weights, objective: 0 }, { factor, constant: 0 })
  return { ...report, objective: earned / volatility }
}

/**
 * Over y = κw with κ ≥ 0: the least ½y'Σy with excess return 1 within the limits times κ. Each limit is a row, as its
 * bounds move with κ.
 */
function highestSharpeByProgramme(task: OptimisationTask, excessTask: OptimisationTask): PortfolioOutcome {
  const { risk, limits, expectedReturns: excess } = excessTask
  if (task.relative !== undefined) {
    throw new TuttiError(
      'unsupported',
      'the highest ratio against a benchmark is served for bounds and a budget alone',
      {
        field: 'limits',
      },
    )
  }
  const base = quadraticProgramme({ hessian: risk, reward: excess, limits })
  const count = base.cost.length
  const size = Math.max(...Array.from(excess, Math.abs), Number.MIN_VALUE)
  const rows: Programme['rows'][number][] = [
    { name: 'excess return', indices: range(risk.size), coefficients: excess.map((v) => v / size), lower: 1, upper: 1 },
  ]
  const add = (
    name: string,
    indices: ArrayLike<number>,
    coefficients: ArrayLike<number>,
    lower: number,
    upper: number,
  ): void => {
    const whole = Array.from(indices)
    const values = Array.from(coefficients)
    const row = (side: string, bound: number, low: number, high: number): void => {
      rows.push({
        name: `${name} ${side}`,
        indices: [...whole, count],
        coefficients: [...values, -bound],
        lower: low,
        upper: high,
      })
    }
    if (lower === upper) return row('both', lower, 0, 0)
    if (lower !== -Infinity) row('lower', lower, 0, Infinity)
    if (upper !== Infinity) row('upper', upper, -Infinity, 0)
  }
  for (const row of base.rows) add(row.name, row.indices, row.coefficients, row.lower, row.upper)
  for (let i = 0; i < count; i++) if (base.lower[i] !== 0 || i < risk.size) addBounds(i)
  function addBounds(i: number): void {
    const lower = base.lower[i] === 0 ? -Infinity : base.lower[i]
    add(`bound ${i}`, [i], [1], lower, base.upper[i])
  }
  const outcome = solvedProgramme({
    cost: new Float64Array(count + 1),
    hessian: [...(base.hessian ?? []).map((row) => [...Array.from(row), 0]), new Float64Array(count + 1)],
    lower: [...Array.from(base.lower, (low) => (low === 0 ? 0 : -Infinity)), 0],
    upper: new Float64Array(count + 1).fill(Infinity),
    rows,
  })
  if (outcome.status !== 'optimal') {
    // Nothing earns more than the risk-free rate, unless the limits themselves cannot be met.
    return withOptimum(task, atTolerance(excessTask, 0), () => {
      throw noSharpe(nothingEarned)
    })
  }
  const kappa = outcome.solution.x[count]
  if (!(kappa > 1e-12)) throw noSharpe('the ratio grows without end as the weights do; bound them')
  const weights = Float64Array.from({ length: risk.size }, (_, i) => {
    const weight = outcome.solution.x[i] / kappa
    return Math.min(Math.max(weight, limits.minWeights[i]), limits.maxWeights[i])
  })
  const variance = riskOf(risk, weights)
  const earned = inner(excess, weights)
  if (!(variance > 1e-14 * risk.scale)) throw noSharpe('a portfolio without risk earns more than the risk-free rate')
  return withOptimum(task, atTolerance(excessTask, variance / earned), (priced) => {
    const same = closeWeights(priced.weights, weights)
    const better = sharpeOf(excessTask, priced.weights) >= sharpeOf(excessTask, weights)
    return sharpeReport(
      task,
      priced,
      ...(same || better ? figures(excessTask, priced.weights) : figures(excessTask, weights)),
    )
  })
}

const sharpeOf = (task: OptimisationTask, weights: Float64Array): number =>
  inner(task.expectedReturns, weights) / Math.sqrt(riskOf(task.risk, weights))

const figures = (task: OptimisationTask, weights: Float64Array): [Float64Array, number, number] => [
  weights,
  inner(task.expectedReturns, weights),
  riskOf(task.risk, weights),
]

const nothingEarned =
  'no portfolio within the limits earns more than the risk-free rate; lower the rate, raise the expected returns or widen the limits, or ask for the least variance instead'

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i)
