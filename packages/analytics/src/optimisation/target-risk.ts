import { TuttiError } from '../errors/index.ts'
import { atVolatility, boxFrontier, riskOf } from './box-frontier.ts'
import { highestReturnVertex } from './efficient-frontier.ts'
import { unproven, type InfeasiblePortfolio, type NamedLimit } from './infeasible-portfolio.ts'
import { atTolerance, boxOf, closeWeights, halfConstant, withOptimum, withReturnLimit } from './mean-variance.ts'
import { optimisationTask, type OptimisationInput, type OptimisationTask } from './optimisation-task.ts'
import { assetNames, type PortfolioLimits } from './portfolio-limits.ts'
import type { QuadraticOptimum } from './quadratic-optimum.ts'
import { inner } from './risk-matrix.ts'
import { solvedPortfolio, type PortfolioOutcome } from './solved-portfolio.ts'

/**
 * The weights of highest expected return with at most a given volatility: of the portfolio, or with `relative` against a
 * benchmark (tracking error) or a liability (surplus risk). A leverage limit is an upper bound of the budget, with returns
 * above cash: {lower: 0, upper: 1.5} holds the rest in cash, or borrows up to half the capital.
 *
 * `objective` is the expected return; the shadow price of `target volatility` is its derivative by the target. A target
 * below the least volatility within the limits is an infeasible outcome, whose compromise is the least volatile portfolio;
 * a target above that of the highest return does not bind. Costs are no part of this objective. Errors as
 * `minimumVariance`, and `not-applicable` where returns rise without end at no more risk.
 */
export function highestReturnAtRisk(input: OptimisationInput, targetVolatility: number): PortfolioOutcome {
  const task = optimisationTask({ ...input, costs: undefined })
  if (!(targetVolatility >= 0 && targetVolatility < Infinity)) {
    throw new TuttiError('invalid-input', `targetVolatility must be at least 0, got ${targetVolatility}`, {
      field: 'targetVolatility',
      got: String(targetVolatility),
      expected: 'a number of at least 0',
    })
  }
  return withOptimum(task, atTolerance(task, 0), (least) => {
    const lowest = riskOf(task.risk, least.weights, task.relative)
    const wanted = targetVolatility ** 2
    const rounding = 1e-12 * (task.risk.scale + Math.abs(task.relative?.constant ?? 0))
    if (lowest > wanted + rounding) return tooLow(task, least, Math.sqrt(lowest), targetVolatility)
    const tolerance = toleranceAt(task, wanted, least.weights)
    if (tolerance === undefined) return highestReturnPortfolio(task)
    return withOptimum(task, atTolerance(task, tolerance), (optimum) =>
      priced(task, optimum, tolerance, targetVolatility),
    )
  })
}

/** λ at which the optimum has the wanted risk; undefined where even the highest return has less. */
function toleranceAt(task: OptimisationTask, wanted: number, leastWeights: Float64Array): number | undefined {
  const box = boxOf(task)
  if (box !== undefined) {
    const { expectedReturns, relative } = task
    const until = ({ variance }: { variance: number }): boolean => variance >= wanted
    const traced = boxFrontier(box, expectedReturns, { relative, until })
    if (traced.status === 'traced') {
      return atVolatility(box, traced.frontier, expectedReturns, Math.sqrt(wanted), relative)?.riskTolerance
    }
  }
  return toleranceBySearch(task, wanted, leastWeights)
}

/**
 * The same by a search: risk rises with λ, and between neighbouring corners weights are linear in it. Each round guesses λ
 * from the chord between the ends of the bracket and ends when the weights there lie on it.
 */
function toleranceBySearch(task: OptimisationTask, wanted: number, leastWeights: Float64Array): number | undefined {
  const riskAt = (weights: Float64Array): number => riskOf(task.risk, weights, task.relative)
  const size = Math.max(...Array.from(task.expectedReturns, Math.abs))
  if (size === 0) return undefined
  let low = { tolerance: 0, weights: leastWeights, risk: riskAt(leastWeights) }
  let high = low
  let tolerance = task.risk.scale / size
  for (let round = 0; high.risk < wanted; round++, tolerance *= 8) {
    const outcome = atTolerance(task, tolerance)
    if (outcome.status !== 'optimal' || round > 30) return undefined
    low = high
    high = { tolerance, weights: outcome.weights, risk: riskAt(outcome.weights) }
    if (round > 6 && closeWeights(low.weights, high.weights)) return undefined
  }
  for (let round = 0; round < 100; round++) {
    const share = round % 3 === 2 ? 0.5 : chordShare(task, low.weights, high.weights, wanted - low.risk)
    const middle = low.tolerance + share * (high.tolerance - low.tolerance)
    if (!(middle > low.tolerance && middle < high.tolerance)) return middle
    const outcome = atTolerance(task, middle)
    if (outcome.status !== 'optimal') return undefined
    const risk = riskAt(outcome.weights)
    if (Math.abs(risk - wanted) <= 1e-13 * wanted) return middle
    const end = { tolerance: middle, weights: outcome.weights, risk }
    if (risk < wanted) low = end
    else high = end
  }
  return 0.5 * (low.tolerance + high.tolerance)
}

/** s in [0, 1] at which the risk of a + s(b - a) exceeds that of a by `gap`. */
function chordShare(task: OptimisationTask, a: Float64Array, b: Float64Array, gap: number): number {
  const change = b.map((weight, i) => weight - a[i])
  const square = riskOf(task.risk, change)
  const whole = riskOf(task.risk, b, task.relative) - riskOf(task.risk, a, task.relative)
  const slope = 0.5 * (whole - square)
  const share = gap / (slope + Math.sqrt(Math.max(0, slope * slope + square * gap)))
  return share >= 0 && share <= 1 ? share : 0.5
}

function priced(
  task: OptimisationTask,
  optimum: QuadraticOptimum,
  tolerance: number,
  targetVolatility: number,
): PortfolioOutcome {
  const shadowPrice = tolerance > 0 ? targetVolatility / tolerance : 0
  const report = solvedPortfolio(task, optimum, { factor: tolerance > 0 ? -1 / tolerance : -1, constant: 0 })
  return {
    ...report,
    objective: inner(task.expectedReturns, report.weights),
    binding: [
      ...report.binding,
      { limit: 'target volatility', kind: 'risk', side: 'upper', bound: targetVolatility, shadowPrice },
    ],
  }
}

/** Of the portfolios of highest return the least risky one. */
function highestReturnPortfolio(task: OptimisationTask): PortfolioOutcome {
  const returnSize = Math.max(...Array.from(task.expectedReturns, Math.abs))
  const vertex = highestReturnVertex(task)
  const limits = withReturnLimit(task, vertex.expectedReturn - 1e-12 * returnSize, Infinity)
  return withOptimum(task, atTolerance(task, 0, limits), (optimum) => {
    // Where one portfolio alone has the highest return, the vertex has it without the rounding of the limit on the return.
    const isVertex = closeWeights(optimum.weights, vertex.weights)
    const weights = isVertex ? vertex.weights : optimum.weights
    const report = solvedPortfolio(task, { ...optimum, weights }, { factor: 1, constant: halfConstant(task) }, [
      'target-not-reached: even the highest return within the limits has less volatility than the target; the shadow prices are those of the return, of which the target has none',
    ])
    const binding = vertex.binding.filter(({ shadowPrice }) => isVertex || Math.abs(shadowPrice) > 1e-9 * returnSize)
    return { ...report, objective: inner(task.expectedReturns, weights), binding }
  })
}

/**
 * The target against the limits that hold the risk up: those with a price at the least risk, of which one after the other is
 * left out if the target stays out of reach without it.
 */
function tooLow(
  task: OptimisationTask,
  { weights, binding }: QuadraticOptimum,
  lowest: number,
  target: number,
): InfeasiblePortfolio {
  const limit = { limit: 'target volatility', side: 'upper' as const, bound: target }
  const moved = { ...limit, to: lowest, amount: lowest - target }
  const dearest = Math.max(...binding.map((item) => Math.abs(item.shadowPrice)))
  const holding = binding
    .filter((item) => Math.abs(item.shadowPrice) > 1e-9 * dearest)
    .map(({ limit: name, kind, side, bound, shadowPrice }) => ({
      limit: name,
      kind,
      side: side === 'equal' ? (shadowPrice > 0 ? ('lower' as const) : ('upper' as const)) : side,
      bound,
    }))
  let needed = holding
  for (const candidate of holding.length <= mostTested ? holding : []) {
    const without = needed.filter((item) => item !== candidate)
    const outcome = atTolerance(task, 0, onlyLimits(task.limits, without))
    const reached = outcome.status !== 'optimal' || riskOf(task.risk, outcome.weights, task.relative) <= target ** 2
    if (!reached) needed = without
  }
  return {
    status: 'infeasible',
    words: `no portfolio within the limits has a volatility of ${figure(target)} or less; the least is ${figure(lowest)}${holding.length > mostTested ? unproven : ''}`,
    conflict: [limit, ...needed.map(({ limit: name, side, bound }) => ({ limit: name, side, bound }))],
    relaxation: [moved],
    fewestChanges: [moved],
    compromise: { weights, broken: [moved] },
    prices: [{ ...limit, price: 1 }],
  }
}

const figure = (value: number): number => Number(value.toPrecision(6))

/** Above so many limits that hold the risk up, each is reported without a test whether it is needed. */
const mostTested = 60

/** The limits reduced to the sides that are kept. */
function onlyLimits(limits: PortfolioLimits, kept: readonly NamedLimit[]): PortfolioLimits {
  const names = assetNames(limits)
  const sides = new Set(kept.map(({ limit, side }) => `${side} ${limit}`))
  const lower = (name: string, value: number): number => (sides.has(`lower ${name}`) ? value : -Infinity)
  const upper = (name: string, value: number): number => (sides.has(`upper ${name}`) ? value : Infinity)
  const { turnover, ...rest } = limits
  return {
    ...rest,
    minWeights: limits.minWeights.map((value, i) => lower(names[i], value)),
    maxWeights: limits.maxWeights.map((value, i) => upper(names[i], value)),
    budget: { lower: lower('budget', limits.budget.lower), upper: upper('budget', limits.budget.upper) },
    linear: (limits.linear ?? []).map((item) => ({
      ...item,
      lower: lower(item.name, item.lower),
      upper: upper(item.name, item.upper),
    })),
    ...(turnover !== undefined && sides.has('upper turnover') ? { turnover } : {}),
  }
}
