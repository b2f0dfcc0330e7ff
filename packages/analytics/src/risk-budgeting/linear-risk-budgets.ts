import { TuttiError } from '../errors/index.ts'
import { limitRows, type PortfolioLimits } from '../optimisation/index.ts'
import { type ProgrammeRow, solvedProgramme } from '../programming/index.ts'
import { rowProduct } from './barrier-newton.ts'
import { type BudgetPoint, searchedLambda } from './bounded-risk-budgets.ts'
import type { VolatilityCorrelation } from './volatility-correlation.ts'

const MOST_STEPS = 200

/**
 * As `boundedBudgetPoint`, under linear limits as well: for each λ Newton steps, each a quadratic programme under the
 * limits, from a portfolio `start` within them. Limits on the sum of the weights are left to λ.
 *
 * Source: Richard and Roncalli (2019), Constrained risk budgeting portfolios, who solve the same problem by the alternating
 * direction method of multipliers.
 */
export function linearBudgetPoint(
  model: VolatilityCorrelation,
  budgets: Float64Array,
  limits: PortfolioLimits,
  maxWeights: Float64Array,
  start: Float64Array,
  total: number,
): BudgetPoint {
  const { size, volatilities } = model
  const low = volatilities.map((volatility, i) => volatility * limits.minWeights[i])
  const high = volatilities.map((volatility, i) => volatility * Math.min(maxWeights[i], 1e3 * total))
  const rows = limitRows(limits)
    .filter(({ name }) => name !== 'budget')
    .map((row) => rowInVolatilities(row, volatilities))
  const y = volatilities.map((volatility, i) => volatility * start[i])
  let iterations = 0
  const excess = (lambda: number): number => {
    iterations += moveToLimitedMinimum(model, budgets, lambda, low, high, rows, y)
    let sum = 0
    for (let i = 0; i < size; i++) sum += y[i] / volatilities[i]
    return Math.abs(sum - total) <= 1e-13 * total ? 0 : sum - total
  }
  let variance = 0
  for (let i = 0; i < size; i++) variance += y[i] * rowProduct(model.correlation, i * size, y)
  return searchedLambda(Math.max(variance, 1e-300), excess, (lambda) => {
    excess(lambda)
    return { weights: y.map((value, i) => value / volatilities[i]), lambda, iterations }
  })
}

function rowInVolatilities(row: ProgrammeRow, volatilities: Float64Array): ProgrammeRow {
  const coefficients = Array.from(row.coefficients, (value, k) => value / volatilities[row.indices[k]])
  const size = Math.max(1e-300, ...coefficients.map(Math.abs))
  return {
    ...row,
    coefficients: coefficients.map((value) => value / size),
    lower: row.lower / size,
    upper: row.upper / size,
  }
}

/** Moves y, which meets the limits, to the minimum of ½y'Cy - λ Σ bᵢ ln yᵢ under them; returns the steps. */
function moveToLimitedMinimum(
  { size, correlation }: VolatilityCorrelation,
  b: Float64Array,
  lambda: number,
  low: Float64Array,
  high: Float64Array,
  rows: readonly ProgrammeRow[],
  y: Float64Array,
): number {
  for (let step = 1; step <= MOST_STEPS; step++) {
    const gradient = new Float64Array(size)
    const cost = new Float64Array(size)
    const hessian = Array.from({ length: size }, (_, i) => correlation.slice(i * size, (i + 1) * size))
    for (let i = 0; i < size; i++) {
      gradient[i] = rowProduct(correlation, i * size, y)
      if (b[i] === 0) continue
      const curvature = (lambda * b[i]) / (y[i] * y[i])
      gradient[i] -= curvature * y[i]
      hessian[i][i] += curvature
      // Of the quadratic model around y, whose linear part leaves the gradient less the Hessian times y.
      cost[i] = -2 * curvature * y[i]
    }
    // Bounds that keep the logarithms defined.
    const lower = y.map((value, i) => Math.min(value, b[i] > 0 ? Math.max(low[i], 0.05 * value) : low[i]))
    const upper = y.map((value, i) => Math.max(value, high[i]))
    const outcome = solvedProgramme({ cost, hessian, lower, upper, rows }, { timeLimitSeconds: 1 + (size / 100) ** 2 })
    if (outcome.status !== 'optimal')
      throw new TuttiError('not-converged', `a step of the risk budgets is ${outcome.status}`)
    const x = outcome.solution.x.map((value, i) => value - y[i])
    let slope = 0
    let curvature = 0
    let relative = 0
    for (let i = 0; i < size; i++) {
      slope += gradient[i] * x[i]
      curvature += x[i] * rowProduct(correlation, i * size, x)
      relative = Math.max(relative, Math.abs(x[i]) / Math.max(y[i], 1e-12 * high[i]))
    }
    if (!(slope < 0) || relative < 1e-15) return step
    let length = 1
    for (let halving = 0; halving < 40; halving++, length *= 0.5) {
      let change = 0.5 * length * length * curvature
      for (let i = 0; i < size; i++) {
        change += length * x[i] * (gradient[i] + (b[i] > 0 ? (lambda * b[i]) / y[i] : 0))
        if (b[i] > 0) change -= lambda * b[i] * Math.log1p((length * x[i]) / y[i])
      }
      if (change <= 1e-4 * length * slope || relative < 1e-6) break
    }
    for (let i = 0; i < size; i++) y[i] = Math.min(high[i], Math.max(low[i], y[i] + length * x[i]))
    if (relative < 1e-9) return step
  }
  throw new TuttiError(
    'not-converged',
    'the risk budgets under linear limits were not found; look for assets that hedge each other completely',
    {
      got: `no end after ${MOST_STEPS} steps`,
      expected: 'an end of the steps',
    },
  )
}
